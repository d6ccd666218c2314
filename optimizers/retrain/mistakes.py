"""How many predictions were wrong, and which: what a bill is made from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizers.against import labels_of

MOST_CLASSES = 20


def mistakes(task: str, y: np.ndarray, answers: Sequence[np.ndarray], n_classes: int) -> list[dict]:
    """Rows of part "errors" of the frame.

    Parameters
    ----------
    task : str
    y : ndarray of shape (n_rows,)
        Codes or values of all steps.
    answers : sequence of ndarray
        By step, as `playing.step_outputs` gives them.

    Returns
    -------
    list of dict
        "errors": wrong predictions, or the sum of absolute errors. For up to 20 classes also "0 as 1" and so on:
        how often class 0 was taken for class 1, by their codes; what never happened is left out.
    """
    same = {"part": "errors", "step": -1, "start": "", "low": np.nan, "high": np.nan, "n_rows": len(y)}
    if task == "regression":
        total = float(np.abs(np.concatenate(answers) - y).sum())
        return [same | {"metric": "errors", "value": total, "unit": "target"}]
    given = np.concatenate([labels_of(a) for a in answers])
    rows = [same | {"metric": "errors", "value": float((given != y).sum()), "unit": "predictions"}]
    if n_classes > MOST_CLASSES:
        return rows
    pairs, counts = np.unique(np.stack([y, given])[:, given != y], axis=1, return_counts=True)
    return rows + [
        same | {"metric": f"{t} as {p}", "value": float(n), "unit": "predictions"}
        for (t, p), n in zip(pairs.T.tolist(), counts.tolist())
    ]
