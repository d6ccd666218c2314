"""Folders to take home, unpacked and run by an interpreter that knows nothing of this project."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd

from optimizers.case import Case
from optimizers.experiment import Experiment
from optimizers.running import run
from optimizers.strategy import strategies
from optimizers.takeaway import safe_name, takeaway, zipped
from tests import tiny

UPLOADED = ("reference", "as uploaded")
# Each question runs a script of a folder as `python script words...` would; one process for all of them, which
# forgets a folder's modules and where they lay before the next one.
RUN_ALL = """
import contextlib, io, json, runpy, sys
path = list(sys.path)
for script, *words in json.loads(sys.stdin.read()):
    sys.argv, out, err, sys.path[:], code = [script, *words], io.StringIO(), io.StringIO(), path, None
    for name in [n for n in sys.modules if n.partition(".")[0] in ("predict", "rows", "optimizers")]:
        del sys.modules[name]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            runpy.run_path(script, run_name="__main__")
        except SystemExit as end:
            code = end.code
    print(json.dumps([code, out.getvalue(), err.getvalue()]))
"""


def result_of(case, strategy=None):
    played = (strategies()[strategy](),) if strategy else ()
    return run(case, Experiment(played, n_steps=2, rows_per_step=20))


def packed(case, form="joblib", strategy=None, **more):
    """The files of a case's model."""
    return with_model(case, form, strategy, **more)[0]


def with_model(case, form="joblib", strategy=None, **more):
    """The files of a case's model, or of a strategy's last candidate; and that model."""
    result = result_of(case, strategy)
    assert not strategy or not result.skipped.get(strategy), result.skipped
    chosen = [key for key in result.candidates if key[0] == strategy][-1] if strategy else UPLOADED
    return takeaway(case, result, chosen, form, **more), result.candidates[chosen].model


def unpacked(files, where, name="a case"):
    """The folder, taken out of its zip."""
    folder = safe_name(name)
    zipfile.ZipFile(io.BytesIO(zipped(files, folder))).extractall(where)
    return Path(where) / folder


def asked(folder, *questions, python=sys.executable, isolated=True):
    """[(exit code, what was printed, what was complained), ...] of scripts of the folder."""
    return run_all([[folder / script, *words] for script, *words in questions], folder.parent, python, isolated)


def run_all(questions, cwd, python=sys.executable, isolated=True):
    """The same of any folders."""
    calls = [[str(word) for word in question] for question in questions]
    command = [python, *(["-I"] if isolated else []), "-c", RUN_ALL]
    done = subprocess.run(command, input=json.dumps(calls), capture_output=True, text=True, cwd=cwd, timeout=240)
    assert done.returncode == 0, done.stderr
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


def plain_array():
    """A model without column names, of whole-number labels."""
    from sklearn.linear_model import LogisticRegression

    rows = tiny.table("multiclass", numbers=True)
    y = [part.map({"low": 3, "mid": 5, "high": 7}) for part in (rows.y_train, rows.y_test)]
    model = LogisticRegression(max_iter=2000).fit(rows.X_train.to_numpy(), y[0].to_numpy())
    return Case("plain array", model, rows.X_train, y[0], rows.X_test, y[1])


def truth_values():
    """A model of true and false, with a column of whole numbers and one of truth values."""
    from sklearn.linear_model import LogisticRegression

    rows = tiny.table("binary")
    X = [part[["age", "rate", "member"]] for part in (rows.X_train, rows.X_test)]
    y = [part == "yes" for part in (rows.y_train, rows.y_test)]
    model = LogisticRegression(max_iter=2000).fit(X[0], y[0])
    return Case("truth values", model, X[0], y[0], X[1], y[1])


def categories():
    """A model of a column of categories and one of times, which a step leaves out."""
    from sklearn.compose import make_column_transformer
    from sklearn.ensemble import HistGradientBoostingRegressor
    from sklearn.pipeline import make_pipeline

    rows = tiny.table("regression")
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(120), "D")
    X = [
        part[["income", "city"]].assign(city=part["city"].astype("category"), day=days[: len(part)])
        for part in (rows.X_train, rows.X_test)
    ]
    boosted = HistGradientBoostingRegressor(max_iter=5, random_state=0, categorical_features="from_dtype")
    kept = make_column_transformer(("passthrough", ["income", "city"])).set_output(transform="pandas")
    model = make_pipeline(kept, boosted).fit(X[0], rows.y_train)
    return Case("categories", model, X[0], rows.y_train, X[1], rows.y_test)


def awkward():
    """Names and labels that break a CSV file, a spreadsheet or a folder, and a category called NA."""
    from sklearn.compose import make_column_transformer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder

    rng, n = np.random.default_rng(5), 120
    text = pd.Series(rng.choice(["NA", "=1+1", 'a "b", c', "007"], n), dtype="str")
    X = pd.DataFrame({"=cmd()": rng.normal(size=n), "a|`b`\n, c": text})
    y = pd.Series(np.where((text == "NA") ^ (rng.random(n) < 0.2), "=bad()", "-7"), name="<b>|x|")
    model = make_pipeline(
        make_column_transformer((OneHotEncoder(), ["a|`b`\n, c"]), remainder="passthrough"), LogisticRegression()
    ).fit(X, y)
    return Case("../../etc/`x`|", model, X[:80], y[:80], X[80:].reset_index(drop=True), y[80:].reset_index(drop=True))
