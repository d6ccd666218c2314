"""What a candidate answers otherwise than the model as uploaded, and whether that is for the better."""

from __future__ import annotations

from typing import Any

import pandas as pd

from optimizers.case import Case
from optimizers.metrics import wilson
from optimizers.predict import outputs, truth

COLUMNS = ("before", "after", "count", "share", "low", "high", "better", "worse")


def changed_labels(case: Case, candidate: Any) -> pd.DataFrame:
    """The judging rows whose label the candidate changed, by the label before and after.

    Parameters
    ----------
    case : Case
        Of a classifier; its model is the one before.
    candidate : estimator

    Returns
    -------
    DataFrame
        One row a pair of labels that occurs, the commonest first: before, after; count of judging rows; share
        of the rows that had the label before, with Wilson's 95 % interval; better and worse, how many of them
        became right, and wrong.

    Raises
    ------
    ValueError
        If the case is no classification.
    """
    if case.task != "classification":
        raise ValueError("Labels change for classifiers only; this model predicts numbers.")
    given = [outputs(m, case.X_test, "labels", case.classes) for m in (case.model, candidate)]
    frame = pd.DataFrame(dict(zip(("before", "after"), given), y=truth(case.y_test, case.task, case.classes)))
    n_before = frame["before"].value_counts()
    pairs = frame[frame["before"] != frame["after"]].groupby(["before", "after"])
    records = [record(case, int(b), int(a), rows, int(n_before[b])) for (b, a), rows in pairs]
    found = pd.DataFrame(records, columns=list(COLUMNS))
    return found.sort_values("count", ascending=False, kind="stable", ignore_index=True)


def record(case: Case, before: int, after: int, rows: pd.DataFrame, n_before: int) -> dict[str, Any]:
    share = len(rows) / n_before
    low, high = wilson(share, 0.0, n_before)
    names = [str(case.classes[k]) if k >= 0 else "(another label)" for k in (before, after)]
    right = {"better": int((rows["y"] == after).sum()), "worse": int((rows["y"] == before).sum())}
    return (
        dict(zip(("before", "after"), names)) | {"count": len(rows), "share": share, "low": low, "high": high} | right
    )


def sentence(changed: pd.DataFrame, n_rows: int) -> str:
    """How many labels changed, and how often that made them right or wrong.

    >>> sentence(pd.DataFrame(columns=list(COLUMNS)), 200)
    'Every one of the 200 judging rows keeps its label.'
    """
    n = int(changed["count"].sum())
    if not n:
        return f"Every one of the {n_rows:,} judging rows keeps its label."
    better, worse = int(changed["better"].sum()), int(changed["worse"].sum())
    most = changed.iloc[0]
    neither = "" if better + worse == n else f", {n - better - worse:,} stay wrong"
    return (
        f"{n:,} of {n_rows:,} judging rows change their label ({n / n_rows:.1%}): {better:,} become right, "
        f"{worse:,} become wrong{neither}. Most often {most['before']} becomes {most['after']} ({most['count']:,})."
    )
