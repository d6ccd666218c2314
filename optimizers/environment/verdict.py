"""What a comparison of versions comes to, in one sentence."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizers.environment.compare import CARRIED, INSTALLED, SAVED

ROUNDING = 1e-9  # below this the libraries add in another order, and no more


def verdict(table: pd.DataFrame) -> str:
    """Which versions open the model, and whether they answer alike.

    Parameters
    ----------
    table : DataFrame
        As `compare` gives it.
    """
    tried = table[table["role"].isin([SAVED, INSTALLED, ""])]
    opens = tried[tried["opens"]]
    closed = tried.loc[~tried["opens"], "version"].tolist()
    if opens.empty:
        return "None of these versions opens the file. " + carried(table)
    said = f"{len(opens)} of {len(tried)} versions {'opens' if len(opens) == 1 else 'open'} the file unaided"
    do_not = "does not" if len(closed) == 1 else "do not"
    said += f"; {', '.join(closed)} {do_not}. " if closed else ". "
    return " ".join(part for part in (said.strip(), answers(opens), carried(table)) if part)


def answers(opens: pd.DataFrame) -> str:
    """Whether those that open it answer alike."""
    if len(opens) < 2 or opens["changed"].isna().all():
        return ""
    moved = opens[(opens["changed"] > 0) & ~(opens["largest"] <= ROUNDING)]
    if moved.empty:
        exact = (opens["largest"].fillna(0) == 0).all() and (opens["changed"] == 0).all()
        how = "bit for bit" if exact else f"to {opens['largest'].max():.0e}"
        return f"{'Both' if len(opens) == 2 else 'All of these'} answer the same, {how}."
    worst = moved.loc[moved["changed"].idxmax()]
    spread = f"{100 * worst['changed_low']:.2g} to {100 * worst['changed_high']:.2g} %"
    return f"Under {worst['version']} {100 * worst['changed']:.2g} % of the answers change ({spread})."


def carried(table: pd.DataFrame) -> str:
    """Whether carrying it over to the installed version kept its answers."""
    rows = table[(table["role"] == CARRIED) & table["opens"]]
    if rows.empty or np.isnan(rows["changed"].iloc[0]):
        return ""
    row = rows.iloc[0]
    if row["changed"] == 0 and not row["largest"] > 0:
        return f"Carried over to {row['version']} it answers the same on all {row['n_rows']:,.0f} rows, bit for bit."
    if not row["largest"] > ROUNDING:
        return (
            f"Carried over to {row['version']} it answers the same on all {row['n_rows']:,.0f} rows, "
            f"but for rounding (at most {row['largest']:.0e})."
        )
    return (
        f"Carried over to {row['version']} it does NOT answer the same: {100 * row['changed']:.2g} % of the answers "
        f"differ, by at most {row['largest']:.2g}; open it in its own version instead."
    )
