"""Does 80 % mean 80 %? Reliability, and the calibration error without the bias of its bins.

Two classes: the probability of the second. More: the confidence in the label given (top-label). Values:
the mean of what came, by decile of the prediction.

The usual calibration error (ECE) is positive for a perfect model too, the more so the fewer the rows: it
averages absolute differences that are partly noise. Beside it stand what chance alone would give, and the
root of the mean squared difference with the noise subtracted, whose square is unbiased for its bins.

References
----------
Naeini, Cooper, Hauskrecht (2015). Obtaining well calibrated probabilities using Bayesian binning. AAAI.
Guo, Pleiss, Sun, Weinberger (2017). On calibration of modern neural networks. ICML.
Kumar, Liang, Ma (2019). Verified uncertainty calibration. NeurIPS, section 5.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from optimizers.card.answers import Answers
from optimizers.card.bins import by_bin, quantile_bins
from optimizers.metrics import Z95
from optimizers.words import quoted

MOST_BINS = {"classification": 15, "regression": 10}
ROWS_PER_BIN = 20  # at least, on average


def calibration(given: Answers, task: str, classes: list[str]) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The reliability curve and its numbers.

    Parameters
    ----------
    given : Answers
        To the judging rows.
    task : str
    classes : list of str

    Returns
    -------
    frame : DataFrame
        One row a bin: from, to, predicted, observed, low, high, n_rows.
    numbers : dict
        "of" (what is predicted), "error" with "error_low" and "error_high" (debiased, root mean
        square, in the unit of the prediction), "ece", "ece_by_chance", "n_bins", "sentence".

    Raises
    ------
    ValueError
        If the model gives no probabilities.
    """
    predicted, came, of = told(given, task, classes)
    n_bins = max(1, min(MOST_BINS[task], len(came) // ROWS_PER_BIN))
    frame = by_bin(predicted, came, n_bins, task == "classification")
    numbers = errors(predicted, came, n_bins) | {"of": of, "n_bins": len(frame)}
    return frame, numbers | {"sentence": sentence(numbers)}


def told(given: Answers, task: str, classes: list[str]) -> tuple[np.ndarray, np.ndarray, str]:
    """What was predicted, what came, and what it is called."""
    if task == "regression":
        return given.given, given.y, "value"
    if given.scores is None or not given.probabilities:
        raise ValueError(f"{given.name} gives no probabilities, so there is nothing to calibrate.")
    if len(classes) == 2:
        return given.scores[:, 1], (given.y == 1).astype(float), f"probability of {quoted(classes[1])}"
    top = given.scores.argmax(axis=1)
    return given.scores.max(axis=1), (given.y == top).astype(float), "confidence in the label given"


def errors(predicted: np.ndarray, came: np.ndarray, n_bins: int) -> dict[str, float]:
    """The plain and the debiased calibration error.

    Within a bin the mean of (predicted - came) is d with variance v = s^2 / n: d^2 - v is unbiased for the
    square of the true difference. The sum over bins has variance 4 d^2 v + 2 v^2 (a normal mean, squared).
    """
    _, place = quantile_bins(predicted, n_bins)
    n = np.bincount(place)
    off = predicted - came
    d = np.bincount(place, weights=off) / n
    v = (np.bincount(place, weights=np.square(off)) / n - d**2) / np.maximum(n - 1, 1)
    w = n / n.sum()
    square = float((w * (d**2 - v)).sum())
    spread = float(np.sqrt((w**2 * (4 * np.maximum(d**2 - v, 0) * v + 2 * v**2)).sum()))
    roots = np.sqrt(np.maximum(0, [square, square - Z95 * spread, square + Z95 * spread])).tolist()
    return {
        **dict(zip(("error", "error_low", "error_high"), roots)),
        "ece": float((w * np.abs(d)).sum()),
        "ece_by_chance": float((w * np.sqrt(2 / np.pi * v)).sum()),
    }


def sentence(numbers: dict[str, Any]) -> str:
    """What the numbers say."""
    error, low, high = (numbers[k] for k in ("error", "error_low", "error_high"))
    said = f"{error:.3g} (95 % interval {low:.3g} to {high:.3g})"
    if low > 0:
        return f"The {numbers['of']} is off by {said}, more than chance explains."
    return f"The {numbers['of']} is off by {said}: not more than chance explains."
