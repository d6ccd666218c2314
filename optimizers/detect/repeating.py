"""Do labels follow one another, so that who repeats the last one scores well?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizers.case import Case
from optimizers.experiment import Experiment
from optimizers.predict import outputs, truth
from optimizers.retrain.kappa_t import FEWEST_ROWS, Repeated, no_change, repeated
from optimizers.world import Future


def in_order(case: Case, experiment: Experiment, world: Future) -> tuple[Repeated, pd.DataFrame, list[str]] | None:
    """The uploaded model beside repeating the last label, over all rows and at each step.

    None where the question makes no sense: values are predicted, rows are drawn instead of being in their own order,
    or there are too few rows.

    Returns
    -------
    whole : Repeated
    steps : DataFrame
        step, accuracy, no_change. The first row of all has no label before it and counts as wrong.
    labels : list of str
        The steps' names.
    """
    if case.task != "classification" or experiment.timeline == "simulated" or len(world.y) <= FEWEST_ROWS:
        return None
    right = outputs(case.model, world.X, "labels", case.classes) == truth(world.y, case.task, case.classes)
    y = pd.factorize(world.y)[0]
    both = pd.DataFrame({"accuracy": right, "no_change": no_change(y)}).astype(float)
    step = np.repeat(np.arange(world.n_steps), np.diff(world.bounds))
    steps = both.groupby(step).mean().reindex(range(world.n_steps)).rename_axis("step").reset_index()
    return repeated(y, right), steps, list(world.labels)
