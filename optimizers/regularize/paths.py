"""Fit a recipe with many settings at once: what they share is fitted once.

The steps before a pipeline's last are fitted once for all settings, never on other rows than the fit's own. Where
scikit-learn has a whole path or goes on from a neighbour's solution, that is used (`whole_paths`); the rest is
fitted anew for each setting. Both give the same model within the solver's tolerance.

References
----------
Friedman, Hastie, Tibshirani (2010). Regularization paths for generalized linear models via coordinate descent. JSS 33.
"""

from __future__ import annotations

import copy
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from optimizers.regularize.settings import Settled
from optimizers.regularize.whole_paths import WHOLE

FEW_CELLS = 200_000


def fitted_path(model: Any, settings: Sequence[Settled], X: Any, y: np.ndarray) -> list[Any]:
    """The model fitted with each setting, in their order.

    Parameters
    ----------
    model : estimator
        An unfitted recipe (`places.fresh`); the settings are those of its innermost estimator.
    settings : sequence of Settled
    X : table of shape (n_rows, n_features)
    y : ndarray of shape (n_rows,)

    Returns
    -------
    list of estimator or Exception
        Fitted models, which may share fitted preprocessing; the error where a setting could not be fitted.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _fitted(model, list(settings), X, y)


def _fitted(model: Any, settings: list[Settled], X: Any, y: np.ndarray) -> list[Any]:
    if shares_steps(model):
        return _pipeline(model, settings, X, y)
    out: list[Any] = [None] * len(settings)
    for places in groups(model, settings):
        for place, fitted in zip(places, _group(model, [settings[p] for p in places], X, y)):
            out[place] = fitted
    return out


def shares_steps(model: Any) -> bool:
    """Whether the steps before a pipeline's last one can be fitted once for all settings."""
    return len(getattr(model, "steps", ())) > 1 and not getattr(model, "transform_input", None)


def _pipeline(model: Any, settings: list[Settled], X: Any, y: np.ndarray) -> list[Any]:
    before = copy.copy(model)
    before.steps = model.steps[:-1]
    try:
        transformed = before.fit_transform(X, y)
    except Exception as wrong:  # any transformer, any rows: the reason becomes a sentence
        return [wrong] * len(settings)
    name, last = model.steps[-1]
    return [_closed(model, before.steps, name, fitted) for fitted in _fitted(last, settings, transformed, y)]


def _closed(model: Any, before: list[Any], name: str, fitted: Any) -> Any:
    if isinstance(fitted, Exception):
        return fitted
    out = copy.copy(model)
    out.steps = [*before, (name, fitted)]
    return out


def groups(model: Any, settings: list[Settled]) -> list[list[int]]:
    """Places of settings that differ in nothing but the parameter that has a whole path."""
    along = WHOLE.get(type(model).__name__)
    if along is None:
        return [list(range(len(settings)))]
    found: dict[str, list[int]] = {}
    for place, s in enumerate(settings):
        others = {k: v for k, v in s.params.items() if k != along[0]}
        found.setdefault(repr((others, s.weights is None)), []).append(place)
    return list(found.values())


def _group(model: Any, settings: list[Settled], X: Any, y: np.ndarray) -> list[Any]:
    name, whole = WHOLE.get(type(model).__name__, ("", None))
    plain = len(settings) > 1 and all(name in s.params and s.weights is None for s in settings)
    if whole and plain:
        common = {k: v for k, v in settings[0].params.items() if k != name}
        try:
            found = whole(_copy(model, common), [s.params[name] for s in settings], X, y)
        except Exception:  # what the quick way does not take is fitted one by one, which says why
            found = None
        if found is not None:
            return found
    return [_one(model, s, X, y) for s in settings]


def _one(model: Any, setting: Settled, X: Any, y: np.ndarray) -> Any:
    """One fit from nothing."""
    from optimizers.refit import weights_name
    from optimizers.regularize.places import steps_to

    path = steps_to(model)[-1][0]
    weights = {} if setting.weights is None else {weights_name(model): setting.weights}
    try:
        own = _copy(model, {f"{path}__{k}" if path else k: v for k, v in setting.params.items()})
        return own.fit(X, y, **weights)
    except Exception as wrong:  # any estimator, any rows: the reason becomes a sentence
        return wrong


def _copy(model: Any, params: dict[str, Any]) -> Any:
    from sklearn.base import clone

    return clone(model).set_params(**params)
