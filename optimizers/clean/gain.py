"""What cleaning the labels would gain, measured without fooling oneself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input
from optimizers.clean.labels import FEWEST_OF_A_CLASS, LabelNoise, OnProgress, label_noise
from optimizers.clean.overlap import NOTHING, OVERLAP
from optimizers.clean.resampled import corrected_interval
from optimizers.clean.unseen import FEW_ROWS, fitted, folds, place, sentences, settled
from optimizers.metrics import METRICS, Metric, score
from optimizers.predict import outputs, truth
from optimizers.quiet import one_thread

N_SPLITS, N_REPEATS = 5, 2
FEWEST_ROWS = 50
SHRUNK = (
    "The validation rows keep their labels, wrong ones too: that shrinks the difference, under uniform noise without "
    "changing its sign."
)


@dataclass(frozen=True, eq=False)
class CleaningGain:
    """Cleaned against not cleaned, on validation rows that were left alone.

    Attributes
    ----------
    metric : str
        Key of `METRICS`.
    gain : (float, float, float)
        Mean paired difference with its 95 % interval (Nadeau-Bengio); positive is better, in units of the metric.
    plain, cleaned : float
        Mean score of the recipe fitted on all, and on the cleaned, training rows.
    share_dropped : float
        Mean share of the training rows that cleaning took.
    verdict : str
        What `label_noise` said most often of the training rows.
    recommended : bool
        True only when the whole interval is above 0, and the verdict is not that the classes overlap.
    sentence : str
    frame : DataFrame
        One row a split: repeat, split, plain, cleaned, difference (positive is better), verdict
        (of `label_noise` on the training rows), n_train, n_dropped.
    """

    metric: str
    gain: tuple[float, float, float]
    plain: float
    cleaned: float
    share_dropped: float
    verdict: str
    recommended: bool
    sentence: str
    frame: pd.DataFrame

    def to_wire(self) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
        """Plain JSON values, and the frame "splits"."""
        plain = ("metric", "plain", "cleaned", "share_dropped", "verdict", "recommended", "sentence")
        return {name: getattr(self, name) for name in plain} | {"gain": list(self.gain)}, {"splits": self.frame}


def cleaning_gain(
    model: Any,
    X: pd.DataFrame,
    y: pd.Series,
    seed: int = 0,
    on_progress: OnProgress | None = None,
    metric: str = "",
) -> CleaningGain:
    """Estimate what dropping the label suspects would gain, before anything is dropped.

    Cleaning happens inside the training folds only, twice five times, and is judged on validation rows
    that nobody has cleaned. Cleaning first and cross-validating afterwards would also remove the rows on
    which the model errs, and show a gain of many points where there is none.

    Parameters
    ----------
    model : fitted estimator
        Never changed.
    X, y : learning rows
    metric : str
        Key of `METRICS`; by default accuracy or mean absolute error.

    Raises
    ------
    ValueError
        If there are too few rows or classes, or the recipe cannot be refitted.

    References
    ----------
    Nadeau, Bengio (2003). Inference for the generalization error. Machine Learning 52.
    Cawley, Talbot (2010). On over-fitting in model selection and subsequent selection bias. JMLR 11.
    """
    if len(y) < FEWEST_ROWS:
        raise ValueError(
            f"The gain needs at least {FEWEST_ROWS} learning rows to be seen; there are {len(y)}: bring more."
        )
    chosen = METRICS[metric or ("accuracy" if hasattr(model, "classes_") else "mae")]
    trial = Trial(settled(model), X, y, chosen, seed)
    records = []
    for r in range(N_REPEATS):
        fold = folds(trial.strata, seed + 1000 * r, N_SPLITS)
        for s in range(N_SPLITS):
            if on_progress:
                doing = f"cleaning inside training fold {s + 1} of {N_SPLITS}"
                on_progress({"done": r * N_SPLITS + s, "of": N_SPLITS * N_REPEATS, "doing": doing})
            with one_thread(len(y) <= FEW_ROWS):
                records.append({"repeat": r, "split": s} | trial.split(fold != s))
    return told(chosen, pd.DataFrame(records).dropna())


class Trial:
    """The rows of one estimate, and who judges labels, which the first split settles."""

    def __init__(self, model: Any, X: pd.DataFrame, y: pd.Series, metric: Metric, seed: int) -> None:
        self.model, self.X, self.y, self.metric, self.seed = model, X, y, metric, seed
        self.task = "classification" if hasattr(model, "classes_") else "regression"
        self.classes = pd.Index(model.classes_).tolist() if self.task == "classification" else []
        self.strata = truth(y, self.task, self.classes) if self.classes else np.zeros(len(y), dtype=int)
        self.rows, self.by = model_input(model, X), ""

    def split(self, training: np.ndarray) -> dict[str, Any]:
        """Both scores on the rows outside of `training`, and how many rows cleaning took."""
        train, test = np.flatnonzero(training), np.flatnonzero(~training)
        found = label_noise(self.model, self.X.iloc[train], self.y.iloc[train], self.seed, by=self.by)
        self.by = found.by
        kept = train[keepers(found, self.y.iloc[train])]
        plain = self.scored(train, test)
        cleaned = self.scored(kept, test) if len(kept) < len(train) else plain
        sign = 1 if self.metric.higher_is_better else -1
        return {
            "plain": plain, "cleaned": cleaned, "difference": sign * (cleaned - plain),
            "verdict": found.verdict,
            "n_train": len(train), "n_dropped": len(train) - len(kept),
        }  # fmt: skip

    def scored(self, train: np.ndarray, test: np.ndarray) -> float:
        fresh = fitted(self.model, place(self.rows, train), self.y.iloc[train].to_numpy(), self.seed)
        with sentences(self.model):
            given = outputs(fresh, self.X.iloc[test], self.metric.needs, self.classes)
        return score(self.metric, truth(self.y.iloc[test], self.task, self.classes), given).value


def keepers(found: LabelNoise, y: pd.Series) -> np.ndarray:
    """Places of the rows that stay; no class falls below five rows, its least suspicious ones stay."""
    drop = np.zeros(len(y), dtype=bool)
    drop[found.suspects["row"].to_numpy(dtype=int)] = True
    if found.task == "classification":
        ranked = found.suspects.iloc[::-1]
        for label, own in ranked.groupby("given", sort=False):
            spare = int((y == label).sum()) - FEWEST_OF_A_CLASS
            drop[own["row"].to_numpy(dtype=int)[: max(0, len(own) - max(0, spare))]] = False
    return np.flatnonzero(~drop)


def told(metric: Metric, frame: pd.DataFrame) -> CleaningGain:
    """The mean over the splits, its interval, and what follows."""
    if len(frame) < 2:
        raise ValueError(f"{metric.title} is not defined on these validation rows; choose another metric.")
    gain = corrected_interval(frame["difference"].to_numpy(), 1 / (N_SPLITS - 1))
    share = float((frame["n_dropped"] / frame["n_train"]).mean())
    verdict = str(frame["verdict"].mode().iloc[0])
    recommended = bool(gain[1] > 0) and verdict not in (OVERLAP, NOTHING)
    return CleaningGain(
        metric.name, gain, float(frame["plain"].mean()), float(frame["cleaned"].mean()), share, verdict, recommended,
        sentence(metric, gain, share, verdict, recommended), frame,
    )  # fmt: skip


def sentence(metric: Metric, gain: tuple[float, float, float], share: float, verdict: str, recommended: bool) -> str:
    """What cleaning would do, and whether to do it."""
    show: Callable[[float], str] = (
        (lambda v: f"{v:+.3g}") if metric.unit or metric.high > 1 else (lambda v: f"{100 * v:+.1f}")
    )
    unit = metric.unit and f" {metric.unit} units" if metric.unit or metric.high > 1 else " points"
    span = f"{show(gain[0])}{unit} (95 % CI {show(gain[1])} to {show(gain[2])})"
    took = f"Dropping the suspects, {100 * share:.1f} % of the rows,"
    does = f"{took} changes {metric.title.lower()} by {span}; positive is better"
    advice = "worth it" if recommended else "not recommended" if gain[2] > 0 else "harmful"
    if gain[1] > 0 and not recommended:
        advice = f"not recommended, the gain is not about wrong labels ({verdict}); regularize or prune instead"
    return f"{does}: {advice}. {SHRUNK}"
