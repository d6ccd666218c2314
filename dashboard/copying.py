"""What the page did, as Python and as a command: both give the same table at home."""

from __future__ import annotations

import json
import shlex
from typing import Any

from dashboard.cases import OpenCase
from dashboard.link import Settings
from optimizers.component import code
from optimizers.component_text import drift_text


def as_python(case: OpenCase, settings: Settings) -> str:
    """A script that a user can run beside the same files."""
    drifts = sorted({type(d).__name__ for d in settings.experiment.drifts})
    imports = [
        "import joblib" if model_format(case) != "skops" else "import skops.io",
        "import pandas as pd",
        "",
        f"from optimizers import Experiment, {'Profile, ' if drifts else ''}run",
        "from optimizers.assemble import assemble",
        *([f"from optimizers.drift import {', '.join(drifts)}"] if drifts else []),
    ]
    loads = [f"model = {model_code(case)}", f"table = {table_code(case, 'table')}"]
    if "test" in case.opened:
        loads.append(f"test_table = {table_code(case, 'test')}")
    arguments = [f"{k}={v!r}" for k, v in choices(case, settings).items()]
    arguments += ["test_table=test_table"] if "test" in case.opened else []
    made = f"case = assemble({case.choices['name']!r}, model, table, {', '.join(arguments)})"
    return "\n".join(
        [*imports, "", *loads, made, f"result = run(case, {code(settings.experiment)})", "print(result.frame)"]
    )


def as_command(case: OpenCase, settings: Settings) -> str:
    """The same as one line for a shell."""
    e = settings.experiment
    words = [
        "python",
        "-m",
        "optimizers",
        "run",
        "--model",
        case.files["model"][0],
        "--table",
        case.files["table"][0],
    ]
    words += ["--test-table", case.files["test"][0]] if "test" in case.files else []
    for name, value in choices(case, settings).items():
        words += [f"--{name.replace('_', '-')}", str(value)]
    words += ["--name", case.choices["name"], "--steps", str(e.n_steps), "--rows", str(e.rows_per_step)]
    words += ["--seed", str(e.seed), "--timeline", e.timeline]
    for drift in e.drifts:
        words += ["--drift", drift_text(drift)]
    return shlex.join(words)


def choices(case: OpenCase, settings: Settings) -> dict[str, Any]:
    """The arguments of `assemble` beside its files, with the page's metric."""
    made = {k: v for k, v in case.choices.items() if k != "name" and v is not None}
    return made | {"metric": settings.metric or case.facts["metric"]}


def model_format(case: OpenCase) -> str:
    return case.opened["model"]["format"]


def model_code(case: OpenCase) -> str:
    """How the model is read at home: from a file that the user trusts."""
    name = case.files["model"][0]
    if model_format(case) == "skops":
        return f"skops.io.load({name!r}, trusted=skops.io.get_untrusted_types(file={name!r}))"
    return f"joblib.load({name!r})"


def table_code(case: OpenCase, role: str) -> str:
    """How the table is read at home; a sample's lies in its own folder."""
    path = case.files[role][0]
    return case.opened[role]["code"].replace(json.dumps(path.rpartition("/")[2]), json.dumps(path), 1)
