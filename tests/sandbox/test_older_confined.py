"""Older models open in a confined process too: every module that a rule needs is there before the walls are."""

from __future__ import annotations

import pytest

from sandbox.refusal import Refused
from tests.corpus.reading import entries


@pytest.mark.parametrize("version", ["1.0.2", "1.5.2"])
def test_older_models_open_behind_the_walls(worker, version):
    refused = {}
    for entry in entries(version):
        try:
            head = worker.ask("open model", {"name": entry.file}, [entry.raw]).head
        except Refused as why:
            refused[entry.name] = why.sentence
        else:
            assert head["saved_by"] == {"sklearn": version} and "carried over" in head["notes"][0]
    assert set(refused) <= {"adaboost", "adaboost_real"}, refused
