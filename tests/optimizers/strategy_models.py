"""The models that every strategy meets: those of tiny.py and one of each family that something prunes."""

from functools import cache, partial
from io import BytesIO

import joblib
import numpy as np

from optimizers.case import model_input
from optimizers.component import params
from tests import tiny


@cache
def built(task, build, numbers=True):
    rows = tiny.table(task, numbers)
    return tiny.Fitted(build().fit(rows.X_train, rows.y_train), rows, task)


def forest_regressor():
    from sklearn.ensemble import RandomForestRegressor

    return RandomForestRegressor(8, random_state=0)


def extra_trees():
    from sklearn.ensemble import ExtraTreesClassifier

    return ExtraTreesClassifier(8, random_state=0)


def forest_in_pipeline():
    from sklearn.ensemble import RandomForestClassifier

    return tiny.pipeline(RandomForestClassifier(8, random_state=0))


def gradient_boosting():
    from sklearn.ensemble import GradientBoostingClassifier

    return GradientBoostingClassifier(n_estimators=10, max_depth=2, random_state=0)


def hist_regressor():
    from sklearn.ensemble import HistGradientBoostingRegressor

    return HistGradientBoostingRegressor(max_iter=10, random_state=0)


def mlp():
    from sklearn.neural_network import MLPClassifier

    return tiny.pipeline(MLPClassifier((12,), max_iter=60, random_state=0, tol=1.0))


def svc():
    from sklearn.svm import SVC

    return tiny.pipeline(SVC())


def neighbours():
    from sklearn.neighbors import KNeighborsClassifier

    return tiny.pipeline(KNeighborsClassifier(3))


def bag_of_trees():
    from sklearn.ensemble import BaggingClassifier
    from sklearn.tree import DecisionTreeClassifier

    return BaggingClassifier(DecisionTreeClassifier(), 3, random_state=0)


MODELS = {name: partial(tiny.fitted, name) for name in tiny.recipes()} | {
    "forest_regressor": partial(built, "regression", forest_regressor),
    "extra_trees": partial(built, "binary", extra_trees),
    "forest_in_pipeline": partial(built, "multiclass", forest_in_pipeline, False),
    "gradient_boosting": partial(built, "multiclass", gradient_boosting),
    "hist_regressor": partial(built, "regression", hist_regressor),
    "mlp": partial(built, "binary", mlp, False),
    "svc": partial(built, "multiclass", svc, False),
    "neighbours": partial(built, "binary", neighbours, False),
    "bag_of_trees": partial(built, "multiclass", bag_of_trees),
}


def made(strategy, fitted_model):
    """The candidates of a strategy on the training rows."""
    model, rows, _ = fitted_model
    return list(strategy.candidates(model, rows.X_train, rows.y_train, np.random.default_rng(0)))


@cache
def once(cls, name):
    """The candidates with every default; shared by the tests that only look at them."""
    return made(cls(), MODELS[name]())


def predictions(model, fitted_model):
    """Probabilities where there are any, else what `predict` gives, as floats."""
    X = model_input(model, fitted_model.table.X_test)  # a strategy may leave columns out
    if hasattr(model, "predict_proba"):
        return model.predict_proba(X)
    found = model.predict(X)
    return found.astype(float) if found.dtype.kind == "f" else np.searchsorted(np.unique(found), found).astype(float)


def joblib_bytes(model):
    stream = BytesIO()
    joblib.dump(model, stream)
    return stream.getvalue()


def edges(cls, most=None):
    """A strategy at each edge of each parameter, and at each choice, or the first few and the last."""
    for p in params(cls).values():
        choices = p.choices if most is None or len(p.choices) <= most else (*p.choices[: most - 1], p.choices[-1])
        for value in choices or ((False, True) if p.kind == "bool" else (p.low, p.high)):
            if value is not None:
                yield cls(**{p.name: value})
