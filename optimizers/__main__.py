"""The same runs without a browser: `python -m optimizers list|describe|run|card`.

An entry point, like `app.py`: it alone of this package reads files, through the same guards as the app.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any, TextIO

from optimizers.command_words import NUMBERS, complain, parser
from optimizers.component import Component, Param, params
from optimizers.experiment import Experiment


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0, or 2 with one sentence on standard error."""
    arguments = parser().parse_args(argv)
    commands = {"list": list_components, "describe": describe, "run": run_experiment, "card": print_card}
    try:
        commands[arguments.command](arguments)
    except BrokenPipeError:
        return 0
    except ValueError as wrong:
        return complain(str(wrong))
    except OSError as wrong:
        return complain(f"{wrong.filename} cannot be read ({wrong.strerror}); check the path.")
    return 0


def components() -> dict[str, dict[str, Any]]:
    from optimizers.drift import DRIFTS
    from optimizers.strategy import strategies

    return {"drift": DRIFTS, "strategy": strategies()}


def list_components(arguments: argparse.Namespace) -> None:
    found = [(family, name, cls) for family, classes in components().items() for name, cls in classes.items()]
    if arguments.json:
        rows = [{"family": f, "name": n, "title": c.title(), "params": declared(c)} for f, n, c in found]
        print(json.dumps(rows, indent=1))
        return
    width = max(len(name) for _, name, _ in found)
    for family, name, cls in found:
        print(f"{family:<9} {name:<{width}}  {cls.title()}")


def declared(cls: type[Component]) -> list[dict[str, Any]]:
    return [vars(p) for p in params(cls).values()]


def describe(arguments: argparse.Namespace) -> None:
    known = {name: cls for classes in components().values() for name, cls in classes.items()}
    if arguments.name not in known:
        raise ValueError(f"There is no component {arguments.name!r}; there are {', '.join(sorted(known))}.")
    cls = known[arguments.name]
    print(f"{arguments.name}\n\n{(cls.__doc__ or '').strip()}\n\nParameters")
    for p in params(cls).values():
        print(f"  {p.name} = {p.default!r}  {scope(p)}  {p.doc}")


def scope(p: Param) -> str:
    from optimizers.param import range_of

    if p.kind == "choice":
        return f"[{', '.join(p.choices)}]"
    plain = {"columns": f"{p.of} columns", "rows": "places of rows", "bool": "True, False"}
    return f"[{plain[p.kind] if p.kind in plain else range_of(p)}]"


def run_experiment(arguments: argparse.Namespace) -> None:
    from optimizers.command_case import case_from
    from optimizers.component_text import drift_from, strategy_from
    from optimizers.running import run
    from optimizers.telling import story

    numbers = {k: getattr(arguments, k) for k in (*NUMBERS.values(), "timeline", "operation")}
    played = tuple(strategy_from(text) for text in arguments.strategy)
    experiment = Experiment(played, tuple(drift_from(text) for text in arguments.drift), **numbers)
    case = case_from(arguments)
    result = run(case, experiment, bar(sys.stderr))
    print(*case.notes, *result.skipped.values(), story(result), sep="\n", file=sys.stderr)
    write(result.frame, arguments.format, sys.stdout)


def print_card(arguments: argparse.Namespace) -> None:
    """One panel of the model's card; what is said about it goes to standard error."""
    from optimizers.card import card
    from optimizers.command_case import case_from

    made = card(case_from(arguments), on_progress=bar(sys.stderr), panels=[arguments.panel])
    said = [*made.notes.get(arguments.panel, []), made.head.get(arguments.panel, {}).get("sentence", "")]
    print(*filter(None, said), sep="\n", file=sys.stderr)
    for frame in made.frames.values():
        write(frame, arguments.format, sys.stdout)


def bar(stream: TextIO) -> Any:
    """A progress bar on a terminal; nothing elsewhere."""

    def tell(p: dict) -> None:
        done = round(24 * p["done"] / p["of"]) if p["of"] else 0
        stream.write(f"\r[{'#' * done:<24}] {p['doing']:<40.40}")
        stream.write("\n" if p["of"] and p["done"] == p["of"] else "")
        stream.flush()

    return tell if stream.isatty() else None


def write(frame: Any, form: str, stream: TextIO) -> None:
    if form == "csv":
        frame.to_csv(stream, index=False)
    elif form == "json":
        stream.write(frame.to_json(orient="records", indent=1) + "\n")
    else:
        stream.write(frame.to_string(index=False) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
