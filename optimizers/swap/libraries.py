"""Estimators of LightGBM and XGBoost with the hyper-parameters of another, and what they need around them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from optimizers.swap.carrying import Proposal, Rule, Seen, carry, share
from optimizers.swap.histogram_boosting import leaf_rows

BAD_NAME = re.compile(r"[\s\[\]{}\":,<]")
LIGHTGBM_LOSSES = {
    "squared_error": "regression", "absolute_error": "regression_l1", "quantile": "quantile",
    "poisson": "poisson", "gamma": "gamma",
}  # fmt: skip
XGBOOST_LOSSES = {
    "squared_error": "reg:squarederror", "absolute_error": "reg:absoluteerror",
    "quantile": "reg:quantileerror", "poisson": "count:poisson", "gamma": "reg:gamma",
}  # fmt: skip


def set_to(name: str) -> Callable[[Any], dict[str, Any]]:
    """The same value under another name; left at the default where it is not set."""
    return lambda v: {} if v is None else {name: v}


def lightgbm(own: Any, seen: Seen, n_folds: int) -> Proposal:
    """A LightGBM model; it knows class weights, missing values and categories by itself."""
    import lightgbm as library

    rules = common(own, seen) | {
        "max_depth": lambda v: depth(own, v),
        "max_leaf_nodes": set_to("num_leaves"),
        "max_leaves": lambda v: {"num_leaves": v} if v else {},
        "min_samples_leaf": lambda v: {} if is_forest(own) else {"min_child_samples": leaf_rows(v, len(seen.y))},
        "subsample": lambda v: {} if v is None or v == 1 else {"subsample": v, "subsample_freq": 1},
        "max_features": lambda v: features(own, seen, v, "colsample_bynode"),
        "class_weight": lambda v: {} if v is None else {"class_weight": "balanced" if isinstance(v, str) else v},
        "loss": lambda v: {"objective": LIGHTGBM_LOSSES[v]} if changes_loss(seen, v, LIGHTGBM_LOSSES) else {},
        "max_bins": set_to("max_bin"),
    }
    rules |= quantile(own, "alpha")
    carried = carry(own, rules, loss_note(own, LIGHTGBM_LOSSES))
    name = seen.named("LGBM")
    new = getattr(library, name)(**{"n_jobs": 1, "verbose": -1} | carried.params)
    return Proposal(name, {"as carried over": named_columns(new, seen)}, carried.says)


def xgboost(own: Any, seen: Seen, n_folds: int) -> Proposal:
    """An XGBoost model; labels that it does not take are coded by a vote of one."""
    import xgboost as library

    rules = common(own, seen) | {
        "max_depth": lambda v: {"max_depth": v} if v and v > 0 else unlimited(own),
        "max_leaf_nodes": lambda v: {} if v is None else {"max_leaves": v, "grow_policy": "lossguide"},
        "num_leaves": lambda v: {"max_leaves": v, "grow_policy": "lossguide"},
        "subsample": lambda v: {} if v is None or v == 1 else {"subsample": v},
        "max_features": lambda v: features(own, seen, v, "colsample_bynode"),
        "loss": lambda v: {"objective": XGBOOST_LOSSES[v]} if changes_loss(seen, v, XGBOOST_LOSSES) else {},
        "max_bins": set_to("max_bin"),
    }
    rules |= quantile(own, "quantile_alpha")
    carried, name = carry(own, rules, loss_note(own, XGBOOST_LOSSES)), seen.named("XGB")
    by_category = {"enable_categorical": True} if any(map(is_category, seen.dtypes)) else {}
    new = getattr(library, name)(**{"n_jobs": 1} | by_category | carried.params)
    return Proposal(name, {"as carried over": voting(named_columns(new, seen), seen, n_folds)}, carried.says)


LIBRARIES = {"lightgbm": lightgbm, "xgboost": xgboost}


def common(own: Any, seen: Seen) -> dict[str, Rule]:
    """What both libraries call alike; of a forest the seed alone, because boosted trees are other trees."""
    if is_forest(own):
        return {"n_jobs": set_to("n_jobs"), "random_state": "random_state"}
    same = ("n_estimators", "learning_rate", "n_jobs", "reg_alpha", "reg_lambda", "colsample_bytree", "random_state")
    rules: dict[str, Rule] = {name: set_to(name) for name in same}
    rules |= {"max_iter": set_to("n_estimators"), "l2_regularization": set_to("reg_lambda")}
    return rules


def is_forest(own: Any) -> bool:
    return type(own).__name__.startswith(("RandomForest", "ExtraTrees", "XGBRF"))


def depth(own: Any, value: int | None) -> dict[str, Any]:
    """LightGBM limits leaves, so a depth must not be cut short by the default of 31 of them."""
    if is_forest(own):
        return {}
    if not value or value < 0:
        return {"max_depth": -1}
    leaves = getattr(own, "max_leaf_nodes", None) or getattr(own, "max_leaves", None)
    return {"max_depth": value} | ({} if leaves else {"num_leaves": min(2**value, 1024)})


def unlimited(own: Any) -> dict[str, Any]:
    """No limit of depth where the model had none and limits its leaves; XGBoost's default else."""
    return {"max_depth": 0} if not is_forest(own) and hasattr(own, "max_leaf_nodes") else {}


def features(own: Any, seen: Seen, value: Any, name: str) -> dict[str, Any]:
    wanted = 1.0 if is_forest(own) else share(value, seen.n_columns)
    return {name: wanted} if wanted < 1 else {}


def changes_loss(seen: Seen, value: Any, known: dict[str, str]) -> bool:
    return not seen.classifier and value in known and value != "squared_error"


def quantile(own: Any, name: str) -> dict[str, Rule]:
    """Which quantile, where the loss is one of a quantile."""
    if getattr(own, "loss", "") != "quantile":
        return {}
    return {"alpha" if hasattr(own, "alpha") else "quantile": name}


def loss_note(own: Any, known: dict[str, str]) -> tuple[str, ...]:
    loss = getattr(own, "loss", "log_loss")
    return () if loss in known or loss == "log_loss" else (f"The loss {loss!r} is replaced by the default.",)


def is_category(dtype: Any) -> bool:
    return isinstance(dtype, pd.CategoricalDtype)


def named_columns(new: Any, seen: Seen) -> Any:
    """The estimator behind a step that takes column names away where the library would refuse or change them."""
    from sklearn.compose import make_column_transformer
    from sklearn.pipeline import make_pipeline

    names = [str(c) for c in getattr(seen.given, "columns", ())]
    if not any(map(BAD_NAME.search, names)):
        return new
    if any(is_category(d) for d in seen.dtypes):
        raise ValueError(f"{type(new).__name__} does not take such column names as {names[0]!r}: rename them.")
    return make_pipeline(make_column_transformer(("passthrough", names)), new)


def voting(new: Any, seen: Seen, n_folds: int) -> Any:
    """The estimator alone where labels are 0, 1, 2 and so on in every fold, else in a vote of one, which codes them."""
    from sklearn.ensemble import VotingClassifier

    if not seen.classifier:
        return new
    labels, counts = np.unique(seen.y, return_counts=True)
    plain = labels.dtype.kind in "iu" and np.array_equal(labels, np.arange(len(labels)))
    return new if plain and counts.min() >= n_folds else VotingClassifier([("xgboost", new)], voting="soft")
