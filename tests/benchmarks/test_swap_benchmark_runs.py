"""The benchmark of swaps runs at a tiny size and prints its ratios."""

import re

from benchmarks import swap_speed


def test_swap_speed(capsys):
    swap_speed.main(["--quick", "--only", "boosting,kernel"])
    out = capsys.readouterr().out
    assert len(re.findall(r"fit ratio +\d.*points.*bytes ratio +\d.*goal", out)) == 3
