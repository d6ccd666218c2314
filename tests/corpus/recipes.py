"""The corpus' models: simple estimators as people fit and save them, by name, made alike under every version."""

from __future__ import annotations

from collections import namedtuple

from tests.corpus import recipes_composed, recipes_linear, recipes_rare, recipes_trees

Recipe = namedtuple("Recipe", "name make input target y")
PARTS = (
    recipes_trees.trees, recipes_trees.boosting, recipes_linear.linear, recipes_linear.other, recipes_composed.composed,
    recipes_rare.models, recipes_rare.pipelines,
)  # fmt: skip


def recipes():
    """Every recipe that the scikit-learn of this Python can fit."""
    rows = [row for part in PARTS for row in part()]
    return [Recipe(*row, None) if len(row) == 4 else Recipe(*row) for row in rows]
