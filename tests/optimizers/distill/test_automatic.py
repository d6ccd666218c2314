"""Automatic is the method that it says, and says why; the counter-example takes part only when it is asked to."""

import numpy as np
import pandas as pd
import pytest
from sklearn.tree import DecisionTreeClassifier

from optimizers.distill import DISTILL
from optimizers.distill.automatic_rows import MANY_ROWS, averages, choices, reason
from optimizers.distill.rows import CodedRows, Kept, coded_rows
from optimizers.distill.tried import best_tried

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
        ("linear", "CalibratedTwins", "weighted twins"),
        ("mlp", "Twinning", "twins"),
    ],
)
def test_without_trying_it_keeps_what_the_method_keeps(name, method, by):
    settings = dict(n_sizes=1, share=0.3)
    (found,) = made(DISTILL["AutomaticRows"](n_tries=1, **settings), MODELS[name]())
    (same,) = made(DISTILL[method](**settings), MODELS[name]())
    pd.testing.assert_frame_equal(found.rows, same.rows)
    assert found.label == f"{same.label}, {by}" and found.because.endswith(".") and not same.because


@pytest.mark.parametrize(
    ("family", "by"), [("neighbours", "averages"), ("kernel", "kd-tree leaves"), ("tree", "twins")]
)
def test_many_rows_are_not_clustered(family, by, monkeypatch):
    for module in ("class_centroids", "medoids"):
        monkeypatch.setattr(f"optimizers.distill.{module}.clustered", None)
    many = rows(MANY_ROWS)
    if family == "neighbours":
        said, kept, why = averages(many, 500, np.random.default_rng(0))
    else:
        ((said, kept),) = choices(family, many, 500, 1, np.random.default_rng(0), True)
        why = reason(family, said, len(many))
    assert said == by and len(kept.places) == 500
    assert ("Of 20,000 rows leaves of a kd-tree stand in for k-means" in why) == (family != "tree")


@pytest.mark.parametrize(
    ("family", "n_tries", "names"),
    [
        ("tree", 3, ["twins", "twins", "medoids"]),
        ("linear", 2, ["weighted twins", "medoids"]),
        ("linear", 1, ["weighted twins"]),
        ("kernel", 3, ["medoids", "twins", "twins"]),
        ("kernel", 1, ["medoids"]),
    ],
)
def test_what_is_tried(family, n_tries, names):
    assert [by for by, _ in choices(family, rows(60), 10, n_tries, np.random.default_rng(0), True)] == names


def test_the_best_on_rows_left_out_stays():
    X = pd.DataFrame(RNG.normal(size=(400, 2)), columns=["a", "b"])
    y = pd.Series(np.where(X["a"] > 0, "yes", "no"))
    model = DecisionTreeClassifier(random_state=0).fit(X, y)
    order, n_no = np.argsort(X["a"].to_numpy()), int((y == "no").sum())
    right, askew = order[n_no - 10 : n_no + 10], np.r_[order[:10], order[n_no + 20 : n_no + 30]]
    some = [("askew", Kept(askew)), ("right", Kept(right))]
    found = best_tried(model, coded_rows(X, y, True), some, np.random.default_rng(0))
    assert (found.by, found.n_tries, found.n_judging) == ("right", 2, 360)
    few = best_tried(
        model,
        coded_rows(X[:110], y[:110], True),
        [("a", Kept(np.arange(9))), ("b", Kept(np.arange(9, 18)))],
        np.random.default_rng(0),
    )
    assert (few.by, few.n_tries, few.n_judging) == ("a", 1, 0)


def test_it_says_how_many_were_tried():
    (found,) = made(DISTILL["AutomaticRows"](n_sizes=1, share=0.05), MODELS["linear"]())
    assert found.because.startswith("Of 2 choices of 10 rows this one, of ") and found.because.endswith("kept.")


def test_the_counter_example_is_none_of_the_usual():
    assert [name for name, cls in DISTILL.items() if not getattr(cls, "usual", True)] == ["HardestRows"]
    assert "counter-example" in DISTILL["HardestRows"].title().lower()
