"""The rule on tables made by hand, and the words that it comes with."""

import pandas as pd
import pytest

from optimizers.diagnose.saying import rounded
from optimizers.diagnose.verdict import decide, one_sided_half


def table(*others):
    """The model's own row, then (side, difference, half, p)."""
    rows = [("own", 0.0, 0.0, float("nan")), *others]
    return pd.DataFrame(rows, columns=["side", "difference", "half", "p"])


@pytest.mark.parametrize(
    ("others", "flips", "word"),
    [
        ([("more", 0.03, 0.01, 0.01), ("less", -0.1, 0.02, 0.99)], 0.0, "overfitted"),
        ([("more", -0.1, 0.02, 0.99), ("less", 0.03, 0.01, 0.01)], 0.0, "underfitted"),
        ([("more", -0.1, 0.02, 0.99), ("less", -0.01, 0.01, 0.9)], 0.0, "well fitted"),
        ([("more", 0.005, 0.02, 0.3), ("less", -0.1, 0.01, 0.99)], 0.0, "inconclusive"),
        ([("more", 0.005, 0.02, 0.3)], 0.3, "inconsistent"),
        ([("more", 0.03, 0.01, 0.01)], 0.3, "overfitted"),
        ([("more", 0.03, 0.04, 0.11), ("less", 0.02, 0.01, 0.05)], 0.0, "underfitted"),
        ([("more", float("nan"), float("nan"), 1.0)], 0.0, "unknown"),
        ([], 0.0, "unknown"),
        ([], 0.3, "inconsistent"),
    ],
)
def test_the_verdict_of_a_table(others, flips, word):
    assert decide(table(*others), flips, 1000).word == word


def test_the_greatest_of_several_gains_is_named():
    found = decide(table(("more", 0.02, 0.01, 0.01), ("less", 0.05, 0.03, 0.05)), 0.0, 1000)
    assert (found.word, found.place) == ("underfitted", 2)


@pytest.mark.parametrize(("difference", "target"), [(0.0, 0.01), (0.008, 0.008), (-0.01, 0.02), (0.02, 0.02)])
def test_more_rows_shrink_the_interval_until_it_tells(difference, target):
    n, half = 1000, 0.03
    more = decide(table(("more", difference, half, 0.3)), 0.0, n).n_more_rows
    then = half * (n / (n + more)) ** 0.5
    assert then <= target < half * (n / (n + more - 2)) ** 0.5
    assert difference - then >= -1e-12 or difference + then <= 0.01 + 1e-12


def test_the_half_interval_is_the_one_the_test_looks_at():
    assert one_sided_half(0.02, 10) == pytest.approx(1.3830287 * 0.02)


def test_an_estimate_of_rows_looks_like_one():
    assert [rounded(n) for n in (7, 68, 431, 68_536)] == [7, 68, 440, 69_000]
