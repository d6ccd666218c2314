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

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.card.answers import Answers, judging, learning
from optimizers.card.fitted import fitted_rows
from optimizers.case import Case, model_input
from optimizers.metrics import METRICS, Z95, Metric, score, standard_error
from optimizers.reference import recipe, refitted

SHARE_OF_GAP = 0.5
WORTH_SAYING = 0.1  # of the recipe's distance to a perfect score
MORE_REFITS, AT_MOST_FIT_S = 3, 3.0
COUNTED = (
    "The model has been fitted on the rows that judge it: it remembers {:,} rows,"
    " as many as learning and judging rows together."
)
Tell = Callable[[float], None]


@dataclass(frozen=True)
class Compared:
    """The uploaded model against its recipe, on the primary metric, signed so that higher is better.

    Attributes
    ----------
    uploaded, refit, refit_learning : float
        Scores as they are: of the model, of its recipe on the judging and on the learning rows.
    gain, gain_low, gain_high : float
        Uploaded over refit on the judging rows; paired by row, 95 %, refits' spread included.
    gap, gap_low, gap_high : float
        The recipe's optimism: learning over judging rows.
    clear : bool
        Whether every refit is beaten, and their mean by three of their standard deviations.
    """

    uploaded: float
    refit: float
    refit_learning: float
    gain: float
    gain_low: float
    gain_high: float
    gap: float
    gap_low: float
    gap_high: float
    clear: bool


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


def compared(case: Case, metric: Metric, uploaded: Answers, seed: int, tell: Tell) -> Compared:
    """Refit the recipe, once or (where it is quick and chance has a part in it) a few times, and compare."""
    tell(0.0)
    first = refitted(case, seed)
    tell(0.4)
    theirs = judging(case, first.model)
    mine, other = (score(metric, uploaded.y, a.to(metric)) for a in (uploaded, theirs))
    known = learning(case, first.model)
    before = score(metric, known.y, known.to(metric))
    sign, n = (1 if metric.higher_is_better else -1), len(uploaded.y)
    again = [score(metric, uploaded.y, a.to(metric)).value for a in more_refits(case, seed, first.cost["fit_s"], tell)]
    values = sign * np.array([other.value, *again])
    spread = float(values.std(ddof=1)) if again else 0.0
    gain, gap = sign * mine.value - float(values.mean()), sign * (before.value - other.value)
    gain_se = np.hypot(standard_error((mine.influence - other.influence) / n)[0], spread * np.sqrt(1 + 1 / len(values)))
    gap_se = np.hypot(standard_error(before.influence / len(known.y))[0], standard_error(other.influence / n)[0])
    return Compared(
        *(mine.value, other.value, before.value),
        *(gain, float(gain - Z95 * gain_se), float(gain + Z95 * gain_se)),
        *(gap, float(gap - Z95 * gap_se), float(gap + Z95 * gap_se)),
        bool(sign * mine.value > values.max() and gain > 3 * spread),
    )


def more_refits(case: Case, seed: int, fit_s: float, tell: Tell) -> Iterator[Answers]:
    """Answers of recipes fitted with other seeds; none where nothing is left to chance or fitting is slow."""
    if fit_s > AT_MOST_FIT_S:
        return
    for i in range(MORE_REFITS):
        fresh = recipe(case.model, seed)
        seeds = {k: seed + 1 + i for k in fresh.get_params() if k.split("__")[-1] == "random_state"}
        if not seeds:
            return
        fresh.set_params(**seeds).fit(model_input(case.model, case.X_train), case.y_train.to_numpy())
        yield judging(case, fresh)
        tell(0.4 + 0.6 * (i + 1) / MORE_REFITS)


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
        f" learning rows alone (better by {gain}, 95 % interval {low} to {high})"
    )
    if fitted_on == n_both:
        return f"{COUNTED.format(n_both)} {both}: trust the refitted recipe."
    if verdict == "likely":
        return (
            f"The model has most likely been fitted on rows that judge it. {both}; on rows that it learned from"
            f" the recipe reaches {known}. Trust the refitted recipe."
        )
    if verdict == "above":
        return (
            f"The model is clearly above its recipe, though not in the way of one that remembers. {both}: it has"
            " learned from rows that are not among the learning rows, perhaps from these."
        )
    if verdict == "no sign":
        return f"No sign that the model has seen the judging rows. {both}."
    return (
        f"Whether the model has seen the judging rows cannot be told. {both}; the recipe reaches {known} on rows"
        " that it learned from, so having seen a row leaves no trace in the score."
    )
