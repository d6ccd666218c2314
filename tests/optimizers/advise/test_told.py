"""What the answer says of its choice between all rows and recent ones, and what the table says of its numbers."""

from types import SimpleNamespace

import pytest

from benchmarks.retrain_advice import scenario
from optimizers.advise.advice import gather
from optimizers.advise.answer import EVERY, RECENT, decide, preferred
from optimizers.advise.relation import Mean
from optimizers.advise.told import looks_said
from optimizers.clean.overlap import OVERLAP

UNIT = "points of error rate"


def gains(every, recent):
    return {EVERY: Mean(every, every - 0.05, every + 0.05), RECENT: Mean(recent, recent - 0.05, recent + 0.05)}


def test_recent_rows_that_save_more_but_not_surely_are_told_of():
    said = preferred(EVERY, gains(0.19, 0.224), Mean(0.034, -0.01, 0.078), UNIT)
    assert "recent rows alone save 22.4, but that is not surely more" in said
    assert "the difference is 3.4 points of error rate, 95 % CI -1.0 to 7.8" in said and "steadier" in said


@pytest.mark.parametrize(("best", "every", "recent"), [(EVERY, 0.2, 0.1), (RECENT, 0.1, 0.2)])
def test_where_the_better_one_is_taken_nothing_is_added(best, every, recent):
    assert preferred(best, gains(every, recent), Mean(recent - every, -0.1, 0.1), UNIT) == ""


def test_all_rows_that_save_more_unsurely_are_told_of():
    assert "all rows saves 30.0, but not surely" in preferred(RECENT, gains(0.3, 0.1), Mean(-0.2, -0.5, 0.1), UNIT)


def test_the_table_holds_the_difference_that_decides():
    seen = gather(*scenario("concept", "linear", 0, 600, 300))
    table = decide(seen).evidence.set_index("question")
    row, ahead = table.loc["Recent rows over all rows"], seen.refit.recent_over_every()
    assert (row["value"], row["low"], row["high"]) == (ahead.value, ahead.low, ahead.high)
    assert table.loc["Loss now", "says"].startswith("share of wrong predictions")


def test_overlap_is_said_in_words():
    said = looks_said(SimpleNamespace(verdict=OVERLAP))
    assert said == (
        "estimated share of rows; most likely not wrong: the classes overlap, and no model can tell these rows"
    )
