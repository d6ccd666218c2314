"""What README.md says works: its commands exist, its snippets run and print what it shows."""

import contextlib
import io
import re
import shlex
from functools import cache

import joblib
import pandas as pd
import pytest

from docs import make
from optimizers.__main__ import main
from tests import tiny

from .sources import TOP

README = (TOP / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def block(language, *words):
    """The one block of a language that holds these words."""
    (found,) = (text for kind, text in BLOCKS if kind == language and all(w in text for w in words))
    return found


@cache
def first_example():
    """What the first Python example prints, and the names it leaves."""
    printed, names = io.StringIO(), {}
    with contextlib.redirect_stdout(printed):
        exec(block("python", "sample_data.load"), names)
    return printed.getvalue(), names


def printed_by(command, capsys):
    words = shlex.split(command)
    assert words[:3] == ["python", "-m", "optimizers"]
    assert main(words[3:]) == 0
    return capsys.readouterr().out


def command(*words):
    (line,) = (s for s in block("bash", *words).splitlines() if all(w in s for w in words))
    return line


def test_the_python_example_prints_what_is_shown():
    assert first_example()[0] == block("text", "start")


def test_the_command_gives_the_same_table_as_the_python_example(capsys):
    _, names = first_example()
    printed = io.StringIO(printed_by(command(" run --sample"), capsys))
    table = pd.read_csv(printed, keep_default_na=False, na_values={"low": "", "high": ""})
    frame = names["result"].frame
    pd.testing.assert_frame_equal(table, frame.astype(table.dtypes), rtol=1e-9)


def test_the_list_and_the_description_come_out(capsys):
    assert "Move " in printed_by(command(" list"), capsys)
    assert "by_sd = 1.0" in printed_by(command(" describe "), capsys)


@pytest.fixture
def own_files(tmp_path, monkeypatch):
    """A folder with a model.joblib and its table.csv, as the examples for one's own files expect."""
    rows = tiny.table("binary", numbers=True)
    X, y = pd.concat([rows.X_train, rows.X_test]), pd.concat([rows.y_train, rows.y_test])
    X.assign(outcome=y).to_csv(tmp_path / "table.csv", index=False)
    joblib.dump(tiny.fitted("tree").model, tmp_path / "model.joblib")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_examples_for_own_files_run_and_agree(own_files, capsys):
    exec(block("python", "model.joblib"), {})
    scores = pd.read_csv(own_files / "scores.csv", keep_default_na=False)
    words = shlex.split(command("--model"))[3:]
    assert main([*words, "--steps", "12", "--format", "csv"]) == 0
    shown = pd.read_csv(io.StringIO(capsys.readouterr().out), keep_default_na=False)
    pd.testing.assert_frame_equal(shown, scores)


def test_the_example_strategy_is_found_listed_and_played(tmp_path, monkeypatch):
    import optimizers.prune
    from optimizers import Experiment, run
    from optimizers.strategy import strategies

    (tmp_path / "fewer_leaves.py").write_text(block("python", "class FewerLeaves"), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(optimizers.prune, "__path__", [*optimizers.prune.__path__, str(tmp_path)])
        found = strategies.__wrapped__()
        strategy = found["FewerLeaves"](n_leaves=4)
        result = run(tiny.case("tree"), Experiment((strategy,), n_steps=2, rows_per_step=20))
    assert result.candidates["FewerLeaves", "4 leaves"].model.get_n_leaves() <= 4
    assert strategy.skip(object()).endswith(".")


def test_the_make_targets_that_are_named_exist():
    targets = set(re.findall(r"^([a-z-]+):", (TOP / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    texts = [(TOP / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md")]
    named = {t for text in texts for t in re.findall(r"(?:`| {4})make ([a-z]+)", text)}
    assert named <= targets, f"there is no make {named - targets}"
    assert set(make.commands()) >= {"make run", "make test", "make check", "python -m optimizers run"}


def test_the_files_that_are_linked_exist():
    for page in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", *(f"docs/{name}" for name in make.PAGES)):
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", (TOP / page).read_text(encoding="utf-8")):
            assert ((TOP / page).parent / link).exists(), f"{page} links to {link}"
