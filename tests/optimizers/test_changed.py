"""Changed labels, against counting by hand."""

import numpy as np
import pytest

from optimizers.changed import changed_labels, sentence

from .cases import classifier_case, regressor_case


class Flipped:
    """Says the other label for some rows."""

    def __init__(self, model, every):
        self.model, self.every, self.classes_ = model, every, model.classes_

    def predict(self, X):
        labels = np.asarray(self.model.predict(X)).copy()
        a, b = self.classes_[:2]
        labels[:: self.every] = np.where(labels[:: self.every] == a, b, a)
        return labels


def test_counts_are_those_of_a_plain_loop():
    case = classifier_case()
    other = Flipped(case.model, 7)
    found = changed_labels(case, other)
    X = case.X_test if hasattr(case.model, "feature_names_in_") else case.X_test.to_numpy()
    before, after = case.model.predict(X), other.predict(X)
    for _, row in found.iterrows():
        hit = [(b, a, t) for b, a, t in zip(before, after, case.y_test) if (str(b), str(a)) == (row.before, row.after)]
        assert row["count"] == len(hit) and row.share == len(hit) / (before == hit[0][0]).sum()
        assert row.better == sum(t == a for _, a, t in hit) and row.worse == sum(t == b for b, _, t in hit)
        assert row.low < row.share < row.high
    assert found["count"].sum() == len(before[::7])


def test_the_sentence_adds_up():
    case = classifier_case()
    found = changed_labels(case, Flipped(case.model, 7))
    said, n = sentence(found, len(case.X_test)), found["count"].sum()
    assert said.startswith(f"{n:,} of {len(case.X_test):,} judging rows change their label")
    assert changed_labels(case, case.model).empty


def test_numbers_have_no_labels():
    case = regressor_case()
    with pytest.raises(ValueError, match="classifiers only"):
        changed_labels(case, case.model)
