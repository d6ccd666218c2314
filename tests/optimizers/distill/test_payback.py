"""Whether distilling pays, from frames whose answer is known, and from a real run."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from optimizers.distill import DISTILL
from optimizers.distill.path import distilled, draws_of, full_score
from optimizers.distill.payback import payback
from optimizers.experiment import Experiment
from optimizers.running import run
from tests import tiny


def frame(score=0.9, draws=(0.8, 0.81, 0.79, 0.8, 0.8), fit_s=1.0, full_s=3.0, distil_s=5.0, metric="accuracy"):
    """100 rows kept by Twinning and by five draws; every step scores the same but for a ripple."""
    rows = []

    def add(strategy, candidate, value, took):
        same = dict(strategy=strategy, candidate=candidate, start="", unit="", n_rows=50)
        for step, ripple in enumerate([0.01, -0.01, 0.005, -0.005]):
            at = value + ripple
            rows.append(same | dict(part="step", step=step, metric=metric, value=at, low=at, high=at))
        parts = [("horizon", metric, value), *(("cost", k, v) for k, v in took.items())]
        parts += [("choice", "n_rows", 100.0), ("choice", "share", 0.1)] if strategy != "reference" else []
        rows.extend(same | dict(part=p, step=-1, metric=m, value=v, low=v, high=v) for p, m, v in parts)

    add("reference", "recipe refitted", 0.95, {"fit_s": full_s})
    add("Twinning", "100 of 1,000 rows", score, {"fit_s": fit_s, "distil_s": distil_s})
    for k, draw in enumerate(draws, 1):
        add("RandomRows", f"100 of 1,000 rows, draw {k}", draw, {"fit_s": fit_s, "distil_s": 0.0})
    return pd.DataFrame(rows)


def of(table):
    return payback(table, "Twinning", "100 of 1,000 rows")


def test_it_pays_after_as_many_trainings_as_the_division_says():
    found = of(frame(distil_s=5.0, full_s=3.0, fit_s=1.0))
    assert (found.distil_s, found.saved_s, found.n_trainings) == (5.0, 2.0, 3)
    assert found.sentence.startswith("Choosing rows took 5 s, each training is 2 s shorter: it has paid after 3 trai")
    assert "after the first training:" not in found.sentence and "the first training" in of(frame(distil_s=1)).sentence


def test_it_says_when_training_gets_no_shorter():
    found = of(frame(full_s=1.0, fit_s=1.2))
    assert found.n_trainings == np.inf and found.sentence.startswith("It does not pay in time: choosing rows took 5 s")


def test_better_than_random_with_the_interval_of_the_draws():
    draws = np.array([0.8, 0.81, 0.79, 0.8, 0.8])
    found = of(frame(0.9, draws))
    half = 2.7764 * (0.9 - draws).std(ddof=1) / np.sqrt(5)  # Student's t; the steps' ripple is the same for all
    assert found.gain == pytest.approx(0.1) and found.high - found.gain == pytest.approx(half, rel=1e-3)
    assert found.better_than_random and "It is better than random: +0.100" in found.sentence


def test_no_better_than_random_is_said():
    found = of(frame(0.805, (0.8, 0.82, 0.78, 0.81, 0.79)))
    assert not found.better_than_random and found.low < 0 < found.high
    assert "It is no better than random: +0.005" in found.sentence and "draw at random instead" in found.sentence
    assert "It is worse than random" in of(frame(0.5)).sentence


def test_an_error_that_falls_is_a_gain():
    assert of(frame(0.7, metric="rmse")).gain == pytest.approx(0.1)


def test_without_draws_nothing_is_claimed():
    table = frame()
    found = of(table[table["strategy"] != "RandomRows"])
    assert np.isnan(found.gain) and not found.better_than_random and "Add RandomRows" in found.sentence


def test_draws_of_another_size_do_not_count():
    table = distilled(frame())
    assert len(draws_of(table, 95)) == 5 and draws_of(table, 300).empty


def test_a_candidate_that_is_not_there_is_one_sentence():
    with pytest.raises(ValueError, match="no distilled candidate 'none' of 'Twinning'"):
        payback(frame(), "Twinning", "none")


@cache
def real():
    strategies = (DISTILL["RandomRows"](n_sizes=1, share=0.3), DISTILL["AutomaticRows"](n_sizes=1, share=0.3))
    return run(tiny.case("linear"), Experiment(strategies, n_steps=3, rows_per_step=20, operation=True))


def test_a_real_run_has_what_it_takes():
    table = distilled(real().frame)
    assert table["strategy"].tolist() == ["RandomRows"] * 5 + ["AutomaticRows"]
    assert (table["n_rows"] == 36).all() and (table["share"] == 0.3).all() and (table["fit_s"] > 0).all()
    assert full_score(real().frame)[0] > 0.5
    found = payback(real().frame, "AutomaticRows", "36 of 120 rows, weighted twins")
    assert np.isfinite([found.distil_s, found.saved_s, found.gain, found.low, found.high]).all()
    assert real().candidates["AutomaticRows", "36 of 120 rows, weighted twins"].because.startswith("A linear model")
