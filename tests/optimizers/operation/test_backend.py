"""The choice of a way to run a model, and the verdict, from made-up tables."""

import numpy as np
import pandas as pd
import pytest

from optimizers.operation.backend import backends, best_backend, hardware_verdict, traffic_verdict
from optimizers.operation.cost import Operation, bill


def table(**rates):
    """model=(rows a second at 1, 100, 10,000 rows a call)"""
    first = next(iter(rates.values()))
    records = [
        dict(
            model=m,
            measure="throughput_rows_s",
            batch=b,
            value=v,
            times_better=v / w,
            times_low=0.95 * v / w,
            times_high=1.1 * v / w,
        )
        for m, values in rates.items()
        for b, v, w in zip((1, 100, 10_000), values, first)
    ]
    return pd.DataFrame(records)


THREE = table(original=(10, 1000, 50_000), direct=(200, 3000, 52_000), onnx=(300, 2000, 20_000))


@pytest.mark.parametrize(
    ("size", "best"),
    [(1, "onnx"), (100, "direct"), (10_000, "original"), (1_000_000, "original"), (3, "onnx"), (400, "direct")],
)
def test_the_fastest_at_each_size(size, best):
    assert best_backend(THREE, size) == best


def test_a_gain_within_the_noise_is_not_taken():
    assert best_backend(table(a=(10, 10, 10), b=(10.2, 10, 10)), 1) == "a"


def test_all_sizes_at_once():
    found = backends(THREE)
    assert found["model"].tolist() == ["onnx", "direct", "original"] and found["times_better"].tolist() == [30, 3, 1]


def test_the_verdict():
    assert hardware_verdict(THREE, 1).startswith("At 1 row a call the model is not what is slow")
    assert "onnx answers 30 times (95 % interval 28 to 33) as fast on the same machine" in hardware_verdict(THREE, 1)
    assert "the model itself is what takes the time: no other way" in hardware_verdict(THREE, 10_000)
    assert "so a bigger machine is a temporary fix" in hardware_verdict(THREE, 10_000)
    assert hardware_verdict(table(a=(1, 1, 1)), 1).startswith("Only one way")


def test_where_the_traffic_needs_no_bigger_machine_none_is_spoken_of():
    for table_, size in ((THREE, 1), (THREE, 10_000), (table(a=(1, 1, 1)), 1), (table(a=(1, 1, 1), b=(1.2, 1, 1)), 1)):
        assert "bigger" not in hardware_verdict(table_, size, needs_more=False)
        assert "bigger" in hardware_verdict(table_, size)


def test_a_small_gain_is_said_with_its_interval():
    assert "the fastest way, b, is 1.2 times (95 % interval 1.1 to 1.3) as fast" in hardware_verdict(
        table(a=(1, 1, 1), b=(1.2, 1, 1)), 1
    )


def test_an_interval_that_is_not_known_is_left_out():
    unknown = THREE.assign(times_low=np.nan, times_high=np.nan)
    assert "onnx answers 30 times as fast" in hardware_verdict(unknown, 1)


def test_one_core_that_serves_the_traffic():
    assert traffic_verdict(THREE, Operation(requests_s=1, target_p95_ms=1000)) == (
        "One core serves this traffic: at 1 requests/s it is busy 10 % of the time, and 95 % are answered within "
        "333 ms (1,000 ms are wanted); a bigger machine buys nothing that this traffic needs.",
        False,
    )


def test_how_many_cores_are_needed_where_one_no_longer_suffices():
    said, needs_more = traffic_verdict(THREE, Operation(requests_s=100, target_p95_ms=1000))
    assert needs_more and said.startswith(
        "One core no longer suffices: 100 requests/s need 11 cores; each is busy 90.9 %"
    )
    said, needs_more = traffic_verdict(THREE, Operation(requests_s=1, target_p95_ms=200))
    assert needs_more and said.startswith("No number of cores answers 95 % of 1 requests/s within 200 ms")


@pytest.mark.parametrize("requests_s", [1, 8, 100])
def test_the_verdict_and_the_bill_agree(requests_s):
    prices = Operation(requests_s=requests_s, target_p95_ms=2000)
    found = bill(prices, 0.1, 0.0, 0.0)
    said, needs_more = traffic_verdict(THREE, prices)
    assert needs_more == (found.cores != 1)
    assert f"busy {100 * found.busy:.3g} %" in said and f"within {found.p95_ms:,.3g} ms" in said


def test_large_gains_are_written_out():
    assert "onnx answers 150 times" in hardware_verdict(table(a=(2, 1, 1), onnx=(307, 1, 1)), 1)


def test_nothing_measured_is_a_sentence():
    with pytest.raises(ValueError, match="no throughput was measured"):
        best_backend(THREE.iloc[:0], 1)
    with pytest.raises(ValueError, match="at least 1 row; got 0"):
        best_backend(THREE, 0)
    assert np.isfinite(backends(THREE)["times_better"]).all()
