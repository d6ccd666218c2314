"""What changes between versions, counted by hand."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import accuracy_score

from optimizers.environment.compare import CARRIED, REFITTED, SAVED, Recorded, compare
from optimizers.environment.verdict import verdict
from tests.optimizers.cases import classifier_case as classification
from tests.optimizers.cases import regressor_case as regression


def said_by(case, version, role="", flip=0, shift=0.0, **more):
    """Recorded answers of the case's model, with so many labels flipped and the probabilities moved."""
    labels = np.array(case.model.predict(case.predict_input(case.X_test)))
    if case.task == "regression":
        return Recorded(version, role, labels=labels + shift, **more)
    scores = np.array(case.model.predict_proba(case.predict_input(case.X_test))) + shift
    other = case.model.classes_[(np.searchsorted(case.model.classes_, labels[:flip]) + 1) % len(case.model.classes_)]
    labels[:flip] = other
    return Recorded(version, role, labels=labels, scores=scores, classes_=case.model.classes_, **more)


def test_flipped_labels_are_counted_and_the_loss_is_paired():
    case = classification()
    base, moved = said_by(case, "1.2.2", SAVED), said_by(case, "1.9.1", flip=3, shift=0.25)
    table = compare(case, [base, moved], base).set_index("version")
    n = len(case.y_test)
    assert table.loc["1.9.1", "changed"] == pytest.approx(3 / n)
    assert table.loc["1.9.1", "changed_low"] < 3 / n < table.loc["1.9.1", "changed_high"]
    assert table.loc["1.9.1", "largest"] == pytest.approx(0.25)
    right = [accuracy_score(case.y_test, a.labels) for a in (base, moved)]
    assert table.loc["1.9.1", "value"] == pytest.approx(right[1])
    assert table.loc["1.9.1", "loss"] == pytest.approx(right[0] - right[1])
    assert table.loc["1.9.1", "loss_low"] <= right[0] - right[1] <= table.loc["1.9.1", "loss_high"]
    same = table.loc["1.2.2"]
    assert (same["changed"], same["largest"], same["loss"], same["loss_high"]) == (0, 0, 0, 0)


def test_rounding_is_no_change_of_a_regressor_and_more_is():
    case = regression()
    base = said_by(case, "1.2.2", SAVED)
    table = compare(case, [base, said_by(case, "a", shift=1e-13), said_by(case, "b", shift=1.0)], base)
    assert table["changed"].tolist() == [0, 0, 1]
    assert table["largest"].tolist()[2] == pytest.approx(1.0)


def test_what_does_not_open_keeps_its_sentence_and_no_numbers():
    case = classification()
    base = said_by(case, "1.2.2", SAVED)
    table = compare(case, [base, Recorded("1.9.1", why="It does not open.")], base)
    assert table["opens"].tolist() == [True, False] and table["why"][1] == "It does not open."
    assert table.loc[1, ["value", "changed", "loss", "latency_us"]].isna().all()


def test_without_a_version_that_opens_nothing_is_compared():
    table = compare(classification(), [Recorded("1.2.2", SAVED, why="No.")], None)
    assert table["value"].isna().all() and verdict(table).startswith("None of these versions opens the file.")


def test_a_refit_is_held_against_the_refit_under_the_version_that_saved():
    case = classification()
    base, fitted = said_by(case, "1.2.2", SAVED), said_by(case, "1.2.2", REFITTED, flip=5)
    again = said_by(case, "1.9.1", REFITTED, flip=5)
    table = compare(case, [base, fitted, again], base)
    assert table["changed"].tolist() == [0, 0, 0]


def test_times_are_medians_with_intervals_and_ratios_are_round_by_round():
    case = classification()
    rounds = np.linspace(1e-4, 2e-4, 15)
    table = compare(case, [said_by(case, "1", seconds={"rows": rounds, "base": rounds / 2})], None)
    assert table["latency_us"][0] == pytest.approx(150) and table["slower"][0] == pytest.approx(2.0)
    assert table["latency_low"][0] < 150 < table["latency_high"][0]


def test_decision_values_and_probabilities_are_never_compared():
    case = classification()
    base = said_by(case, "1", SAVED)
    other = said_by(case, "2", by="decision_function")
    assert np.isnan(compare(case, [base, other], base)["largest"][1])


def tried(*rows):
    names = ["version", "role", "opens", "changed", "changed_low", "changed_high", "largest", "n_rows"]
    return pd.DataFrame([dict(zip(names, row)) for row in rows], columns=names)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("1", SAVED, True, 0, 0, 0.1, 0, 9), ("2", "", True, 0, 0, 0.1, 0, 9)], "Both answer the same, bit for bit."),
        ([("1", SAVED, True, 0, 0, 0.1, 0, 9), ("2", "", False)], "opens the file unaided; 2 does not."),
        ([("1", SAVED, True, 0, 0, 0.1, 0, 9), ("2", "", True, 0.1, 0.05, 0.2, 0.4, 9)], "Under 2 10 % of the answers"),
        ([("1", SAVED, True, 0, 0, 0.1, 0, 9), ("2", CARRIED, True, 0, 0, 0.1, 1e-13, 9)], "but for rounding"),
        (
            [("1", SAVED, True, 0, 0, 0.1, 0, 9), ("2", CARRIED, True, 0.2, 0.1, 0.3, 0.3, 9)],
            "does NOT answer the same",
        ),
    ],
)
def test_the_verdict_says_what_the_table_holds(rows, said):
    assert said in verdict(tried(*rows))
