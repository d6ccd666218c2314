"""Automatic is the method that it says, and says why; the counter-example takes part only when it is asked to."""

import numpy as np
import pandas as pd
import pytest

from optimizers.distill import DISTILL
from optimizers.distill.automatic_rows import MANY_ROWS, pick
from optimizers.distill.rows import CodedRows

from ..strategy_models import MODELS, made

RNG = np.random.default_rng(6)


def rows(n):
    return CodedRows(RNG.normal(size=(n, 3)).astype(np.float32), RNG.integers(0, 2, n), None)


@pytest.mark.parametrize(
    ("name", "method", "by"),
    [
        ("neighbours", "ClassCentroids", "averages"),
        ("svc", "Medoids", "medoids"),
        ("forest", "Twinning", "twins"),
        ("gradient_boosting", "Twinning", "twins"),
        ("regressor", "Twinning", "twins"),
        ("linear", "Twinning", "twins"),
        ("mlp", "Twinning", "twins"),
    ],
)
def test_it_keeps_what_the_method_keeps(name, method, by):
    (found,), (same,) = (made(DISTILL[m](n_sizes=1, share=0.3), MODELS[name]()) for m in ("AutomaticRows", method))
    pd.testing.assert_frame_equal(found.rows, same.rows)
    assert found.label == f"{same.label}, {by}" and found.because.endswith(".") and not same.because


@pytest.mark.parametrize(
    ("family", "by"), [("neighbours", "averages"), ("kernel", "kd-tree leaves"), ("tree", "twins")]
)
def test_many_rows_are_not_clustered(family, by, monkeypatch):
    for module in ("class_centroids", "medoids"):
        monkeypatch.setattr(f"optimizers.distill.{module}.clustered", None)
    said, kept, why = pick(family, rows(MANY_ROWS), 500, np.random.default_rng(0))
    assert said == by and len(kept.places) == 500
    assert ("Of 20,000 rows leaves of a kd-tree stand in for k-means" in why) == (family != "tree")


def test_the_counter_example_is_none_of_the_usual():
    assert [name for name, cls in DISTILL.items() if not getattr(cls, "usual", True)] == ["HardestRows"]
    assert "counter-example" in DISTILL["HardestRows"].title().lower()
