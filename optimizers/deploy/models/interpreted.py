"""Reading a forest or booster into a direct predictor whose trees treelite walks."""

from __future__ import annotations

from typing import Any

from optimizers.deploy.models.gtil_trees import Interpreted
from optimizers.deploy.models.read import CannotRead, read

INSTALL = "Treelite is not installed; run pip install treelite."
KINDS = (
    "RandomForestClassifier", "RandomForestRegressor", "ExtraTreesClassifier", "ExtraTreesRegressor",
    "GradientBoostingClassifier", "GradientBoostingRegressor", "HistGradientBoostingClassifier",
    "HistGradientBoostingRegressor",
)  # fmt: skip


def absent() -> str:
    """What has to be installed first; empty if it is there."""
    from importlib.util import find_spec

    return "" if find_spec("treelite") else INSTALL


def interpreted(model: Any, estimator: Any) -> Any:
    """The direct predictor of a model, whose trees treelite walks.

    Parameters
    ----------
    model : fitted model
        The estimator, or a pipeline of steps that are read and the estimator.
    estimator : fitted estimator
        The forest or booster inside.

    Raises
    ------
    CannotRead
        If a step before it is not read, or treelite does not take the trees.
    """
    import treelite

    found = read(model)
    try:
        found.trees = Interpreted(treelite.sklearn.import_model(estimator).serialize_bytes())
    except Exception as why:  # treelite has errors of its own
        line = next(iter(str(why).strip().splitlines()), type(why).__name__)[:160].rstrip(" .")
        raise CannotRead(f"Treelite does not take this {type(estimator).__name__}: {line}.") from why
    return found
