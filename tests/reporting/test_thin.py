import numpy as np

from reporting.thin import evenly, thin


def test_short_lines_stay_whole():
    np.testing.assert_array_equal(thin(np.arange(2000.0)), np.arange(2000))


def test_long_lines_keep_their_peak_and_their_ends():
    y = np.random.default_rng(0).normal(size=50_000)
    y[31_234] = 99
    keep = thin(y)
    assert len(keep) <= 2000 and 31_234 in keep and keep[0] == 0 and keep[-1] == len(y) - 1
    assert (np.diff(keep) > 0).all()


def test_gaps_stay_gaps():
    y = np.sin(np.arange(20_000) / 50)
    y[5_000:6_000], y[9_000] = np.nan, np.nan
    keep = thin(y)
    assert len(keep) <= 2000
    assert np.isnan(y[keep]).sum() == 2


def test_clouds_keep_their_density():
    keep = evenly(30_000)
    assert len(keep) == 2000 and keep[0] == 0 and keep[-1] == 29_999
    assert np.ptp(np.diff(keep)) <= 1
