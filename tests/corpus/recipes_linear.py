"""Linear models, support vectors, neighbours, naive Bayes and networks of the corpus."""

from __future__ import annotations

from sklearn import discriminant_analysis as da
from sklearn import linear_model as lm
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.gaussian_process import GaussianProcessClassifier, GaussianProcessRegressor
from sklearn.kernel_ridge import KernelRidge
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import BernoulliNB, CategoricalNB, ComplementNB, GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor, NearestCentroid, RadiusNeighborsRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.svm import SVC, SVR, LinearSVC, LinearSVR, NuSVC, NuSVR

from tests.corpus.recipes_trees import VERSION
from tests.corpus.worlds import N_FEW, NUMBER, POSITIVE, THREE, TWO, target, two

LOG = "log_loss" if VERSION >= (1, 1) else "log"


def linear():
    """Linear models and support vector machines."""
    yield "logistic_two", lambda: lm.LogisticRegression(), *TWO
    yield "logistic_three", lambda: lm.LogisticRegression(C=0.5), *THREE
    yield "logistic_one_by_one", lambda: one_by_one(), *THREE
    yield "logistic_liblinear_three", lambda: one_by_one(solver="liblinear"), *THREE
    yield "logistic_softmax", lambda: softmax(), *TWO
    yield "logistic_liblinear", lambda: lm.LogisticRegression(solver="liblinear"), *TWO
    yield (
        "logistic_lasso",
        lambda: lm.LogisticRegression(penalty="l1", solver="saga", max_iter=300, random_state=0),
        "numbers",
        "three",
    )
    yield "logistic_path", lambda: lm.LogisticRegressionCV(Cs=3, cv=3), *TWO
    yield "least_squares", lambda: lm.LinearRegression(), *NUMBER
    yield "ridge", lambda: lm.Ridge(), *NUMBER
    yield "ridge_path", lambda: lm.RidgeCV(), *NUMBER
    yield "ridge_classifier", lambda: lm.RidgeClassifier(), *THREE
    yield "lasso", lambda: lm.Lasso(0.1), *NUMBER
    yield "lasso_path", lambda: lm.LassoCV(cv=3, random_state=0), *NUMBER
    yield "elastic_net", lambda: lm.ElasticNet(0.1), *NUMBER
    yield "bayesian_ridge", lambda: lm.BayesianRidge(), *NUMBER
    yield "huber", lambda: lm.HuberRegressor(), *NUMBER
    yield "poisson", lambda: lm.PoissonRegressor(), *POSITIVE
    yield "tweedie", lambda: lm.TweedieRegressor(power=1.5), *POSITIVE
    yield "least_angle", lambda: lm.Lars(n_nonzero_coefs=3), *NUMBER
    yield "consensus", lambda: lm.RANSACRegressor(random_state=0), *NUMBER
    yield "sgd_hinge", lambda: lm.SGDClassifier(random_state=0), *THREE
    yield "sgd_log", lambda: lm.SGDClassifier(loss=LOG, random_state=0), *TWO
    yield "sgd_huber", lambda: lm.SGDClassifier(loss="modified_huber", average=True, random_state=0), *THREE
    yield "sgd_regressor", lambda: lm.SGDRegressor(loss="huber", random_state=0), *NUMBER
    yield "perceptron", lambda: lm.Perceptron(random_state=0), *THREE
    yield "passive_aggressive", lambda: lm.PassiveAggressiveClassifier(random_state=0), *TWO
    yield "linear_svc", lambda: LinearSVC(random_state=0), *THREE
    yield "linear_svr", lambda: LinearSVR(random_state=0), *NUMBER
    yield "svc", lambda: SVC(), *THREE
    yield "svc_probability", lambda: SVC(probability=True, random_state=0), *TWO
    yield "svc_polynomial", lambda: SVC(kernel="poly", decision_function_shape="ovo"), *THREE
    yield "nu_svc", lambda: NuSVC(nu=0.3), *TWO
    yield "svr", lambda: SVR(), *NUMBER
    yield "nu_svr", lambda: NuSVR(), *NUMBER


def one_by_one(**options):
    """Logistic regression, a class against the others, as multi_class="ovr" said it until 1.7."""
    if VERSION < (1, 8):
        return lm.LogisticRegression(multi_class="ovr", **options)
    return OneVsRestClassifier(lm.LogisticRegression(**options))


def softmax():
    """Logistic regression of two classes by softmax, which 1.8 no longer knows."""
    return lm.LogisticRegression(**({"multi_class": "multinomial"} if VERSION < (1, 8) else {}))


def other():
    """Neighbours, naive Bayes, discriminants, networks, processes, dummies."""
    yield "neighbours", lambda: KNeighborsClassifier(), *THREE
    yield (
        "neighbours_ball",
        lambda: KNeighborsRegressor(algorithm="ball_tree", weights="distance", p=1),
        "numbers",
        "target",
    )
    yield "neighbours_brute", lambda: KNeighborsClassifier(algorithm="brute", metric="cosine"), *TWO
    yield "neighbours_radius", lambda: RadiusNeighborsRegressor(radius=9.0, algorithm="kd_tree"), *NUMBER
    yield "nearest_centroid", lambda: NearestCentroid(), *THREE
    yield "bayes_gaussian", lambda: GaussianNB(), *THREE
    yield "bayes_multinomial", lambda: MultinomialNB(), "counts", "three"
    yield "bayes_bernoulli", lambda: BernoulliNB(binarize=0.5), *TWO
    yield "bayes_complement", lambda: ComplementNB(), "counts", "three"
    yield "bayes_categorical", lambda: CategoricalNB(min_categories=4), "counts", "two"
    yield "discriminant_linear", lambda: da.LinearDiscriminantAnalysis(), *THREE
    yield (
        "discriminant_shrunk",
        lambda: da.LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto"),
        "numbers",
        "two",
    )
    yield "discriminant_quadratic", lambda: da.QuadraticDiscriminantAnalysis(), *THREE
    yield (
        "network_classifier",
        lambda: MLPClassifier(hidden_layer_sizes=(6,), max_iter=40, random_state=0),
        "numbers",
        "three",
    )
    yield (
        "network_two",
        lambda: MLPClassifier(
            hidden_layer_sizes=(5, 4), activation="tanh", solver="lbfgs", max_iter=30, random_state=0
        ),
        "numbers",
        "two",
    )
    yield (
        "network_regressor",
        lambda: MLPRegressor(hidden_layer_sizes=(6,), max_iter=40, early_stopping=True, random_state=0),
        "numbers",
        "target",
    )
    yield "process_classifier", lambda: GaussianProcessClassifier(random_state=0), "few", "", two()[:N_FEW]
    yield (
        "process_regressor",
        lambda: GaussianProcessRegressor(alpha=0.1, normalize_y=True),
        "few",
        "",
        target()[:N_FEW],
    )
    yield "kernel_ridge", lambda: KernelRidge(kernel="rbf"), *NUMBER
    yield "dummy_classifier", lambda: DummyClassifier(strategy="prior"), *THREE
    yield "dummy_regressor", lambda: DummyRegressor(strategy="quantile", quantile=0.3), *NUMBER
