"""Which policy to take, in one or two sentences with numbers."""

from __future__ import annotations

import pandas as pd

from optimizers.metrics import METRICS


def sentence(bill: pd.DataFrame) -> str:
    """Which policy costs least, and whether retraining is a waste.

    Parameters
    ----------
    bill : DataFrame
        As `optimizers.retrain.bill.bill` gives it.
    """
    real = bill[~bill["hindsight"] & bill["total"].notna()]
    if real.empty:
        return "No policy but the best schedule in hindsight has played, and that is none to take; add some policies."
    best, never = real.iloc[0], real[real["retrainings"] == 0]
    said = waste(best, real) if best["retrainings"] == 0 else take(best, never)
    return said + ceiling(best, bill[bill["hindsight"]])


def take(best: pd.Series, never: pd.DataFrame) -> str:
    text = f"Take {quoted(best)}: it costs {money(best['total'])} with {times(best['retrainings'])}"
    if never.empty:
        return f"{text}, the least of all that have played."
    kept = never.iloc[0]
    text += f", against {money(kept['total'])} for never retraining ({share(best['total'], kept['total'])}); "
    return f"{text}{metric(best)} is {moved(best)}."


def waste(best: pd.Series, real: pd.DataFrame) -> str:
    text = f"Retraining is a waste here: never costs least, {money(best['total'])}"
    others = real[real["retrainings"] > 0]
    if others.empty:
        return f"{text}, and no other policy has retrained at all."
    first = others.iloc[0]
    text += f"; the next, {quoted(first)}, costs {money(first['total'])} ({share(first['total'], best['total'])})"
    return f"{text} with {times(first['retrainings'])}, and {metric(first)} is {moved(first)}."


def ceiling(best: pd.Series, hindsight: pd.DataFrame) -> str:
    """What even the best schedule could have saved."""
    if hindsight.empty or not hindsight["total"].min() < best["total"]:
        return ""
    row = hindsight.loc[hindsight["total"].idxmin()]
    return (
        f" Even the best schedule in hindsight would have cost {money(row['total'])}"
        f" ({share(row['total'], best['total'])}) with {times(row['retrainings'])}."
    )


def moved(row: pd.Series) -> str:
    """The paired change against the model as uploaded, with its interval."""
    unsure = "no different for sure" if row["change_low"] <= 0 <= row["change_high"] else ""
    better = (row["change"] > 0) == METRICS[row["metric"]].higher_is_better
    word = unsure or ("better" if better else "worse")
    return f"{word}: {row['change']:+.3f} ({row['change_low']:+.3f} to {row['change_high']:+.3f})"


def metric(row: pd.Series) -> str:
    title = METRICS[row["metric"]].title
    return title if title.isupper() or title[1:2].isupper() else title[0].lower() + title[1:]


def quoted(row: pd.Series) -> str:
    return f"'{row['candidate']}'"


def times(n: float) -> str:
    return "1 retraining" if n == 1 else f"{n:,.0f} retrainings"


def money(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"


def share(value: float, of: float) -> str:
    if not of > 0:
        return "nothing to compare with"
    return f"{abs(value / of - 1) * 100:.1f} % {'less' if value < of else 'more'}"
