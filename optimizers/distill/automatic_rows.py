"""The method that suits the model's family and the number of rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from optimizers.distill.base import Distill
from optimizers.distill.cells import kd_cells
from optimizers.distill.class_centroids import ClassCentroids, centroids
from optimizers.distill.families import FEWEST, family_of, fewest_rows
from optimizers.distill.kd_tree_leaves import KDTreeLeaves
from optimizers.distill.medoids import Medoids
from optimizers.distill.rows import CodedRows, Kept
from optimizers.distill.twinning import Twinning

MANY_ROWS = 20_000  # from here on k-means would take longer than most trainings


@dataclass(frozen=True)
class AutomaticRows(Distill):
    """Automatic: the method that suits the model and the rows.

    Nearest neighbours learn from averages, kernel machines from the middles of clusters: both reward rows with less
    noise. Trees, forests, boosting, networks and linear models learn from twins, which keep the spread that these
    models read. From 20,000 rows on, leaves of a kd-tree stand in for clusters. Each candidate says why in `because`.

    References
    ----------
    Vakayil, Joseph (2022). Data Twinning. Statistical Analysis and Data Mining 15.
    """

    def draws(self, model: Any, rows: CodedRows, n: int, rng: np.random.Generator) -> Iterator[tuple[str, Kept]]:
        by, kept, why = pick(family_of(model), rows, n, rng)
        if n == fewest_rows(model) > FEWEST:
            why += f" Fewer than {n} rows would leave it next to nothing to learn."
        yield by, replace(kept, because=why)

    def chosen(self, rows: CodedRows, n: int, rng: np.random.Generator) -> Kept:
        """For a model of no known family."""
        return pick("other", rows, n, rng)[1]


def pick(family: str, rows: CodedRows, n: int, rng: np.random.Generator) -> tuple[str, Kept, str]:
    """The method's name, the rows that it keeps, and why it and no other."""
    many = len(rows) >= MANY_ROWS
    instead = f" Of {len(rows):,} rows leaves of a kd-tree stand in for k-means, which would take long." if many else ""
    if family == "neighbours":
        kept = centroids(rows, n, kd_cells) if many else ClassCentroids().chosen(rows, n, rng)
        why = f"Nearest neighbours learn best from averages, which are less noisy than rows.{instead}"
        return "averages", kept, why
    if family == "kernel":
        method = KDTreeLeaves() if many else Medoids()
        why = f"Kernel machines learn best from the middle rows of clusters: few places, little noise.{instead}"
        return "kd-tree leaves" if many else "medoids", method.chosen(rows, n, rng), why
    twins = Twinning(cell=200 if many else 500)
    said = {"tree": "A tree", "forest": "A forest", "boosting": "Boosting", "linear": "A linear model"}
    why = f"{said.get(family, 'This model')} learns best from rows that are spread as all of them: twins."
    return "twins", twins.chosen(rows, n, rng), why
