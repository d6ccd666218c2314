"""Chi-square test of two rows of counts, with rare and new categories tested exactly."""

from __future__ import annotations

import numpy as np

SMALLEST_EXPECTED = 5


def chi2_test(reference_counts: np.ndarray, step_counts: np.ndarray) -> tuple[float, float, float]:
    """Do two rows of counts over the same categories come from one distribution?

    Categories that expect fewer than 5 rows in either sample go into one rare cell. Which these are is
    decided on both samples together: a cell of "whatever the reference has not seen" would alarm without
    drift on any column with many rare values. If the rare cell itself expects fewer than 5 rows (ten
    rows of a category that never was, say), it is tested exactly against all the others, and the
    smaller of the two p-values counts twice.

    Parameters
    ----------
    reference_counts, step_counts : (n_categories,) int arrays

    Returns
    -------
    statistic, p_value, v : float
        Pearson's chi-square of the cells without continuity correction; the p-value; and Cramer's V as
        it would be were both samples equally large (0: same shares, 1: nothing in common), which unlike
        V itself does not shrink when the reference is much larger than the step. NaN without rows.

    References
    ----------
    Cochran (1954). Some methods for strengthening the common chi-square tests. Biometrics 10(4).
    """
    n, m = int(reference_counts.sum()), int(step_counts.sum())
    if n == 0 or m == 0:
        return np.nan, np.nan, np.nan
    reference, step = _with_rare_cell(np.asarray(reference_counts), np.asarray(step_counts))
    exact = 0 < (reference[-1] + step[-1]) * min(n, m) / (n + m) < SMALLEST_EXPECTED
    p_rare = hypergeometric_p_value(int(reference[-1]), n, int(step[-1]), m) if exact else 1.0
    statistic, p_value = _pearson(*(c[:-1] if exact else c for c in (reference, step)))
    if exact:
        p_value = min(1.0, 2 * min(p_value, p_rare)) if len(reference) > 2 else p_rare
    return statistic, p_value, equal_weight_v(reference / n, step / m)


def equal_weight_v(reference_share: np.ndarray, step_share: np.ndarray) -> float:
    """Cramer's V of two rows of shares, both samples weighing the same; in [0, 1]."""
    both = reference_share + step_share
    there = both > 0
    squares = (reference_share - step_share)[there] ** 2 / both[there]
    return float(np.sqrt(squares.sum() / 2))


def hypergeometric_p_value(k_reference: int, n: int, k_step: int, m: int) -> float:
    """Fisher's exact test of k_reference of n rows against k_step of m rows; twice the smaller tail."""
    from scipy.special import gammaln

    if m > n:
        return hypergeometric_p_value(k_step, m, k_reference, n)
    total = k_reference + k_step
    k = np.arange(max(0, total - n), min(total, m) + 1)

    def log_choose(a: int, b: np.ndarray | int) -> np.ndarray:
        return gammaln(a + 1) - gammaln(np.add(b, 1)) - gammaln(np.subtract(a + 1, b))

    chance = np.exp(log_choose(m, k) + log_choose(n, total - k) - log_choose(n + m, total))
    return float(min(1.0, 2 * min(chance[k <= k_step].sum(), chance[k >= k_step].sum())))


def _with_rare_cell(reference: np.ndarray, step: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cells that occur; the last is the rare one, perhaps empty. The commonest category is never rare."""
    total = reference + step
    expected = total * (min(reference.sum(), step.sum()) / total.sum())
    rare = expected < SMALLEST_EXPECTED
    rare[np.argmax(total)] = False
    pooled = [np.append(c[~rare], c[rare].sum()) for c in (reference, step)]
    return pooled[0], pooled[1]


def _pearson(reference: np.ndarray, step: np.ndarray) -> tuple[float, float]:
    from scipy.special import chdtrc

    total = reference + step
    reference, step, total = reference[total > 0], step[total > 0], total[total > 0]
    if len(total) < 2:
        return 0.0, 1.0
    expected = total * (reference.sum() / total.sum())
    # Observed minus expected is the same in both rows but for its sign.
    statistic = np.sum((reference - expected) ** 2 * (1 / expected + 1 / (total - expected)))
    return float(statistic), float(chdtrc(len(total) - 1, statistic))
