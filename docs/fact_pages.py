"""docs/metrics.md, docs/samples.md and docs/command_line.md: tables of what the code declares."""

from __future__ import annotations

import argparse
from typing import Any

import sample_data
from docs.markdown import bullets, references, sections, table
from optimizers.__main__ import parser
from optimizers.metrics import METRICS, Metric

DRIFT_TEXT = """## How a drift is written

Its kind, then `name.value` for whatever is not the default, joined by `*`: `Move*columns.income*by_sd.2*start.9`.
Names are those of the drift's own parameters and of its profile (`shape`, `start`, `end`, `over`; see
[components.md](components.md)). Several columns are the same name several times. Steps count from 0. Letters with a
meaning in links are percent-coded (a space is `%20`). The address of a page holds drifts in the same form."""


def metrics() -> str:
    """Every metric, and where its interval comes from."""
    from optimizers import metrics as module

    rows = [[f"`{m.name}`", m.title, words(m), m.task, better(m), m.unit] for m in METRICS.values()]
    named = references(module) + [r for m in METRICS.values() for r in references(m.influence)]
    return "\n\n".join(
        [
            "# Metrics",
            "Every score stands with its 95 % interval.",
            table(["Name", "Title", "What it is", "Task", "Better", "Unit"], rows),
            "## How the intervals are made",
            sections(module)["Words"],
            bullets(named),
        ]
    )


def words(m: Metric) -> str:
    return sections(m.influence)["Title"]


def better(m: Metric) -> str:
    return "higher" if m.higher_is_better else "lower"


def samples() -> str:
    """Every sample case, with the scores that were measured when it was made."""
    facts = [sample_data.describe(key) for key in sample_data.ORDER]
    rows = [
        [
            f"[`{f['key']}`](../sample_data/{f['key']}/about.md)",
            f["line"],
            f["task"],
            METRICS[f["metric"]].title,
            f["measured"]["as_uploaded"],
            f["measured"]["recipe_refitted"],
        ]
        for f in facts
    ]
    head = ["Case", "What it is", "Task", "Metric", "Model as uploaded", "Its recipe refitted"]
    sources = [[f"`{f['key']}`", f["source"], f["licence"]] for f in facts]
    return "\n\n".join(
        [
            "# Sample cases",
            "Scores are over all judging rows, measured when the case was made. A case's own page tells what is true "
            "about it.",
            table(head, rows),
            "## Sources and licences",
            table(["Case", "Source", "Licence"], sources),
        ]
    )


def command_line() -> str:
    """Every command with its options."""
    top = parser()
    parts = ["# Command line", top.description or ""]
    for name, command, line in commands(top):
        options = [a for a in command._actions if not isinstance(a, argparse._HelpAction)]
        parts += [f"## `python -m optimizers {name}`", f"{line[0].upper()}{line[1:]}.", option_table(options)]
    parts.append(DRIFT_TEXT)
    parts.append("Bad input ends with exit code 2 and one sentence on standard error.")
    return "\n\n".join(p for p in parts if p)


def commands(top: argparse.ArgumentParser) -> list[tuple[str, argparse.ArgumentParser, str]]:
    """Name, parser and line of every command."""
    (group,) = (a for a in top._actions if isinstance(a, argparse._SubParsersAction))
    lines = {a.dest: a.help or "" for a in group._choices_actions}
    return [(name, command, lines[name]) for name, command in group.choices.items()]


def option_table(options: list[argparse.Action]) -> str:
    rows = [[f"`{' '.join(a.option_strings) or a.dest}`", value_of(a), a.help or ""] for a in options]
    return table(["Option", "Value", "What it is"], rows)


def value_of(option: Any) -> str:
    if option.nargs == 0:
        return ""
    if option.choices:
        return ", ".join(f"`{c}`" for c in option.choices)
    return f"`{option.metavar or (option.type or str).__name__}`"
