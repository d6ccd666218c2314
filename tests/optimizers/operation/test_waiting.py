"""Waiting times against tables, closed forms and a simulated line."""

import math

import numpy as np
import pytest

from optimizers.operation.waiting import (
    erlang_b,
    erlang_c,
    mean_wait_s,
    quantile_s,
    servers_needed,
    takes_longer,
    waits_longer,
)


@pytest.mark.parametrize(
    ("servers", "load", "chance"),
    [(1, 0.5, 1 / 3), (2, 1.0, 0.2), (3, 2.0, 4 / 19), (10, 5.0, 0.018385), (5, 3.0, 0.110054)],
)
def test_erlang_b_is_that_of_the_tables(servers, load, chance):
    assert erlang_b(servers, load) == pytest.approx(chance, abs=1e-6)


@pytest.mark.parametrize(
    ("servers", "load", "chance"), [(1, 0.7, 0.7), (2, 1.0, 1 / 3), (3, 2.0, 4 / 9), (10, 8.0, 0.409180)]
)
def test_erlang_c_is_that_of_the_tables(servers, load, chance):
    assert erlang_c(servers, load) == pytest.approx(chance, abs=1e-6)


def test_erlang_c_is_its_definition():
    c, a = 6, 4.5
    tail = a**c / math.factorial(c) * c / (c - a)
    assert erlang_c(c, a) == pytest.approx(tail / (sum(a**k / math.factorial(k) for k in range(c)) + tail))


def test_one_server_is_the_textbooks_mm1():
    arrivals, service = 8.0, 0.1
    assert mean_wait_s(1, arrivals, service) == pytest.approx(0.8 / (10 - 8))
    assert waits_longer(0.3, 1, arrivals, service) == pytest.approx(0.8 * math.exp(-2 * 0.3))
    assert takes_longer(0.3, 1, arrivals, service) == pytest.approx(math.exp(-2 * 0.3))
    assert quantile_s(0.95, 1, arrivals, service) == pytest.approx(math.log(20) / 2)


def test_equal_rates_are_no_gap_in_the_formula():
    near, at = takes_longer(0.4, 2, 10.0 + 1e-5, 0.1), takes_longer(0.4, 2, 10.0, 0.1)
    assert at == pytest.approx(near, rel=1e-4)


def test_a_simulated_line_waits_as_long():
    rng, n, servers, arrivals, service = np.random.default_rng(0), 60_000, 3, 24.0, 0.1
    came = np.cumsum(rng.exponential(1 / arrivals, n))
    free, took = np.zeros(servers), np.empty(n)
    for i, (at, length) in enumerate(zip(came, rng.exponential(service, n))):
        first = free.argmin()
        free[first] = max(free[first], at) + length
        took[i] = free[first] - at
    assert np.quantile(took, 0.95) == pytest.approx(quantile_s(0.95, servers, arrivals, service), rel=0.06)


def test_the_fewest_servers():
    for arrivals, service, target in ((100, 0.02, 0.1), (5, 0.3, 1.0), (3000, 0.001, 0.004)):
        n = servers_needed(0.95, target, arrivals, service)
        assert takes_longer(target, n, arrivals, service) <= 0.05
        assert n - 1 <= arrivals * service or takes_longer(target, n - 1, arrivals, service) > 0.05


def test_no_number_of_servers_makes_one_of_them_faster():
    assert servers_needed(0.95, 0.1, 1.0, 0.05) == 0
    assert servers_needed(0.95, 0.16, 1.0, 0.05) == 1
    assert quantile_s(0.95, 1, 30, 0.05) == math.inf
