"""The distilling benchmark runs tiny and prints its figures beside their goals."""

import re

from benchmarks import distil_rows


def test_distil_rows(capsys, monkeypatch):
    monkeypatch.setattr(distil_rows, "SHARES", (0.05,))
    distil_rows.main(["--quick"])
    out = capsys.readouterr().out
    assert len(re.findall(r"mean gain +[+-]\d.*goal >= \+1.0", out)) == 2
    assert len(re.findall(r"choosing for \w+ +\d.*goal < 0.5 s", out)) == 6
