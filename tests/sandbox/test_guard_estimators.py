"""Harmless files open: every estimator of scikit-learn, in three formats, with the same predictions."""

from __future__ import annotations

import io
import pickle
import warnings
from typing import Any

import joblib
import numpy as np
import pytest
import skops.io
from skops.io.exceptions import UnsupportedTypeException

from sandbox.guard import load_model, preload
from tests.sandbox.fitted import fitted

SMALLEST_SHARE = {"joblib": 0.995, "pickle": 0.995, "skops": 0.98}


@pytest.fixture(scope="module")
def models():
    preload()
    return fitted()


def joblib_bytes(model: Any) -> bytes:
    stream = io.BytesIO()
    joblib.dump(model, stream)
    return stream.getvalue()


DUMPS = {"joblib": joblib_bytes, "pickle": pickle.dumps, "skops": skops.io.dumps}


@pytest.mark.parametrize("file_format", DUMPS)
@pytest.mark.filterwarnings("ignore")
def test_every_estimator_opens_with_the_same_predictions(models, file_format):
    failures, n_files = [], 0
    for name, (model, rows) in models.items():
        try:
            raw = DUMPS[file_format](model)
        except UnsupportedTypeException:  # skops says so itself, when it saves
            continue
        n_files += 1
        failures += [f"{name}: {why}" for why in [_difference(model, rows, raw)] if why]
    share = 1 - len(failures) / n_files
    print(f"{file_format}: {n_files - len(failures)} of {n_files} files open ({share:.1%})")
    assert n_files >= 160 and share >= SMALLEST_SHARE[file_format], "\n".join(failures)


def _difference(model: Any, rows: Any, raw: bytes) -> str:
    """What is wrong with the model that comes back; empty when nothing is."""
    try:
        loaded = load_model(raw).model
        same = np.array_equal(loaded.predict(rows), model.predict(rows))
        return "" if same and type(loaded) is type(model) else "other predictions"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def test_nearly_every_estimator_can_be_tried(models):
    from sklearn.utils import all_estimators

    wanted = {name for name, _ in all_estimators(type_filter=["classifier", "regressor", "transformer"])}
    tried = {name.split()[0] for name in models}
    with warnings.catch_warnings():
        assert len(wanted - tried) <= 12, sorted(wanted - tried)
