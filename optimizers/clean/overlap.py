"""Label noise or overlapping classes: where do the labels disagree with the judge?

Where classes overlap, labels disagree with any judge, but hardly where it is sure; wrong labels disagree
there as well. Classes that overlap evenly everywhere look like noise, and nothing in the rows tells them apart.
"""

from __future__ import annotations

import numpy as np

from optimizers.metrics import wilson

NOTHING = "no sign of label noise"
NOISE, OVERLAP, EITHER = "label noise", "overlapping classes", "label noise or overlapping classes"
NEGLIGIBLE = 0.01
WEAK = 0.4  # disagreement everywhere from which on the judge knows the labels too badly to accuse any
EVEN, RARE = 0.5, 0.33  # of the disagreement everywhere, among the rows where the judge is surest


def disagreement(p: np.ndarray, y: np.ndarray) -> tuple[tuple[float, float, float], float]:
    """The share of labels that differ from the judge's: where it is surest (half the rows), and everywhere."""
    wrong = p.argmax(axis=1) != y
    surest = np.argsort(-p.max(axis=1), kind="stable")[: max(1, len(y) // 2)]
    share = float(wrong[surest].mean())
    return (share, *wilson(share, 0.0, len(surest))), float(wrong.mean())


def verdict(rate: tuple[float, float, float], n_suspects: int, sure: tuple[float, float, float], overall: float) -> str:
    """Which of the four it is; `sure` and `overall` as `disagreement` gives them."""
    if not n_suspects or rate[2] < NEGLIGIBLE:
        return NOTHING
    if overall > WEAK:
        return EITHER
    if sure[1] > EVEN * overall:
        return NOISE
    return OVERLAP if sure[2] < RARE * overall else EITHER
