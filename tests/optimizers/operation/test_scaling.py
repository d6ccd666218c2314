"""Amdahl's law fitted to times that follow it; cores measured, and projected beyond."""

import time

import numpy as np
import pytest

from optimizers.operation import scaling as scaling_file
from optimizers.operation.amdahl import Amdahl, amdahl, beyond
from optimizers.operation.scaling import said, scaling
from tests.tiny import table


class NapsByRow:
    """Half a second of sleep for all rows of the batch, shared by threads; a tenth as much at every call."""

    def predict(self, X):
        time.sleep(0.004 + 0.04 * len(X) / 1000)
        return np.zeros(len(X))


def test_the_law_is_found_again():
    law = Amdahl(2.0, 0.2)
    found = amdahl([1, 2, 4], [law.seconds(n) for n in (1, 2, 4)])
    assert (found.alone_s, found.serial) == pytest.approx((2.0, 0.2)) and found.limit == pytest.approx(5)


def test_projections_hold_the_law_in_their_interval():
    law, rng = Amdahl(1.0, 0.1), np.random.default_rng(0)
    seconds = np.array([[law.seconds(n) for n in (1, 2, 4)]] * 15) * rng.normal(1, 0.03, (15, 3))
    found = beyond([1, 2, 4], seconds, [8, 32], rng)
    exact = np.array([law.seconds(8), law.seconds(32)])
    assert ((found[:, 1] <= exact) & (exact <= found[:, 2])).all()
    assert found[1, 2] / found[1, 1] > found[0, 2] / found[0, 1]  # the farther, the wider


def test_times_that_get_worse_are_all_serial():
    assert amdahl([1, 2], [1.0, 1.5]).serial == 1


@pytest.mark.parametrize(
    ("serial", "expected"),
    [
        (0.0, "2 cores are 2 times as fast as 1; nearly all of the work can be shared out, so twice the cores are "
              "nearly twice as fast; beyond 2 cores this is a projection."),
        (0.004, "nearly all of the work can be shared out"),
        (0.2, "2 cores are 1.7 times as fast as 1; about 20 % of the work cannot be shared out, so that no number of "
              "cores would be more than 5 times as fast as 1; beyond"),
        (1.0, "more of them do not make it faster"),
    ],
)  # fmt: skip
def test_the_law_in_words_for_a_teacher(serial, expected):
    assert expected in said(Amdahl(1.0, serial), 2)


def test_one_number_of_cores_is_a_sentence():
    with pytest.raises(ValueError, match=r"at least two numbers of cores"):
        amdahl([1], [1.0])


def test_measured_to_the_cores_of_this_machine_and_projected_beyond(monkeypatch):
    monkeypatch.setattr(scaling_file, "available_cores", lambda: 2)
    found, said = scaling(NapsByRow(), table("binary", True).X_test, n_rows=1000, seconds=0.1, projected=(2, 8))
    assert found["n_cores"].tolist() == [1, 2, 8] and found["measured"].tolist() == [True, True, False]
    assert found["value"].is_monotonic_increasing
    assert (found["low"] <= found["value"]).all() and (found["value"] <= found["high"]).all()
    assert said.endswith("beyond 2 cores this is a projection.")
    monkeypatch.setattr(scaling_file, "available_cores", lambda: 1)
    assert "one core" in scaling(NapsByRow(), table("binary", True).X_test, n_rows=100, seconds=0.1)[1]
