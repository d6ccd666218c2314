"""What "Copy as Python" and "Copy as command" copy is run, and gives the page's table."""

import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path

import pandas as pd
import pytest

from dashboard import cases, copying
from dashboard.link import Settings
from optimizers.drift import Move, Profile, StuckSensor
from optimizers.experiment import Experiment
from sandbox.arrow import from_arrow

ROOT = Path(__file__).parents[2]
DRIFTS = (Move(by_sd=1.25, when=Profile("gradual", 2, 5, 2)), StuckSensor(reads="past reading"))
SAMPLES = {"diabetes": "rmse", "breast_cancer": "log_loss"}


def on_the_page(case, settings):
    head = {"experiment": settings.experiment.spec(), "metric": settings.metric}
    return from_arrow(case.ask("run", head).blobs[0])


def by_python(case, settings):
    names = {}
    exec(compile(copying.as_python(case, settings), "copied", "exec"), names)
    return names["result"].frame


def by_command(case, settings, folder):
    line = copying.as_command(case, settings).replace("python", sys.executable, 1) + " --format csv"
    ran = subprocess.run(
        line, shell=True, cwd=folder, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}, capture_output=True
    )
    assert ran.returncode == 0, ran.stderr.decode()
    return pd.read_csv(BytesIO(ran.stdout), dtype={"start": str})


def same(left, right):
    read = StringIO(left.to_csv(index=False))
    left = pd.read_csv(read, dtype={"start": str})
    right = pd.read_csv(StringIO(right.to_csv(index=False)), dtype={"start": str})
    pd.testing.assert_frame_equal(left, right, check_exact=True)


@pytest.mark.parametrize("key", SAMPLES)
def test_a_sample_s_copied_python_gives_the_same_table(key, parent, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    case = cases.sample(key, parent).open()
    settings = Settings(key, SAMPLES[key], Experiment(drifts=DRIFTS, n_steps=6, rows_per_step=60, seed=3))
    same(by_python(case, settings), on_the_page(case, settings))
    case.close()


def test_a_sample_s_copied_command_gives_the_same_table(parent):
    case = cases.sample("diabetes", parent).open()
    settings = Settings("diabetes", "", Experiment(drifts=DRIFTS, n_steps=6, timeline="rows"))
    same(by_command(case, settings, ROOT), on_the_page(case, settings))
    case.close()


def test_an_upload_s_copied_python_gives_the_same_table(upload, capsys):
    settings = Settings(upload.key, "f1_macro", Experiment(drifts=DRIFTS, n_steps=6, rows_per_step=60, seed=3))
    same(by_python(upload, settings), on_the_page(upload, settings))


def test_an_upload_s_copied_command_gives_the_same_table(upload, tmp_path):
    settings = Settings(upload.key, "", Experiment(drifts=DRIFTS, n_steps=6, rows_per_step=60, seed=3))
    same(by_command(upload, settings, tmp_path), on_the_page(upload, settings))


def test_what_another_version_answered_says_so_on_top_and_what_the_installed_one_answered_does_not(upload):
    settings = Settings(upload.key, "", Experiment(n_steps=3, rows_per_step=30))
    plain = [copying.as_python(upload, settings), copying.as_command(upload, settings)]
    assert not any("#" in text for text in plain)
    upload.version = "1.2.2"
    for text, before in zip([copying.as_python(upload, settings), copying.as_command(upload, settings)], plain):
        assert text.endswith("\n" + before)
        added = text.removesuffix("\n" + before).split("\n")
        assert all(line.startswith("# ") for line in added)
        assert "scikit-learn 1.2.2 answered" in added[0] and "page Environment" in added[-1]
    assert copying.card_as_command(upload, settings).startswith("# On the page scikit-learn 1.2.2")
    assert copying.card_as_python(upload, settings).startswith("# On the page scikit-learn 1.2.2")
    upload.version = ""
