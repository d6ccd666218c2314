"""Confidence-based performance estimation: a calibrated classifier knows how often it is right."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optimizers.case import Case
from optimizers.estimate.out_of_fold import learning_rows, out_of_fold
from optimizers.metrics import Metric
from optimizers.predict import outputs, truth
from optimizers.world import Rows

N_MAPS, N_DRAWS = 25, 8
ENOUGH_FOR_ISOTONIC = 1000
CLIP = 1e-4

Map = Callable[[np.ndarray], np.ndarray]


def cbpe(case: Case, world: Rows, metric: Metric, seed: int = 0) -> np.ndarray:
    """Scores that each step may have if the relation between X and the label is still the old one.

    Probabilities are calibrated on out-of-fold answers of the recipe; labels are then drawn from the model's
    own calibrated probabilities at each step, and scored. Calibration is repeated on resampled rows, so that the
    spread of the scores holds its doubt as well as that of the labels.

    Returns
    -------
    draws : (n_steps, n_draws) array
        Their mean is the estimate, their 2.5 and 97.5 % quantiles its interval.

    Raises
    ------
    ValueError
        If the model gives no probabilities, or its recipe cannot be refitted.

    References
    ----------
    Kivimaki, Bialek, Nurminen, Kuberski (2025). Confidence-based estimators for predictive performance in
    model monitoring. JAIR 82. The idea is that of NannyML's CBPE (2022).
    """
    if not hasattr(case.model, "predict_proba"):
        raise ValueError(
            f"{type(case.model).__name__} gives no probabilities, and nothing can be estimated from labels alone; "
            "wrap it in CalibratedClassifierCV."
        )
    rng = np.random.default_rng(seed)
    rows = learning_rows(case, rng)
    known = out_of_fold(case, rows, "scores", seed)
    y = truth(case.y_train.iloc[rows], case.task, case.classes)
    known, y = known[y >= 0], y[y >= 0]
    says = outputs(case.model, world.X, "scores", case.classes)
    answers = says if metric.needs == "scores" else outputs(case.model, world.X, metric.needs, case.classes)
    draws = np.empty((world.n_steps, N_MAPS * N_DRAWS))
    for k in range(N_MAPS):
        drawn = rng.integers(0, len(y), len(y))
        chances = calibration(known[drawn], y[drawn])(says)
        for j in range(N_DRAWS):
            labels = drawn_labels(chances, rng.random(world.rows.max(initial=0) + 1)[world.rows])
            for s in range(world.n_steps):
                part = world.step(s)
                draws[s, k * N_DRAWS + j] = (
                    metric.influence(labels[part], answers[part])[0] if part.stop > part.start else np.nan
                )
    return draws


def drawn_labels(chances: np.ndarray, lot: np.ndarray) -> np.ndarray:
    """A class for each row, drawn from its chances by a lot in [0, 1); a row that comes again has the same one."""
    upto = np.cumsum(chances, axis=1)
    return np.minimum((lot[:, None] * upto[:, -1:] > upto).sum(axis=1), chances.shape[1] - 1)


def calibration(known: np.ndarray, y: np.ndarray) -> Map:
    """From a model's class scores to chances: each class against the rest, then made to sum to 1."""
    n_classes = known.shape[1]
    if n_classes == 2:
        one = one_map(known[:, 1], y == 1)
        return lambda scores: np.column_stack([1 - one(scores[:, 1]), one(scores[:, 1])])
    maps = [one_map(known[:, c], y == c) for c in range(n_classes)]

    def chances(scores: np.ndarray) -> np.ndarray:
        given = np.column_stack([one(scores[:, c]) for c, one in enumerate(maps)]) + CLIP / n_classes
        return given / given.sum(axis=1, keepdims=True)

    return chances


def one_map(score: np.ndarray, is_class: np.ndarray) -> Map:
    """Isotonic where there are rows enough, else a logistic curve of the log odds; a class never seen has none.

    References
    ----------
    Zadrozny, Elkan (2002). Transforming classifier scores into accurate multiclass probability estimates. KDD.
    Platt (1999). Probabilistic outputs for support vector machines.
    """
    from sklearn.isotonic import IsotonicRegression
    from sklearn.linear_model import LogisticRegression

    if is_class.all() or not is_class.any():
        share = float(is_class.mean())
        return lambda s: np.full(len(s), share)
    if min(is_class.sum(), (~is_class).sum()) * 10 >= ENOUGH_FOR_ISOTONIC:
        curve = IsotonicRegression(out_of_bounds="clip").fit(score, is_class)
        return lambda s: curve.predict(s)
    line = LogisticRegression(C=1e3).fit(log_odds(score), is_class)
    return lambda s: line.predict_proba(log_odds(s))[:, 1]


def log_odds(score: np.ndarray) -> np.ndarray:
    clipped = np.clip(score, CLIP, 1 - CLIP)
    return np.log(clipped / (1 - clipped))[:, None]
