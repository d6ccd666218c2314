"""The method that suits the model's family and the number of rows; of few rows, the best of several tries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from optimizers.component import param
from optimizers.distill.base import Distill
from optimizers.distill.calibrated_twins import CalibratedTwins
from optimizers.distill.cells import kd_cells
from optimizers.distill.class_centroids import ClassCentroids, centroids
from optimizers.distill.families import FEWEST, family_of, fewest_rows
from optimizers.distill.kd_tree_leaves import KDTreeLeaves
from optimizers.distill.medoids import Medoids
from optimizers.distill.rows import CodedRows, Kept
from optimizers.distill.tried import MOST_TRIED, Tried, best_tried
from optimizers.distill.twinning import Twinning
from optimizers.refit import weights_name
from optimizers.words import counted

MANY_ROWS = 20_000  # from here on k-means would take longer than most trainings


@dataclass(frozen=True)
class AutomaticRows(Distill):
    """Automatic: the method that suits the model and the rows.

    Nearest neighbours learn from averages, which are less noisy than rows. Linear models learn from twins that are
    weighted to have the means of all rows; all others from twins, kernel machines also from the middles of clusters.
    Up to 1,000 rows chance still decides much: then several draws of twins and one of middles are tried on learning
    rows that none of them kept, and the best stays. From 20,000 rows on, leaves of a kd-tree stand in for clusters.
    Each candidate says why in `because`.

    References
    ----------
    Vakayil, Joseph (2022). Data Twinning. Statistical Analysis and Data Mining 15.
    """

    n_tries: int = param(5, 1, 20, "choices", "Tried on rows left out, where at most 1,000 stay; 1 tries none.")

    def draws(self, model: Any, rows: CodedRows, n: int, rng: np.random.Generator) -> Iterator[tuple[str, Kept]]:
        family, weighs = family_of(model), bool(weights_name(model))
        if family == "neighbours":
            by, kept, why = averages(rows, n, rng)
        else:
            n_tries = 1 if n > MOST_TRIED else self.n_tries
            found = best_tried(model, rows, choices(family, rows, n, n_tries, rng, weighs), rng)
            by, kept = found.by, found.kept
            why = tried_said(found, n) if found.n_judging else reason(family, by, len(rows))
        if n == fewest_rows(model) > FEWEST:
            why += f" Fewer than {n} rows would leave it next to nothing to learn."
        yield by, replace(kept, because=why)

    def chosen(self, rows: CodedRows, n: int, rng: np.random.Generator) -> Kept:
        """For a model of no known family."""
        return twins("other", rows, n, rng, False)[1]


def choices(
    family: str, rows: CodedRows, n: int, n_tries: int, rng: np.random.Generator, weighs: bool
) -> Iterator[tuple[str, Kept]]:
    """What suits the family comes first; among several, one is of middles and the rest are twins."""
    first = family == "kernel" and rows.values is None
    if first:
        yield middles(rows, n, rng)
    for _ in range(n_tries - (first or n_tries > 1)):
        yield twins(family, rows, n, rng, weighs)
    if n_tries > 1 and not first:
        yield middles(rows, n, rng)


def twins(family: str, rows: CodedRows, n: int, rng: np.random.Generator, weighs: bool) -> tuple[str, Kept]:
    cell = 200 if len(rows) >= MANY_ROWS else 500
    if family == "linear" and weighs:
        return "weighted twins", CalibratedTwins(cell=cell).chosen(rows, n, rng)
    return "twins", Twinning(cell=cell).chosen(rows, n, rng)


def middles(rows: CodedRows, n: int, rng: np.random.Generator) -> tuple[str, Kept]:
    if len(rows) >= MANY_ROWS:
        return "kd-tree leaves", KDTreeLeaves().chosen(rows, n, rng)
    return "medoids", Medoids().chosen(rows, n, rng)


def averages(rows: CodedRows, n: int, rng: np.random.Generator) -> tuple[str, Kept, str]:
    """For nearest neighbours."""
    why = "Nearest neighbours learn best from averages, which are less noisy than rows."
    if len(rows) < MANY_ROWS:
        return "averages", ClassCentroids().chosen(rows, n, rng), why
    return "averages", centroids(rows, n, kd_cells), f"{why} {quicker(len(rows))}"


def reason(family: str, by: str, n_rows: int) -> str:
    """Why this method, where nothing was tried."""
    if by == "weighted twins":
        return "A linear model learns from means: twins, weighted so that each class has the means of all its rows."
    if by in ("medoids", "kd-tree leaves"):
        why = "Kernel machines learn best from the middle rows of clusters: few places, little noise."
        return f"{why} {quicker(n_rows)}" if by == "kd-tree leaves" else why
    said = {"tree": "A tree", "forest": "A forest", "boosting": "Boosting", "linear": "A linear model"}
    return f"{said.get(family, 'This model')} learns best from rows that are spread as all of them: twins."


def quicker(n_rows: int) -> str:
    return f"Of {n_rows:,} rows leaves of a kd-tree stand in for k-means, which would take long."


def tried_said(found: Tried, n: int) -> str:
    """What was tried."""
    return (
        f"Of {counted(found.n_tries, 'choice')} of {n:,} rows this one, of {found.by}, gave the model that was best on "
        f"{found.n_judging:,} learning rows that none of them kept."
    )
