"""What the page did, as Python and as a command: both give the same table at home."""

from __future__ import annotations

import json
import shlex
from typing import Any

from dashboard.cases import OpenCase
from dashboard.link import Settings
from optimizers.component import Component, code
from optimizers.component_text import drift_text, strategy_text

PRINTED = (
    'columns = ["candidate", "part", "start", "metric", "value", "low", "high"]',
    'print(result.frame.loc[result.frame["part"] != "step", columns].to_string(index=False))',
)


def as_python(case: OpenCase, settings: Settings) -> str:
    """A script that a user can run beside the same files: it plays the experiment."""
    e = settings.experiment
    names = ["Experiment", *(["Profile"] if e.drifts else []), "run"]
    imports = [f"from optimizers import {', '.join(names)}", *component_imports([*e.drifts, *e.strategies])]
    return "\n".join([*made(case, settings, imports), f"result = run(case, {code(e)})", *PRINTED])


def card_as_python(case: OpenCase, settings: Settings) -> str:
    """A script that fills in the model's card."""
    lines = made(case, settings, ["from optimizers.card import card"])
    return "\n".join([*lines, "made = card(case)", 'print(made.frames["scores"])'])


def made(case: OpenCase, settings: Settings, imports: list[str]) -> list[str]:
    """The lines that make the case."""
    reader = "import joblib" if model_format(case) != "skops" else "import skops.io"
    lines = [*elsewhere(case), reader, "import pandas as pd", ""]
    lines += [*sorted([*imports, "from optimizers.assemble import assemble"]), ""]
    lines += [f"model = {model_code(case)}", f"table = {table_code(case, 'table')}"]
    arguments = [f"{k}={v!r}" for k, v in choices(case, settings).items()]
    if "test" in case.opened:
        lines.append(f"test_table = {table_code(case, 'test')}")
        arguments.append("test_table=test_table")
    return [*lines, f"case = assemble({case.choices['name']!r}, model, table, {', '.join(arguments)})"]


def elsewhere(case: OpenCase) -> list[str]:
    """Comment lines on a model whose answers came from another version; none where the installed one answered."""
    if not case.version:
        return []
    return [
        f"# On the page scikit-learn {case.version} answered for this model, in a process of its own: run this where",
        "# that version is installed, or carry the model over first (page Environment).",
    ]


def component_imports(components: list[Component]) -> list[str]:
    """An import a folder: optimizers.drift, optimizers.prune ..."""
    folders: dict[str, set[str]] = {}
    for component in components:
        folders.setdefault(type(component).__module__.rpartition(".")[0], set()).add(type(component).__name__)
    return [f"from {folder} import {', '.join(sorted(names))}" for folder, names in folders.items()]


def as_command(case: OpenCase, settings: Settings) -> str:
    """The same as one line for a shell."""
    e = settings.experiment
    words = [*case_words(case, settings, "run"), "--steps", str(e.n_steps), "--rows", str(e.rows_per_step)]
    words += ["--seed", str(e.seed), "--timeline", e.timeline, *(["--operation"] if e.operation else [])]
    words += ["--label-delay", str(e.label_delay)] if e.label_delay else []
    words += ["--label-share", f"{e.label_share:g}"] if e.label_share != 1 else []
    words += [w for drift in e.drifts for w in ("--drift", drift_text(drift))]
    return with_words(case, [*words, *(w for s in e.strategies for w in ("--strategy", strategy_text(s)))])


def card_as_command(case: OpenCase, settings: Settings) -> str:
    return with_words(case, [*case_words(case, settings, "card"), "--panel", "scores"])


def with_words(case: OpenCase, words: list[str]) -> str:
    """The line for a shell, beneath the comment on another version."""
    return "\n".join([*elsewhere(case), shlex.join(words)])


def case_words(case: OpenCase, settings: Settings, command: str) -> list[str]:
    words = ["python", "-m", "optimizers", command]
    for role, option in (("model", "--model"), ("table", "--table"), ("test", "--test-table")):
        words += [option, case.files[role][0]] if role in case.files else []
    for name, value in choices(case, settings).items():
        words += [f"--{name.replace('_', '-')}", str(value)]
    return [*words, "--name", case.choices["name"]]


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
