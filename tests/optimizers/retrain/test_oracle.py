"""The best schedule against all schedules."""

from itertools import combinations

import numpy as np
import pytest

from optimizers.metrics import METRICS
from optimizers.playing import step_scores
from optimizers.retrain.every_k_steps import EveryKSteps
from optimizers.retrain.never import Never
from optimizers.retrain.oracle import Oracle, best_schedule, loss_matrix
from optimizers.world import future

from .worlds import candidate_of, played, turning


def cost_of(schedule, losses, price):
    used, total = 0, 0.0
    for s in range(len(losses)):
        if s in schedule:
            used, total = s, total + price
        total += losses[used, s]
    return total


def every_schedule(n):
    return [c for k in range(n) for c in combinations(range(1, n), k)]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("price", [0.0, 0.05, 0.3, 5.0])
def test_no_schedule_of_six_steps_is_cheaper(seed, price):
    losses = np.random.default_rng(seed).random((6, 6))
    losses[np.tril_indices(6, -1)] = np.inf
    if seed % 3 == 0:
        losses[2] = np.inf  # could not be fitted
    found = best_schedule(losses, price)
    best = min(cost_of(s, losses, price) for s in every_schedule(6))
    assert cost_of(found, losses, price) == pytest.approx(best)


def test_of_equals_it_retrains_least():
    assert best_schedule(np.triu(np.ones((5, 5))), 0.0) == []


def test_the_matrix_holds_what_playing_finds():
    case, experiment = turning()
    world = future(case, experiment)
    seen = candidate_of(Oracle(), case)
    losses = loss_matrix(Oracle(), seen, world)
    for policy, row in ((Never(), losses[0]), (EveryKSteps(every=1), np.diag(losses))):
        _, answers = played(policy, case, experiment, world)
        scores = step_scores(METRICS["accuracy"], case, world, answers)
        assert row == pytest.approx([1 - s.value for s in scores])


def test_it_retrains_after_the_turn():
    case, experiment = turning()
    policy = Oracle(window="sliding", window_steps=1)
    candidate, _ = played(policy, case, experiment)
    assert (3, "retrained") in candidate.events
    assert "a ceiling" in Oracle.title()


def test_it_skips_a_window_that_depends_on_the_past():
    case, _ = turning()
    assert "choose another window" in Oracle(window="since the last alarm").skip(case.model)
