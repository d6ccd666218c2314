"""The scorecard counts as one would by hand."""

import numpy as np
import pytest

from optimizers.detect.schedule import judged, once_while_it_differs, schedule
from optimizers.detect.scorecard import ALWAYS, COLUMNS, FEATURES, NEVER, OVER_FEATURES, scorecard
from optimizers.detect.streaming import DETECTORS
from optimizers.drift import DRIFTS, Profile
from optimizers.experiment import Experiment
from tests.optimizers.cases import classifier_case, regressor_case

MOVED = Experiment(
    drifts=(DRIFTS["Move"](columns=("a",), by_sd=2.5, when=Profile(start=5)),), n_steps=10, rows_per_step=200
)


def test_every_detector_stands_beside_those_that_do_not_look():
    pytest.importorskip("river")
    alarms = {}
    card = scorecard(classifier_case(), MOVED, n_seeds=2, alarms=alarms).set_index("detector")
    assert list(card.index) == [*DETECTORS, FEATURES, *OVER_FEATURES, ALWAYS, NEVER]
    assert (card["n_onsets"] == 2).all() and (card["why"] == "").all()
    assert card["found"]["DDM"] == card["found"]["ADWIN"] == card["found"][FEATURES] == 1
    over_features = card.loc[[*OVER_FEATURES]]
    assert (over_features["found"] == 1).all() and (over_features["delay_steps"] <= 1).all()
    assert card["delay_steps"][ALWAYS] == 0 and card["false_per_1000"][ALWAYS] == 900
    assert card["found"][NEVER] == 0 and card["f1"][NEVER] == 0 and np.isnan(card["precision"][NEVER])
    assert alarms[ALWAYS] == [list(range(10))] * 2 and len(alarms["DDM"]) == 2


def test_counting_by_hand():
    onsets, moves = np.array([3, 8]), np.isin(np.arange(12), [3, 8, 9])
    counted = judged([[1, 4, 5, 9]], [(onsets, moves)])
    assert counted["found"] == 1 and counted["delay_steps"] == 1
    assert counted["false_per_1000"] == pytest.approx(2 / 12 * 1000)  # steps 1 and 5
    assert counted["precision"] == 0.5 and counted["f1"] == pytest.approx(2 / 3)


def test_who_compares_with_the_reference_is_counted_once_while_the_world_differs():
    there_and_back = Experiment(drifts=(DRIFTS["Move"](when=Profile(start=3, end=6)),))
    assert once_while_it_differs([1, 2, 4, 5, 7, 8], there_and_back, 10) == [1, 2, 4, 7, 8]


def test_the_schedule_is_the_drifts_own():
    slow = DRIFTS["Move"](when=Profile("incremental", start=2, over=3))
    back = DRIFTS["Move"](when=Profile(start=7, end=9))
    onsets, moves = schedule(Experiment(drifts=(slow, back)), 12)
    assert onsets.tolist() == [2, 7, 9] and np.flatnonzero(moves).tolist() == [2, 3, 4, 7, 9]
    assert schedule(Experiment(), 6)[0].tolist() == []


def test_what_counts_errors_does_not_take_losses():
    card = scorecard(regressor_case(), MOVED, ["DDM", "CUSUM"], n_seeds=1).set_index("detector")
    assert "DDM counts errors, 0 or 1" in card["why"]["DDM"] and np.isnan(card["found"]["DDM"])
    assert card["found"]["CUSUM"] == 1 and list(card.reset_index()) == COLUMNS
    with pytest.raises(ValueError, match="There is no detector 'Magic'"):
        scorecard(regressor_case(), MOVED, ["Magic"])
