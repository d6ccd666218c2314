"""The case that a command line names: a sample, or the user's own files."""

from __future__ import annotations

import argparse
from pathlib import Path

from optimizers.case import Case

IN_BROWSER = " For its own version open it in the browser: page Your model."
CHOICES = ("target", "time", "metric", "test_share")


def case_from(arguments: argparse.Namespace) -> Case:
    """Read the files through the same guards as the app, and assemble the case.

    Raises
    ------
    ValueError
        If an argument is missing or a file is refused; the sentence says which.
    OSError
        If a file cannot be read.
    """
    from optimizers.assemble import assemble
    from sandbox.guard import load_model, preload
    from sandbox.guard_table import read_table
    from sandbox.refusal import Refused

    given = filled(arguments)
    preload()
    try:
        model = load_model(Path(given["model"]).read_bytes(), given["model"]).model
        tables = {role: read_table(Path(given[role]).read_bytes(), given[role]).frame
                  for role in ("table", "test_table") if given[role]}  # fmt: skip
    except Refused as refused:
        raise ValueError(refused.sentence + (IN_BROWSER if refused.code == "too_old" else "")) from None
    choices = {k: given[k] for k in CHOICES if given[k] is not None}
    name = given["name"] or Path(given["table"]).stem
    return assemble(name, model, tables["table"], test_table=tables.get("test_table"), **choices)


def filled(arguments: argparse.Namespace) -> dict:
    """The arguments, with a sample's own where one is named."""
    given = dict(vars(arguments))
    if given["sample"]:
        import sample_data

        facts, place = sample_data.describe(given["sample"]), sample_data.folder(given["sample"])
        given["name"] = given["name"] or given["sample"]
        given |= {role: str(place / facts[role]) for role in ("model", "table", "test_table") if facts[role]}
        given |= {k: facts[k] for k in CHOICES if given[k] is None}
    for role in ("model", "table"):
        if not given[role]:
            raise ValueError(f"No {role} is given; name one with --{role} FILE, or a sample with --sample KEY.")
    if not given["target"]:
        raise ValueError("No target is given; name the column that the model predicts with --target NAME.")
    return given
