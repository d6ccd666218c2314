"""Detectors over a stream: river's alarms, in one go, in pieces, and one value at a time."""

import sys
from itertools import pairwise

import numpy as np
import pytest

from optimizers.detect.streaming import DETECTORS, detector

NEEDS_RIVER = {"ADWIN", "HDDM"}


def stream(seed: int, n: int = 6000, losses: bool = False) -> np.ndarray:
    """The error rate jumps twice, and wanders in between."""
    rng = np.random.default_rng(seed)
    rate = np.repeat([0.1, 0.35, 0.2], n // 3) + 0.05 * np.sin(np.arange(n) / 700)
    return rng.normal(rate, 0.3) if losses else (rng.random(n) < rate).astype(float)


def of_river(name: str):
    drift = pytest.importorskip("river.drift")
    from river.drift import binary

    return {
        "DDM": lambda: binary.DDM(),
        "EDDM": lambda: binary.EDDM(),
        "Page-Hinkley": lambda: drift.PageHinkley(threshold=20, mode="both"),
        "KSWIN": lambda: drift.KSWIN(alpha=0.005, window_size=100, stat_size=30, seed=7),
        "ADWIN": lambda: drift.ADWIN(),
        "HDDM": lambda: binary.HDDMA(warning_confidence=0.5),
    }[name]()


OURS = {
    "Page-Hinkley": dict(threshold=20, direction="both"),
    "KSWIN": dict(alpha=0.005, window=100, newest=30, seed=7),
}


def alarms_of_river(name, values):
    one, alarms = of_river(name), []
    for place, value in enumerate(values.tolist()):
        one.update(value)
        if one.drift_detected:
            alarms.append(place)
    return alarms


@pytest.mark.parametrize("name", ["DDM", "EDDM", "Page-Hinkley", "ADWIN", "HDDM"])
def test_alarms_are_those_of_river(name):
    for seed in range(6):
        losses = name in ("Page-Hinkley", "ADWIN") and seed % 2 == 1
        values = stream(seed, losses=losses)
        assert detector(name, **OURS.get(name, {})).update(values) == alarms_of_river(name, values)


def test_kswin_alarms_are_those_of_river():
    for losses in (False, True):
        values = stream(3, 900, losses)
        assert detector("KSWIN", **OURS["KSWIN"]).update(values) == alarms_of_river("KSWIN", values)


def test_cusum_against_a_loop():
    values = stream(5, losses=True)
    alarms, total = [], 0.0
    for place, value in enumerate(values.tolist()):
        total = max(0.0, total + (value - 0.1) / 0.3 - 0.25)
        if total > 20:
            alarms.append(place)
            total = 0.0
    assert len(alarms) > 5
    assert detector("CUSUM", mean=0.1, sd=0.3).update(values) == alarms


@pytest.mark.parametrize("name", DETECTORS)
def test_state_is_kept_between_pieces(name):
    if name in NEEDS_RIVER:
        pytest.importorskip("river")
    values, pieces = stream(1, 3000), detector(name)
    cuts = [0, 1, 1, 40, 700, 1500, 1501, 3000]
    found = [a + p for a, b in pairwise(cuts) for p in pieces.update(values[a:b])]
    assert found == detector(name).update(values)
    assert found, "the jump from 10 % to 35 % is found"


@pytest.mark.parametrize("name", DETECTORS)
def test_a_constant_stream_is_quiet(name):
    if name in NEEDS_RIVER:
        pytest.importorskip("river")
    assert detector(name).update(np.zeros(2000)) == []
    assert detector(name).update(np.ones(2000)) == []


def test_cusum_learns_a_baseline_without_spread():
    assert detector("CUSUM", warm_up=50).update(np.r_[np.zeros(60), np.ones(5)]) == [62]


@pytest.mark.parametrize(
    "make, sentence",
    [
        (lambda: detector("Magic"), "There is no detector 'Magic'; choose one of ADWIN, DDM"),
        (lambda: detector("DDM", speed=3), "DDM has no setting 'speed'; it has warm_up, threshold."),
        (lambda: detector("DDM", warm_up=0), "DDM.warm_up must be between 1 and 1e+06; got 0."),
        (lambda: detector("KSWIN", newest=400), "KSWIN.newest must be between 2 and 150; got 400."),
        (lambda: detector("CUSUM", mean=0.1), "CUSUM needs a baseline of mean and sd"),
        (lambda: detector("Page-Hinkley", direction="left"), "direction must be one of up, down, both; got 'left'"),
        (lambda: detector("DDM").update([0, 0.5]), "DDM counts errors, 0 or 1; the stream's value 1 is 0.5"),
        (lambda: detector("CUSUM").update([0, np.nan]), "The stream's value 1 is nan; leave out rows without a label."),
    ],
)
def test_what_is_wrong_is_said(make, sentence):
    with pytest.raises(ValueError) as wrong:
        make()
    assert sentence in str(wrong.value)


def test_river_is_named_where_it_lacks(monkeypatch):
    monkeypatch.setitem(sys.modules, "river", None)
    with pytest.raises(ValueError, match="ADWIN needs the package river: pip install river, or take DDM"):
        detector("ADWIN")
