"""Should this model be retrained? From data up to now: whether the world changed, what of it, and what it would bring.

Retraining only makes sense if the training data was poor, or if it no longer represents reality.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from optimizers.advise.broken import Broken, broken_columns
from optimizers.advise.explained import class_shift, density_ratios, difference, expected_loss, new_row_probability
from optimizers.advise.relation import Mean, Relation, out_of_fold, relation
from optimizers.clean.gain import cleaning_gain
from optimizers.clean.labels import LabelNoise, label_noise
from optimizers.clean.overlap import NOISE
from optimizers.detect.two_sample import two_sample
from optimizers.reference import recipe

FEWEST_ROWS = 60
MOST_ROWS = 10_000
OnProgress = Callable[[dict], None]


@dataclass(frozen=True, eq=False)
class Evidence:
    """What was measured; losses are errors a row: 0 or 1 for classes, in units of guessing for values.

    Attributes
    ----------
    broken : list of Broken
    moved : Mean
        AUC of telling new inputs from old: 0.5 where nothing moved.
    features : tuple of str
        Which give it away.
    then, now, expected : Mean
        Loss on old rows out of fold; on new rows; and on old rows weighted as the new inputs are spread.
    refit : Relation
    noise : LabelNoise or None
        Of the new labels; None where it could not be judged.
    noise_then : LabelNoise or None
        Of the learning rows' labels.
    cleaning : str
        What cleaning the learning rows' labels would gain, where that is sure; else empty.
    classes : (moved, p_value)
        Half the summed change of the classes' shares, and how likely chance does as much.
    unit : str
        What a hundredth of a loss is called.
    """

    broken: list[Broken]
    moved: Mean
    features: tuple[str, ...]
    then: Mean
    now: Mean
    expected: Mean
    refit: Relation
    noise: LabelNoise | None = None
    noise_then: LabelNoise | None = None
    cleaning: str = ""
    classes: tuple[float, float] = (0.0, 1.0)
    unit: str = "points"
    notes: tuple[str, ...] = field(default=())


def gather(
    model: Any,
    old: tuple[pd.DataFrame, pd.Series],
    new: tuple[pd.DataFrame, pd.Series],
    seed: int = 0,
    on_progress: OnProgress | None = None,
) -> Evidence:
    """Measure everything that the answer rests on.

    Parameters
    ----------
    model : fitted estimator
    old, new : (X, y)
        Learning rows, and labelled rows from up to now that the model has not seen, in time order.

    Raises
    ------
    ValueError
        If there are too few new labelled rows, or the model cannot be refitted.
    """
    tell = on_progress or (lambda _: None)
    recipe(model, seed)  # whether refitting pays cannot be said of a model that cannot be refitted
    X_new, y_new = new
    if len(y_new) < FEWEST_ROWS:
        raise ValueError(
            f"{len(y_new)} new labelled rows are too few to advise on; wait for {FEWEST_ROWS}, better a few hundred."
        )
    notes: list[str] = []
    X_old, y_old = few(*old, seed, "learning", notes)
    X_new, y_new = few(X_new, y_new, seed, "new", notes)
    tell({"done": 0, "of": 0, "doing": "comparing new inputs with old"})
    test = two_sample(X_old, X_new, seed=seed)
    refit = relation(model, X_old, y_old, X_new, y_new, seed, tell)
    tell({"done": 0, "of": 0, "doing": "scoring the recipe on unseen old rows"})
    losses = out_of_fold(model, X_old, y_old, seed)
    tell({"done": 0, "of": 0, "doing": "judging labels"})
    weights = density_ratios(new_row_probability(X_old, X_new, seed), len(X_new))
    noise, noise_then = judged(model, X_new, y_new, seed), judged(model, X_old, y_old, seed)
    return Evidence(
        broken_columns(X_old, X_new),
        Mean(test.auc, test.low, test.high),
        tuple(str(f) for f in test.features["feature"].head(3)),
        Mean.of(losses[np.isfinite(losses)]),
        Mean.of(refit.now),
        expected_loss(losses, weights),
        refit,
        noise,
        noise_then,
        cleaning_pays(model, X_old, y_old, seed) if noise_then and noise_then.verdict == NOISE else "",
        class_shift(y_old, y_new) if hasattr(model, "classes_") else (0.0, 1.0),
        "points of error rate" if hasattr(model, "classes_") else "% of a guess's error",
        tuple(notes),
    )


def few(X: pd.DataFrame, y: pd.Series, seed: int, which: str, notes: list[str]) -> tuple[pd.DataFrame, pd.Series]:
    """At most `MOST_ROWS`, drawn at random and said so."""
    if len(y) <= MOST_ROWS:
        return X, y
    notes.append(f"{MOST_ROWS:,} of the {len(y):,} {which} rows were looked at, drawn at random.")
    places = np.sort(np.random.default_rng(seed).choice(len(y), MOST_ROWS, replace=False))
    return X.iloc[places], y.iloc[places]


def judged(model: Any, X: pd.DataFrame, y: pd.Series, seed: int) -> LabelNoise | None:
    try:
        return label_noise(model, X, y, seed)
    except ValueError:
        return None


def cleaning_pays(model: Any, X: pd.DataFrame, y: pd.Series, seed: int) -> str:
    """What cleaning gains, where it surely does: classes that overlap evenly look like noise, and cleaning harms."""
    try:
        found = cleaning_gain(model, X, y, seed)
    except ValueError:
        return ""
    return found.sentence if found.recommended else ""


def worsened(seen: Evidence) -> Mean:
    """New loss less old loss."""
    return difference(seen.now, seen.then)


def unexplained(seen: Evidence) -> Mean:
    """New loss less what the moved inputs let one expect: the relation of inputs to target changed where it is high."""
    return difference(seen.now, seen.expected)
