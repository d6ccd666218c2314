"""Rarer models of the corpus."""

from __future__ import annotations

import numpy as np
from sklearn import cluster, decomposition, linear_model, multiclass, multioutput, preprocessing, semi_supervised
from sklearn import feature_selection as fs
from sklearn.cross_decomposition import PLSRegression
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.experimental import enable_halving_search_cv, enable_iterative_imputer  # noqa: F401
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.impute import IterativeImputer, SimpleImputer
from sklearn.kernel_approximation import RBFSampler
from sklearn.model_selection import HalvingGridSearchCV
from sklearn.naive_bayes import GaussianNB, MultinomialNB
from sklearn.neighbors import RadiusNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.random_projection import GaussianRandomProjection
from sklearn.tree import DecisionTreeClassifier

from tests.corpus.recipes_trees import VERSION
from tests.corpus.worlds import NUMBER, POSITIVE, THREE, TWO, target, three, two


def models():
    """Estimators by themselves."""
    logistic, ridge = linear_model.LogisticRegression(), linear_model.Ridge()
    both = np.column_stack([target(), target() ** 2])
    labels = np.column_stack([two(), (three() == "mid").astype(int)])
    some = np.where(np.arange(len(two())) % 3 == 0, two(), -1)
    template = "base_estimator" if VERSION < (1, 7) else "estimator"
    yield "elastic_net_path", lambda: linear_model.ElasticNetCV(cv=3), *NUMBER
    yield "least_angle_lasso", lambda: linear_model.LassoLars(0.05), *NUMBER
    yield "matching_pursuit", lambda: linear_model.OrthogonalMatchingPursuit(n_nonzero_coefs=2), *NUMBER
    yield "relevance", lambda: linear_model.ARDRegression(), *NUMBER
    yield "gamma", lambda: linear_model.GammaRegressor(), *POSITIVE
    yield "identity_tweedie", lambda: linear_model.TweedieRegressor(power=0), *NUMBER
    yield "medians", lambda: linear_model.TheilSenRegressor(random_state=0, max_subpopulation=50), *NUMBER
    yield "ridge_classifier_path", lambda: linear_model.RidgeClassifierCV(), *THREE
    yield "passive_aggressive_regressor", lambda: linear_model.PassiveAggressiveRegressor(random_state=0), *NUMBER
    yield "unpenalised", lambda: linear_model.LogisticRegression(penalty="none" if VERSION < (1, 2) else None), *TWO
    yield "neighbours_radius_classifier", lambda: RadiusNeighborsClassifier(radius=9.0), *THREE
    yield "partial_least_squares", lambda: PLSRegression(2), *NUMBER
    yield "self_training", lambda: semi_supervised.SelfTrainingClassifier(GaussianNB()), "numbers", "", some
    yield "label_spreading", lambda: semi_supervised.LabelSpreading(), "numbers", "", some
    yield "several_labels", lambda: multioutput.MultiOutputClassifier(logistic), "numbers", "", labels
    yield "one_against_rest_labels", lambda: multiclass.OneVsRestClassifier(logistic), "numbers", "", labels
    yield "label_chain", lambda: multioutput.ClassifierChain(**{template: logistic}), "numbers", "", labels
    yield "number_chain", lambda: multioutput.RegressorChain(**{template: ridge}), "numbers", "", both
    yield "output_codes", lambda: multiclass.OutputCodeClassifier(logistic, random_state=0), *THREE
    yield "backwards_by_folds", lambda: fs.RFECV(ridge, cv=3), *NUMBER
    yield "halving", lambda: HalvingGridSearchCV(ridge, {"alpha": [1, 10]}, cv=2, random_state=0), *NUMBER
    if VERSION >= (1, 5):
        from sklearn.model_selection import TunedThresholdClassifierCV

        yield "threshold", lambda: TunedThresholdClassifierCV(logistic, cv=3), *TWO


def pipelines():
    """Preprocessing that changes more than scale."""
    logistic, ridge = linear_model.LogisticRegression(), linear_model.Ridge()

    def one_hot(**options):
        return make_pipeline(preprocessing.OneHotEncoder(handle_unknown="ignore", **options), logistic)

    yield "dropped_first", lambda: make_pipeline(preprocessing.OneHotEncoder(drop="first"), logistic), "counts", "two"
    if VERSION >= (1, 1):
        yield "infrequent", lambda: one_hot(min_frequency=8), "counts", "two"
    missing = preprocessing.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    yield "missing_codes", lambda: make_pipeline(missing, SimpleImputer(), logistic), "missing_counts", "two"
    yield "word_counts", lambda: make_pipeline(CountVectorizer(), MultinomialNB()), "texts", "three"
    constant = SimpleImputer(strategy="constant", fill_value=-1)
    yield "imputed_constant", lambda: make_pipeline(constant, preprocessing.MaxAbsScaler(), ridge), "holes", "target"
    often = SimpleImputer(strategy="most_frequent")
    yield "imputed_often", lambda: make_pipeline(often, ridge), "holes", "target"
    yield (
        "imputed_in_turn",
        lambda: make_pipeline(IterativeImputer(max_iter=2, random_state=0), ridge),
        "holes",
        "target",
    )
    means = cluster.KMeans(3, n_init=2, random_state=0)
    yield "clustered", lambda: make_pipeline(means, logistic), *THREE
    yield "joined_columns", lambda: make_pipeline(cluster.FeatureAgglomeration(2), ridge), *NUMBER
    yield (
        "independent",
        lambda: make_pipeline(
            decomposition.FastICA(2, random_state=0, whiten="unit-variance" if VERSION >= (1, 1) else True), ridge
        ),
        *NUMBER,
    )
    yield "kernel_components", lambda: make_pipeline(decomposition.KernelPCA(2, kernel="rbf"), ridge), *NUMBER
    yield "parts", lambda: make_pipeline(decomposition.NMF(2, random_state=0, max_iter=50), ridge), "counts", "target"
    yield "factors", lambda: make_pipeline(decomposition.FactorAnalysis(2, random_state=0), ridge), *NUMBER
    yield "discriminant_space", lambda: make_pipeline(LinearDiscriminantAnalysis(n_components=1), logistic), *THREE
    yield "projected", lambda: make_pipeline(GaussianRandomProjection(3, random_state=0), ridge), *NUMBER
    yield "sampled_features", lambda: make_pipeline(RBFSampler(n_components=8, random_state=0), ridge), *NUMBER
    yield "binarised", lambda: make_pipeline(preprocessing.Binarizer(threshold=0.2), logistic), *TWO
    yield "percentile", lambda: make_pipeline(fs.SelectPercentile(fs.f_regression, percentile=50), ridge), *NUMBER
    yield "varied", lambda: make_pipeline(fs.VarianceThreshold(0.1), ridge), *NUMBER
    bins = preprocessing.KBinsDiscretizer(4, encode="ordinal", strategy="quantile")
    yield "bins_by_quantile", lambda: make_pipeline(bins, ridge), *NUMBER
    chosen = fs.SequentialFeatureSelector(ridge, n_features_to_select=2, cv=2)
    yield (
        "chosen_in_turn",
        lambda: make_pipeline(chosen, DecisionTreeClassifier(max_depth=2, random_state=0)),
        "numbers",
        "two",
    )
    if VERSION >= (1, 3):
        yield (
            "coded_by_target",
            lambda: make_pipeline(preprocessing.TargetEncoder(random_state=0, cv=3), logistic),
            "counts",
            "two",
        )
