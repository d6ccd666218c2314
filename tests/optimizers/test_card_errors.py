"""Confusion and residuals against plain counting."""

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from optimizers.card.answers import Answers, judging
from optimizers.card.errors import UNKNOWN, confusion, histogram, residuals

from .cases import classifier_case, regressor_case


def test_counts_equal_scikit_learn_s_and_shares_sum_to_one():
    case = classifier_case()
    frame, notes = confusion(judging(case, case.model), ["bad", "good"])
    expected = confusion_matrix(case.y_test, case.model.predict(case.X_test))
    assert np.array_equal(frame["count"].to_numpy().reshape(2, 2), expected) and not notes
    assert np.allclose(frame.groupby("true")["share"].sum(), 1)


def test_many_classes_are_pooled_and_no_row_is_lost():
    rng = np.random.default_rng(0)
    y = np.minimum(rng.geometric(0.08, 2000) - 1, 29)
    frame, notes = confusion(Answers(y, rng.permutation(y), None, "m", False), [f"c{k}" for k in range(30)])
    assert frame["true"].nunique() == 20 and frame["true"].iloc[-1] == "(11 others)"
    assert frame["count"].sum() == 2000 and "11 rarest of 30" in notes[0]


def test_labels_that_the_model_does_not_know_have_their_own_row():
    y = np.array([0, 1, -1, -1])
    frame, notes = confusion(Answers(y, np.array([0, 0, 1, 1]), None, "m", False), ["a", "b"])
    assert frame[frame["true"] == UNKNOWN]["count"].tolist() == [0, 2]
    assert UNKNOWN not in set(frame["given"]) and notes == ["The model does not know the label of 2 judging rows."]


def test_residuals_of_a_known_case():
    case = regressor_case()
    given = judging(case, case.model)
    frames, _ = residuals(given, np.random.default_rng(0))
    points = frames["points"]
    assert len(points) == 400 and np.allclose(points["residual"], case.y_test - case.model.predict(case.X_test))
    assert points["largest"].sum() == 20
    assert frames["histogram"]["n_rows"].sum() == 400
    weighted = (frames["bias"]["observed"] * frames["bias"]["n_rows"]).sum() / 400
    assert weighted == pytest.approx(points["residual"].mean())


def test_points_are_thinned_but_the_largest_residuals_stay():
    rng = np.random.default_rng(1)
    off = rng.standard_t(2, 9000)
    given = Answers(off, np.zeros(9000), None, "m", False)
    frames, notes = residuals(given, rng)
    points = frames["points"]
    assert len(points) == 2000 and points["row"].is_unique and "2,000 of 9,000" in notes[0]
    assert np.abs(off).max() == points["residual"].abs().max()
    assert len(frames["histogram"]) <= 60 and frames["histogram"]["n_rows"].sum() == 9000


@pytest.mark.parametrize("off", [np.zeros(5), np.ones(1), np.r_[np.zeros(300), 1e9]])
def test_histograms_at_the_edge(off):
    bars, _ = histogram(off)
    assert bars["n_rows"].sum() == len(off) and (bars["to"] > bars["from"]).all()
