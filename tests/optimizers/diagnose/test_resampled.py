"""Folds halve every class, scores are those of an obvious loop, and the corrected test keeps its level."""

import numpy as np
import pytest
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import tests.tiny as tiny
from optimizers.diagnose.resampled import corrected_t, resampled, stratified_order, two_folds
from optimizers.diagnose.rows import diagnosis_rows

CLASSES = np.repeat([0, 1, 2], [7, 30, 2])


def test_folds_halve_every_class_both_ways_round():
    splits = list(two_folds(CLASSES, 5, np.random.default_rng(0)))
    assert len(splits) == 10
    for train, test in splits:
        assert sorted([*train, *test]) == list(range(len(CLASSES)))
        assert max(abs(np.bincount(CLASSES[train]) - np.bincount(CLASSES[test]))) <= 1
    assert all(np.array_equal(splits[2 * k][0], splits[2 * k + 1][1]) for k in range(5))
    assert len({tuple(train) for train, _ in splits}) == 10


def test_every_beginning_of_the_order_holds_the_same_share_of_each_class():
    order = stratified_order(np.repeat([0, 1], [40, 160]), np.random.default_rng(0))
    assert sorted(order) == list(range(200))
    assert all(abs((order[:n] < 40).sum() - n / 5) <= 1 for n in range(1, 201))


def slow(models, rows, splits):
    """Refit a copy by hand in every fold."""
    from sklearn.base import clone

    out = np.zeros((2, len(models), len(splits)))
    for i, model in enumerate(models):
        for j, (train, test) in enumerate(splits):
            fresh = clone(model).fit(rows.X.iloc[train], rows.y[train])
            for part, places in enumerate((train, test)):
                hits = [fresh.predict(rows.X.iloc[[place]])[0] == rows.y[place] for place in places]
                out[part, i, j] = np.mean(hits)
    return out


def test_scores_are_those_of_an_obvious_loop():
    model, table, _ = tiny.fitted("linear")
    rows = diagnosis_rows(model, table.X_train[:40], table.y_train[:40])
    models = [make_pipeline(StandardScaler(), LogisticRegression(C=c)) for c in (1.0, 0.01)]
    found = resampled(models, rows, np.random.default_rng(3), n_repeats=2)
    training, validation = slow(models, rows, list(two_folds(rows.strata, 2, np.random.default_rng(3))))
    assert found.training == pytest.approx(training) and found.validation == pytest.approx(validation)


def test_answers_come_from_the_fit_that_had_not_seen_the_row():
    model, table, _ = tiny.fitted("linear")
    rows = diagnosis_rows(model, table.X_train[:40], table.y_train[:40])
    found = resampled([KNeighborsClassifier(1)], rows, np.random.default_rng(0), n_repeats=2)
    hits = (found.answers == rows.truth).mean(1)
    assert hits == pytest.approx(found.validation[0].reshape(2, 2).mean(1)) and hits.max() < 1


def test_preprocessing_is_fitted_on_the_fold_alone():
    seen = []

    class Remembering(StandardScaler):
        def fit(self, X, y=None, sample_weight=None):
            seen.append(len(X))
            return super().fit(X, y)

    model, table, _ = tiny.fitted("linear")
    rows = diagnosis_rows(model, table.X_train, table.y_train)
    resampled([make_pipeline(Remembering(), LogisticRegression())], rows, np.random.default_rng(0), n_repeats=1)
    assert seen == [60, 60]


def test_a_setting_that_does_not_work_is_nan_and_the_own_one_is_a_sentence():
    model, table, _ = tiny.fitted("linear")
    rows = diagnosis_rows(model, table.X_train, table.y_train)
    models = [KNeighborsClassifier(3), KNeighborsClassifier(-1)]
    found = resampled(models, rows, np.random.default_rng(0), n_repeats=1)
    assert np.isnan(found.validation[1]).all() and np.isfinite(found.validation[0]).all()
    with pytest.raises(ValueError, match="could not be fitted again on 60 rows: "):
        resampled(models[::-1], rows, np.random.default_rng(0), n_repeats=1)


def test_the_corrected_test_is_its_formula():
    values = np.random.default_rng(1).normal(0.3, 1, 10)
    found = corrected_t(values, 0.25)
    variance = sum((v - values.mean()) ** 2 for v in values) / 9
    se = (variance * (1 / 10 + 0.25)) ** 0.5
    assert found.se == pytest.approx(se) and found.p == pytest.approx(stats.t.sf(values.mean() / se, 9))
    assert (found.low, found.high) == pytest.approx(stats.t.interval(0.95, 9, values.mean(), se))
    assert corrected_t(values, 0.0).p == pytest.approx(stats.ttest_1samp(values, 0, alternative="greater").pvalue)


def test_equal_scores_are_no_evidence():
    assert corrected_t(np.zeros(10)).p == 1 and corrected_t(np.full(10, 0.1)).p == 0


def stump_scores(x, y, splits):
    """A threshold halfway between the class means, in every fold."""
    out = []
    for train, test in splits:
        low, high = (x[train][y[train] == c].mean() for c in (0, 1))
        out.append(((x[test] > (low + high) / 2) == (y[test] if high > low else 1 - y[test])).mean())
    return np.array(out)


def test_false_alarms_stay_below_the_level_where_the_plain_test_s_do_not():
    rng, n_draws = np.random.default_rng(0), 400
    alarms = np.zeros(2)
    for _ in range(n_draws):  # two features of the same worth: neither rule is better
        y = rng.permutation(np.repeat([0, 1], 30))
        X = rng.normal(size=(60, 2)) + 0.8 * y[:, None]
        splits = list(two_folds(y, 5, rng))
        difference = stump_scores(X[:, 0], y, splits) - stump_scores(X[:, 1], y, splits)
        alarms += [corrected_t(difference).p < 0.1, corrected_t(difference, 0.0).p < 0.1]
    corrected, plain = alarms / n_draws
    assert corrected <= 0.1 < 0.15 < plain
