"""The deployment benchmark runs tiny and prints its figures beside their goals."""

import re
import shutil

import pytest

from benchmarks import deploy_backends, deploy_compiled, deploy_pruned


def test_deploy_backends(capsys):
    deploy_backends.main(["--quick"])
    out = capsys.readouterr().out
    assert len(re.findall(r"direct predictor, one row: \d", out)) == 2 and "goal >= 28" in out
    assert re.search(r"choice right on \d of 4 .*goal >= 90%", out)


def test_deploy_pruned(capsys):
    deploy_pruned.main(["--quick"])
    assert len(re.findall(r"times \w+ \w+ +\d.*goal >=|points lost.*goal <= 0.5", capsys.readouterr().out)) == 4


@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler")
def test_deploy_compiled(capsys):
    deploy_compiled.main(["--quick"])
    out = capsys.readouterr().out
    assert len(re.findall(r"C source +equal bit for bit", out)) == 2 and len(re.findall(r"20 rows C source", out)) == 2


def test_no_compiler_is_a_sentence(capsys, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    deploy_compiled.main(["--quick"])
    assert capsys.readouterr().out == "There is no C compiler here; install one that answers to cc.\n"
