"""Hostile files: nothing of them runs, and each is refused with the right code and one sentence."""

from __future__ import annotations

import os
import pickle

import pytest

from sandbox.guard import load_model, preload
from sandbox.refusal import Refused
from tests.sandbox.hostile import hostile_files
from tests.sandbox.hostile_file import Calls


@pytest.fixture(scope="module")
def canary(tmp_path_factory):
    preload()
    return tmp_path_factory.mktemp("canary") / "sings"


def test_the_canary_sings_when_a_file_runs(tmp_path):
    song = tmp_path / "song"
    pickle.loads(pickle.dumps(Calls(os.system, (f"touch {song}",))))
    assert song.exists()


def test_hostile_files_are_refused_and_run_nothing(canary):
    wrong, kinds, labels = [], set(), set()
    for hostile in hostile_files(canary):
        kinds.add(hostile.kind)
        labels.add(hostile.label)
        verdict = _verdict(hostile.raw)
        if verdict not in hostile.codes or list(canary.parent.iterdir()):
            wrong.append(f"{hostile.label} -> {verdict}, expected {hostile.codes}")
    assert not wrong, "\n".join(wrong)
    assert len(labels) >= 60 and len(kinds) >= 25, (len(labels), len(kinds))


def _verdict(raw: bytes) -> str:
    """The code, when the refusal is one short sentence."""
    try:
        load_model(raw)
    except Refused as refused:
        sentence = refused.sentence
        tidy = sentence.endswith(".") and sentence.isprintable() and sentence.isascii() and len(sentence) < 400
        return refused.code if tidy else f"untidy: {sentence!r}"
    except BaseException as error:
        return f"raised {type(error).__name__}: {error}"
    return "loaded"
