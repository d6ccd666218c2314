"""The deployment benchmark runs tiny and prints its figures beside their goals."""

import re

from benchmarks import deploy_backends


def test_deploy_backends(capsys):
    deploy_backends.main(["--quick"])
    out = capsys.readouterr().out
    assert len(re.findall(r"direct predictor, one row: \d", out)) == 2 and "goal >= 28" in out
    assert re.search(r"choice right on \d of 4 .*goal >= 90%", out)
