"""A diagnosis in words: what was found, with numbers, and what to do."""

from __future__ import annotations

from typing import Any

import pandas as pd

from optimizers.diagnose.rows import DiagnosisRows
from optimizers.diagnose.verdict import INCONCLUSIVE, INCONSISTENT, OVERFITTED, UNDERFITTED, WELL, Verdict
from optimizers.regularize.places import why_none

Share = tuple[float, float, float]


def sentence(
    model: Any,
    rows: DiagnosisRows,
    table: pd.DataFrame,
    verdict: Verdict,
    flips: Share,
    learning: pd.DataFrame,
) -> str:
    """Two or three plain sentences on what `decide` found in a table of `settings_table`."""
    flipping = flips_said(flips, bool(rows.classes))
    if verdict.word == INCONSISTENT:
        return (
            f"Inconsistent: {flipping}, though no setting that was tried is better. "
            "Average several models (bagging) or bring more rows before single predictions are trusted."
        )
    if verdict.word in (OVERFITTED, UNDERFITTED):
        return f"{alarm(rows, table.loc[verdict.place], verdict)} {capital(flipping)}."
    if verdict.word in (WELL, INCONCLUSIVE):
        found = well if verdict.word == WELL else open_question
        return f"{found(rows, table, verdict)} {capital(flipping)}."
    why = why_none(model) or "None of the other settings could be fitted on half of the rows."
    return " ".join(["Unknown:", why, growth(rows, learning), capital(flipping)]).replace("  ", " ") + "."


def alarm(rows: DiagnosisRows, row: pd.Series, verdict: Verdict) -> str:
    much, little = ("too freely", "more") if verdict.word == OVERFITTED else ("too tightly", "less")
    name, to, own = row["regularizer"], row["setting"], row["own"]
    return (
        f"{verdict.word.capitalize()}: the model fits {much}; with {name} = {to} instead of {own}, which regularizes "
        f"{little}, {title(rows)} on held-out folds is {gain(rows, row)} higher "
        f"(80 % interval {spread(rows, row)}). "
        f"Fit it again with {name} near {to}."
    )


def well(rows: DiagnosisRows, table: pd.DataFrame, verdict: Verdict) -> str:
    row = table.loc[verdict.place]
    return (
        f"Well fitted: none of {len(table) - 1} more or less regularized settings is better on held-out folds; the "
        f"best, {row['regularizer']} = {row['setting']}, changes {title(rows)} by {gain(rows, row)}. "
        "Keep the settings."
    )


def open_question(rows: DiagnosisRows, table: pd.DataFrame, verdict: Verdict) -> str:
    row = table.loc[verdict.place]
    reach = number(rows, row["difference"] + row["half"])
    return (
        f"Inconclusive: no setting is clearly better, but {row['regularizer']} = {row['setting']} could be up to "
        f"{reach} better and {len(rows.y):,} rows cannot tell. About {rounded(verdict.n_more_rows):,} more rows would."
    )


def growth(rows: DiagnosisRows, learning: pd.DataFrame) -> str:
    """What the end of the learning curve says."""
    part = learning[learning["part"] == "validation"]
    if len(part) < 2:
        return ""
    first, last = part.iloc[-2], part.iloc[-1]
    return (
        f"From {first['n_rows']:,} to {last['n_rows']:,} rows {title(rows)} on held-out rows went "
        f"from {first['mean']:.3f} to {last['mean']:.3f}."
    )


def flips_said(share: Share, classes: bool) -> str:
    value, low, high = (f"{100 * v:.0f}" for v in share)
    what = "change" if classes else "move by more than half a standard deviation of the target"
    return f"{value} % of predictions ({low} to {high} %) {what} when the model learns from another half of the rows"


def title(rows: DiagnosisRows) -> str:
    name = rows.metric.title
    return name if name.isupper() or name[1:2].isdigit() or " " in name else name.lower()


def gain(rows: DiagnosisRows, row: pd.Series) -> str:
    return number(rows, row["difference"])


def spread(rows: DiagnosisRows, row: pd.Series) -> str:
    """The interval that the one-sided test looks at: above zero where it alarms."""
    low, high = row["difference"] - row["half"], row["difference"] + row["half"]
    return f"{100 * low:.1f} to {100 * high:.1f}" if rows.classes else f"{low:.3f} to {high:.3f}"


def number(rows: DiagnosisRows, value: float) -> str:
    """Points for shares, three decimals for R2."""
    return f"{100 * value:.1f} points" if rows.classes else f"{value:.3f}"


def rounded(n: int) -> int:
    """Two significant digits, upwards: an estimate should look like one."""
    step = 10 ** max(0, len(str(n)) - 2)
    return -(-n // step) * step


def capital(text: str) -> str:
    return text[0].upper() + text[1:]
