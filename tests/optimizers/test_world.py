"""The future: what is drawn, what is cut, what is left alone."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from optimizers.drift.base import Drift, Profile
from optimizers.drift.move import Move
from optimizers.experiment import Experiment
from optimizers.strategy import Candidate, Strategy
from optimizers.world import future

from .cases import classifier_case


class Nudge(Drift):
    """Add noise of its own to every value."""

    def shift(self, X, y, t, rng, world):
        return X + t * rng.normal(size=X.shape), y


def test_simulated_steps_are_judging_rows_drawn_without_replacement():
    case, world = classifier_case(), future(classifier_case(), Experiment(n_steps=5, rows_per_step=200))
    assert world.labels == ("1", "2", "3", "4", "5")
    for s in range(5):
        rows = world.rows[world.step(s)]
        assert len(set(rows)) == 200
        assert np.array_equal(world.X.iloc[world.step(s)].to_numpy(), case.X_test.to_numpy()[rows])


def test_more_rows_than_there_are_come_with_replacement():
    world = future(classifier_case(), Experiment(n_steps=2, rows_per_step=1000))
    assert len(world.X) == 2000 and world.rows.max() < 400


def test_a_real_timeline_without_drift_is_the_judging_rows_themselves():
    case = classifier_case()
    for timeline in ("rows", "week", "month"):
        world = future(case, Experiment(timeline=timeline))
        assert world.X.equals(case.X_test) and world.bounds[-1] == 400


def test_months_are_cut_at_their_borders_and_named():
    case, world = classifier_case(), future(classifier_case(), Experiment(timeline="month"))
    assert world.labels[:3] == ("2020-01", "2020-02", "2020-03")
    assert [world.bounds[i + 1] - world.bounds[i] for i in range(3)] == [31, 29, 31]
    assert (case.time.iloc[world.step(1)].dt.month == 2).all()


def test_calendar_without_dates_is_one_sentence():
    case = dataclasses.replace(classifier_case(), time=None)
    with pytest.raises(ValueError, match="needs a time column with dates"):
        future(case, Experiment(timeline="month"))


def test_more_periods_than_a_chart_can_hold_is_one_sentence():
    days = pd.Series(pd.date_range("2000-01-01", periods=401, freq="D"))
    base = classifier_case(n_test=401)
    with pytest.raises(ValueError, match="gives 401 steps"):
        future(dataclasses.replace(base, time=days), Experiment(timeline="day"))


def test_taking_one_drift_out_leaves_the_other_as_it_was_row_for_row():
    drifts = (Nudge(when=Profile(start=0)), Nudge(when=Profile(start=1)))
    both = Experiment(drifts=drifts, n_steps=3, rows_per_step=50)
    case = classifier_case()
    clean, one = future(case, both, without={0, 1}), future(case, both, without={0})
    two = future(case, both)
    assert np.array_equal(clean.rows, two.rows)
    assert clean.X.iloc[clean.step(0)].equals(one.X.iloc[one.step(0)])
    noise = two.X - future(case, both, without={1}).X
    assert np.allclose(noise.to_numpy()[50:], (one.X - clean.X).to_numpy()[50:])


def test_the_case_is_left_alone():
    case = classifier_case()
    before = case.X_test.copy(), case.y_test.copy()
    future(case, Experiment(drifts=(Nudge(),), n_steps=10))
    assert before[0].equals(case.X_test) and before[1].equals(case.y_test)


@dataclass(frozen=True)
class Learner(Strategy):
    """A strategy whose candidates observe."""

    learns = True

    def candidates(self, model, X, y, rng):
        yield Candidate("learner", model)


def test_who_learns_from_a_row_of_a_simulated_world_is_never_judged_by_it():
    case = classifier_case()
    world = future(case, Experiment((Learner(),), n_steps=6, rows_per_step=40))
    assert not set(world.rows) & set(world.arriving.rows)
    assert len(world.arriving.X) == 6 * 40
    assert set(world.rows) | set(world.arriving.rows) <= set(range(len(case.X_test)))


def test_rows_in_their_own_order_are_judged_first_and_arrive_then():
    world = future(classifier_case(), Experiment((Learner(),), n_steps=6, timeline="rows"))
    assert world.arriving.X.equals(world.X) and len(np.unique(world.rows)) == len(world.rows)


def test_the_arriving_rows_drift_as_the_judging_ones():
    push = Experiment((Learner(),), (Move(by_sd=5, when=Profile("abrupt", start=3)),), n_steps=6, rows_per_step=40)
    come = future(classifier_case(), push).arriving
    calm, moved = come.X.iloc[: 3 * 40].to_numpy(), come.X.iloc[3 * 40 :].to_numpy()
    assert moved.mean() - calm.mean() > 2 * calm.std()


@pytest.mark.parametrize(("delay", "share"), [(0, 1.0), (2, 0.5), (5, 0.1), (9, 1.0)])
def test_labels_come_late_and_for_a_share_only(delay, share):
    given = Experiment((Learner(),), n_steps=6, rows_per_step=40, label_delay=delay, label_share=share)
    world = future(classifier_case(), given)
    assert len(world.labelled) == 6
    for s, places in enumerate(world.labelled):
        assert len(places) == (round(share * 40) if s >= delay else 0)
        assert all(world.arriving.bounds[s - delay] <= p < world.arriving.bounds[s - delay + 1] for p in places)


def test_work_that_is_shared_is_done_once_by_many_threads():
    world, done = future(classifier_case(), Experiment(n_steps=2, rows_per_step=20)), []
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: world.once("fit", lambda: done.append(1) or object()), range(50)))
    assert len(done) == 1 and len(set(map(id, found))) == 1
