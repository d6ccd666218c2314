"""A column transformer without the columns that nothing needs."""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

import numpy as np


class Block(NamedTuple):
    """What is left of one transformer of a column transformer."""

    name: str
    recipe: Any
    fitted: Any
    columns: list[int]
    alone: bool
    n_out: int


def narrow_table(table: Any, outputs: np.ndarray, whole: bool) -> tuple[Any, np.ndarray | None]:
    """A fitted column transformer that gives only some of its columns.

    It takes the long and the short table when it was fitted on a named one; with `whole`, the same array as before.
    """
    blocks = [b for b in (cut_block(table, part, outputs) for part in table.transformers_) if b]
    inputs = np.unique(np.concatenate([b.columns for b in blocks])).astype(int)
    names = getattr(table, "feature_names_in_", None)
    if whole and names is None:
        return rebuilt(table, blocks, np.arange(table.n_features_in_)), None
    return rebuilt(table, blocks, inputs), inputs


def cut_block(table: Any, part: tuple[str, Any, Any], outputs: np.ndarray) -> Block | None:
    """What is left of one transformer; None if nothing needs it."""
    from optimizers.prune.narrow_steps import narrow

    name, fitted, given = part
    span = table.output_indices_[name]
    wanted = outputs[(outputs >= span.start) & (outputs < span.stop)] - span.start
    if (isinstance(fitted, str) and fitted == "drop") or not len(wanted):
        return None
    new, inputs = narrow(fitted, wanted, span.stop - span.start)
    new = identity(len(wanted)) if isinstance(new, str) else new
    columns = np.asarray(table._transformer_to_input_indices[name])
    columns = columns if inputs is None else columns[inputs]
    recipe = {n: t for n, t, _ in table.transformers}.get(name, table.remainder)
    name = "rest" if name == "remainder" else name
    return Block(name, recipe, new, columns.tolist(), np.isscalar(given), len(wanted))


def identity(n_columns: int) -> Any:
    """What a fitted column transformer keeps for "passthrough"."""
    from sklearn.preprocessing import FunctionTransformer

    transformer = FunctionTransformer(accept_sparse=True, check_inverse=False, feature_names_out="one-to-one")
    return transformer.fit(np.zeros((1, n_columns)))


def gives_sparse(step: Any) -> bool:
    """Whether a step is known to give sparse rows; stacking dense ones as if they were sparse fails."""
    if hasattr(step, "steps"):
        return gives_sparse(step.steps[-1][1])
    return bool(getattr(step, "sparse_output_", getattr(step, "sparse_output", False)))


def rebuilt(table: Any, blocks: list[Block], inputs: np.ndarray) -> Any:
    """A copy of the column transformer made of these blocks, over the input columns `inputs`."""
    out, names = copy.copy(table), getattr(table, "feature_names_in_", None)
    at = [np.searchsorted(inputs, b.columns).tolist() for b in blocks]
    keys = at if names is None else [list(names[b.columns]) for b in blocks]
    keys = [key[0] if b.alone else key for b, key in zip(blocks, keys)]
    ends = np.cumsum([b.n_out for b in blocks]).tolist()
    out.transformers = [(b.name, b.recipe, key) for b, key in zip(blocks, keys)]
    out.transformers_ = [(b.name, b.fitted, key) for b, key in zip(blocks, keys)]
    out.remainder, out._remainder, out._columns = "drop", ("remainder", "drop", []), keys
    out._transformer_to_input_indices = {b.name: i for b, i in zip(blocks, at)} | {"remainder": []}
    out.output_indices_ = {b.name: slice(end - b.n_out, end) for b, end in zip(blocks, ends)}
    out.output_indices_["remainder"] = slice(0, 0)
    out.sparse_output_ = table.sparse_output_ and any(gives_sparse(b.fitted) for b in blocks)
    out.n_features_in_ = len(inputs)
    if names is not None:
        out.feature_names_in_ = names[inputs]
    return out
