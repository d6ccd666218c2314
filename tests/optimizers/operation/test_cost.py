"""Bills against sums done by hand."""

import math

import numpy as np
import pandas as pd
import pytest

from optimizers.operation.cost import Operation, at_size, bill, bills

PRICES = Operation(requests_s=10, target_p95_ms=500, cores_per_machine=2, process_mib=0, gb_month_price=5.0)


def table(**seconds_per_row):
    rows = [("memory_kib", 0, 1e6 / 1.024), ("cpu_s_per_million", 1, 0.0), ("cpu_s_per_million", 100, 0.0)]
    records = []
    for name, s in seconds_per_row.items():
        values = [(what, batch, value or s * 1e6) for what, batch, value in rows]
        values += [("throughput_rows_s", 1, 1 / s), ("throughput_rows_s", 100, 10 / s)]
        records += [{"model": name, "measure": w, "batch": b, "value": v} for w, b, v in values]
    return pd.DataFrame(records)


def test_a_bill_by_hand():
    found = bill(PRICES, service_s=0.1, cpu_s_per_million=1e5, memory_kib=1e6 / 1.024)
    assert (found.cores, found.machines) == (2, 1) and found.busy == 0.5
    assert found.memory_gb == pytest.approx(2.0)
    assert found.yearly == pytest.approx(2 * 8760 * 0.04 + 2 * 12 * 5)
    assert found.cpu_per_million == pytest.approx(1e5 / 3600 * 0.04)
    assert found.per_million == pytest.approx(found.yearly / (10 * 8760 * 3600 / 1e6))
    assert found.p95_ms < 500


def test_a_faster_model_saves_machines():
    found = bills(table(original=0.1, direct=0.001), Operation(requests_s=100, target_p95_ms=400, cores_per_machine=1))
    assert found["saved_a_year"].iloc[0] == 0 < found["saved_a_year"].iloc[1]
    assert found["cores"].iloc[0] > 10 and found["cores"].iloc[1] == 1
    assert found["said"].iloc[1].startswith("direct needs 1 core for 95 % of 100 requests/s within 400 ms: 95 %")


@pytest.mark.parametrize(("requests_s", "cores"), [(50, 1), (500, 5)])
def test_waiting_is_that_of_the_cores_that_are_needed_not_of_those_rented(requests_s, cores):
    prices = Operation(requests_s=requests_s, target_p95_ms=40, cores_per_machine=32)
    found = bill(prices, 0.00736, 0.0, 0.0)
    assert (found.cores, found.machines) == (cores, 1)
    assert found.busy == pytest.approx(requests_s * 0.00736 / cores)
    took = line(cores, requests_s, 0.00736, lambda rng, n: rng.exponential(0.00736, n))
    assert np.quantile(took, 0.95) * 1e3 == pytest.approx(found.p95_ms, rel=0.05)
    if cores == 1:  # the textbook's closed form
        assert found.p95_ms == pytest.approx(math.log(20) * 7.36 / (1 - found.busy))


def test_times_that_vary_less_wait_less_as_the_page_says():
    found = bill(Operation(requests_s=50), 0.00736, 0.0, 0.0)
    for spread in (0.0, 0.3):
        took = line(1, 50, 0.00736, lambda rng, n, s=spread: 0.00736 * rng.uniform(1 - s, 1 + s, n))
        assert np.quantile(took, 0.95) * 1e3 < found.p95_ms


def line(servers, arrivals_s, mean_s, lengths, n=40_000):
    """Seconds that each of n requests takes, waiting included: the next free server takes the next, one by one."""
    rng = np.random.default_rng(0)
    free, took, now = [0.0] * servers, np.empty(n), 0.0
    gaps, service = rng.exponential(1 / arrivals_s, n), lengths(rng, n)
    assert np.mean(service) == pytest.approx(mean_s, rel=0.02)
    for i in range(n):
        now += gaps[i]
        first = free.index(min(free))
        free[first] = max(free[first], now) + service[i]
        took[i] = free[first] - now
    return took


def test_the_sentence_says_what_the_table_says():
    found = bills(table(original=0.1), Operation(requests_s=8, target_p95_ms=2000)).iloc[0]
    assert found["said"] == (
        "original needs 1 core for 95 % of 8 requests/s within 2,000 ms: 95 % are then answered within "
        f"{found['p95_ms']:,.3g} ms, and it is busy 80 % of the time. 1 machine of 4 cores costs "
        f"{found['yearly']:,.0f} a year."
    )
    more = bills(table(original=0.1), Operation(requests_s=100, target_p95_ms=2000)).iloc[0]["said"]
    assert "needs 11 cores" in more and "each is busy 90.9 % of the time. 3 machines of 4 cores cost" in more


def test_a_target_out_of_reach_is_a_sentence_not_a_number():
    row = bills(table(original=0.1), Operation(target_p95_ms=200)).iloc[0]
    assert row["cores"] == 0 and math.isnan(row["yearly"])
    assert row["p95_ms"] == pytest.approx(100 * math.log(20))
    assert row["said"].startswith("No number of cores lets original answer 95 % of 50 requests/s within 200 ms:")


def test_between_two_batches_and_beyond_them():
    own = table(original=0.1)
    assert at_size(own, "throughput_rows_s", 10) == pytest.approx(10 * math.sqrt(10))
    assert at_size(own, "throughput_rows_s", 10_000, per_call=True) == pytest.approx(100.0)
    with pytest.raises(ValueError, match="has no latency"):
        at_size(own, "latency", 1)


def test_settings_are_checked_and_round_trip():
    assert Operation(requests_s=5.0).spec() == {"kind": "Operation", "requests_s": 5.0}
    with pytest.raises(ValueError, match="Operation.target_p95_ms must be between"):
        Operation(target_p95_ms=0.0)
