"""The benchmark of models in their own version, on one version and every tenth model."""

import re

import pytest

from benchmarks import rehosted_models
from sandbox.environments import environment
from sandbox.refusal import Refused


@pytest.mark.slow
def test_rehosted_models(capsys, monkeypatch):
    try:
        environment("1.2.2")
    except Refused as refused:
        pytest.skip(refused.sentence)
    monkeypatch.setattr(rehosted_models, "versions", lambda: ["1.2.2"])
    monkeypatch.setattr(rehosted_models, "STARTS", 1)
    rehosted_models.main(["--quick"])
    out = capsys.readouterr().out
    assert re.search(r"^1\.2\.2: built in \d+\.\d s; first answer after \d+\.\d\d s", out, re.M)
    assert float(re.search(r"share (\d\.\d+);", out).group(1)) >= rehosted_models.GOAL
