"""Which setting to take by its scores on folds, how sure that is, and what it scores on rows that chose nothing.

References
----------
Nadeau, Bengio (2003). Inference for the generalization error. Machine Learning 52.
Breiman, Friedman, Olshen, Stone (1984). Classification and Regression Trees, section 3.4.3: one standard error.
Tsamardinos, Greasidou, Borboudakis (2018). Bootstrapping the out-of-sample predictions for efficient and accurate
cross-validation. Machine Learning 107.
"""

from __future__ import annotations

import numpy as np

from optimizers.metrics import Metric

BEST, SIMPLEST = "best mean", "one standard error"
MOST_CELLS = 20_000_000  # bootstrapped rows in all
DRAWS = 500

Interval = tuple[float, float, float]


def row_scores(metric: Metric, y: np.ndarray, prediction: np.ndarray, spread: float) -> np.ndarray:
    """Each row's share in the score of its fold: their mean is that score.

    Parameters
    ----------
    metric : Metric
    y, prediction : ndarray
        As for `optimizers.metrics.score`.
    spread : float
        For R2: the variance of the target over all rows, because that of a small fold is too uncertain.
    """
    if metric.name == "r2":
        return 1 - np.square(y - prediction) / spread
    value, influence = metric.influence(y, prediction)
    return value + influence


def fold_means(rows: np.ndarray, fold: np.ndarray, counts: np.ndarray | None = None) -> np.ndarray:
    """Scores of shape (..., n_folds, n_settings) from those of the rows (n_rows, n_settings), weighted by `counts`."""
    weights = np.ones(len(rows)) if counts is None else counts
    means = []
    for f in np.unique(fold):
        own = weights[..., fold == f]
        means.append(own @ rows[fold == f] / np.maximum(1, own.sum(axis=-1))[..., None])
    return np.stack(means, axis=-2)


def take(folds: np.ndarray, rule: str) -> np.ndarray:
    """The place of the setting to take, where larger is better and later settings are simpler.

    Parameters
    ----------
    folds : ndarray of shape (..., n_folds, n_settings)
    rule : str
        `BEST`, or `SIMPLEST` within one standard error of the best.
    """
    mean, n_settings = folds.mean(axis=-2), folds.shape[-1]
    limit = mean.max(axis=-1, keepdims=True) - 1e-12
    if rule == SIMPLEST:
        best = mean.argmax(axis=-1)[..., None, None]
        own = np.take_along_axis(folds, best, axis=-1)[..., 0]
        limit = limit - (own.std(axis=-1, ddof=1) / np.sqrt(own.shape[-1]))[..., None]
    return n_settings - 1 - (mean >= limit)[..., ::-1].argmax(axis=-1)


def corrected(scores: np.ndarray, test_to_train: float, low: float, high: float) -> Interval:
    """Mean over folds with the 95 % interval of the corrected resampled t test: folds share learning rows."""
    from scipy.special import stdtrit

    k, value = len(scores), float(scores.mean())
    half = stdtrit(k - 1, 0.975) * scores.std(ddof=1) * np.sqrt(1 / k + test_to_train)
    return value, float(max(low, value - half)), float(min(high, value + half))


def unbiased(rows: np.ndarray, fold: np.ndarray, rule: str, rng: np.random.Generator) -> Interval:
    """What the chosen setting scores on rows that did not choose it, with a 95 % interval; nothing is fitted.

    The choice is made anew on bootstrapped rows and judged on the rows left out, which had no say in it.

    Parameters
    ----------
    rows : ndarray of shape (n_rows, n_settings)
        Each row's share in the score, out of fold; larger is better.
    fold : ndarray of shape (n_rows,)
    rule : str
    rng : Generator
    """
    n, n_draws = len(rows), int(np.clip(MOST_CELLS // len(rows), 50, DRAWS))
    values = []
    for begin in range(0, n_draws, step := max(1, 2_000_000 // n)):
        counts = rng.multinomial(n, np.full(n, 1 / n), size=min(step, n_draws - begin)).astype(float)
        chosen = take(fold_means(rows, fold, counts), rule)
        left = (counts == 0).astype(float)
        scores = left @ rows / np.maximum(1, left.sum(axis=1))[:, None]
        values.append(np.take_along_axis(scores, chosen[:, None], axis=1)[:, 0])
    drawn = np.concatenate(values)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(drawn.mean()), float(low), float(high)
