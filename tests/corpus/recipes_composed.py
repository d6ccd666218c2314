"""Models of models, pipelines and searches of the corpus."""

from __future__ import annotations

import numpy as np
from sklearn import linear_model as lm
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor, make_column_selector
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.ensemble import (
    RandomForestClassifier,
    StackingClassifier,
    StackingRegressor,
    VotingClassifier,
    VotingRegressor,
)
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.feature_selection import RFE, SelectFromModel, SelectKBest
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.isotonic import IsotonicRegression
from sklearn.kernel_approximation import Nystroem
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier
from sklearn.multioutput import MultiOutputRegressor
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    KBinsDiscretizer,
    MinMaxScaler,
    Normalizer,
    OneHotEncoder,
    OrdinalEncoder,
    PolynomialFeatures,
    PowerTransformer,
    QuantileTransformer,
    RobustScaler,
    SplineTransformer,
    StandardScaler,
)
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from tests.corpus.recipes_trees import VERSION
from tests.corpus.worlds import NUMBER, THREE, TWO, target

LOG = "log_loss" if VERSION >= (1, 1) else "log"


def composed():
    """Models of models, pipelines and searches."""
    tree, logistic = DecisionTreeClassifier(max_depth=3, random_state=0), lm.LogisticRegression()
    pair, numbers = (
        [("tree", tree), ("logistic", logistic)],
        [("tree", DecisionTreeRegressor(max_depth=3, random_state=0)), ("ridge", lm.Ridge())],
    )
    both = np.column_stack([target(), target() ** 2])
    prefit = {"base_estimator" if VERSION < (1, 2) else "estimator": GaussianNB()}
    yield "voting_hard", lambda: VotingClassifier(pair), *THREE
    yield "voting_soft", lambda: VotingClassifier(pair, voting="soft"), *THREE
    yield "voting_numbers", lambda: VotingRegressor(numbers), *NUMBER
    yield "stacking_classifier", lambda: StackingClassifier(pair, cv=3), *THREE
    yield "stacking_regressor", lambda: StackingRegressor(numbers, cv=3, passthrough=True), *NUMBER
    yield "calibrated_sigmoid", lambda: CalibratedClassifierCV(tree, cv=3), *THREE
    yield (
        "calibrated_isotonic",
        lambda: CalibratedClassifierCV(**prefit, method="isotonic", cv=2, ensemble=False),
        "numbers",
        "two",
    )
    yield "one_against_rest", lambda: OneVsRestClassifier(LinearSVC(random_state=0)), *THREE
    yield "one_against_one", lambda: OneVsOneClassifier(logistic), *THREE
    yield "several_outputs", lambda: MultiOutputRegressor(lm.Ridge()), "numbers", "", both
    yield (
        "transformed_target",
        lambda: TransformedTargetRegressor(lm.Ridge(), func=np.log, inverse_func=np.exp),
        "numbers",
        "positive",
    )
    yield (
        "scaled_target",
        lambda: TransformedTargetRegressor(lm.Ridge(), transformer=StandardScaler()),
        "numbers",
        "target",
    )
    yield (
        "grid_search",
        lambda: GridSearchCV(make_pipeline(StandardScaler(), SVC()), {"svc__C": [0.5, 2]}, cv=3),
        "numbers",
        "three",
    )
    yield (
        "random_search",
        lambda: RandomizedSearchCV(
            RandomForestClassifier(3, max_depth=3, random_state=0),
            {"max_depth": [2, 3]},
            n_iter=2,
            cv=2,
            random_state=0,
        ),
        "numbers",
        "two",
    )
    yield (
        "scaled_components",
        lambda: make_pipeline(StandardScaler(), PCA(3, random_state=0), logistic),
        "numbers",
        "three",
    )
    yield (
        "imputed",
        lambda: make_pipeline(SimpleImputer(strategy="median", add_indicator=True), MinMaxScaler(), lm.Ridge()),
        "holes",
        "target",
    )
    yield (
        "imputed_neighbours",
        lambda: make_pipeline(KNNImputer(n_neighbors=3), RobustScaler(), lm.Ridge()),
        "holes",
        "target",
    )
    yield (
        "polynomial",
        lambda: make_pipeline(PolynomialFeatures(2), StandardScaler(), lm.Lasso(0.05)),
        "numbers",
        "target",
    )
    yield "splines", lambda: make_pipeline(SplineTransformer(n_knots=4), lm.Ridge()), *NUMBER
    yield (
        "bins",
        lambda: make_pipeline(KBinsDiscretizer(3, encode="onehot-dense", strategy="uniform"), logistic),
        "numbers",
        "two",
    )
    yield "power", lambda: make_pipeline(PowerTransformer(), lm.Ridge()), *NUMBER
    yield (
        "quantiles",
        lambda: make_pipeline(QuantileTransformer(n_quantiles=20, random_state=0), Normalizer(), lm.Ridge()),
        "numbers",
        "target",
    )
    yield "selected", lambda: make_pipeline(SelectKBest(k=2), logistic), *THREE
    yield "selected_by_model", lambda: make_pipeline(SelectFromModel(tree), logistic), *THREE
    yield "selected_backwards", lambda: RFE(lm.Ridge(), n_features_to_select=2), *NUMBER
    yield (
        "union",
        lambda: make_pipeline(
            FeatureUnion([("pca", PCA(2, random_state=0)), ("scaled", StandardScaler())]), lm.Ridge()
        ),
        "numbers",
        "target",
    )
    yield (
        "sampled_kernel",
        lambda: make_pipeline(Nystroem(n_components=10, random_state=0), logistic),
        "numbers",
        "three",
    )
    yield "own_function", lambda: make_pipeline(FunctionTransformer(np.abs), logistic), *TWO
    yield (
        "coded",
        lambda: make_pipeline(OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), tree),
        "codes",
        "two",
    )
    yield "texts", lambda: make_pipeline(TfidfVectorizer(), TruncatedSVD(4, random_state=0), logistic), "texts", "three"
    yield (
        "isotonic",
        lambda: make_pipeline(PCA(1, random_state=0), IsotonicRegression(out_of_bounds="clip")),
        "numbers",
        "target",
    )
    yield "mixed_table", lambda: mixed("passthrough"), "words", "two"
    yield "mixed_table_dropped", lambda: mixed("drop", sparse=True), "words", "two"


def mixed(remainder, sparse=False):
    """A pipeline on a table of numbers and words."""
    dense = {} if sparse else {"sparse" if VERSION < (1, 2) else "sparse_output": False}
    columns = ColumnTransformer(
        [
            ("numbers", make_pipeline(SimpleImputer(), StandardScaler()), ["height"]),
            ("colour", OneHotEncoder(handle_unknown="ignore", **dense), ["colour"]),
            ("words", OrdinalEncoder(), make_column_selector(pattern="size")),
        ],
        remainder=remainder,
    )
    return make_pipeline(columns, RandomForestClassifier(3, max_depth=3, random_state=0))
