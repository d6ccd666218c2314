"""Models measured in turn: a model that naps is slower by as much, its own copy is not."""

import time

import numpy as np
import pytest

from optimizers.operation import compare
from optimizers.operation.compare import operation_of
from optimizers.operation.rounds import paired, timed_rounds
from tests.tiny import fitted


class Napping:
    """Sleeps a while, then answers as another does."""

    def __init__(self, model, nap_s):
        self.model, self.nap_s = model, nap_s

    def predict(self, X):
        time.sleep(self.nap_s)
        return self.model.predict(X)


class Unsaved(Napping):
    def __reduce__(self):
        raise TypeError("not to be saved")


def of(found, name, measure, batch=0):
    rows = found[(found["model"] == name) & (found["measure"] == measure) & (found["batch"] == batch)]
    assert len(rows) == 1
    return rows.iloc[0]


@pytest.fixture(scope="module")
def measured():
    model, rows, _ = fitted("tree")
    told = []
    models = {"original": Napping(model, 0.02), "fast": model, "unsaved": Unsaved(model, 0.06)}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(compare, "CALLS_A_ROUND", 2)
        found = operation_of(models, rows.X_test, batches=(1, 200), seconds=0.2, tell=told.append)
    assert told[-1] == 1.0
    return found


def test_every_measure_is_there(measured):
    assert measured["measure"].value_counts()["throughput_rows_s"] == 6
    assert of(measured, "original", "latency_p50_us", 1)["value"] > 20_000
    assert of(measured, "fast", "size_kib")["times_better"] == pytest.approx(1.0, abs=0.1)
    assert of(measured, "fast", "load_ms")["low"] > 0 and of(measured, "fast", "memory_kib")["value"] > 0


def test_ratios_are_to_the_first_model(measured):
    for what, batch in (("latency_p50_us", 1), ("throughput_rows_s", 1), ("throughput_rows_s", 200)):
        same, fast = of(measured, "original", what, batch), of(measured, "fast", what, batch)
        assert same["times_better"] == same["times_low"] == same["times_high"] == 1
        assert fast["times_better"] > 1 and fast["times_low"] <= fast["times_better"] <= fast["times_high"]
        assert of(measured, "unsaved", what, batch)["times_better"] < 1


def test_naps_take_no_cpu(measured):
    napped, nap_s = of(measured, "original", "cpu_s_per_million", 200), 0.02 / 200 * 1e6
    assert napped["value"] < nap_s


def test_a_model_that_cannot_be_saved_is_measured_all_the_same(measured):
    assert "size_kib" not in set(measured.loc[measured["model"] == "unsaved", "measure"])
    assert of(measured, "unsaved", "latency_p99_us", 1)["value"] > 60_000


def test_every_model_is_asked_once_a_round():
    asked = []
    calls = {name: (lambda name=name: asked.append(name)) for name in "abc"}
    timed = timed_rounds(calls, 0.0, np.random.default_rng(0))
    rounds = np.array(asked[3:]).reshape(-1, 3)
    assert (np.sort(rounds) == list("abc")).all() and len({tuple(r) for r in rounds}) > 1
    assert timed["a"][0].shape == (7, 1) and timed["a"][1].shape == (7,)


def test_paired_ratios_cancel_a_busy_moment():
    busy = np.array([1, 1, 9, 1, 1, 7, 1, 1.0])
    assert paired(2 * busy, busy) == (2, 2, 2)


@pytest.mark.parametrize("asked", [dict(models={}), dict(batches=(0,))])
def test_nothing_to_measure_is_a_sentence(asked):
    model, rows, _ = fitted("tree")
    with pytest.raises(ValueError, match=r"\.$"):
        operation_of(asked.get("models", {"a": model}), rows.X_test, batches=asked.get("batches", (1,)))
