"""Preprocessing of older versions: encoders, imputers, tables of columns, texts."""

from __future__ import annotations

from typing import Any

import numpy as np

from sandbox.guard_words import damaged, too_old_part
from sandbox.older_names import Former


def carry_columns(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.3 columns passed on as they are were named by a word; 1.5 to 1.8 kept the rest in a list of its own."""
    inputs = state.get("_transformer_to_input_indices")
    if type(inputs) is not dict:
        return False  # not fitted
    inputs = state["_transformer_to_input_indices"] = {name: _columns(columns) for name, columns in inputs.items()}
    state["_columns"] = [_columns(columns) for columns in state["_columns"]]
    name, step, columns = state["_remainder"]
    state["_remainder"] = name, step, _columns(columns)
    before, steps = state["transformers_"], []
    for name, step, columns in before:
        passed_on = type(step) is str and step == "passthrough"
        steps.append((name, _passing_on(state, inputs[name]) if passed_on else step, _columns(columns)))
    state["transformers_"] = steps
    return any(old[1] is not new[1] or old[2] is not new[2] for old, new in zip(before, steps))


def _passing_on(state: dict[str, Any], places: list[int]) -> Any:
    """The fitted step that hands columns on as they are."""
    from sklearn.preprocessing import FunctionTransformer

    step = FunctionTransformer(accept_sparse=True, check_inverse=False, feature_names_out="one-to-one")
    step.n_features_in_ = len(places)
    if "feature_names_in_" in state:
        step.feature_names_in_ = state["feature_names_in_"][places]
    return step


def _columns(columns: Any) -> Any:
    if type(columns) is not Former:
        return columns
    if type(columns.state.get("data")) is not list:
        raise damaged("the columns of a ColumnTransformer")
    return columns.state["data"]


def carry_one_hot(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.1 dropping a category was noted once, until 1.0 none was infrequent."""
    if "categories_" not in state:
        return False
    drop, infrequent = state.get("drop_idx_"), bool(state.setdefault("_infrequent_enabled", False))
    if "_drop_idx_after_grouping" not in state:
        if drop is not None and infrequent:
            raise too_old_part("OneHotEncoder", state["_sklearn_version"], "drops a category beside infrequent ones")
        state["_drop_idx_after_grouping"] = drop
    if "_n_features_outs" not in state:
        dropped = [d is not None for d in drop] if drop is not None else [False] * len(state["categories_"])
        state["_n_features_outs"] = [len(c) - d for c, d in zip(state["categories_"], dropped, strict=True)]
    return True


def carry_ordinal(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.2 no category was infrequent; until 1.0 missing values had no place of their own."""
    if "categories_" not in state:
        return False
    state.setdefault("_infrequent_enabled", False)
    if "_missing_indices" not in state:
        missing = {i: len(c) - 1 for i, c in enumerate(state["categories_"]) if len(c) and _is_nan(c[-1])}
        state["_missing_indices"] = missing
    return True


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and value != value


def carry_imputer(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.7 the type of what is filled in was that of the table; until 1.0 it was not kept at all."""
    if "statistics_" not in state:
        return False
    kind = state.setdefault("_fit_dtype", state["statistics_"].dtype)
    state.setdefault("_fill_dtype", kind)
    if "keep_empty_features" not in state and state.get("strategy") == "constant":
        state["keep_empty_features"] = True  # until 1.1 a constant filled empty columns too
    return True


def carry_neighbour_imputer(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.0 empty columns were found at every call."""
    if "_mask_fit_X" in state and "_valid_mask" not in state:
        state["_valid_mask"] = ~np.all(state["_mask_fit_X"], axis=0)
    return True


def carry_imputer_in_turn(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.5 empty columns were found at every call."""
    if state.get("initial_imputer_") is None or "_is_empty_feature" in state:
        return False
    state["_is_empty_feature"] = np.isnan(vars(state["initial_imputer_"])["statistics_"])
    return True


def carry_bins(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.0 a value fell into the next bin when it was a hair below its edge (1e-8 + 1e-5 of the value)."""
    if "bin_edges_" not in state:
        return False
    moved = np.empty(len(state["bin_edges_"]), dtype=object)
    for column, edges in enumerate(state["bin_edges_"]):
        lower = edges[1:-1] - 1e-8
        moved[column] = np.concatenate([edges[:1], lower / (1 + 1e-5 * np.sign(lower)), edges[-1:]])
    state["bin_edges_"] = moved
    return True


def carry_kernel_components(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.2 the width of a kernel was worked out at every call."""
    if "gamma_" in state or "n_features_in_" not in state:
        return False
    state["gamma_"] = 1 / state["n_features_in_"] if state.get("gamma") is None else state["gamma"]
    return False


def carry_word_weights(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.4 the weights of words lay on the diagonal of a matrix."""
    matrix = state.pop("_idf_diag", None)
    if matrix is None:
        return False
    weights, n_words = matrix.data, matrix.shape[0]
    on_diagonal = np.array_equal(matrix.indices, np.arange(n_words)) and matrix.shape == (n_words, n_words)
    if not on_diagonal or np.shape(weights) != (n_words,):
        raise damaged("the weights of words")
    state["idf_"] = weights
    return True


def carry_word_options(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.0 a TfidfVectorizer kept its options in the transformer inside."""
    inner = vars(state["_tfidf"]) if "_tfidf" in state else {}
    for name in ("norm", "use_idf", "smooth_idf", "sublinear_tf"):
        if name not in state and name in inner:
            state[name] = inner[name]
    return False
