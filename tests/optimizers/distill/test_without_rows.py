"""Leaving rows out is the recipe on the others, nothing else."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

from optimizers.distill.without_rows import WithoutRows
from tests import tiny


def only(strategy, model, X, y):
    (candidate,) = strategy.candidates(model, X, y, np.random.default_rng(0))
    return candidate


def test_it_is_the_recipe_on_the_rows_that_stay():
    model, rows, _ = tiny.fitted("linear")
    found = only(WithoutRows((0, 5, 119), "nothing"), model, rows.X_train, rows.y_train)
    kept = np.setdiff1d(np.arange(120), [0, 5, 119])
    oracle = LogisticRegression(max_iter=1000).fit(rows.X_train.iloc[kept], rows.y_train.iloc[kept])
    assert (found.model.coef_ == oracle.coef_).all()
    assert list(found.table().index) == list(kept) and found.table().shape == (117, 6)
    assert found.label == "without 3 rows" and found.cost["fit_rows"] == 117 and found.choice["n_rows"][0] == 117


def test_without_anything_to_drop_all_rows_are_kept():
    model, rows, _ = tiny.fitted("linear")
    assert only(WithoutRows(), model, rows.X_train, rows.y_train).label == "all 120 rows kept"


@pytest.mark.parametrize(
    ("also", "n_left"), [("nothing", 130), ("duplicates", 127), ("near duplicates", 127), ("contradictions", 116)]
)
def test_what_else_is_left_out(also, n_left):
    model, rows, _ = tiny.fitted("linear")
    again = rows.X_train.iloc[:10]
    y_again = rows.y_train.iloc[:10].copy()
    y_again.iloc[3:] = np.where(y_again.iloc[3:] == "yes", "no", "yes")
    X, y = (pd.concat(parts, ignore_index=True) for parts in ((rows.X_train, again), (rows.y_train, y_again)))
    assert only(WithoutRows(also=also), model, X, y).cost["fit_rows"] == n_left


def test_suspects_are_left_out_when_asked_for():
    model, rows, _ = tiny.fitted("linear")
    assert 90 <= only(WithoutRows(also="suspects"), model, rows.X_train, rows.y_train).cost["fit_rows"] < 120


def test_duplicates_that_few_distinct_values_explain_stay():
    rng = np.random.default_rng(0)
    X, y = pd.DataFrame(rng.integers(0, 2, (60, 2)), columns=list("ab")), pd.Series(rng.integers(0, 2, 60))
    assert only(WithoutRows(), LogisticRegression().fit(X, y), X, y).label == "all 60 rows kept"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [((120, 3), "names 120; there are 120 learning rows"), (None, "no learning row of the label")],
)
def test_wrong_rows_are_one_sentence(rows, sentence):
    model, table, _ = tiny.fitted("linear")
    rows = rows or tuple(np.flatnonzero(table.y_train == "yes").tolist())
    with pytest.raises(ValueError, match=sentence):
        only(WithoutRows(rows), model, table.X_train, table.y_train)
