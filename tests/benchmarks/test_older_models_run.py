"""The benchmark of older models runs on a tenth of the corpus and prints its share."""

import re

from benchmarks import older_models


def test_older_models(capsys):
    older_models.main(["--quick"])
    out = capsys.readouterr().out
    assert len(re.findall(r"^1\.\d\.\d: ", out, re.M)) == 5
    assert float(re.search(r"share (\d\.\d+), goal", out).group(1)) >= older_models.GOAL
