"""Histograms of every step share their bins, and count what is there."""

import numpy as np
import pandas as pd
import pytest

from optimizers.detect.step_histograms import step_histograms

RNG = np.random.default_rng(0)
REF = pd.DataFrame({"x": RNG.normal(size=500), "few": RNG.integers(0, 4, 500), "c": RNG.choice(["a", "b"], 500)})
STEPS = pd.DataFrame(
    {
        "x": np.r_[RNG.normal(1, 1, 100), [np.nan] * 50],
        "few": RNG.integers(0, 5, 150),
        "c": ["a"] * 100 + ["new"] * 50,
    }
)
BOUNDS = [0, 100, 150]


@pytest.mark.parametrize("feature", ["x", "few", "c"])
def test_shares_sum_to_one_and_bins_are_the_same_at_every_step(feature):
    table = step_histograms(REF, STEPS, BOUNDS, feature)
    assert table.groupby("step")[["reference_share", "step_share"]].sum().to_numpy() == pytest.approx(1)
    assert table.groupby("step")["label"].apply(list).map(tuple).nunique() == 1


def test_numbers_are_counted_in_right_closed_bins():
    table = step_histograms(REF, STEPS, BOUNDS, "x").query("step == 0").dropna(subset=["left"])
    inner = table.iloc[1:-1]
    x = STEPS["x"][:100]
    expected = [((x > a) & (x <= b)).mean() for a, b in zip(inner["left"], inner["right"])]
    assert inner["step_share"].to_numpy() == pytest.approx(expected)


def test_missing_and_new_values_have_rows_of_their_own():
    x = step_histograms(REF, STEPS, BOUNDS, "x").query("step == 1").set_index("label")
    c = step_histograms(REF, STEPS, BOUNDS, "c").query("step == 1").set_index("label")
    assert x.loc["missing", "step_share"] == 1 and c.loc["new (new)", "step_share"] == 1


def test_a_step_without_rows_is_nan():
    table = step_histograms(REF, STEPS, [0, 0, 150], "x")
    assert table.query("step == 0")["step_share"].isna().all()
