"""The same runs without a browser: `python -m optimizers list|describe|run`.

An entry point, like `app.py`: it alone of this package reads files, through the same guards as the app.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any, NoReturn, TextIO

from optimizers.component import Component, Param, params
from optimizers.experiment import TIMELINES, Experiment
from optimizers.metrics import METRICS

FORMATS = ("table", "json", "csv")


class Parser(argparse.ArgumentParser):
    """One sentence and exit code 2 on bad input."""

    def error(self, message: str) -> NoReturn:
        raise SystemExit(complain(f"{message[0].upper()}{message[1:]}; see python -m optimizers {self.prog} --help."))


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0, or 2 with one sentence on standard error."""
    arguments = parser().parse_args(argv)
    try:
        arguments.command(arguments)
    except BrokenPipeError:
        return 0
    except ValueError as wrong:
        return complain(str(wrong))
    except OSError as wrong:
        return complain(f"{wrong.filename} cannot be read ({wrong.strerror}); check the path.")
    return 0


def complain(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m optimizers", description=__doc__.splitlines()[0])
    commands = top.add_subparsers(required=True, parser_class=Parser, metavar="list|describe|run")
    listing = commands.add_parser("list", prog="list", help="every drift and strategy, a line each")
    listing.set_defaults(command=list_components)
    listing.add_argument("--json", action="store_true", help="as JSON, with all parameters")
    one = commands.add_parser("describe", prog="describe", help="one component: what it does, and its parameters")
    one.set_defaults(command=describe)
    one.add_argument("name")
    add_run(commands.add_parser("run", prog="run", help="play an experiment and print its table"))
    return top


def add_run(run: argparse.ArgumentParser) -> None:
    run.set_defaults(command=run_experiment)
    run.add_argument("--sample", metavar="KEY", help="a sample case, instead of --model and --table")
    run.add_argument("--model", metavar="FILE", help="a fitted model: joblib, pickle, skops or ONNX")
    run.add_argument("--table", metavar="FILE", help="its table: CSV, TSV, Parquet, Feather, Arrow or Excel")
    run.add_argument("--test-table", metavar="FILE", help="a table of its own for the rows that judge")
    run.add_argument("--target", help="the column that the model predicts")
    run.add_argument("--time", help="the column that says when")
    run.add_argument("--name", help="what to call the case")
    run.add_argument("--metric", choices=list(METRICS))
    run.add_argument("--test-share", type=float, metavar="SHARE", help="share of the rows that judge")
    for flag, name in (("--steps", "n_steps"), ("--rows", "rows_per_step"), ("--seed", "seed")):
        p = params(Experiment)[name]
        run.add_argument(flag, dest=name, type=int, default=p.default, help=f"{p.doc} Default {p.default}.")
    run.add_argument("--timeline", choices=TIMELINES, default="simulated")
    run.add_argument(
        "--drift", action="append", default=[], metavar="TEXT", help="such as 'Move*by_sd.2*start.9'; repeatable"
    )
    run.add_argument("--operation", action="store_true", help=params(Experiment)["operation"].doc)
    run.add_argument("--format", choices=FORMATS, default="table")


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
    return f"[{p.of} columns]" if p.kind == "columns" else "[True, False]" if p.kind == "bool" else f"[{range_of(p)}]"


def run_experiment(arguments: argparse.Namespace) -> None:
    from optimizers.command_case import case_from
    from optimizers.component_text import drift_from
    from optimizers.running import run
    from optimizers.telling import story

    numbers = {k: getattr(arguments, k) for k in ("n_steps", "rows_per_step", "seed", "timeline", "operation")}
    experiment = Experiment(drifts=tuple(drift_from(text) for text in arguments.drift), **numbers)
    case = case_from(arguments)
    result = run(case, experiment, bar(sys.stderr))
    print(*case.notes, *result.skipped.values(), story(result), sep="\n", file=sys.stderr)
    write(result.frame, arguments.format, sys.stdout)


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
