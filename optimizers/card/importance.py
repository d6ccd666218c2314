"""What the model leans on: permutation importance, with intervals over rows and over permutations.

A column is shuffled among the rows; importance is what the score loses. Features that say the same cover
for each other, and shuffling makes rows that no world would send (Hooker et al.), so read it as "what
this model uses", not as "what matters".

References
----------
Breiman (2001). Random forests. Machine Learning 45, section 10.
Fisher, Rudin, Dominici (2019). All models are wrong, but many are useful. JMLR 20, sections 3 and 4.
Hooker, Mentch, Zhou (2021). Unrestricted permutation forces extrapolation. Statistics and Computing 31.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from optimizers.card.answers import sampled
from optimizers.case import Case
from optimizers.measure import elapsed
from optimizers.metrics import METRICS
from optimizers.predict import outputs, truth

COLUMNS = ("feature", "value", "low", "high", "metric", "unit", "n_rows", "n_repeats")
Tell = Callable[[float], None]


def importance(
    case: Case,
    rng: np.random.Generator,
    tell: Tell = lambda _: None,
    n_repeats: int = 5,
    at_most_rows: int = 2000,
    at_most_s: float = 20.0,
) -> tuple[pd.DataFrame, list[str]]:
    """Loss of the primary metric when a feature is shuffled; positive where the model needs it.

    Parameters
    ----------
    case : Case
    rng : Generator
    tell : callable, optional
        Given the share that is done, after every feature.
    n_repeats : int
        Permutations of each feature, at least 2.
    at_most_rows : int
        Judging rows used, evenly spaced.
    at_most_s : float
        Where the model is slow, first permutations, then rows, then features are left out; seconds.

    Returns
    -------
    frame : DataFrame
        One row a feature, the most important first.
    notes : list of str
    """
    features = list(getattr(case.model, "feature_names_in_", case.X_test.columns))
    rows = sampled(len(case.X_test), at_most_rows)
    n_repeats, rows, notes = affordable(case, len(features), n_repeats, rows, at_most_s)
    shuffles = np.array([rng.permutation(len(rows)) for _ in range(n_repeats)])
    table, begun, records = Shuffled(case, rows, shuffles), time.perf_counter(), []
    for i, feature in enumerate(features):
        if time.perf_counter() - begun > 2 * at_most_s:
            notes.append(f"Time ran out: the last {len(features) - i:,} of {len(features):,} features are not shown.")
            break
        records.append({"feature": str(feature)} | table.importance(feature))
        tell((i + 1) / len(features))
    frame = pd.DataFrame(records, columns=list(COLUMNS))
    return frame.sort_values("value", ascending=False, kind="stable", ignore_index=True), notes


def affordable(
    case: Case, n_features: int, n_repeats: int, rows: np.ndarray, at_most_s: float
) -> tuple[int, np.ndarray, list[str]]:
    """Fewer permutations (not under 2), then fewer rows (not under 300), where the model is slow."""
    few, needs = case.X_test.iloc[rows], METRICS[case.metric].needs
    once = [elapsed(lambda: outputs(case.model, few, needs, case.classes)) for _ in range(2)]
    over = min(once) * n_features * n_repeats / at_most_s
    if over <= 1:
        return n_repeats, rows, []
    fewer = max(2, int(n_repeats / over))
    keep = max(min(len(rows), 300), int(len(rows) * min(1.0, n_repeats / over / fewer)))
    note = f"The model is slow: {fewer} permutations a feature, on {keep:,} judging rows."
    return fewer, rows[sampled(len(rows), keep)], [note]


class Shuffled:
    """The rows once for every permutation, one below the other, so that a feature is one call of the model."""

    def __init__(self, case: Case, rows: np.ndarray, shuffles: np.ndarray) -> None:
        self.case, self.metric, self.shuffles = case, METRICS[case.metric], shuffles
        self.X = case.X_test.iloc[rows].reset_index(drop=True)
        self.tiled = pd.concat([self.X] * len(shuffles), ignore_index=True)
        self.y = truth(case.y_test.iloc[rows], case.task, case.classes)
        self.base, self.base_influence = self.metric.influence(self.y, self.ask(self.X))

    def ask(self, X: pd.DataFrame) -> np.ndarray:
        return outputs(self.case.model, X, self.metric.needs, self.case.classes)

    def importance(self, feature: str) -> dict:
        """One feature's record."""
        X = self.tiled.copy(deep=False)
        X[feature] = self.X[feature].take(self.shuffles.ravel()).reset_index(drop=True)
        answers = np.split(self.ask(X), len(self.shuffles))
        values, influences = zip(*(self.metric.influence(self.y, a) for a in answers))
        sign = 1 if self.metric.higher_is_better else -1
        value = sign * (self.base - float(np.mean(values)))
        half = half_width(self.base_influence - np.array(influences), self.shuffles)
        low, high = (value - half, value + half) if np.isfinite(value) else (np.nan, np.nan)
        n_repeats, n_rows = self.shuffles.shape
        same = {"metric": self.metric.name, "unit": self.metric.unit, "n_rows": n_rows, "n_repeats": n_repeats}
        return same | {"value": value, "low": low, "high": high}


def half_width(lost: np.ndarray, shuffles: np.ndarray) -> float:
    """Half of the 95 % interval of the mean loss.

    A row acts twice: as itself, and as the one whose value went to another row. With L(i, j) what row i
    loses when it holds row j's value, L = a_i + b_j + e_ij, and the mean has the variance
    Var(a + b) / n + Var(e) / (n * n_repeats). Products of different permutations that share a receiver
    estimate the moments of a, those that share a giver the moments of b.

    Parameters
    ----------
    lost : ndarray of shape (n_repeats, n_rows)
        Influences on the score of the rows as they are, minus those with the column shuffled.
    shuffles : ndarray of shape (n_repeats, n_rows)
        Whose value each row was given.
    """
    from scipy.special import stdtrit

    n_repeats, n_rows = lost.shape
    if n_rows < 2:
        return np.nan
    lent = np.empty_like(lost)
    np.put_along_axis(lent, shuffles, lost, axis=1)
    var_a, var_b = _across(lost, lost), _across(lent, lent)
    var_e = max(0.0, float(np.mean(lost**2)) - max(0.0, var_a) - max(0.0, var_b))
    rows = var_a + var_b + 2 * _across(lost, lent) + var_e / n_repeats
    receivers = float(np.mean(lost.mean(axis=0) ** 2))  # the floor where the moments are too noisy
    return float(stdtrit(n_rows - 1, 0.975) * np.sqrt(max(rows, receivers) / (n_rows - 1)))


def _across(first: np.ndarray, second: np.ndarray) -> float:
    """Mean product of two rows' influences in different permutations."""
    n_repeats, n_rows = first.shape
    if n_repeats < 2:
        return 0.0
    both = first.sum(axis=0) @ second.sum(axis=0) - np.einsum("ij,ij->", first, second)
    return float(both / (n_repeats * (n_repeats - 1) * n_rows))
