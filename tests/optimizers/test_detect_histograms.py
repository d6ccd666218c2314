"""Two histograms over common bins."""

import numpy as np
import pandas as pd
import pytest

from optimizers.detect.histograms import COLUMNS, feature_histograms


def frames(reference, step):
    return pd.DataFrame({"f": reference}), pd.DataFrame({"f": step})


def test_continuous_values_share_equal_bins_and_lose_no_row():
    rng = np.random.default_rng(0)
    table = feature_histograms(*frames(rng.standard_cauchy(900), rng.normal(2, 1, 400)), "f", n_bins=12)
    assert list(table) == COLUMNS and len(table) == 12
    assert table[["reference_share", "step_share"]].sum().tolist() == pytest.approx([1, 1])
    assert np.ptp(table["right"] - table["left"]) < 1e-9
    assert table["label"].iloc[0].startswith("up to") and table["label"].iloc[-1].startswith("over")
    assert table["label"].is_unique


def test_the_inner_bins_are_counted_as_by_hand():
    rng = np.random.default_rng(1)
    X_ref, X_step = frames(rng.random(500), rng.random(300) + 0.3)
    table = feature_histograms(X_ref, X_step, "f", n_bins=10)
    for row in table.iloc[1:-1].itertuples():
        for X, share in ((X_ref, row.reference_share), (X_step, row.step_share)):
            assert share == X["f"].between(row.left, row.right, inclusive="right").mean()


def test_few_values_have_a_bin_each():
    table = feature_histograms(*frames([0, 1, 1, 3], [1, 1, 7, 7]), "f")
    assert list(table["label"]) == ["0", "1", "3", "7"]
    assert list(table["reference_share"]) == [0.25, 0.5, 0.25, 0]
    assert list(table["step_share"]) == [0, 0.5, 0, 0.5]
    assert list(table["left"]) == [-0.5, 0.5, 2, 5] and list(table["right"]) == [0.5, 2, 5, 9]


def test_categories_by_share_with_new_ones_marked_and_the_tail_together():
    reference = ["a"] * 50 + ["b"] * 30 + ["c"] * 15 + ["d"] * 5
    table = feature_histograms(*frames(reference, ["a"] * 5 + ["new"] * 4 + [None]), "f", n_bins=3)
    assert list(table["label"]) == ["a", "new (new)", "b", "2 others", "missing"]
    assert list(table["reference_share"]) == [0.5, 0, 0.3, 0.2, 0]
    assert list(table["step_share"]) == [0.5, 0.4, 0, 0, 0.1]
    assert table["left"].isna().all()


@pytest.mark.parametrize("step", [[], [np.nan, np.nan], [np.inf, 1.0], [5.0], np.arange(50.0)])
@pytest.mark.parametrize("reference", [np.arange(40.0), np.ones(5), [np.nan, np.nan], [1.0, -np.inf]])
def test_odd_columns(reference, step):
    table = feature_histograms(*frames(np.asarray(reference), np.asarray(step, dtype=float)), "f")
    assert table["reference_share"].sum() == pytest.approx(1)
    assert table["step_share"].sum() == pytest.approx(1 if len(step) else 0)
    missing = np.isnan(np.r_[reference, np.asarray(step, dtype=float)]).any()
    assert (table["label"] == "missing").any() == missing
    assert np.isfinite(table.loc[table["label"] != "missing", ["left", "right"]]).all(axis=None)


def test_refusals():
    X_ref, X_step = frames([1.0], [2.0])
    with pytest.raises(ValueError, match="'g' is missing from the reference"):
        feature_histograms(X_ref, X_step, "g")
    with pytest.raises(ValueError, match="n_bins must be at least 2; got 1"):
        feature_histograms(X_ref, X_step, "f", n_bins=1)
