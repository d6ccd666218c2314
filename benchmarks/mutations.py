"""Small model files of every format, and seeded ways to break them."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable

import numpy as np


def base_files() -> list[bytes]:
    """Small fitted models in every format that is installed."""
    import joblib
    import skops.io
    from sklearn import ensemble, linear_model, neighbors, pipeline, preprocessing, svm, tree

    rng = np.random.default_rng(0)
    X = rng.normal(size=(40, 4))
    y = (X[:, 0] > 0).astype(int)
    models = [
        linear_model.LogisticRegression(),
        tree.DecisionTreeClassifier(),
        ensemble.RandomForestClassifier(3),
        ensemble.GradientBoostingClassifier(n_estimators=3),
        ensemble.HistGradientBoostingClassifier(max_iter=3),
        neighbors.KNeighborsClassifier(algorithm="kd_tree"),
        neighbors.KNeighborsClassifier(algorithm="brute"),
        svm.SVC(),
        pipeline.make_pipeline(preprocessing.StandardScaler(), preprocessing.SplineTransformer(), linear_model.Ridge()),
    ]
    files = []
    for model in models:
        model.fit(X, y)
        stream = io.BytesIO()
        joblib.dump(model, stream)
        files += [
            pickle.dumps(model),
            pickle.dumps(model, 2),
            stream.getvalue(),
            skops.io.dumps(model),
            *_onnx(model, X),
        ]
    return files


def _onnx(model: object, X: np.ndarray) -> list[bytes]:
    try:
        import onnxruntime  # noqa: F401
        import skl2onnx

        return [skl2onnx.to_onnx(model, X[:1].astype(np.float32)).SerializeToString()]
    except Exception:  # not installed, or no converter for this model
        return []


def flip(raw: bytearray, rng: np.random.Generator) -> None:
    for at in rng.integers(len(raw), size=rng.integers(1, 9)):
        raw[at] = rng.integers(256)


def extreme(raw: bytearray, rng: np.random.Generator) -> None:
    """A word becomes a number at the edge of its range."""
    width = int(rng.choice([1, 2, 4, 8]))
    at = int(rng.integers(max(1, len(raw) - width)))
    raw[at : at + width] = int(rng.choice([0, 1, -1, -2, 127])).to_bytes(width, "little", signed=True)


def cut(raw: bytearray, rng: np.random.Generator) -> None:
    at = int(rng.integers(len(raw)))
    del raw[at : at + int(rng.integers(1, 40))]


def repeat(raw: bytearray, rng: np.random.Generator) -> None:
    start, at = rng.integers(len(raw), size=2)
    raw[at:at] = raw[start : start + int(rng.integers(1, 40))]


def swap(raw: bytearray, rng: np.random.Generator) -> None:
    """Two stretches change places."""
    a, b = sorted(int(n) for n in rng.integers(len(raw), size=2))
    width = int(rng.integers(1, 16))
    raw[a : a + width], raw[b : b + width] = raw[b : b + width], raw[a : a + width]


MUTATIONS: tuple[Callable[[bytearray, np.random.Generator], None], ...] = (
    flip,
    flip,
    extreme,
    extreme,
    cut,
    repeat,
    swap,
)


def mutated(files: list[bytes], seed: int, number: int) -> bytes:
    """The mutated file of that number: the same on every machine and in every process."""
    rng = np.random.default_rng([seed, number])
    raw = bytearray(files[rng.integers(len(files))])
    for _ in range(rng.integers(1, 4)):
        MUTATIONS[rng.integers(len(MUTATIONS))](raw, rng)
    return bytes(raw)
