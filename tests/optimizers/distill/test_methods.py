"""Every method: as many rows as asked, of every class its share, and true to its slow, obvious self."""

import numpy as np
import pandas as pd
import pytest

from optimizers.distill import DISTILL
from optimizers.distill.facility_location import distances, located
from optimizers.distill.hardest_rows import mistakes
from optimizers.distill.herding import cosines, herded
from optimizers.distill.prototypes import averaged
from optimizers.distill.rows import CodedRows, coded_rows
from optimizers.distill.strata import allotted

RNG = np.random.default_rng(11)
Z = RNG.normal(size=(240, 3)).astype(np.float32)
CLASSES = CodedRows(Z, np.repeat([0, 1, 2], [150, 80, 10]), None)
VALUES = coded_rows(pd.DataFrame(Z), pd.Series(Z[:, 0].astype(float) * 10), False)
METHODS = [pytest.param(cls, id=name) for name, cls in DISTILL.items()]


@pytest.mark.parametrize("rows", [CLASSES, VALUES], ids=["classes", "values"])
@pytest.mark.parametrize("cls", METHODS)
def test_each_stratum_keeps_its_share(cls, rows):
    for n in (10, 37, 120):
        kept = cls().chosen(rows, n, np.random.default_rng(0))
        expected = allotted(np.bincount(rows.strata), n)
        assert len(set(kept.places.tolist())) == len(kept.places) == n
        assert np.bincount(rows.strata[kept.places]).tolist() == expected.tolist()


@pytest.mark.parametrize("cls", METHODS)
def test_rows_without_any_difference_are_no_trouble(cls):
    same = CodedRows(np.zeros((60, 1), np.float32), np.repeat([0, 1], [40, 20]), None)
    kept = cls().chosen(same, 12, np.random.default_rng(0))
    assert 2 <= len(kept.places) <= 12 and set(same.strata[kept.places]) == {0, 1}


def test_herding_is_the_loop_of_the_paper():
    features = cosines(Z, 32, np.random.default_rng(0)).astype(float)
    mean, w, left, kept = features.mean(axis=0), features.mean(axis=0), list(range(len(Z))), []
    for _ in range(25):
        kept.append(max(left, key=lambda i: w @ features[i]))
        left.remove(kept[-1])
        w = w + mean - features[kept[-1]]
    assert herded(features, 25).tolist() == kept


def test_herding_follows_the_mean_better_than_chance():
    features = cosines(Z, 64, np.random.default_rng(0))
    off = [np.linalg.norm(features[p].mean(axis=0) - features.mean(axis=0)) for p in (herded(features, 20), range(20))]
    assert off[0] < 0.5 * off[1]


def test_facilities_are_those_of_the_naive_greedy():
    far = distances(Z[:90])
    kept = []
    for _ in range(15):
        costs = [far[[*kept, j]].min(axis=0).sum() if j not in kept else np.inf for j in range(90)]
        kept.append(int(np.argmin(costs)))
    assert located(far, 15).tolist() == kept


def test_facilities_weigh_what_they_serve():
    kept = DISTILL["FacilityLocation"]().chosen(CLASSES, 24, np.random.default_rng(0))
    for stratum, n_rows in enumerate([150, 80, 10]):
        own = CLASSES.strata[kept.places] == stratum
        assert kept.weights[own].sum() == pytest.approx(n_rows / 240 * 24) and (kept.weights > 0).all()


@pytest.mark.parametrize("rows", [CLASSES, VALUES], ids=["classes", "values"])
def test_calibrated_twins_have_the_means_of_all_rows(rows):
    kept = DISTILL["CalibratedTwins"]().chosen(rows, 80, np.random.default_rng(0))
    plain = DISTILL["Twinning"]().chosen(rows, 80, np.random.default_rng(0))
    assert kept.places.tolist() == plain.places.tolist() and kept.weights.mean() == pytest.approx(1)
    assert kept.weights.min() > 0 and 0.01 < kept.weights.std() < 0.6
    for stratum in range(2):
        mine, all_of = rows.strata[kept.places] == stratum, rows.joint[rows.strata == stratum].mean(axis=0)
        off = np.average(rows.joint[kept.places][mine], axis=0, weights=kept.weights[mine]) - all_of
        before = rows.joint[plain.places][mine].mean(axis=0) - all_of
        assert np.linalg.norm(off) < 0.5 * np.linalg.norm(before)


def test_hard_rows_are_those_with_a_wrong_label():
    flipped = np.zeros(240, dtype=bool)
    flipped[::20] = True
    labels = ((Z[:, 0] > 0) ^ flipped).astype(int)
    wrong = mistakes(CodedRows(Z, labels, None), 0)
    assert wrong[flipped].mean() > wrong[~flipped].mean() + 0.5


def test_averages_of_every_kind_of_column():
    X = pd.DataFrame(
        {
            "age": [1, 3, 5, 9],
            "pay": [np.nan, np.nan, 2.0, np.inf],
            "city": ["a", None, "b", "b"],
            "ok": [True, True, False, True],
        }
    )
    rows, target = averaged(X, pd.Series(["n", "n", "y", "y"], name="t"), np.array([0, 0, 1, 1]))
    assert rows["age"].tolist() == [2.0, 7.0] and np.isnan(rows["pay"][0]) and rows["pay"][1] == 2.0
    assert rows["city"].tolist() == ["a", "b"] and rows["ok"].tolist() == [True, False] and rows["ok"].dtype == bool
    assert target.tolist() == ["n", "y"] and target.name == "t"
    assert averaged(X, pd.Series([1.0, 2.0, 5.0, 5.0]), np.array([1, 1, 0, 0]))[1].tolist() == [5.0, 1.5]
    assert averaged(X, pd.Series([1, 2, 5, 5]), np.array([1, 1, 0, 0]))[1].tolist() == [5.0, 1.5]
    assert averaged(X, pd.Series([1, 1, 5, 5]), np.array([1, 1, 0, 0]))[1].dtype == int


def test_centroids_are_means_of_their_groups():
    kept = DISTILL["ClassCentroids"]().chosen(CLASSES, 12, np.random.default_rng(0))
    assert set(kept.groups) == set(range(12))
    for group in range(12):
        assert len(set(CLASSES.strata[kept.groups == group])) == 1
        assert kept.groups[kept.places[group]] == group
