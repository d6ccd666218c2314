"""Has the model seen the rows that judge it?

The model as uploaded is compared, row by row, with its recipe refitted on the learning rows alone. A recipe
scores better on rows that it learned from than on others; that gap is its optimism. A model that has seen
the judging rows shows them the same optimism.

"likely" is said if the uploaded model is better than every refit by more than chance over rows and over
refits, and that by at least half of the gap; or if a part of it says that it was fitted on exactly as many
rows as learning and judging rows together. "above" if it is clearly better, but not in the way of memory.
"cannot tell" if the recipe shows no gap: then having seen the rows leaves no trace (a well-regularised
linear model). Otherwise "no sign".

References
----------
Efron (1986). How biased is the apparent error rate of a prediction rule? JASA 81.
Yeom, Giacomelli, Fredrikson, Jha (2018). Privacy risk in machine learning: analyzing the connection to
overfitting. IEEE CSF. (Membership advantage is bounded by the generalisation gap.)
"""

from __future__ import annotations

from collections.abc import Callable
from math import isclose
from typing import Any

from optimizers.card.answers import Answers
from optimizers.card.compared import Compared, compared
from optimizers.card.fitted import fitted_rows
from optimizers.case import Case
from optimizers.metrics import METRICS, Metric

SHARE_OF_GAP = 0.5
WORTH_SAYING = 0.1  # of the recipe's distance to a perfect score
COUNTED = (
    "The model has been fitted on the rows that judge it: it remembers {:,} rows,"
    " as many as learning and judging rows together."
)
Tell = Callable[[float], None]


def seen(case: Case, uploaded: Answers, seed: int = 0, tell: Tell = lambda _: None) -> dict[str, Any]:
    """The verdict, its sentence and its numbers.

    Parameters
    ----------
    case : Case
    uploaded : Answers
        Of the model as uploaded, to the judging rows.
    seed : int
        Seeds the refits where the recipe leaves chance open.
    tell : callable, optional
        Given the share that is done.

    Returns
    -------
    dict
        "verdict" ("likely", "above", "no sign", "cannot tell"), "sentence", "metric", "fitted_rows" (0 if
        unknown), and the numbers of `Compared` (absent where the recipe cannot be refitted).
    """
    metric, n_rows = METRICS[case.metric], counted_rows(case)
    both = len(case.X_train) + len(case.X_test)
    try:
        found = compared(case, metric, uploaded, seed, tell)
    except ValueError as why:
        verdict, said = ("likely", COUNTED.format(both)) if n_rows == both else ("cannot tell", str(why))
        return {"verdict": verdict, "sentence": said, "metric": metric.name, "fitted_rows": n_rows}
    verdict = judged(found, metric, n_rows, both)
    said = sentence_of(verdict, found, metric, n_rows, both)
    return {"verdict": verdict, "sentence": said, "metric": metric.name, "fitted_rows": n_rows, **vars(found)}


def counted_rows(case: Case) -> int:
    """The number of rows that the model says it was fitted on, if it is one of the two that mean something."""
    n_train, n_test = len(case.X_train), len(case.X_test)
    says = fitted_rows(case.model)
    return next((n for n in (n_train + n_test, n_train) if n in says), 0)


def judged(found: Compared, metric: Metric, fitted_on: int, n_both: int) -> str:
    """The verdict, by the rule at the head of this file."""
    better = found.clear and found.gain_low > 0
    if fitted_on == n_both or (better and found.gap_low > 0 and found.gain >= SHARE_OF_GAP * found.gap):
        return "likely"
    best = metric.high if metric.higher_is_better else metric.low
    if better and found.gain >= WORTH_SAYING * abs(best - found.refit):
        return "above"
    return "no sign" if found.gap_low > 0 or fitted_on else "cannot tell"


def sentence_of(verdict: str, found: Compared, metric: Metric, fitted_on: int, n_both: int) -> str:
    """The verdict in words, with its numbers."""
    up, refit, known = (f"{v:.3g}" for v in (found.uploaded, found.refit, found.refit_learning))
    gain, low, high = (f"{v:+.2g}" for v in (found.gain, found.gain_low, found.gain_high))
    both = (
        f"{metric.title} on the judging rows is {up} as uploaded and {refit} with the recipe refitted on the"
        f" learning rows alone (a difference of {gain}, 95 % interval {low} to {high})"
    )
    if fitted_on == n_both:
        return f"{COUNTED.format(n_both)} {both}: trust the refitted recipe."
    if verdict == "likely":
        return (
            f"The model looks as if it had been fitted on rows that judge it. {both}; on rows that it learned from"
            f" the recipe reaches {known}. Unless it learned from far more rows than the table holds, trust the"
            " refitted recipe."
        )
    if verdict == "above":
        return (
            f"The model is clearly above its recipe, though not in the way of one that remembers. {both}: it has"
            " learned from rows that are not among the learning rows, perhaps from these."
        )
    if verdict == "no sign" and isclose(found.uploaded, found.refit):
        return (
            "No sign that the model has seen the judging rows: refitted on the learning rows alone, its recipe"
            f" scores the same ({metric.title} {up})."
        )
    if verdict == "no sign":
        return f"No sign that the model has seen the judging rows. {both}."
    return (
        f"Whether the model has seen the judging rows cannot be told. {both}; the recipe reaches {known} on rows"
        " that it learned from, so having seen a row leaves no trace in the score."
    )
