"""Is a model under- or overfitted? Settings on both sides of its own are tried on the same folds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.diagnose.affordable import affordable
from optimizers.diagnose.curves import Point, flips, learned, learning_curve, n_curve_fits, validation_curve
from optimizers.diagnose.resampled import N_REPEATS, Resampled, resampled
from optimizers.diagnose.rows import DiagnosisRows, diagnosis_rows
from optimizers.diagnose.saying import sentence
from optimizers.diagnose.settings import Setting, settings
from optimizers.diagnose.verdict import Verdict, decide, settings_table

OnProgress = Callable[[dict], None]
BUDGET_S = 20.0
SETTING_COLUMNS = (
    "regularizer", "setting", "side", "score", "low", "high", "training_score",
    "difference", "difference_low", "difference_high", "p",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class FitDiagnosis:
    """A verdict on a model's fit, and what it rests on.

    Attributes
    ----------
    verdict : str
        "overfitted", "underfitted", "well fitted", "inconclusive" (the rows cannot tell), "inconsistent"
        (predictions hang on which rows were learned from) or "unknown" (no setting could be tried).
    sentence : str
        What was found, with numbers, and what to do.
    metric : str
        What was scored, a key of `METRICS`; higher is better.
    frames : dict of str to DataFrame
        "settings": regularizer, setting, side ("own", "more", "less" regularized), score, low, high,
        training_score, difference (to the model's own), difference_low, difference_high, p; the own first.
        "learning": n_rows, part ("training", "validation"), mean, low, high.
        "validation": regularizer, place, setting, own, part, mean, low, high; from least to most regularized.
    flips : (share, low, high)
        How often two fits on different halves of the rows answer differently for the same row.
    more_rows : int
        How many more rows it would take to tell, where the verdict is "inconclusive"; else 0.
    better : (regularizer, value) or None
        The setting to fit again with, where the model is over- or underfitted.
    n_rows : int
        How many rows were looked at.
    notes : tuple of str
        What was left out, a sentence each.
    """

    verdict: str
    sentence: str
    metric: str
    frames: dict[str, pd.DataFrame]
    flips: tuple[float, float, float]
    more_rows: int
    better: tuple[str, Any] | None
    n_rows: int
    notes: tuple[str, ...]


def diagnose_fit(
    model: Any,
    X: pd.DataFrame,
    y: pd.Series,
    seed: int = 0,
    on_progress: OnProgress | None = None,
    metric: str = "",
    budget_s: float = BUDGET_S,
    with_curve: bool = True,
) -> FitDiagnosis:
    """Try settings on both sides of the model's own with 5x2 cross-validation and the corrected t-test.

    A model whose more regularized setting is significantly better (one-sided, 0.1) is overfitted, one whose
    less regularized setting is better is underfitted. The gap between training and test score is not
    looked at: healthy forests have one of up to 0.16.

    Parameters
    ----------
    model : fitted estimator
        Also a pipeline, a search or a transformed target; its recipe is fitted again whole in every fold.
    X : DataFrame of shape (n_rows, n_features)
    y : Series of shape (n_rows,)
        Learning rows alone.
    seed : int
    on_progress : callable, optional
        Given {"done": int, "of": int, "doing": str} as it happens.
    metric : str
        A key of `METRICS` of which higher is better; by default accuracy or R2.
    budget_s : float
        About so many CPU seconds: where more than 1,000 rows take longer, a sample of them is looked at.
    with_curve : bool
        Draw the learning curve too, which takes about a quarter of the time.

    Returns
    -------
    FitDiagnosis

    Raises
    ------
    ValueError
        If the rows cannot be learned from or the model cannot be fitted again; one sentence says why.

    References
    ----------
    Nadeau, Bengio (2003). Inference for the generalization error. Machine Learning 52.
    Dietterich (1998). Approximate statistical tests for comparing supervised classification learning
    algorithms. Neural Computation 10.
    """
    tell = on_progress or (lambda _: None)
    tell({"done": 0, "of": 0, "doing": "choosing settings and rows"})
    rows, rng = diagnosis_rows(model, X, y, metric), np.random.default_rng([seed, 4])
    tried = settings(model, seed)
    models, n_repeats = [s.model for s in tried], 2 * N_REPEATS
    rows = affordable(models, rows, n_repeats, n_curve_fits(rows, n_repeats) * with_curve, budget_s, rng)
    fitted = counter(tell, n_repeats * len(tried) + n_curve_fits(rows, n_repeats) * with_curve)
    scores = resampled(models, rows, rng, fitted=lambda: fitted("trying settings"))
    further: list[Point] = []
    if with_curve:
        further = learned(tried[0].model, rows, scores, rng, lambda: fitted("learning from other numbers of rows"))
    return concluded(model, rows, tried, scores, learning_curve(scores, further))


def counter(tell: OnProgress, of: int) -> Callable[[str], None]:
    done = 0

    def one_more(doing: str) -> None:
        nonlocal done
        done += 1
        tell({"done": done, "of": of, "doing": doing})

    return one_more


def concluded(
    model: Any, rows: DiagnosisRows, tried: Sequence[Setting], scores: Resampled, learning: pd.DataFrame
) -> FitDiagnosis:
    """The verdict, its sentence and its frames."""
    share = flips(rows, scores.answers)
    table = settings_table(tried, scores)
    verdict = decide(table, share[1], len(rows.y))
    frames = {
        "settings": table[list(SETTING_COLUMNS)],
        "learning": learning,
        "validation": validation_curve(tried, scores),
    }
    said = sentence(model, rows, table, verdict, share, learning)
    return FitDiagnosis(
        verdict.word, said, rows.metric.name, frames, share, verdict.n_more_rows, better(tried, verdict),
        len(rows.y), rows.notes,
    )  # fmt: skip


def better(tried: Sequence[Setting], verdict: Verdict) -> tuple[str, Any] | None:
    if not verdict.alarming:
        return None
    return tried[verdict.place].regularizer, tried[verdict.place].value
