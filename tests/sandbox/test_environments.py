"""Environments of other versions: found, built once, built whole or not at all; every failure a sentence."""

import json
import stat
import sys
import threading

import pytest

from sandbox import environments
from sandbox.environments import environment, is_kept, kept, running
from sandbox.environments_uv import Uv, interpreter
from sandbox.refusal import Refused

# A stand-in for uv: makes an interpreter that answers, counts its calls, or fails as it is told.
FAKE = """#!{python}
import os, sys, json, pathlib
arguments, here = sys.argv[1:], pathlib.Path({folder!r})
with open(here / "calls", "a") as calls:
    calls.write(" ".join(arguments) + "\\n")
failure = here / "failure"
if failure.exists() and arguments[0] == json.loads(failure.read_text())[0]:
    sys.exit(json.loads(failure.read_text())[1])
if arguments[0] == "venv":
    place = pathlib.Path(arguments[-2]) / "bin"
    place.mkdir(parents=True)
    (place / "python").write_text("#!/bin/sh\\necho 3.11.7\\n")
    os.chmod(place / "python", 0o755)
if arguments[:2] == ["pip", "list"]:
    print(json.dumps([dict(name="scikit-learn", version="1.2.2")]))
"""


@pytest.fixture
def uv(tmp_path, monkeypatch):
    program = tmp_path / "uv"
    program.write_text(FAKE.format(python=sys.executable, folder=str(tmp_path)))
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr(Uv, "found", classmethod(lambda cls: cls(str(program))))
    return tmp_path


def fails(uv, at, said):
    (uv / "failure").write_text(json.dumps([at, said]))


def calls(uv):
    return (uv / "calls").read_text().splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="The stand-in for uv is a script.")
class TestBuilding:
    def test_it_is_built_once_and_found_the_next_time(self, uv):
        told = []
        first = environment("1.2.2", told.append, uv / "cache")
        assert first.versions == {"python": "3.11.7", "scikit-learn": "1.2.2"} and len(calls(uv)) == 3
        assert environment("1.2", told.append, uv / "cache") == first and len(calls(uv)) == 3
        assert told == ["setting up scikit-learn 1.2.2"] and is_kept("1.2.2", uv / "cache")

    def test_only_wheels_are_installed(self, uv):
        environment("1.2.2", folder=uv / "cache")
        assert "--only-binary :all: scikit-learn==1.2.2" in calls(uv)[1]

    def test_two_who_ask_at_once_build_it_once(self, uv):
        found = []
        ask = [
            threading.Thread(target=lambda: found.append(environment("1.2.2", folder=uv / "cache"))) for _ in range(4)
        ]
        for thread in ask:
            thread.start()
        for thread in ask:
            thread.join()
        assert len(found) == 4 and len(calls(uv)) == 3

    @pytest.mark.parametrize(
        ("at", "said", "sentence"),
        [
            ("pip", "error: Failed to fetch: dns error", "connect to the package index"),
            ("pip", "No solution found when resolving: there is no version of scikit-learn==1.2.2", "has no wheel"),
            ("venv", "error: No interpreter found for Python 3.11", "install Python 3.11"),
            ("pip", "error: something else\nat the end", "could not be set up: at the end"),
            ("venv", "", "uv gave no reason"),
        ],
    )
    def test_a_failure_is_one_sentence_and_leaves_nothing(self, uv, at, said, sentence):
        fails(uv, at, said or 3)
        with pytest.raises(Refused, match=sentence) as refused:
            environment("1.2.2", folder=uv / "cache")
        assert refused.value.code == "unsupported" and "\n" not in refused.value.sentence
        assert not list((uv / "cache").iterdir()) and not is_kept("1.2.2", uv / "cache")

    def test_a_cache_that_cannot_be_written_is_named(self, uv, monkeypatch):
        monkeypatch.setattr(
            environments.tempfile, "mkdtemp", lambda **_: (_ for _ in ()).throw(OSError(28, "No space"))
        )
        with pytest.raises(Refused, match="No space.*make room"):
            environment("1.2.2", folder=uv / "cache")

    def test_an_environment_whose_interpreter_has_gone_is_built_again(self, uv):
        found = environment("1.2.2", folder=uv / "cache")
        (uv / "cache").glob("*/venv/bin/python").__next__().unlink()
        assert environment("1.2.2", folder=uv / "cache").python == found.python and len(calls(uv)) == 6


def test_the_cache_is_where_one_says(tmp_path, monkeypatch):
    monkeypatch.setenv("MODEL_WORKBENCH_CACHE", str(tmp_path))
    assert environments.cache_folder() == tmp_path / "environments"
    monkeypatch.delenv("MODEL_WORKBENCH_CACHE")
    assert environments.cache_folder().name == "environments" and tmp_path not in environments.cache_folder().parents


def test_the_installed_version_needs_no_environment(tmp_path):
    here = running()
    assert environment(here.versions["scikit-learn"], folder=tmp_path).python == sys.executable == here.python


@pytest.mark.parametrize("version", ["0.24.2", "latest", ""])
def test_a_version_that_cannot_be_set_up_is_refused(version, tmp_path):
    with pytest.raises(Refused):
        environment(version, folder=tmp_path)
    assert not is_kept(version, tmp_path)


@pytest.mark.parametrize("mark", ["", "{", "{}", '{"python": "venv/bin/python", "versions": {}, "build_s": 1}'])
def test_a_damaged_environment_is_none(tmp_path, mark):
    (tmp_path / environments.MARK).write_text(mark)
    assert kept(tmp_path) is None


def test_without_uv_the_way_out_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "uv", None)
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(Refused, match="pip install uv"):
        Uv.found()


def test_pythons_of_pyenv_are_found_though_its_shims_fail(tmp_path, monkeypatch):
    for version in ("3.7.9", "3.7.16"):
        (tmp_path / "versions" / version / "bin").mkdir(parents=True)
        (tmp_path / "versions" / version / "bin" / "python").touch()
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert interpreter(7).endswith("3.7.16/bin/python") and interpreter(6) == "3.6"
