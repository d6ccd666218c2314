"""Gradient boosting on binned columns instead of sorted ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from optimizers.component import param
from optimizers.swap.base import Swap
from optimizers.swap.carrying import Carried, Proposal, Rule, Seen, carry, options, share

LOSSES = {"log_loss": "log_loss", "squared_error": "squared_error", "absolute_error": "absolute_error",
          "quantile": "quantile"}  # fmt: skip


@dataclass(frozen=True)
class HistogramBoosting(Swap):
    """Gradient boosting on binned columns.

    Columns are cut into at most 255 bins once, so that a split costs bins instead of rows: the larger the table, the
    faster. Rounds, learning rate, depth, leaves and loss carry over; `subsample` has no counterpart. The rows a leaf
    needs are open: as the model had it, or `leaf_rows`.

    Raises
    ------
    ValueError
        If the learning rows are too few for the folds.

    References
    ----------
    Ke et al. (2017). LightGBM: a highly efficient gradient boosting decision tree. NeurIPS 30.
    """

    takes: ClassVar[tuple[str, ...]] = ("GradientBoostingClassifier", "GradientBoostingRegressor")

    leaf_rows: int = param(20, 1, 1000, "rows", "What a leaf needs at least, beside what the model had.", log=True)

    def proposals(self, own: Any, seen: Seen) -> list[Proposal]:
        from sklearn import ensemble

        carried, name = carried_over(own, seen), seen.named("HistGradientBoosting")
        leaf = carried.params.pop("min_samples_leaf")
        build = getattr(ensemble, name)
        return [
            Proposal(name, options(build, carried.params, "min_samples_leaf", [leaf, self.leaf_rows]), carried.says)
        ]


def carried_over(own: Any, seen: Seen) -> Carried:
    """The parameters of gradient boosting under the names of histogram boosting."""
    rules: dict[str, Rule] = {
        "n_estimators": "max_iter",
        "learning_rate": "learning_rate",
        "max_depth": "max_depth",
        "max_leaf_nodes": "max_leaf_nodes",
        "min_samples_leaf": lambda v: {"min_samples_leaf": leaf_rows(v, len(seen.y))},
        "max_features": lambda v: {} if v is None else {"max_features": share(v, seen.n_columns)},
        "n_iter_no_change": stopping,
        "validation_fraction": lambda v: {"validation_fraction": v} if own.n_iter_no_change else {},
        "random_state": "random_state",
        "loss": lambda v: {"loss": LOSSES[v]} if v in LOSSES else {},
        "alpha": lambda v: {"quantile": v} if own.loss == "quantile" else {},
    }
    note = () if own.loss in LOSSES else (f"The loss {own.loss!r} is replaced by the default.",)
    return carry(own, rules, note)


def stopping(patience: int | None) -> dict[str, Any]:
    """Early stopping where the model had it, and none where it had none: the default would depend on the rows."""
    if patience is None:
        return {"early_stopping": False}
    return {"early_stopping": True, "n_iter_no_change": patience}


def leaf_rows(value: float, n_rows: int) -> int:
    """A share of the rows as a number of rows."""
    return int(value) if value >= 1 else max(1, round(value * n_rows))
