"""The trees of a model as a C file of its own: what a compiler makes of it needs no library at all."""

from __future__ import annotations

from typing import Any

import numpy as np

from optimizers.deploy.models.read import CannotRead, read

MOST_NODES = 2_000_000
BUILD = "cc -O2 -ffp-contract=off -shared -fPIC model.c -o model.so"
FRAME = """\
/* {what}, {n_trees:,} trees, {n_nodes:,} nodes; made by reading the fitted model, column by column as it was fitted.

   Build:  {build}
   Call:   void predict(const double *rows, size_t n_rows, double *out)
           rows: n_rows times {n_columns} columns, row by row, as they come out of whatever stands before this
                 estimator; NaN where a value is missing;
           out:  n_rows times {n_out}: {gives}.

   Sums are added up in the model's own order, so answers are equal bit for bit; -ffp-contract=off keeps them so. */
#include <math.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {{ {width} threshold; int32_t first; uint16_t feature; uint16_t missing_right; }} node;
enum {{ N_TREES = {n_trees}, N_COLUMNS = {n_columns}, N_OUT = {n_out}, N_VALUES = {n_values} }};
enum {{ LEAF = 65535, BLOCK = 256 }};

static const int32_t ROOT[N_TREES] = {{{roots}}};
static const double START[N_OUT] = {{{start}}};
/* siblings side by side: the right child follows the left one; a leaf's first is its row of VALUE */
static const node NODE[{n_nodes}] = {{
{nodes}
}};
static const double VALUE[{n_leaves}][N_VALUES] = {{
{values}
}};

static void some(const double *rows, size_t n_rows, double *out) {{ /* a tree at a time: its nodes stay in the cache */
    for (size_t i = 0; i < n_rows; i++)
        for (int k = 0; k < N_OUT; k++) out[i * N_OUT + k] = START[k];
    for (int t = 0; t < N_TREES; t++)
        for (size_t i = 0; i < n_rows; i++) {{
            const node *at = NODE + ROOT[t];
            while (at->feature != LEAF) {{
                {width} x = ({width}) rows[i * N_COLUMNS + at->feature];
                at = NODE + at->first + (x != x ? at->missing_right : x > at->threshold);
            }}
{add}
        }}
{end}}}

void predict(const double *rows, size_t n_rows, double *out) {{
    for (size_t i = 0; i < n_rows; i += BLOCK)
        some(rows + i * N_COLUMNS, n_rows - i < BLOCK ? n_rows - i : BLOCK, out + i * N_OUT);
}}
"""
OF_FORESTS = "            for (int k = 0; k < N_VALUES; k++) out[i * N_OUT + k] += VALUE[at->first][k];"
OF_BOOSTERS = "            out[i * N_OUT + t % N_OUT] += VALUE[at->first][0];"
MEAN = "    for (size_t i = 0; i < n_rows * N_OUT; i++) out[i] /= N_TREES;\n"


def c_source(model: Any) -> str:
    """A C file that answers as the trees do: class shares of a forest, values, decision values of a booster.

    Parameters
    ----------
    model : fitted estimator
        A tree, a forest or a booster of one output, without steps before it.

    Raises
    ------
    CannotRead
        If it has no trees, splits on categories, or is too large.
    """
    found = read(model)
    trees = getattr(found, "trees", None)
    if trees is None or found.columns is not None or found.steps:
        raise CannotRead(
            f"C source is written of trees, forests and boosters of numbers; {type(model).__name__} is none."
        )
    if len(trees.first) > MOST_NODES or found.n_features_in_ >= 65535:
        raise CannotRead(f"The C file would hold {len(trees.first):,} nodes; at most {MOST_NODES:,} are written.")
    boosted = hasattr(found, "start")
    values = (getattr(found, "rate", 1.0) * trees.values) if boosted else trees.values
    start = np.asarray(found.start).ravel() if boosted else np.zeros(values.shape[1])
    leaf = trees.first == np.arange(len(trees.first))
    first = np.where(leaf, np.cumsum(leaf) - 1, trees.first)
    feature = np.where(leaf, 65535, trees.feature)
    threshold = np.where(leaf, 0, trees.threshold).astype(float)
    nodes = zip(threshold.tolist(), first.tolist(), feature.tolist(), trees.missing_right.tolist())
    return FRAME.format(
        what=type(model).__name__, build=BUILD, gives=gives(found, boosted), n_trees=len(trees.roots),
        n_nodes=len(first), n_columns=found.n_features_in_, n_out=len(start), n_values=values.shape[1],
        n_leaves=int(leaf.sum()), width="double" if trees.threshold.dtype == np.float64 else "float",
        roots=", ".join(map(str, trees.roots.tolist())), start=", ".join(map(exact, start.tolist())),
        nodes="\n".join(f"{{{exact(t)}, {f}, {c}, {m:d}}}," for t, f, c, m in nodes),
        values="\n".join("{" + ", ".join(map(exact, row)) + "}," for row in values[leaf].tolist()),
        add=OF_BOOSTERS if boosted else OF_FORESTS, end="" if boosted else MEAN,
    )  # fmt: skip


def exact(number: float) -> str:
    """A number as C reads it without rounding; trees that part missing values from others split at infinity."""
    return number.hex() if abs(number) < float("inf") else "INFINITY" if number > 0 else "-INFINITY"


def gives(found: Any, boosted: bool) -> str:
    """What comes out, in words."""
    if getattr(found, "by_logarithm", False):
        return "the logarithm of the value"
    if not hasattr(found, "classes_"):
        return "the value"
    return "decision values, as decision_function gives them" if boosted else "the share of each class, in order"
