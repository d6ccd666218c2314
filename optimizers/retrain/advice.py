"""Which policy to take, in one or two sentences with numbers."""

from __future__ import annotations

import pandas as pd

from optimizers.metrics import METRICS


def sentence(bill: pd.DataFrame) -> str:
    """Which policy costs least, what it cannot be told from, and whether retraining is a waste.

    Parameters
    ----------
    bill : DataFrame
        As `optimizers.retrain.bill.bill` gives it.
    """
    real = bill[~bill["hindsight"] & bill["total"].notna()]
    if real.empty:
        return "No policy but the best schedule in hindsight has played, and that is none to take; add some policies."
    best, never = real.iloc[0], real[real["retrainings"] == 0]
    said = waste(best, real) if best["retrainings"] == 0 else take(best, never) + rivals(real)
    return said + ceiling(best, bill[bill["hindsight"]])


def take(best: pd.Series, never: pd.DataFrame) -> str:
    text = f"Take {quoted(best)}: it costs {spanned(best, 'total')} with {times(best['retrainings'])}"
    if never.empty:
        return f"{text}, the least of all that have played."
    kept = never.iloc[0]
    text += f", against {money(kept['total'])} for never retraining ({share(best['total'], kept['total'])}); "
    return f"{text}its {metric(best)} is {moved(best)}."


def rivals(real: pd.DataFrame) -> str:
    """Which others may as well be the cheapest: the intervals of the differences, paired by judging row, say so."""
    close = tied(real)
    close = close[(close["retrainings"] > 0) | ~close["retrainings"].eq(0).duplicated()]  # never, by whatever name
    if close.empty:
        return ""
    first, rest = close.iloc[0], close.iloc[1:]
    also = [called(first)] + (["never retraining"] if (rest["retrainings"] == 0).any() else [])
    more = len(close) - len(also)
    also += [f"{more} more"] if more else []
    return f" It cannot be told from {also[0]}, which costs {spanned(first, 'over')} more{nor(also[1:])}."


def nor(names: list[str]) -> str:
    return "".join(f", nor from {name}" for name in names)


def tied(real: pd.DataFrame) -> pd.DataFrame:
    """The policies behind the cheapest whose difference to it may be nothing."""
    return real.iloc[1:][real["over_low"].iloc[1:] <= 0]


def waste(best: pd.Series, real: pd.DataFrame) -> str:
    close, others = tied(real), real[real["retrainings"] > 0]
    if others.empty:
        return f"Never costs least, {spanned(best, 'total')}, and no other policy has retrained at all."
    first = others.iloc[0]
    rising = f"{spanned(first, 'over')} more; {times(first['retrainings'])}"
    if (close["retrainings"] > 0).any():
        text = f"Retraining is not seen to pay: never costs least, {spanned(best, 'total')}, but it cannot be told from"
        return f"{text} {quoted(first)} ({rising}); its {metric(first)} is {moved(first)}."
    text = f"Retraining is a waste here: never costs least, {spanned(best, 'total')}"
    text += f"; the next, {quoted(first)}, costs {money(first['total'])} ({share(first['total'], best['total'])})"
    return f"{text} with {times(first['retrainings'])}, and its {metric(first)} is {moved(first)}."


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
    unsure = "no different for sure from the uploaded model's" if row["change_low"] <= 0 <= row["change_high"] else ""
    better = (row["change"] > 0) == METRICS[row["metric"]].higher_is_better
    word = unsure or f"{'better' if better else 'worse'} than the uploaded model's"
    return f"{word}: {row['change']:+.3f} ({row['change_low']:+.3f} to {row['change_high']:+.3f})"


def metric(row: pd.Series) -> str:
    title = METRICS[row["metric"]].title
    return title if title.isupper() or title[1:2].isupper() else title[0].lower() + title[1:]


def quoted(row: pd.Series) -> str:
    return f"'{row['candidate']}'"


def called(row: pd.Series) -> str:
    return "never retraining" if row["retrainings"] == 0 else quoted(row)


def spanned(row: pd.Series, name: str) -> str:
    """A sum with its interval, where there is one."""
    value, low, high = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
    if not low < high:
        return money(value)
    decimals = 0 if max(abs(low), abs(high)) >= 10 else 2
    return f"{value:,.{decimals}f} ({low:,.{decimals}f} to {high:,.{decimals}f})"


def times(n: float) -> str:
    return "1 retraining" if n == 1 else f"{n:,.0f} retrainings"


def money(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"


def share(value: float, of: float) -> str:
    if not of > 0:
        return "nothing to compare with"
    return f"{abs(value / of - 1) * 100:.1f} % {'less' if value < of else 'more'}"
