"""The words of the command line: `python -m optimizers list|describe|run|card`."""

from __future__ import annotations

import argparse
import sys
from typing import Any, NoReturn

from optimizers.component import params
from optimizers.experiment import TIMELINES, Experiment
from optimizers.metrics import METRICS

FORMATS = ("table", "json", "csv")
NUMBERS = {
    "--steps": "n_steps",
    "--rows": "rows_per_step",
    "--seed": "seed",
    "--label-delay": "label_delay",
    "--label-share": "label_share",
}
PANELS = ("scores", "calibration", "errors", "importance", "operation", "seen", "what")


class Parser(argparse.ArgumentParser):
    """One sentence and exit code 2 on bad input."""

    def error(self, message: str) -> NoReturn:
        raise SystemExit(complain(f"{message[0].upper()}{message[1:]}; see python -m optimizers {self.prog} --help."))


def complain(sentence: str) -> int:
    """Say what is wrong on standard error; the exit code."""
    print(sentence, file=sys.stderr)
    return 2


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = Parser(prog="python -m optimizers", description="The same runs without a browser.")
    commands = top.add_subparsers(required=True, parser_class=Parser, metavar="list|describe|run|card", dest="command")
    listing = commands.add_parser("list", prog="list", help="every drift and strategy, a line each")
    listing.add_argument("--json", action="store_true", help="as JSON, with all parameters")
    one = commands.add_parser("describe", prog="describe", help="one component: what it does, and its parameters")
    one.add_argument("name")
    add_run(commands.add_parser("run", prog="run", help="play an experiment and print its table"))
    card = commands.add_parser("card", prog="card", help="one panel of the model's card")
    add_case(card)
    card.add_argument("--panel", choices=PANELS, default="scores")
    card.add_argument("--format", choices=FORMATS, default="table")
    return top


def add_case(command: argparse.ArgumentParser) -> None:
    """The options that name a case: a sample, or one's own files."""
    command.add_argument("--sample", metavar="KEY", help="a sample case, instead of --model and --table")
    command.add_argument("--model", metavar="FILE", help="a fitted model: joblib, pickle, skops or ONNX")
    command.add_argument("--table", metavar="FILE", help="its table: CSV, TSV, Parquet, Feather, Arrow or Excel")
    command.add_argument("--test-table", metavar="FILE", help="a table of its own for the rows that judge")
    command.add_argument("--target", help="the column that the model predicts")
    command.add_argument("--time", help="the column that says when")
    command.add_argument("--name", help="what to call the case")
    command.add_argument("--metric", choices=list(METRICS))
    command.add_argument("--test-share", type=float, metavar="SHARE", help="share of the rows that judge")


def add_run(run: argparse.ArgumentParser) -> None:
    add_case(run)
    for flag, name in NUMBERS.items():
        p = params(Experiment)[name]
        read = float if p.kind == "float" else int
        run.add_argument(flag, dest=name, type=read, default=p.default, help=f"{p.doc} Default {p.default}.")
    run.add_argument("--timeline", choices=TIMELINES, default="simulated")
    texts: dict[str, Any] = {"action": "append", "default": [], "metavar": "TEXT"}
    run.add_argument("--drift", help="such as 'Move*by_sd.2*start.9'; repeatable", **texts)
    run.add_argument("--strategy", help="such as 'CutAndRefine*n_points.6'; repeatable", **texts)
    run.add_argument("--operation", action="store_true", help=params(Experiment)["operation"].doc)
    run.add_argument("--format", choices=FORMATS, default="table")
