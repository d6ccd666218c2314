"""Encoders of categories without the categories and columns that nothing needs."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

PER_COLUMN = ("categories_", "_n_features_outs", "_infrequent_indices", "_default_to_infrequent_mappings")
BY_POSITION = ("drop_idx_", "_drop_idx_after_grouping", "feature_names_in_")


def narrow_one_hot(encoder: Any, outputs: np.ndarray) -> tuple[Any, np.ndarray, tuple[np.ndarray, int] | None]:
    """A one-hot encoder without input columns, and without categories where unknown ones are ignored.

    Returns
    -------
    encoder : OneHotEncoder
    inputs : ndarray of int
        The input columns that it takes.
    rest : (ndarray of int, int) or None
        Its outputs that are needed, and how many it gives, where it gives more than that.
    """
    of_input = np.repeat(np.arange(len(encoder.categories_)), encoder._n_features_outs)
    inputs = np.unique(of_input[outputs])
    given = np.flatnonzero(np.isin(of_input, inputs))
    new = cut_inputs(encoder, inputs)
    if len(given) == len(outputs):
        return new, inputs, None
    if encoder.handle_unknown != "ignore" or encoder.drop is not None or encoder._infrequent_enabled:
        return new, inputs, (np.searchsorted(given, outputs), len(given))
    wanted = np.isin(given, outputs)
    parts = np.split(wanted, np.cumsum(new._n_features_outs)[:-1])
    new.categories_ = [values[part] for values, part in zip(new.categories_, parts)]
    new._n_features_outs = [int(part.sum()) for part in parts]
    return new, inputs, None


def cut_inputs(encoder: Any, inputs: np.ndarray) -> Any:
    """A copy of an encoder that takes some of its input columns."""
    out = copy.copy(encoder)
    for attribute in PER_COLUMN:
        if isinstance(getattr(encoder, attribute, None), list):
            setattr(out, attribute, [getattr(encoder, attribute)[i] for i in inputs])
    for attribute in BY_POSITION:
        if isinstance(getattr(encoder, attribute, None), np.ndarray):
            setattr(out, attribute, getattr(encoder, attribute)[inputs])
    if isinstance(encoder.categories, (list, tuple)):
        out.categories = [encoder.categories[i] for i in inputs]
    if isinstance(getattr(encoder, "drop", None), (list, tuple, np.ndarray)):
        out.drop = [encoder.drop[i] for i in inputs]
    out.n_features_in_ = len(inputs)
    return out


def narrow_ordinal(encoder: Any, inputs: np.ndarray) -> Any:
    """An ordinal encoder without some of its columns."""
    out = cut_inputs(encoder, inputs)
    out._missing_indices = {
        k: encoder._missing_indices[i] for k, i in enumerate(inputs.tolist()) if i in encoder._missing_indices
    }
    return out
