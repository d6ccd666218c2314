"""A step in front of an estimator that puts constant columns back in their places."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

from optimizers.prune.narrow_steps import kept_columns


def values_of(constants: dict[int, float]) -> tuple[np.ndarray, np.ndarray]:
    gone = np.array(sorted(constants), dtype=int)
    return gone, np.array([constants[c] for c in gone.tolist()], dtype=float)


def filled(estimator: Any, columns: np.ndarray, constants: dict[int, float]) -> Any:
    """A pipeline that puts the constants back in their places first."""
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import MissingIndicator
    from sklearn.pipeline import Pipeline, make_pipeline
    from sklearn.preprocessing import MinMaxScaler

    gone, values = values_of(constants)
    everything = list(range(len(columns)))
    constant = make_pipeline(MissingIndicator(features="all", error_on_new=False), MinMaxScaler())
    front = ColumnTransformer([("kept", "passthrough", everything), ("constants", constant, [0] * len(gone))])
    front.fit(np.zeros((1, len(columns))))
    scaler = front.named_transformers_["constants"][-1]
    scaler.scale_, scaler.min_ = np.zeros(len(gone)), values  # 0 or 1, whatever comes, becomes the constant
    places = np.argsort(np.r_[columns, gone])
    steps = {
        "array": kept_columns(np.array(everything), len(columns)),
        "constants": front,
        "order": kept_columns(places, len(places)),
        type(estimator).__name__.lower(): unnamed(estimator),
    }
    return Pipeline(list(steps.items()))


def unnamed(model: Any) -> Any:
    """A copy that asks for no column names, nor do the estimators inside that see its columns."""
    if not hasattr(model, "__dict__"):  # "drop", "passthrough"
        return model
    out = copy.copy(model)
    vars(out).pop("feature_names_in_", None)
    if hasattr(model, "steps") and hasattr(model, "named_steps"):
        (name, first), *rest = model.steps
        out.steps = [(name, unnamed(first)), *rest]
    for attribute in ("best_estimator_", "regressor_", "_preprocessor"):
        if vars(model).get(attribute) is not None:
            setattr(out, attribute, unnamed(getattr(model, attribute)))
    if isinstance(vars(model).get("estimators_"), list):
        out.estimators_ = [unnamed(one) for one in model.estimators_]
    if type(model).__name__ == "ColumnTransformer":
        out.transformers_ = [(name, unnamed(step), columns) for name, step, columns in model.transformers_]
    return out
