"""The choice of a way to run a model, and the verdict, from made-up tables."""

import numpy as np
import pandas as pd
import pytest

from optimizers.operation.backend import backends, best_backend, hardware_verdict, rehost_verdict
from optimizers.operation.cost import Operation


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
            times_high=v,
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
    assert "onnx gives the same answers 30 times as fast" in hardware_verdict(THREE, 1)
    assert "the model itself is what is slow" in hardware_verdict(THREE, 10_000)
    assert "so a bigger machine is a temporary fix" in hardware_verdict(THREE, 10_000)
    assert hardware_verdict(table(a=(1, 1, 1)), 1).startswith("Only one way")


def test_one_core_that_serves_the_traffic_or_what_is_slow():
    assert rehost_verdict(THREE, Operation(requests_s=1, target_p95_ms=1000), 1) == (
        "One core serves this traffic: 1 requests/s keep it busy for 10.0% of the time, and 95 % are answered within "
        "1,000 ms; a bigger machine buys nothing that this traffic needs."
    )
    assert rehost_verdict(THREE, Operation(requests_s=100, target_p95_ms=1000), 1) == hardware_verdict(THREE, 1)


def test_large_gains_are_written_out():
    assert "onnx gives the same answers 150 times as fast" in hardware_verdict(table(a=(2, 1, 1), onnx=(307, 1, 1)), 1)


def test_nothing_measured_is_a_sentence():
    with pytest.raises(ValueError, match="no throughput was measured"):
        best_backend(THREE.iloc[:0], 1)
    with pytest.raises(ValueError, match="at least 1 row; got 0"):
        best_backend(THREE, 0)
    assert np.isfinite(backends(THREE)["times_better"]).all()
