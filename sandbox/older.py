"""Models of older scikit-learns, carried over to the installed one through their fitted arrays.

One row of `RULES` is one difference: the class, the version that ended it, what is done, and what the user reads. A
rule changes the state that a file gives to an object before the guard checks that state, so whatever a rule makes of
it passes the same checks as a state of today. Versions come from the file; a file that lies predicts nonsense, no more.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sklearn
from sklearn.base import BaseEstimator

from sandbox import older_models as models
from sandbox import older_tables as tables
from sandbox import older_trees as trees
from sandbox.guard_version import numbers
from sandbox.guard_words import shown
from sandbox.older_parameters import carry_parameters

Carry = Callable[[Any, dict[str, Any]], bool]
OF_OLD = "an older scikit-learn"
NEVER = "99.0"  # parts that say no version: the rule looks at the state itself
ENSEMBLE = "sklearn.ensemble."
LINEAR = "sklearn.linear_model."
PREPARE = "sklearn.preprocessing."


class Carried(UserWarning):
    """What a rule changed, in a sentence for the user."""


@dataclass(frozen=True)
class Rule:
    """A difference between an older scikit-learn and the installed one.

    Attributes
    ----------
    of : str
        The class, or a base of it, by its full name.
    before : str
        The first version without the difference; states of older versions are carried.
    carry : callable
        Given the object and its state, changes the state in place; whether there is something to tell. Its
        docstring is the reason of the rule.
    said : str
        What the user reads, after "Trees of scikit-learn 1.2: " or the like.
    """

    of: str
    before: str
    carry: Carry
    said: str = ""


RULES: tuple[Rule, ...] = (
    Rule(
        "sklearn.tree._tree.Tree", NEVER, trees.carry_nodes,
        "Trees: no value was missing when they were fitted",
    ),
    Rule(
        "sklearn.tree._classes.DecisionTreeClassifier", "1.4", trees.carry_fractions,
        "Trees: counts became fractions",
    ),
    Rule(
        ENSEMBLE + "_gb.BaseGradientBoosting", "1.4", trees.carry_boosting,
        "Gradient boosting: the loss became scikit-learn's common one; decision values of three and more classes are "
        "shifted alike, which changes no label and no probability",
    ),
    Rule(
        ENSEMBLE + "_hist_gradient_boosting.gradient_boosting.BaseHistGradientBoosting", "1.4",
        trees.carry_hist_boosting, "Histogram boosting: columns stay in the order in which they come",
    ),
    Rule(ENSEMBLE + "_weight_boosting.AdaBoostClassifier", "1.6", models.carry_votes),
    Rule(ENSEMBLE + "_base.BaseEnsemble", "1.2", models.carry_members),
    Rule("sklearn.semi_supervised._self_training.SelfTrainingClassifier", "1.6", models.carry_members),
    Rule(ENSEMBLE + "_stacking.StackingClassifier", "1.2", models.carry_label_encoder),
    Rule("sklearn.model_selection._search.BaseSearchCV", "1.3", models.carry_scorer),
    Rule("scipy.interpolate._bsplines.BSpline", NEVER, models.carry_spline),
    Rule("sklearn.calibration._CalibratedClassifier", NEVER, models.carry_calibrated),
    Rule(
        LINEAR + "_logistic.LogisticRegression", "1.8", models.carry_one_against_rest,
        "Logistic regression: a class against the others became a OneVsRestClassifier of the same weights",
    ),
    Rule(
        LINEAR + "_logistic.LogisticRegression", "1.8", models.carry_softmax,
        "Logistic regression: a softmax over two classes became a sigmoid of doubled weights; decision values are "
        "twice as large, which changes no label and no probability",
    ),
    Rule(
        LINEAR + "_ridge._RidgeClassifierMixin", "1.8", models.carry_ridge_classes,
        "Ridge classifiers: the list of classes was added",
    ),
    Rule(
        LINEAR + "_glm.glm._GeneralizedLinearRegressor", "1.1", models.carry_poisson,
        "Generalised linear models: the distribution became a loss",
    ),
    Rule(
        "sklearn.cross_decomposition._pls._PLS", "1.5", models.carry_least_squares_parts,
        "Partial least squares: coefficients became those of unscaled columns",
    ),
    Rule("sklearn.svm._base.BaseLibSVM", "1.9", models.carry_probability),
    Rule(
        "sklearn.neighbors._nearest_centroid.NearestCentroid", "1.6", models.carry_centroids,
        "Nearest centroids: classes count as equally likely, and columns as equally spread in its probabilities, "
        "which that version did not have",
    ),
    Rule(
        "sklearn.compose._column_transformer.ColumnTransformer", "1.9", tables.carry_columns,
        "Tables of columns: columns passed on as they are got a step of their own",
    ),
    Rule(
        PREPARE + "_encoders.OneHotEncoder", "1.2", tables.carry_one_hot,
        "Encoders: the places of their columns were added",
    ),
    Rule(
        PREPARE + "_encoders.OrdinalEncoder", "1.3", tables.carry_ordinal,
        "Encoders: no category counts as infrequent",
    ),
    Rule(
        PREPARE + "_discretization.KBinsDiscretizer", "1.1", tables.carry_bins,
        "Bins: their edges moved by the hair that counted as equal then",
    ),
    Rule(
        "sklearn.impute._base.SimpleImputer", "1.8", tables.carry_imputer,
        "Imputers: what is filled in has the type of the table",
    ),
    Rule(
        "sklearn.impute._knn.KNNImputer", "1.1", tables.carry_neighbour_imputer,
        "Imputers: empty columns were noted",
    ),
    Rule(
        "sklearn.impute._iterative.IterativeImputer", "1.6", tables.carry_imputer_in_turn,
        "Imputers: empty columns were noted",
    ),
    Rule("sklearn.decomposition._kernel_pca.KernelPCA", "1.3", tables.carry_kernel_components),
    Rule(
        "sklearn.feature_extraction.text.TfidfTransformer", "1.5", tables.carry_word_weights,
        "Weights of words: the diagonal of a matrix became a list",
    ),
    Rule("sklearn.feature_extraction.text.TfidfVectorizer", "1.1", tables.carry_word_options),
)  # fmt: skip


def carried(obj: Any, state: dict[str, Any]) -> dict[str, Any]:
    """The state of an object that an older version saved, as the installed one would have saved it.

    Warns with `Carried` for what a user should read. Whatever else is raised means that the state does not fit.
    """
    version = state.get("_sklearn_version")
    saved = version if type(version) is str else ""
    if saved == sklearn.__version__:
        return state
    kind: Any = type(obj)
    rules, old = rules_of(kind), bool(saved) and numbers(saved) < numbers(sklearn.__version__)
    if not rules and not old:
        return state
    state = dict(state)
    for rule in rules:
        if (saved or rule.before == NEVER) and numbers(saved) < numbers(rule.before) and rule.carry(obj, state):
            _tell(rule.said, saved)
    if old and isinstance(obj, BaseEstimator):
        carry_parameters(type(obj), state)
    return state


@lru_cache(maxsize=10_000)
def rules_of(kind: type) -> tuple[Rule, ...]:
    """The rules of a class and of its bases, in the order of the table."""
    names = {f"{base.__module__}.{base.__qualname__}" for base in kind.__mro__}
    return tuple(rule for rule in RULES if rule.of in names)


def _tell(said: str, saved: str) -> None:
    if not said:
        return
    of = f"scikit-learn {shown(saved, 20)}" if saved else OF_OLD
    subject, _, what = said.partition(": ")
    warnings.warn(Carried(f"{subject} of {of}: {what}."), stacklevel=2)
