"""The clock and the byte counter, against what must be so."""

import gc
import time

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier

from optimizers import measure
from optimizers.memory import heap_bytes, memory, memory_kib
from optimizers.quiet import thread_pools

from .cases import classifier_case


class Sleeper:
    """A model whose speed is known."""

    def predict(self, X):
        time.sleep(0.002)
        return np.zeros(len(X))


class Holder:
    """A model of a known size."""

    def __init__(self, kib):
        self.weights = np.ones(kib * 128)


@pytest.mark.parametrize("kib", [64, 4096])
def test_memory_of_an_array_is_its_bytes(kib):
    assert memory_kib(Holder(kib)) == pytest.approx(kib, abs=3, rel=0.01)


@pytest.mark.skipif(not heap_bytes(), reason="needs glibc")
def test_memory_counts_the_nodes_that_python_does_not_see():
    case = classifier_case()
    model = RandomForestClassifier(20, random_state=0).fit(case.X_train, case.y_train)
    nodes = sum(t.tree_.node_count for t in model.estimators_) * (64 + 16) / 1024
    kib, counted = memory(model)
    assert nodes < kib < 3 * nodes
    assert "C heap" in counted


def test_memory_falls_back_and_says_so_where_the_c_library_is_mute(monkeypatch):
    monkeypatch.setattr("optimizers.memory.heap_bytes", lambda: 0)
    kib, counted = memory(Holder(256))
    assert kib == pytest.approx(256, rel=0.05) and "not what compiled code" in counted


def test_sizes_and_load_time():
    model = Holder(512)
    assert measure.size_kib(model) == len(measure.model_bytes(model)) / 1024
    assert measure.size_kib(model, 3) < 0.1 * measure.size_kib(model)
    assert 0 < measure.load_ms(model) < 1000


def test_latency_is_what_a_call_takes_and_can_be_told():
    told = []
    calls = measure.latency_us(Sleeper(), classifier_case().X_test, n_calls=150, between=told.append)
    assert len(calls) == 150 and 2000 < np.median(calls) < 6000
    assert told and all(0 <= share <= 1 for share in told)


def test_a_slow_model_is_asked_less_but_at_least_twenty_times():
    assert len(measure.latency_us(Sleeper(), classifier_case().X_test, at_most_s=0.0)) == 20
    assert len(measure.throughputs(Sleeper(), classifier_case().X_test, at_most_s=0.0)) == 1


def test_throughput_is_rows_over_seconds():
    X = classifier_case().X_test
    assert 0.3 * len(X) / 0.002 < measure.throughput(Sleeper(), X) <= len(X) / 0.002


def test_collector_and_native_threads_are_off_on_the_clock_and_back_on_afterwards():
    before = [pool["num_threads"] for pool in thread_pools().info()]
    with measure.quiet():
        assert not gc.isenabled()
        assert {pool["num_threads"] for pool in thread_pools().info()} == {1}
    assert gc.isenabled() and [pool["num_threads"] for pool in thread_pools().info()] == before


def test_thread_pools_found_before_are_kept_where_one_may_not_look(monkeypatch):
    known = thread_pools()

    def refuse():
        raise PermissionError("/proc/self/maps")

    monkeypatch.setattr("threadpoolctl.ThreadpoolController", refuse)
    assert thread_pools() is known
    with measure.quiet():
        pass


@pytest.mark.parametrize("q", [0.5, 0.99])
def test_quantile_interval_covers_about_95_times_in_100(q):
    rng, true = np.random.default_rng(0), -np.log(1 - q)
    hits = []
    for _ in range(400):
        _, low, high = measure.quantile_interval(rng.exponential(size=500), q)
        hits.append(low <= true <= high)
    assert 0.93 <= np.mean(hits) <= 0.99


def test_a_bound_that_the_sample_cannot_give_is_nan():
    _, low, high = measure.quantile_interval(np.arange(200.0), 0.99)
    assert low > 0 and np.isnan(high)
    assert np.isfinite(measure.quantile_interval(np.arange(400.0), 0.99)).all()
    assert np.isnan(measure.quantile_interval(np.arange(5.0), 0.5)[1:]).all()
    assert np.isfinite(measure.quantile_interval(np.arange(6.0), 0.5)).all()
