"""What a user does with the folder, for models of every kind: unpack it, test it, predict, without this project."""

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from optimizers.case import model_input
from tests import tiny

from . import takeaway_folders as folders
from .takeaway_folders import asked, packed, run_all, unpacked, with_model

KINDS = [
    ("tree", "joblib", None),
    ("forest", "skops", None),
    ("pipeline", "skops", None),
    ("regressor", "joblib", "CutTree"),
    ("plain array", "joblib", None),
    ("truth values", "joblib", None),
    ("categories", "joblib", None),
    ("awkward", "skops", None),
    ("forest", "joblib", "DirectPredictor"),
    ("boosted", "joblib", "AssumeFinite"),
    ("forest", "joblib", "TreeInterpreter"),
    ("pipeline", "onnx", "OnnxRuntime"),
    ("truth values", "onnx", "OnnxRuntime"),
    ("plain array", "onnx", "OnnxRuntime"),
]
OWN = {"plain array": folders.plain_array, "truth values": folders.truth_values, "categories": folders.categories,
       "awkward": folders.awkward}  # fmt: skip


def case_of(name):
    return OWN[name]() if name in OWN else tiny.case(name)


def test_folders_of_every_kind_predict_and_test_themselves_without_this_project(tmp_path):
    needed = {"OnnxRuntime": "skl2onnx", "TreeInterpreter": "treelite"}
    kinds = [kind for kind in KINDS if find_spec(needed.get(kind[2], "sklearn"))]
    made = [made_of(kind, tmp_path / " ".join(map(str, kind))) for kind in kinds]
    said = iter(run_all([ask for *_, asks in made for ask in asks], tmp_path))  # by one process: imports take seconds
    for kind, (case, model, folder, asks) in zip(kinds, made, strict=True):
        check(kind, case, model, folder, *(next(said) for _ in asks))


def made_of(kind, place):
    """The case, the model, the folder, and what its scripts are asked."""
    name, form, strategy = kind
    case = case_of(name)
    place.mkdir()
    files, model = with_model(case, form, strategy)
    folder = unpacked(files, place)
    case.X_test.to_csv(place / "own.csv", index=False, quoting=2)
    rows = next((folder / "self_test").glob("rows.*"))
    asks = [[folder / "self_test.py"], [folder / "predict.py", rows, "-o", place / "again.parquet"],
            [folder / "predict.py", place / "own.csv", "-o", place / "judged.csv"]]  # fmt: skip
    return case, model, folder, asks


def check(kind, case, model, folder, tested, again, judged):
    recorded = json.loads((folder / "self_test" / "expected.json").read_text())
    n = len(recorded["prediction"])
    assert n >= 40 and tested == (0, passed(n, recorded), ""), (kind, tested)
    assert again[0] == 0, (kind, again)
    assert pd.read_parquet(folder.parent / "again.parquet")["prediction"].tolist() == recorded["prediction"], kind
    assert judged[:2] == (0, ""), (kind, judged)
    # What the model says here of the judging rows it says there.
    expected = model.predict(model_input(model, case.X_test))
    found = pd.read_csv(folder.parent / "judged.csv")["prediction"]
    if case.task == "regression":
        np.testing.assert_allclose(found, expected, rtol=1e-12, err_msg=str(kind))
    else:
        labels = expected.astype(bool) if case.classes[0] is False else expected  # a graph says 0 and 1
        assert found.astype(str).str.removeprefix("'").tolist() == [str(label) for label in labels], kind


def passed(n, recorded):
    n_refused = len(recorded["refused"]["kinds"])
    more = f", and {n_refused} that it does not take are refused" if n_refused else ""
    return f"All {n} rows are predicted as when the model was saved{more}.\n"


def test_this_project_is_out_of_reach_of_the_folders_that_are_run(tmp_path):
    (tmp_path / "look.py").write_text(
        "import importlib.util as u, sys; sys.exit(u.find_spec('optimizers') is not None)"
    )
    assert asked(tmp_path, ("look.py",)) == [(False, "", "")]


def test_a_fresh_environment_of_its_own_requirements_runs_it(tmp_path):
    folder = unpacked(packed(tiny.case("pipeline"), "skops"), tmp_path)
    python = fresh_environment(folder)
    tested, made = asked(folder, ("self_test.py",), ("predict.py", folder / "self_test" / "rows.csv"), python=python)
    assert tested[0] == 0 and "as when the model was saved" in tested[1], tested
    assert made[0] == 0 and made[1].startswith('"prediction","probability of no","probability of yes"\n'), made


def fresh_environment(folder):
    """An environment that holds what requirements.txt names and nothing else; its interpreter."""
    place, beside = folder.parent / "fresh", Path(sys.executable).with_name("uv")
    uv = str(beside) if beside.exists() else shutil.which("uv")
    python = str(place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
    wanted = ["-r", str(folder / "requirements.txt")]
    make = (
        [uv, "venv", "-q", "--python", sys.executable, str(place)] if uv else [sys.executable, "-m", "venv", str(place)]
    )
    install = (
        [uv, "pip", "install", "-q", "--python", python, *wanted]
        if uv
        else [python, "-m", "pip", "install", "-q", *wanted]
    )
    subprocess.run(make, check=True, capture_output=True, timeout=120)
    done = subprocess.run(install, capture_output=True, text=True, timeout=280)
    unreachable = ("connect", "dns", "resolve host", "timed out", "tls", "proxy", "network", "newconnectionerror")
    if done.returncode and any(word in done.stderr.lower() for word in unreachable):
        pytest.skip(f"The package index cannot be reached: {done.stderr.strip().splitlines()[-1][:200]}")
    assert done.returncode == 0, done.stderr
    return python
