"""The benchmarks of choosing a setting run at a tiny size and print their figures."""

import re

from benchmarks import choosing_optimism, regularization_path


def test_regularization_path(capsys):
    regularization_path.main(["--rows", "200", "--columns", "10", "--alphas", "4", "--repeats", "1"])
    assert len(re.findall(r"ratio \d", capsys.readouterr().out)) == 2


def test_choosing_optimism(capsys):
    choosing_optimism.main(["--quick", "--rows", "60", "--settings", "8", "--only", "rings"])
    assert re.search(r"on rows that chose nothing [+-]\d.*bar <= 0.5", capsys.readouterr().out)
