"""A candidate against the model as uploaded: paired by row, because both met the same future."""

from __future__ import annotations

import numpy as np

from optimizers.metrics import Z95, Metric, Score, standard_error, wilson
from optimizers.world import Future


def against(
    metric: Metric,
    world: Future,
    own: tuple[list[np.ndarray], list[Score]],
    base: tuple[list[np.ndarray], list[Score]],
) -> list[dict]:
    """Rows of part "against": the difference of the mean scores, and how often the labels differ.

    The standard error of the difference comes from each row's difference of influences, clustered by
    judging row: the large-sample form of a paired bootstrap over rows.

    Parameters
    ----------
    own, base : (answers by step, scores by step)
        Of the candidate and of the model as uploaded.

    References
    ----------
    Efron, Tibshirani (1993). An Introduction to the Bootstrap, ch. 21 (influence and the bootstrap).
    """
    same = {"part": "against", "step": -1, "start": ""}
    rows = [same | {"metric": metric.name, "unit": metric.unit} | difference(world, own[1], base[1])]
    if metric.task == "classification":
        rows.append(same | {"metric": "disagreement", "unit": ""} | disagreement(world, own[0], base[0]))
    return rows


def difference(world: Future, own: list[Score], base: list[Score]) -> dict:
    """Mean difference over the steps at which both are defined, with its 95 % interval."""
    used = [s for s in range(world.n_steps) if np.isfinite(own[s].value) and np.isfinite(base[s].value)]
    if not used:
        return dict(value=np.nan, low=np.nan, high=np.nan, n_rows=0)
    value = float(np.mean([own[s].value - base[s].value for s in used]))
    parts = [(own[s].influence - base[s].influence) / len(own[s].influence) / len(used) for s in used]
    se, _ = standard_error(np.concatenate(parts), np.concatenate([world.rows[world.step(s)] for s in used]))
    return dict(value=value, low=value - Z95 * se, high=value + Z95 * se, n_rows=sum(map(len, parts)))


def disagreement(world: Future, own: list[np.ndarray], base: list[np.ndarray]) -> dict:
    """Share of all rows whose label differs, with Wilson's interval at the number of judging rows."""
    differs = np.concatenate([labels_of(a) != labels_of(b) for a, b in zip(own, base, strict=True)]).astype(float)
    share = float(differs.mean())
    se, n_rows = standard_error((differs - share) / len(differs), world.rows)
    low, high = wilson(share, se, n_rows)
    return dict(value=share, low=low, high=high, n_rows=len(differs))


def labels_of(answers: np.ndarray) -> np.ndarray:
    """Codes as they are; of scores the class that has the most."""
    if np.issubdtype(answers.dtype, np.integer):
        return answers
    return (answers > 0).astype(int) if answers.ndim == 1 else answers.argmax(axis=1)
