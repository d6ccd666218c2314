"""Models as people build them: tables with words, searches, functions, weights; and boosting libraries."""

from __future__ import annotations

import io
import pickle

import joblib
import numpy as np
import pandas as pd
import pytest
import skops.io
from scipy import stats
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import TransformedTargetRegressor, make_column_selector, make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier, StackingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, WhiteKernel
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, LogisticRegressionCV, Ridge
from sklearn.metrics import f1_score, make_scorer
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV, StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier

from sandbox.guard import load_model

rng = np.random.default_rng(0)
table = pd.DataFrame({"age": rng.normal(40, 9, 60), "pay": rng.normal(size=60), "job": rng.choice(list("abc"), 60)})
table.loc[3, "pay"] = np.nan
table["kind"] = table.job.astype("category")
ages, doubled = table[["age"]], table.age * 2
answers = pd.Series(np.where(table.age > 40, "yes", "no"))
numbers = table[["age", "pay"]].columns  # a pandas Index, as everybody writes it
words = table.select_dtypes(include=["object", "string"]).columns


def encoded(columns):
    clean = make_pipeline(SimpleImputer(), StandardScaler())
    encoder = OneHotEncoder(handle_unknown="ignore")
    return make_pipeline(make_column_transformer((encoder, columns), (clean, numbers)), LogisticRegression())


strings = make_column_selector(dtype_include=["object", "string"])
scorer = make_scorer(f1_score, pos_label="yes")
SEARCHED = {"C": stats.loguniform(1e-3, 10)}
COUNTED = {"max_depth": stats.randint(2, 5), "max_features": stats.uniform(0.1, 0.8)}
EVERYDAY = {
    "columns by list": (encoded(["job"]), table, answers),
    "columns by Index": (encoded(words), table, answers),
    "columns by selector": (
        make_pipeline(make_column_transformer((OrdinalEncoder(), strings), (SimpleImputer(), ["age", "pay"])), Ridge()),
        table[["age", "pay", "job"]],
        doubled,
    ),
    "random search": (RandomizedSearchCV(LogisticRegression(), SEARCHED, n_iter=2, cv=2), ages, answers),
    "random search of counts": (
        RandomizedSearchCV(RandomForestClassifier(2), COUNTED, n_iter=2, cv=2),
        ages,
        answers,
    ),
    "grid search": (
        GridSearchCV(make_pipeline(StandardScaler(), SVC()), {"svc__C": [1, 2]}, cv=StratifiedKFold(2)),
        ages,
        answers,
    ),
    "grid search by two scores": (
        GridSearchCV(LogisticRegression(), {"C": [1, 2]}, cv=2, scoring={"a": "accuracy", "f": scorer}, refit="a"),
        ages,
        answers,
    ),
    "transformed target": (
        TransformedTargetRegressor(Ridge(), func=np.log1p, inverse_func=np.expm1),
        ages,
        doubled,
    ),
    "function": (
        make_pipeline(FunctionTransformer(np.clip, kw_args={"a_min": 0, "a_max": 50}), Ridge()),
        ages,
        doubled,
    ),
    "categories": (
        HistGradientBoostingClassifier(max_iter=3, categorical_features="from_dtype"),
        table[["age", "kind"]],
        answers,
    ),
    "texts": (
        make_pipeline(TfidfVectorizer(stop_words="english"), LinearSVC()),
        table.job + " red hat",
        answers,
    ),
    "texts split by str": (
        make_pipeline(TfidfVectorizer(tokenizer=str.split), LinearSVC()),
        table.job,
        answers,
    ),
    "selected": (make_pipeline(SelectKBest(f_classif, k=1), LogisticRegression()), ages, answers),
    "calibrated": (CalibratedClassifierCV(LinearSVC(), cv=2, method="isotonic"), ages, answers),
    "stacked": (
        StackingClassifier([("a", LogisticRegression()), ("b", DecisionTreeClassifier())], cv=2),
        ages,
        answers,
    ),
    "gaussian process": (GaussianProcessRegressor(RBF() + WhiteKernel()), ages, doubled),
    "a metric with numbers": (
        KNeighborsClassifier(metric="mahalanobis", metric_params={"VI": np.eye(1)}),
        ages,
        answers,
    ),
    "a random state": (RandomForestClassifier(2, random_state=np.random.RandomState(3)), ages, answers),
    "weights": (LogisticRegressionCV(cv=2, class_weight={"yes": 2, "no": 1}, scoring="accuracy"), ages, answers),
}


def joblib_bytes(model) -> bytes:
    stream = io.BytesIO()
    joblib.dump(model, stream, compress=("zlib", 3))
    return stream.getvalue()


@pytest.mark.parametrize("name", EVERYDAY)
@pytest.mark.filterwarnings("ignore")
def test_everyday_models_open(name):
    model, rows, y = EVERYDAY[name]
    model.fit(rows, y)
    for dumps in (pickle.dumps, joblib_bytes):
        assert np.array_equal(load_model(dumps(model)).model.predict(rows), model.predict(rows))


# skops cannot save an Index, discrete distributions or methods of str
@pytest.mark.parametrize("name", ["random search", "categories", "transformed target", "columns by selector"])
@pytest.mark.filterwarnings("ignore")
def test_everyday_models_open_from_skops(name):
    model, rows, y = EVERYDAY[name]
    raw = skops.io.dumps(model.fit(rows, y))
    assert np.array_equal(load_model(raw).model.predict(rows), model.predict(rows))


def test_a_searched_distribution_is_scipys_own_and_draws_the_same():
    model, rows, y = EVERYDAY["random search"]
    loaded = load_model(pickle.dumps(model.fit(rows, y))).model
    ours, theirs = loaded.param_distributions["C"], model.param_distributions["C"]
    assert ours.rvs(5, random_state=0).tolist() == theirs.rvs(5, random_state=0).tolist()


BOOSTED = {
    "lightgbm": ("LGBMClassifier", {"n_estimators": 4, "min_child_samples": 3, "verbose": -1}),
    "lightgbm of numbers": ("LGBMRegressor", {"n_estimators": 4, "min_child_samples": 3, "verbose": -1}),
    "xgboost": ("XGBClassifier", {"n_estimators": 4}),
    "xgboost of numbers": ("XGBRegressor", {"n_estimators": 4}),
    "xgboost of random forests": ("XGBRFClassifier", {"n_estimators": 4}),
}


def boosted(name):
    package = pytest.importorskip(name.split()[0])
    kind, options = BOOSTED[name]
    model = getattr(package, kind)(**options)
    return model.fit(ages.to_numpy(), doubled if kind.endswith("Regressor") else (answers == "yes").astype(int))


@pytest.mark.parametrize("dumps", [pickle.dumps, joblib_bytes], ids=["pickle", "joblib"])
@pytest.mark.parametrize("name", BOOSTED)
@pytest.mark.filterwarnings("ignore")
def test_boosting_libraries_open(name, dumps):
    model = boosted(name)
    loaded = load_model(dumps(model)).model
    assert np.array_equal(loaded.predict(ages.to_numpy()), model.predict(ages.to_numpy()))
    assert loaded.n_jobs == 1
