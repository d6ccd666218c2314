"""Mistakes that a user makes with a model and a table, and a part of the sentence that answers each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.ensemble import IsolationForest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from tests.optimizers.small_cases import (
    N_ROWS,
    NUMBERS,
    encoded,
    linear,
    margins,
    nameless,
    regressor,
    rows,
    texts,
    tree,
    two_classes,
    two_targets,
)


@dataclass(frozen=True)
class Mistake:
    """A call of `assemble` and a part of the sentence that it must be answered with."""

    label: str
    says: str
    table: Callable[[], pd.DataFrame] = rows
    model: Callable[[], Any] = tree
    options: dict[str, Any] = field(default_factory=dict)


def with_(**changes: Any) -> Callable[[], pd.DataFrame]:
    return lambda: rows(**changes)


def first(n_rows: int) -> Callable[[], pd.DataFrame]:
    return lambda: rows().head(n_rows)


def twins() -> pd.DataFrame:
    frame = rows()
    return frame.set_axis(["income", "age", "age", "day", "default"], axis=1)


MISTAKES = (
    Mistake("no predict", "StandardScaler has no predict", model=lambda: StandardScaler().fit(rows()[NUMBERS])),
    Mistake("a clusterer", "KMeans finds groups", model=lambda: KMeans(2).fit(rows()[NUMBERS])),
    Mistake(
        "an outlier detector", "finds outliers", model=lambda: IsolationForest(n_estimators=2).fit(rows()[NUMBERS])
    ),
    Mistake("not fitted", "is not fitted", model=DecisionTreeClassifier),
    Mistake(
        "a pipeline not fitted", "is not fitted", model=lambda: make_pipeline(StandardScaler(), LogisticRegression())
    ),
    Mistake("two targets", "answers 2 targets", model=two_targets, options={"target": "income"}),
    Mistake("two targets of classes", "several targets", model=two_classes),
    Mistake("0 rows", "has no rows", first(0)),
    Mistake("1 row", "1 row with a target", first(1)),
    Mistake("5 rows", "5 rows with a target", first(5)),
    Mistake("one name twice", 'Column "age" of the table occurs more than once', twins),
    Mistake("target not there", '"defalt" (did you mean "default"?)', options={"target": "defalt"}),
    Mistake("target among the inputs", "see the answer", options={"target": "income"}),
    Mistake("target is the time", "both the target and the time", options={"time": "default"}),
    Mistake("no such time", '"Day" (did you mean "day"?)', options={"time": "Day"}),
    Mistake("a column missing", 'lacks 1 column that the model uses, "age"', with_(age=None)),
    Mistake("another case", '"income" (did you mean "In come"?)', lambda: rows().rename(columns={"income": "In come"})),
    Mistake(
        "many missing",
        "and 2 more",
        lambda: rows(),
        lambda: DecisionTreeRegressor().fit(pd.DataFrame(np.zeros((2, 10)), columns=list("abcdefghij")), [0, 1]),
    ),
    Mistake(
        "too few for places",
        "takes 2 features, but the table has 1 column",
        with_(town=None, day=None, age=None),
        nameless,
    ),
    Mistake("too many for places", 'has 4 columns beside the target ("income"', model=nameless),
    Mistake("a word", 'Column "age" must be numbers for this model, but row 7 holds "old"', with_(age=(7, "old"))),
    Mistake("a decimal comma", 'row 3 holds "1,5": write it with a decimal point', with_(income=(3, "1,5"))),
    Mistake("a percentage", "percent sign", with_(income=(90, "5 %"))),
    Mistake("a currency", "without the currency", with_(income=(2, "$5"))),
    Mistake("thousands", "thousands separators", with_(income=(2, "1,200,000"))),
    Mistake("missing values", 'column "age" lacks 1 value, the first in row 9', with_(age=(9, np.nan)), linear),
    Mistake(
        "two columns with missing values",
        'columns "income", "age" lack 2 values, the first in row 4',
        with_(age=(9, np.nan), income=(4, np.nan)),
        linear,
    ),
    Mistake("an empty column", "lacks 120 values", with_(age=np.nan), linear),
    Mistake("infinite values", 'Column "income" holds inf in row 5', with_(income=(5, np.inf))),
    Mistake("minus infinity", 'Column "income" holds -inf in row 5', with_(income=(5, -np.inf)), linear),
    Mistake("a new category", 'Column "town" holds "Oslo" in row 8', with_(town=(8, "Oslo")), encoded),
    Mistake("times for numbers", '"age" holds times', with_(age=pd.date_range("2013-01-01", periods=N_ROWS)), linear),
    Mistake("target all missing", "has no value in any row", with_(default=np.nan)),
    Mistake("one class", "one label only, 1", with_(default=1)),
    Mistake("yes and no", '"yes", "no", but the model answers 0, 1', with_(default=["yes"] * 70 + ["no"] * 50)),
    Mistake("numbers for texts", 'but the model answers "no", "yes"', rows, texts),
    Mistake("a continuous target", "120 different numbers", with_(default=np.arange(N_ROWS) / 7)),
    Mistake(
        "classes for a regressor",
        'must be numbers for LinearRegression, but row 1 holds "Bonn"',
        with_(town=(1, "Bonn")),
        regressor,
        {"target": "town"},
    ),
    Mistake("decimal commas in the target", "decimal point", with_(income="1,5"), regressor, {"target": "income"}),
    Mistake("an infinite target", "infinite in row 6", with_(income=(6, np.inf)), regressor, {"target": "income"}),
    Mistake(
        "times as target", "holds times", with_(income=pd.Timestamp("2013-01-01")), regressor, {"target": "income"}
    ),
    Mistake(
        "no time in a row",
        'cannot be read in row 7, "soon": write it like "2013-01-01"',
        with_(day=(7, "soon")),
        options={"time": "day"},
    ),
    Mistake("no times at all", "in row 1, ", options={"time": "town"}),
    Mistake(
        "days and months mixed",
        "cannot be read in row 1, ",
        with_(day=["13/01/2013", "01/14/2013"] * 60),
        options={"time": "day"},
    ),
    Mistake("times all missing", "has no value in any row", with_(day=np.nan), options={"time": "day"}),
    Mistake(
        "an infinite time",
        "is infinite in row 3",
        lambda: rows(when=1.5).assign(when=lambda f: f["when"].where(f.index != 2, np.inf)),
        options={"time": "when"},
    ),
    Mistake(
        "one class to learn from", "hold one label only", with_(default=[0] * 100 + [1] * 20), options={"time": "day"}
    ),
    Mistake("no such metric", "no metric for classification", options={"metric": "r2"}),
    Mistake("a metric of scores", "needs probabilities", model=margins, options={"metric": "roc_auc"}),
    Mistake("a share of all", "must be between 0 and 1", options={"test_share": 1.0}),
    Mistake(
        "a test table that lacks a column",
        'The test table lacks 1 column that the model uses, "age"',
        options={"test_table": rows(age=None)},
    ),
    Mistake(
        "a test table without the target",
        'The test table has no column "default"',
        options={"test_table": rows(default=None)},
    ),
    Mistake("a short test table", "The test table has 5 rows", options={"test_table": rows().head(5)}),
    Mistake(
        "a bad row in the test table",
        'row 7 of the test table holds "old"',
        options={"test_table": rows(age=(7, "old"))},
    ),
)
