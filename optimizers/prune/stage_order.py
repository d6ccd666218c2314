"""Stages of a boosted model, each placed where it gains most, and leaf values anew from the first stage on."""

from __future__ import annotations

import numpy as np

from optimizers.prune.apart import Apart
from optimizers.prune.refining import Link

RATE, RIDGE = 0.3, 1.0
MOST_WORK = 2e9  # leaves looked at while ordering
FEWEST_ROWS = 500


def by_gain(rows: Apart, sizes: list[list[int]], link: Link) -> np.ndarray:
    """Next, the stage whose leaves gain most when their values are a Newton step from the stages before it.

    Parameters
    ----------
    rows : Apart
        In all stages; at most as many of the first of them are read as the work allows.
    sizes : list of list of int
        Leaves of each tree, by column of the margin, then by stage.
    """
    n_stages, k = len(sizes[0]), len(sizes)
    rows = rows.first(max(FEWEST_ROWS, int(MOST_WORK / (n_stages**2 * k))))
    backs = [at.T.tocsr() for at in rows.ats]
    total, left, order = rows.before.astype(np.float32), np.ones(n_stages, dtype=bool), []
    starts = [np.cumsum([0, *size]) for size in sizes]
    for _ in range(n_stages):
        slope, bend = slopes(rows, total, link)
        sums = [back @ np.stack([slope[:, c], bend[:, c]], axis=1) for c, back in enumerate(backs)]
        gain = sum(np.add.reduceat(s[:, 0] ** 2 / (s[:, 1] + RIDGE), at[:-1]) for s, at in zip(sums, starts))
        best = int(np.where(left, gain, -np.inf).argmax())
        order.append(best)
        left[best] = False
        for c, (s, at) in enumerate(zip(sums, starts)):
            mine = slice(at[best], at[best + 1])
            total[:, c] += newton(s[mine])[rows.leaf(c, best) - at[best]]
    return np.array(order)


def stagewise(rows: Apart, sizes: list[list[int]], link: Link) -> np.ndarray:
    """Leaf values (n_leaves, 1) as boosting would give them to these trees, one stage after another."""
    total, found = rows.before.astype(np.float32), [np.zeros(sum(size), dtype=np.float32) for size in sizes]
    starts = [np.cumsum([0, *size]) for size in sizes]
    for stage in range(len(sizes[0])):
        slope, bend = slopes(rows, total, link)
        for c, at in enumerate(starts):
            leaf = rows.leaf(c, stage) - at[stage]
            n = int(at[stage + 1] - at[stage])
            sums = np.stack([np.bincount(leaf, part[:, c], n) for part in (slope, bend)], axis=1)
            values = newton(sums).astype(np.float32)
            found[c][at[stage] : at[stage + 1]] = values
            total[:, c] += values[leaf]
    return np.concatenate(found)[:, None]


def newton(sums: np.ndarray) -> np.ndarray:
    """A step against the slopes, (n_leaves, 2) of slopes and second slopes."""
    return -RATE * sums[:, 0] / (sums[:, 1] + RIDGE)


def slopes(rows: Apart, total: np.ndarray, link: Link) -> tuple[np.ndarray, np.ndarray]:
    """First and second slope of each row's loss by its margins."""
    answer = link.answer(total)
    bend = answer * (1 - answer) if link.curved else np.ones_like(answer)
    return rows.weight * (answer - rows.truth), rows.weight * bend
