"""Intervals of costs against what they are by definition: the bootstrap over judging rows, and those of "against"."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from optimizers.metrics import Z95
from optimizers.playing import played as scored
from optimizers.retrain.advice import sentence
from optimizers.retrain.bill import bill
from optimizers.retrain.every_k_steps import EveryKSteps
from optimizers.retrain.ledger import KEYS, N_GROUPS, ledger_frame
from optimizers.retrain.never import Never
from optimizers.retrain.oracle import Oracle
from optimizers.retrain.prices import Prices
from optimizers.retrain.sure import spread
from optimizers.running import run
from optimizers.world import future

from .worlds import candidate_of, turning

POLICIES = (Never(), EveryKSteps(every=2), Oracle())
PRICES = Prices(retraining=3, error=2, cpu_hour=0)


def result(case, experiment):
    return run(case, dataclasses.replace(experiment, strategies=POLICIES))


def wrong_by_row(case, experiment, policy):
    """(world, whether each row of each step is wrong), found without any ledger."""
    experiment = dataclasses.replace(experiment, strategies=POLICIES)
    world = future(case, experiment)
    answers, _ = scored(dataclasses.replace(case, metric="accuracy"), world, candidate_of(policy, case))
    return world, np.asarray(case.classes)[np.concatenate(answers)] != world.y.to_numpy()


def resampled(world, losses, n=4000):
    """The sum of some losses when judging rows are drawn again: the bootstrap over the rows of their own."""
    steps = np.repeat(np.arange(world.n_steps), np.diff(world.bounds))
    means = np.bincount(steps, losses) / np.bincount(steps)
    rows, code = np.unique(world.rows, return_inverse=True)
    each = np.bincount(code, losses - means[steps])
    lots = np.random.default_rng(0).integers(0, len(rows), (n, len(rows)))
    return each[lots].sum(axis=1)


@pytest.mark.parametrize("timeline", ["rows", "simulated"])
def test_totals_and_regrets_are_as_sure_as_the_bootstrap_says(timeline):
    case, experiment = turning()
    experiment = dataclasses.replace(experiment, timeline=timeline, rows_per_step=50)
    table = bill(result(case, experiment), PRICES).set_index("strategy")
    world, never = wrong_by_row(case, experiment, POLICIES[0])
    _, every = wrong_by_row(case, experiment, POLICIES[1])
    cheapest = {type(p).__name__: p for p in POLICIES}[table.index[0]]  # of all: the floor of every regret
    _, best = wrong_by_row(case, experiment, cheapest)
    for row, name, losses in (
        ("Never", "total", never * 2.0),
        ("EveryKSteps", "total", every * 2.0),
        ("Never", "regret", (never.astype(float) - best) * 2),
        ("EveryKSteps", "regret", (every.astype(float) - best) * 2),
    ):
        low, high = table.loc[row, f"{name}_low"], table.loc[row, f"{name}_high"]
        assert (high - low) / 2 == pytest.approx(1.97 * resampled(world, losses).std(), rel=0.06, abs=1e-9), (row, name)
        assert (low + high) / 2 == pytest.approx(table.loc[row, name])


def test_with_few_rows_it_is_the_interval_of_the_paired_difference():
    """Accuracy over steps of equal size: the part "against" says the same, in another unit."""
    case, experiment = turning()
    found = result(case, experiment)
    table = bill(found, PRICES).set_index("strategy")
    against = found.frame.query("strategy == 'EveryKSteps' and part == 'against' and metric == 'accuracy'").iloc[0]
    case_rows = len(case.X_test)
    own = {key: c.ledger.parts[:, 0] for key, c in found.candidates.items()}
    difference = own["EveryKSteps", table.loc["EveryKSteps", "candidate"]] - own["Never", "never"]
    half = (against["high"] - against["low"]) / 2 * case_rows
    assert spread(difference) / 1.9699 == pytest.approx(half / Z95, rel=1e-3)


def test_groups_of_many_rows_are_as_sure_as_single_rows():
    rng = np.random.default_rng(0)
    losses = rng.random(20_000) < 0.3
    group = rng.permutation(20_000) % N_GROUPS
    exact = 1.96 * losses.std() * np.sqrt(20_000)
    assert spread(np.bincount(group, losses - losses.mean())) == pytest.approx(exact, rel=0.12)


def test_the_interval_covers_what_it_promises():
    """Worlds drawn again and again: about 95 % of the intervals hold the expected cost of a fixed model."""
    rng, hits, p = np.random.default_rng(1), 0, 0.2
    for _ in range(400):
        losses = rng.random(3_000) < p
        half = spread(np.bincount(rng.permutation(3_000) % N_GROUPS, losses - losses.mean()))
        hits += abs(losses.sum() - 3_000 * p) <= half
    assert 0.92 <= hits / 400 <= 0.98


def test_a_matrix_prices_the_interval_too():
    case, experiment = turning()
    found = result(case, experiment)
    flat, even, double, one_sided = (
        bill(found, Prices(matrix=matrix, cpu_hour=0)).set_index("strategy").loc["Never"]
        for matrix in ((), ((0, 1), (1, 0)), ((0, 2), (2, 0)), ((0, 1), (0, 0)))
    )
    width = [row["total_high"] - row["total_low"] for row in (flat, even, double, one_sided)]
    assert width[1] == pytest.approx(width[0], rel=1e-4) and width[2] == pytest.approx(2 * width[0], rel=1e-4)
    assert double["cost_errors"] == 2 * even["cost_errors"] and 0 < width[3] != width[0]


def test_values_have_intervals_and_a_bill_without_a_ledger_has_none():
    case, experiment = turning(classes=False)
    found = result(case, experiment)
    table = bill(found, PRICES)
    assert (table["total_low"] < table["total"]).all()
    assert table.loc[table["hindsight"], "regret_low"].item() == 0
    bare = bill(found, PRICES, ledger_frame({}))
    assert bare["total_low"].isna().all() and sentence(bare).endswith(".")
    assert list(ledger_frame({}).columns) == KEYS


def made_bill(**columns):
    same = {"metric": "accuracy", "change": 0.1, "change_low": 0.05, "change_high": 0.15, "hindsight": False}
    return pd.DataFrame([same | dict(zip(columns, row)) for row in zip(*columns.values())]).assign(
        total_low=lambda t: t["total"] - 9, total_high=lambda t: t["total"] + 9
    )


def test_what_cannot_be_told_apart_is_said():
    close = made_bill(
        candidate=["a", "b", "never"], total=[100.0, 103, 140], retrainings=[2, 4, 0],
        over=[0.0, 3, 40], over_low=[0.0, -5, 20], over_high=[0.0, 11, 60],
    )  # fmt: skip
    assert "Take 'a': it costs 100 (91 to 109)" in sentence(close)
    assert "It cannot be told from 'b', which costs 3 (-5 to 11) more." in sentence(close)
    assert "cannot be told" not in sentence(close.assign(over_low=[0.0, 1, 20]))
    assert "nor from never retraining." in sentence(close.assign(over_low=[0.0, -5, -1]))


def test_where_retraining_may_as_well_pay_never_is_no_certain_winner():
    close = made_bill(
        candidate=["never", "b"], total=[100.0, 103], retrainings=[0, 4],
        over=[0.0, 3], over_low=[0.0, -5], over_high=[0.0, 11],
    )  # fmt: skip
    assert sentence(close).startswith(
        "Retraining is not seen to pay: never costs least, 100 (91 to 109), but it cannot"
    )
    assert sentence(close.assign(over_low=[0.0, 1])).startswith("Retraining is a waste here")
