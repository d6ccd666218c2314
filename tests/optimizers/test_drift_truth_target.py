"""What each drift of the target claims, checked on 3,000 rows against the obvious calculation."""

from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from optimizers.drift import (
    BoundaryRotation,
    LabelNoise,
    LabelShift,
    RegionOffset,
    RegionSwap,
    TargetNoise,
    TargetRescale,
    TargetShift,
)

from .drift_tables import play

N = 3000


@cache
def rows():
    """Features, two classes (27 % are "yes"), three classes, numbers: all from a + b/2 and some noise."""
    rng = np.random.default_rng(5)
    X = pd.DataFrame(rng.normal(size=(N, 3)), columns=list("abd"))
    X["c"] = rng.choice(["u", "v", "w"], N)
    v = X["a"] + X["b"] / 2 + 0.5 * (X["c"] == "u") + rng.normal(0, 0.5, N)
    two = pd.Series(np.where(v > 1, "yes", "no"))
    return X, two, pd.Series(np.array(["low", "mid", "high"])[np.digitize(v, [-0.5, 1])]), v


def played(drift, y, t=1.0, **step):
    X_new, y_new = play(drift, rows()[0], y, t, **step)
    return X_new, y_new


@pytest.mark.parametrize("share", [0.0, 0.5, 0.731, 1.0])
@pytest.mark.parametrize("toward", ["rarest", "commonest"])
def test_label_shift_hits_its_target_prior_exactly_with_real_rows(share, toward):
    X, two, three, _ = rows()
    for y in (two, three):
        label = {"rarest": y.value_counts().idxmin(), "commonest": y.value_counts().idxmax()}[toward]
        X_new, y_new = played(LabelShift(toward=toward, share=share), y)
        assert (y_new == label).sum() == round(share * N)
        assert X_new.equals(X.loc[X_new.index]) and y_new.equals(y.loc[X_new.index])


def test_label_shift_goes_straight_and_leaves_the_other_classes_in_proportion():
    y = rows()[2]
    rarest = y.value_counts().idxmin()
    prior = (y == rarest).mean()
    _, half = played(LabelShift(share=0.9), y, t=0.5)
    assert (half == rarest).sum() == round((prior + 0.5 * (0.9 - prior)) * N)
    others, others_new = (s[s != rarest].value_counts(normalize=True) for s in (y, half))
    assert (others - others_new).abs().max() < 0.05


def test_label_shift_brings_in_undrifted_rows_where_a_step_holds_none_of_the_class():
    X, y, _, _ = rows()
    step = X[y == "no"][:100]
    X_new, y_new = played(LabelShift(share=0.3), y, X_step=step, y_step=y[step.index])
    assert (y_new == "yes").sum() == 30 and X_new.equals(X.loc[X_new.index])
    assert set(X_new.index[y_new == "no"]) <= set(step.index)


@pytest.mark.parametrize("share", [0.0, 0.25, 0.6, 1.0])
def test_target_shift_hits_its_share_of_high_targets_exactly(share):
    X, _, _, v = rows()
    X_new, v_new = played(TargetShift(quantile=0.75, share=share), v)
    assert (v_new > v.quantile(0.75)).sum() == round(share * N)
    assert X_new.equals(X.loc[X_new.index]) and v_new.equals(v.loc[X_new.index])


@pytest.mark.parametrize("t", [0.5, 1.0])
def test_label_noise_flips_its_share_to_every_other_class_alike(t):
    X, _, y, _ = rows()
    X_new, y_new = played(LabelNoise(share=0.4), y, t)
    wrong = y_new != y
    assert X_new.equals(X) and abs(wrong.mean() - 0.4 * t) < 4 * np.sqrt(0.24 / N)
    for label in ("low", "mid", "high"):
        shares = y_new[wrong & (y == label)].value_counts(normalize=True)
        assert len(shares) == 2 and abs(shares - 0.5).max() < 4 * 0.5 / np.sqrt((wrong & (y == label)).sum())


def test_target_noise_adds_its_variance():
    _, _, _, v = rows()
    noise = played(TargetNoise(noise_sd=2.0), v, 0.5)[1] - v
    assert abs(noise.var() / v.var() - 1) < 4 * np.sqrt(2 / N)


def test_offset_and_slope_are_those_of_a_fitted_line():
    _, _, _, v = rows()
    slope, offset = np.polyfit(v, played(TargetRescale(offset_sd=1.5, slope=0.5), v)[1], 1)
    assert np.isclose(slope, 0.5)
    assert np.isclose(offset, 0.5 * v.mean() + 1.5 * v.std(ddof=0))
    half = played(TargetRescale(offset_sd=1.0, slope=-1.0), v, 0.5)[1]
    assert np.allclose(half, v.mean() + 0.5 * v.std(ddof=0))


def test_classes_swap_inside_the_region_and_nowhere_else():
    X, y, _, _ = rows()
    X_new, y_new = played(RegionSwap(columns=("b",), centre=0.5, width=0.4), y)
    inside = X["b"].between(X["b"].quantile(0.3), X["b"].quantile(0.7))
    assert X_new.equals(X) and ((y_new != y) == inside).all()
    _, fewer = played(RegionSwap(columns=("b",), centre=0.5, width=0.4, share=0.5), y)
    assert abs((fewer != y)[inside].mean() - 0.5) < 4 * 0.5 / np.sqrt(inside.sum())


def test_of_three_classes_each_takes_the_part_of_another_one():
    y = rows()[2]
    _, y_new = played(RegionSwap(width=1.0, centre=0.5), y)
    pairs = set(zip(y, y_new))
    assert len(pairs) == 3 and all(a != b for a, b in pairs) and len({b for _, b in pairs}) == 3


def test_without_a_named_feature_the_region_lies_on_the_one_most_related():
    X, y, _, v = rows()
    _, y_new = played(RegionSwap(centre=1.0, width=0.5), y)
    assert X["a"][y_new != y].min() >= X["a"].quantile(0.75)
    moved = played(RegionOffset(centre=1.0, width=0.5, offset_sd=1.5), v, 0.5)[1] - v
    inside = X["a"] >= X["a"].quantile(0.75)
    assert np.allclose(moved, 0.75 * v.std(ddof=0) * inside)


@pytest.mark.parametrize("target", [1, 2, 3])
def test_rotation_by_zero_keeps_every_label(target):
    X, y = rows()[0], rows()[target]
    X_new, y_new = played(BoundaryRotation(angle=0.0), y)
    assert X_new.equals(X) and y_new.equals(y)


@pytest.mark.parametrize("target", [1, 3])
def test_rotation_keeps_features_and_the_distribution_of_targets(target):
    X, y = rows()[0], rows()[target]
    X_new, y_new = played(BoundaryRotation(angle=70.0), y)
    assert X_new.equals(X) and np.array_equal(np.sort(y_new), np.sort(y)) and not y_new.equals(y)


def test_rotation_of_three_classes_nearly_keeps_their_shares():
    y = rows()[2]
    y_new = played(BoundaryRotation(angle=70.0), y)[1]
    shares, shares_new = (s.value_counts(normalize=True) for s in (y, y_new))
    assert (shares - shares_new).abs().max() < 0.05


@pytest.mark.parametrize("target", [1, 2, 3])
def test_an_old_model_loses_with_the_angle_and_a_new_one_does_not(target):
    """Refitted on the new labels a model is as good as ever: only the rule has turned.

    Beyond 120 degrees three ordered classes come back: upside down, the middle one is the middle one.
    """
    from sklearn.linear_model import LinearRegression, LogisticRegression

    X, y = rows()[0], rows()[target]
    Z = pd.get_dummies(X).astype(float)
    recipe = LinearRegression() if target == 3 else LogisticRegression()
    old = recipe.fit(Z, y)
    angles = range(0, 121 if target == 2 else 181, 30)
    new = {angle: played(BoundaryRotation(angle=float(angle)), y)[1] for angle in angles}
    scores = [old.score(Z, labels) for labels in new.values()]
    assert all(a > b for a, b in pairwise(scores)), scores
    refitted = type(recipe)().fit(Z, new[60]).score(Z, new[60])
    assert abs(refitted - scores[0]) < (0.06 if target == 2 else 0.02)


def test_numbers_rotate_by_the_angle_that_is_stated():
    """For numbers the correlation of old and new target, noise apart, is the cosine of the angle."""
    X, y = rows()[0][["a", "b", "d"]], rows()[0]["a"] + rows()[0]["b"] / 2
    for angle in (30.0, 60.0, 90.0, 150.0):
        y_new = play(BoundaryRotation(angle=angle), X, y)[1]
        assert abs(np.corrcoef(y, y_new)[0, 1] - np.cos(np.deg2rad(angle))) < 0.02
