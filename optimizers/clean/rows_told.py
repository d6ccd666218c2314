"""A sentence for each thing that is wrong with a table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizers.words import columns, counted


def findings(
    n_rows: int,
    exact: np.ndarray,
    near: np.ndarray,
    contradictory: np.ndarray,
    minority: np.ndarray,
    constant: tuple[str, ...],
    missing: tuple[str, ...],
    by_chance: int,
    radius: float,
    values: bool,
) -> pd.DataFrame:
    """kind, count, by_chance, sentence; a row for each kind, found or not."""
    records = [
        ("exact duplicates", len(exact), by_chance, exact_said(len(exact), by_chance)),
        ("near duplicates", len(near), 0, near_said(len(near), radius)),
        (
            "contradictions",
            len(contradictory),
            0,
            contradictory_said(len(contradictory), len(minority), n_rows, values),
        ),
        ("constant columns", len(constant), 0, columns_said(constant, "holds one value only", "hold one value only")),
        ("missing columns", len(missing), 0, columns_said(missing, "holds no value", "hold no value")),
    ]
    return pd.DataFrame(records, columns=["kind", "count", "by_chance", "sentence"])


def exact_said(n: int, by_chance: int) -> str:
    if not n:
        return "No row repeats another."
    said = f"{counted(n, 'row')} {'repeats' if n == 1 else 'repeat'} an earlier one exactly, target included"
    if 2 * by_chance >= n:
        return f"{said}: with so few distinct values chance alone would give about {by_chance:,}; it need not be wrong."
    return f"{said}; chance alone would give about {by_chance:,}."


def near_said(n: int, radius: float) -> str:
    if not radius:
        return (
            "Near repeats were not looked for: with so few or so coarse number columns every row has near neighbours."
        )
    where = f"within {radius:.2g} standard deviations, a fiftieth of the common distance to the nearest row"
    if not n:
        return f"No row nearly repeats another ({where})."
    return f"{counted(n, 'row')} nearly {'repeats' if n == 1 else 'repeat'} an earlier one ({where}; same categories)."


def contradictory_said(n: int, n_minority: int, n_rows: int, values: bool) -> str:
    if not n:
        return "No rows have the same inputs and another target."
    what = "a value more than half a standard deviation away" if values else "another label"
    share = f"{100 * n / n_rows:.1f} %"
    said = (
        f"{counted(n, 'row')} ({share}) have the inputs of another row and {what}: no model can be right on all of them"
    )
    return said + "." if values else f"{said}; {n_minority:,} of them are outvoted by the others, or tie."


def columns_said(names: tuple[str, ...], one: str, many: str) -> str:
    if not names:
        return f"No column {one}."
    return f"{columns(names)} {one if len(names) == 1 else many}."
