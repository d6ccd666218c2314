"""The pieces that drifts share, against slow and obvious ones."""

import numpy as np
import pandas as pd
import pytest

from optimizers.drift.columns import chosen, without_values
from optimizers.drift.labels import picked_class, relabelled
from optimizers.drift.rows import hit, put_back, resized, stacked, systematic


def test_a_larger_share_strikes_the_same_rows_and_more():
    low, high = (hit(500, share, np.random.default_rng(1)) for share in (0.2, 0.6))
    assert (high | ~low).all() and low.sum() < high.sum()
    assert hit(9, 1.0, np.random.default_rng(0)).all() and not hit(9, 0.0, np.random.default_rng(0)).any()


def test_systematic_draws_each_row_as_often_as_its_weight_says_give_or_take_one():
    weights = np.random.default_rng(0).random(300) ** 3
    counts = np.bincount(systematic(weights, np.random.default_rng(1)), minlength=300)
    assert (np.abs(counts - 300 * weights / weights.sum()) < 1).all()
    assert np.array_equal(systematic(np.ones(7), np.random.default_rng(2)), np.arange(7))


def test_resized_repeats_no_position_more_than_once_above_another():
    counts = np.bincount(resized(np.arange(6), 20, np.random.default_rng(0)), minlength=6)
    assert counts.sum() == 20 and set(counts) == {3, 4}
    assert len(resized(np.arange(6), 4, np.random.default_rng(0))) == 4
    assert len(resized(np.array([], int), 4, np.random.default_rng(0))) == 0


def test_put_back_replaces_rows_one_by_one():
    X = pd.DataFrame({"a": range(6), "b": list("uvwxyz")}, index=[9, 9, 1, 2, 3, 4])
    touched = np.array([1, 4])
    new = X.iloc[touched].assign(a=[0.5, 1.5])
    expected = X.astype({"a": float})
    for place, (_, row) in zip(touched, new.iterrows()):
        expected.iloc[place] = row
    pd.testing.assert_frame_equal(put_back(X, touched, new), expected)


@pytest.mark.parametrize(
    ("first", "second", "dtype"),
    [
        (pd.Series([True, False]), pd.Series([1.0, np.nan]), "float64"),
        (pd.Categorical(["a"]), pd.Categorical(["b"]), "category"),
        (pd.Series(["a"]), pd.Series(["b"]), "str"),
        (pd.Series([1]), pd.Series([1.5]), "float64"),
        (pd.Series([1], dtype=object), pd.Series(["b"]), "object"),
        (pd.Series(["a"]), pd.Series([1.5]), "object"),
    ],
)
def test_stacked_parts_keep_a_dtype_that_holds_them_all(first, second, dtype):
    whole = stacked([pd.DataFrame({"x": first}), pd.DataFrame({"x": second})])
    assert whole["x"].dtype == dtype
    assert [v for v in whole["x"] if v == v] == [v for part in (first, second) for v in part if v == v]


def test_stacked_keeps_the_order_of_ordered_categories():
    low, high = (pd.DataFrame({"x": pd.Categorical([c], ["s", *c], ordered=True)}) for c in "ml")
    assert stacked([low, high])["x"].cat.ordered and list(stacked([low, high])["x"]) == ["m", "l"]


def test_chosen_columns_are_named_where_wrong():
    X = pd.DataFrame({"n": [1.0], "c": ["u"], "b": [True]})
    assert chosen(X, ()) == ["n"] and chosen(X, (), "open") == ["c"] and chosen(X, (), "any") == ["n", "c", "b"]
    assert chosen(X, ("n", "n")) == ["n"]
    with pytest.raises(ValueError, match="'b' is not a numeric column of the table; there are n."):
        chosen(X, ("n", "b"))


def test_true_and_false_lose_values_as_numbers():
    X, gone = pd.DataFrame({"b": [True, False, True], "n": pd.array([1, 2, 3], "Int64")}), np.array([0, 1, 0], bool)
    assert list(without_values(X, "b", gone)[[0, 2]]) == [1.0, 1.0]
    assert without_values(X, "n", gone).dtype == "Int64" and pd.isna(without_values(X, "n", gone)[1])


def test_the_rarest_class_of_two_equal_ones_is_the_last():
    assert picked_class(pd.Series(["yes", "no"]), "rarest") == "yes"
    assert picked_class(pd.Series(["yes", "no"]), "commonest") == "no"
    assert picked_class(pd.Series([3, 1, 1, 2, 2, 2]), "rarest") == 3


def test_relabelling_keeps_the_dtype():
    for dtype in ("int8", "category", "string", object, "Int64"):
        y = pd.Series([1, 2, 3, 1], dtype="int8").astype(str if dtype == "string" else dtype).astype(dtype)
        classes = pd.Index(y.unique())
        new = relabelled(y, np.array([True, False, False, False]), np.array([2, 0, 0, 0]), classes)
        assert new.dtype == y.dtype and str(new[0]) == "3" and list(new[1:]) == list(y[1:])
