"""Every classifier, regressor and transformer of scikit-learn, fitted once a session on 40 rows."""

from __future__ import annotations

import warnings
from functools import cache
from typing import Any

import numpy as np
from sklearn.base import is_classifier
from sklearn.feature_extraction import FeatureHasher
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.utils import all_estimators
from sklearn.utils._test_common.instance_generator import _construct_instances

rng = np.random.default_rng(0)
X = rng.normal(size=(40, 4))
labels = (X[:, 0] + X[:, 1] > 0).astype(int)
values = X @ np.arange(4.0)
TEXTS = np.array(["red hat", "blue hat", "red shoe", "green hat"] * 10, dtype=object)
DICTS = [{"red": 1.0}, {"hat": 2.0, "red": 1.0}] * 20
TABLES: tuple[tuple[Any, Any], ...] = (
    (X, labels),
    (np.abs(X), labels),
    (X, values),
    (np.abs(X), np.abs(values)),
    (X, np.c_[labels, 1 - labels]),
    (X[:, 0], values),
    (X[:, :1], values),
    (TEXTS, labels),
    (DICTS, labels),
    (X @ X.T, labels),
)


@cache
def fitted() -> dict[str, tuple[Any, Any]]:
    """Name -> (model that predicts, rows that it takes). Transformers are the first step of a pipeline."""
    found = {}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for name, cls in all_estimators(type_filter=["classifier", "regressor", "transformer"]):
            for i, model in enumerate(_instances(cls)):
                model = model if hasattr(model, "predict") and _predicts(model) else _piped(model)
                rows = next((rows for rows, y in TABLES if _fits(model, rows, y)), None)
                if rows is not None:
                    found[f"{name} {i}"] = (model, rows)
    return found


def _instances(cls: type) -> list[Any]:
    try:
        if cls in (FeatureHasher, HashingVectorizer):  # a million columns by default
            return [cls(n_features=64)]
        return list(_construct_instances(cls))
    except Exception:  # scikit-learn says itself that it cannot be made without arguments
        return []


def _predicts(model: Any) -> bool:
    from sklearn.base import is_regressor

    return is_classifier(model) or is_regressor(model)


def _piped(model: Any) -> Any:
    return make_pipeline(model, Ridge() if type(model).__name__ in ("CCA", "PLSCanonical") else LogisticRegression())


def _fits(model: Any, rows: Any, y: Any) -> bool:
    if "random_state" in model.get_params():
        model.set_params(random_state=0)
    try:
        model.fit(rows, y)
        model.predict(rows)
    except Exception:
        return False
    return True
