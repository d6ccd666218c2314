"""Sample cases: small tables, fitted models, and what is true about them.

One folder a case, made by `python -m sample_data.make` from the module of the same name beside it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from optimizers.case import Case

HERE = Path(__file__).parent
ORDER = ("loans", "sensors", "bikes", "flights", "breast_cancer", "digits", "diabetes")


def keys() -> list[str]:
    """The sample cases, the one to begin with first."""
    return [key for key in ORDER if (HERE / key / "case.json").is_file()]


def folder(key: str) -> Path:
    """Where the files of a sample case lie.

    Raises
    ------
    ValueError
        If there is no such case.
    """
    if key not in keys():
        raise ValueError(f"There is no sample case {key!r}; there are {', '.join(keys())}.")
    return HERE / key


def describe(key: str) -> dict[str, Any]:
    """What `case.json` says: title, line, target, time, metric, first experiment, schedule, source, licence."""
    return json.loads((folder(key) / "case.json").read_text(encoding="utf-8"))


def about(key: str) -> str:
    """The page of words (Markdown) on what is true about the case."""
    return (folder(key) / "about.md").read_text(encoding="utf-8")


def load(key: str) -> Case:
    """The case, ready to run: its model file opened (our own, hence trusted) and its rows split."""
    from optimizers.assemble import assemble
    from sample_data.world import read_model, read_table

    facts, place = describe(key), folder(key)
    test_table = facts["test_table"] and read_table(place / facts["test_table"], facts["time"])
    return assemble(
        key,
        read_model(place / facts["model"]),
        read_table(place / facts["table"], facts["time"]),
        target=facts["target"],
        time=facts["time"],
        test_table=test_table,
        metric=facts["metric"],
        test_share=facts["test_share"],
    )
