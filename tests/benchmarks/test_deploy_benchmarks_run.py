"""The deployment benchmark runs tiny and prints its figures beside their goals."""

import re

from benchmarks import deploy_backends, deploy_pruned


def test_deploy_backends(capsys):
    deploy_backends.main(["--quick"])
    out = capsys.readouterr().out
    assert len(re.findall(r"direct predictor, one row: \d", out)) == 2 and "goal >= 28" in out
    assert re.search(r"choice right on \d of 4 .*goal >= 90%", out)


def test_deploy_pruned(capsys):
    deploy_pruned.main(["--quick"])
    assert len(re.findall(r"times \w+ \w+ +\d.*goal >=|points lost.*goal <= 0.5", capsys.readouterr().out)) == 4
