"""Small models that can learn from another's probabilities, with what they need of the rows before them."""

from __future__ import annotations

from typing import Any

import numpy as np

from optimizers.swap.carrying import Seen

TREE, LINEAR, NETWORK = "tree", "linear", "network"
KINDS = (TREE, LINEAR, NETWORK)


def student(kind: str, seen: Seen, size: int, gaps: bool, seed: int) -> Any:
    """An unfitted student.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    seen : Seen
        The rows as the teacher's estimator sees them.
    size : int
        Leaves of the tree, or units of the network's one hidden layer.
    gaps : bool
        Whether values may be missing.
    seed : int
    """
    from sklearn.pipeline import Pipeline

    last = estimator(kind, seen, size, seed)
    before = front(seen, gaps, scaled=kind != TREE)
    return Pipeline([*before, ("student", last)]) if before else last


def estimator(kind: str, seen: Seen, size: int, seed: int) -> Any:
    from sklearn import linear_model, neural_network, tree

    if kind == TREE:
        return getattr(tree, seen.named("DecisionTree"))(max_leaf_nodes=max(2, size), random_state=seed)
    if kind == NETWORK:
        made = getattr(neural_network, seen.named("MLP"))
        return scaled_target(made(hidden_layer_sizes=(size,), max_iter=100, random_state=seed), seen)
    return linear_model.LogisticRegression(C=1000.0, max_iter=1000) if seen.classifier else linear_model.Ridge(1e-3)


def scaled_target(network: Any, seen: Seen) -> Any:
    """A network that learns values learns them standardized: its first steps are as long for all targets."""
    from sklearn.compose import TransformedTargetRegressor
    from sklearn.preprocessing import StandardScaler

    return network if seen.classifier else TransformedTargetRegressor(network, transformer=StandardScaler())


def front(seen: Seen, gaps: bool, scaled: bool) -> list[tuple[str, Any]]:
    """Steps before the student: texts and categories coded, gaps filled, columns scaled; none where none is needed."""
    from sklearn.compose import ColumnTransformer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    if seen.sparse:
        return [("scale", StandardScaler(with_mean=False))] if scaled else []
    own = numeric(gaps, scaled)
    names = list(getattr(seen.given, "columns", ()))
    coded = [c for c, kind in zip(names, seen.dtypes) if not isinstance(kind, np.dtype) or kind.kind not in "iufb"]
    if not coded:
        return [(type(step).__name__.lower(), step) for step in own]
    plain = [c for c in names if c not in coded]
    parts = [("coded", OneHotEncoder(handle_unknown="ignore", sparse_output=False), coded)]
    if plain:
        parts.append(("numbers", make_pipeline(*own) if own else "passthrough", plain))
    return [("columns", ColumnTransformer(parts))]


def numeric(gaps: bool, scaled: bool) -> list[Any]:
    from sklearn.impute import SimpleImputer
    from sklearn.preprocessing import StandardScaler

    filled = [SimpleImputer(keep_empty_features=True)] if gaps else []
    return [*filled, StandardScaler()] if scaled else filled


def may_have_gaps(own: Any) -> bool:
    """Whether the teacher's estimator takes missing values, so that its student must."""
    from sklearn.utils import get_tags

    return bool(get_tags(own).input_tags.allow_nan)
