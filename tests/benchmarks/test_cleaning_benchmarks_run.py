"""The benchmarks of label noise and of cleaning run at a tiny size and print their figures beside the goals."""

import re

from benchmarks import cleaning_gain, label_noise


def test_label_noise(capsys):
    label_noise.main(["--quick", "--rows", "100", "--shares", "0.1"])
    out = capsys.readouterr().out
    assert re.search(r"F1 \d\.\d+, goal 0.69: ratio \d", out) and "4 cases" in out


def test_cleaning_gain(capsys, monkeypatch):
    monkeypatch.setattr(cleaning_gain, "N_FRESH", 200)
    cleaning_gain.main(["--quick", "--rows", "80", "--shares", "0"])
    out = capsys.readouterr().out
    assert re.search(r"recommended in \d.*goal at most 5%: ratio \d", out) and "truly helps" in out
