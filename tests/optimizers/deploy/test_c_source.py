"""Trees as C: compiled and loaded here, they answer bit for bit."""

import ctypes
import shutil
import subprocess

import numpy as np
import pytest
from sklearn.ensemble import (
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier

from optimizers.deploy.models.c_source import BUILD, c_source
from optimizers.deploy.models.read import CannotRead
from tests.optimizers.deploy.test_direct import BINARY, IRIS
from tests.optimizers.deploy.test_direct_networks import grouped, with_gaps

OF_CLASSES = [
    (DecisionTreeClassifier(random_state=0), IRIS, "predict_proba"),
    (RandomForestClassifier(7, random_state=0), IRIS, "predict_proba"),
    (GradientBoostingClassifier(n_estimators=5, random_state=0), IRIS, "decision_function"),
    (HistGradientBoostingClassifier(max_iter=6, random_state=0), BINARY, "decision_function"),
    (RandomForestRegressor(7, random_state=0), BINARY, "predict"),
    (GradientBoostingRegressor(n_estimators=5, random_state=0), BINARY, "predict"),
    (HistGradientBoostingRegressor(max_iter=6, random_state=0), BINARY, "predict"),
]


def built(source, folder):
    """The compiled function, by the command that the file names."""
    (folder / "model.c").write_text(source)
    subprocess.run(BUILD.split(), cwd=folder, check=True, timeout=60)
    run = ctypes.CDLL(str(folder / "model.so")).predict
    run.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p]

    def predict(X, n_out):
        X, out = np.ascontiguousarray(X, dtype=np.float64), np.empty((len(X), n_out))
        run(X.ctypes.data, len(X), out.ctypes.data)
        return out

    return predict


@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler")
@pytest.mark.parametrize(("model", "rows", "method"), OF_CLASSES, ids=[type(m).__name__ for m, *_ in OF_CLASSES])
def test_compiled_trees_give_the_same_bits(model, rows, method, tmp_path):
    X = with_gaps(rows[0]) if not type(model).__name__.startswith("Gradient") else rows[0]
    model.fit(X, rows[1])
    given = np.r_[X, X * 7]
    expected = getattr(model, method)(given).reshape(len(given), -1)
    assert np.array_equal(built(c_source(model), tmp_path)(given, expected.shape[1]), expected)


def test_it_says_what_it_is_and_how_to_build_it():
    source = c_source(RandomForestClassifier(3, random_state=0).fit(*IRIS))
    assert BUILD in source and "n_rows times 4 columns" in source and "RandomForestClassifier, 3 trees" in source
    assert "decision values" in c_source(GradientBoostingClassifier(n_estimators=2).fit(*IRIS))


def test_what_is_not_written_is_a_sentence():
    with pytest.raises(CannotRead, match="LogisticRegression is none"):
        c_source(LogisticRegression(max_iter=500).fit(*IRIS))
    with pytest.raises(CannotRead, match="of numbers; HistGradientBoostingRegressor is none"):
        c_source(HistGradientBoostingRegressor(max_iter=3).fit(*grouped()))
