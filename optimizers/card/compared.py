"""A model against its own recipe, refitted on the learning rows alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from optimizers.card.answers import Answers, judging, learning
from optimizers.case import Case, model_input
from optimizers.metrics import Z95, Metric, score, standard_error
from optimizers.reference import recipe, refitted

MORE_REFITS, AT_MOST_FIT_S = 3, 3.0
Tell = Callable[[float], None]


@dataclass(frozen=True)
class Compared:
    """The uploaded model against its recipe, on the primary metric, signed so that higher is better.

    Attributes
    ----------
    uploaded, refit, refit_learning : float
        Scores as they are: of the model, of its recipe on the judging rows (mean of the refits) and on
        the learning rows.
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


def compared(case: Case, metric: Metric, uploaded: Answers, seed: int, tell: Tell) -> Compared:
    """Refit the recipe, once or (where it is quick and chance has a part in it) a few times, and compare.

    A model that was honestly fitted is one more draw among the refits: its gain over their mean has their
    spread, times the root of 1 + 1 / n_refits, beside the error of the rows.

    Raises
    ------
    ValueError
        If the recipe cannot be refitted, or the model does not give what the metric needs.
    """
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
        *(mine.value, float(sign * values.mean()), before.value),
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
