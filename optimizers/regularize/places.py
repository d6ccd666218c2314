"""Where in a model the regularizer is: the way through pipelines, searches and transformed targets.

A strategy refits a whole recipe with one parameter set at the innermost estimator. Of a search the recipe of
its best estimator is refitted, not the search.
"""

from __future__ import annotations

from typing import Any

from optimizers.reference import recipe

INNER = ("regressor", "estimator")
WRAPPERS = ("TransformedTargetRegressor", "CalibratedClassifierCV", "TunedThresholdClassifierCV",
            "FixedThresholdClassifier", "OneVsRestClassifier", "OneVsOneClassifier",
            "MultiOutputClassifier", "MultiOutputRegressor")  # fmt: skip


def steps_to(model: Any) -> list[tuple[str, Any]]:
    """(path, estimator) from the model to its innermost estimator; fitted parts where there are any.

    The path is how `set_params` reaches the estimator in `fresh(model)`: "" or "clf" or "regressor__clf".
    """
    found = [("", opened(model))]
    while (part := inner(found[-1][1])) is not None:
        name, estimator = part
        path = f"{found[-1][0]}__{name}" if found[-1][0] else name
        found.append((path, opened(estimator)))
    return found


def opened(model: Any) -> Any:
    """A search's best estimator, or the model itself."""
    while hasattr(model, "best_estimator_"):
        model = model.best_estimator_
    return model


def inner(model: Any) -> tuple[str, Any] | None:
    """The next estimator inside and the parameter that holds it."""
    if hasattr(model, "steps") and hasattr(model, "named_steps"):
        return model.steps[-1]
    if type(model).__name__ not in WRAPPERS:
        return None
    name = next(n for n in INNER if hasattr(model, n))
    fitted = getattr(model, "regressor_", None) or getattr(model, "estimator_", None)
    return name, (fitted if fitted is not None else getattr(model, name))


def fresh(model: Any, seed: int) -> Any:
    """The unfitted recipe, with every search on the way replaced by the recipe of its best estimator.

    Raises
    ------
    ValueError
        If the model cannot be copied unfitted.
    """
    out = recipe(opened(model), seed)
    for path, estimator in steps_to(model)[1:]:
        out.set_params(**{path: recipe(estimator, seed)})
    return out


def with_setting(model: Any, name: str, value: Any, seed: int) -> Any:
    """The unfitted recipe with one parameter of the innermost estimator set."""
    path = steps_to(model)[-1][0]
    return fresh(model, seed).set_params(**{f"{path}__{name}" if path else name: value})


def why_none(model: Any) -> str:
    """Why no regularizer is known for this model, with a way out; empty if there is one."""
    from optimizers.regularize.regularizers import listed, regularizers

    if regularizers(model):
        return ""
    own = steps_to(model)[-1][1]
    name = type(own).__name__
    known = listed(own)
    if not known:
        return f"No regularizer of {name} is known: give a model of one of scikit-learn's regularized families."
    needs = [f"{k}={allowed[0]!r}" for k, allowed in known[0].when]
    return f"{name} is not regularized with its present settings: fit it with {', '.join(needs)} and upload that."
