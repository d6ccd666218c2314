"""The model's card, of what was measured and nothing else."""

from __future__ import annotations

import platform
import re
from typing import Any

from optimizers.case import Case
from optimizers.component import code
from optimizers.metrics import METRICS
from optimizers.reference import STRATEGY, UPLOADED
from optimizers.result import Result
from optimizers.strategy import Strategy
from optimizers.takeaway.card_figures import figures
from optimizers.takeaway.model_file import ModelFile
from optimizers.takeaway.pins import pinned

TO_WRITE = "_To be written by whoever hands this model on; nothing that was measured says it._"
KINDS = {"number": "numbers", "boolean": "true or false", "string": "text", "datetime": "times"}


def model_card(
    case: Case, result: Result, chosen: tuple[str, str], file: ModelFile, schema: dict[str, Any], python: str
) -> str:
    """The card as Markdown.

    References
    ----------
    Mitchell et al. (2019). Model cards for model reporting. FAT* 2019.
    """
    sections = {
        "Model details": details(case, result, chosen, file, schema),
        "Intended use": TO_WRITE,
        "Factors": f"{TO_WRITE} Figures below are over all judging rows; none was measured by group.",
        "Metrics": metrics(case),
        "Evaluation data": evaluation(case, result),
        "Training data": training(case, result, chosen, schema),
        "Quantitative analyses": figures(result, chosen, len(file.raw)),
        "Ethical considerations": TO_WRITE,
        "Caveats and recommendations": "\n".join(f"- {one}" for one in caveats(case, result, chosen)),
        "How it was made": fenced(python) if python else "The Python that makes it again was not asked for.",
    }
    title = f"# Model card: {inert(case.name)}, {inert(chosen[1])}\n\nAfter Mitchell et al. (2019), *Model cards*."
    return "\n\n".join([title, *(f"## {name}\n\n{words}" for name, words in sections.items()), ""])


def details(case: Case, result: Result, chosen: tuple[str, str], file: ModelFile, schema: dict[str, Any]) -> str:
    """What it is, how it came about, and with which versions."""
    target, strategy = schema["target"], strategy_of(result, chosen)
    classes = target.get("classes", [])
    shown = ", ".join(inert(one) for one in classes[:20]) + (", …" if len(classes) > 20 else "")
    how = (
        f"{inert(strategy.title())}, `{inert_code(code(strategy))}`, of the model as uploaded"
        if strategy
        else {UPLOADED: "as it was uploaded"}.get(chosen[1], "the uploaded model's recipe, fitted on the learning rows")
    )
    versions = {name: made for module in file.modules for name, made in pinned(module).items()}
    lines = {
        "Kind": f"{kind(result.candidates[chosen].model)}, {case.task}"
        + (f" of {len(classes)} classes: {shown}" if classes else ""),
        "Predicts": inert(target["name"]),
        "Takes": f"{len(schema['fields'])} columns, listed in schema.json",
        "How it came about": how,
        "File": f"{file.name}, {len(file.raw):,} bytes",
        "Versions": ", ".join([f"Python {platform.python_version()}", *(f"{n} {v}" for n, v in versions.items())]),
        "Fingerprint of the case": f"{result.fingerprint}: of the model as uploaded and all rows",
        "Licence": "to be stated by whoever hands this model on",
    }
    return "\n".join(f"- {name}: {words}" for name, words in lines.items())


def kind(model: Any) -> str:
    """The class, with its steps where it has some."""
    steps = [type(step).__name__ for _, step in getattr(model, "steps", []) if not isinstance(step, str | None)]
    return f"{type(model).__name__} of {', '.join(steps)}" if steps else type(model).__name__


def strategy_of(result: Result, chosen: tuple[str, str]) -> Strategy | None:
    return next((one for one in result.experiment.strategies if type(one).__name__ == chosen[0]), None)


def metrics(case: Case) -> str:
    metric = METRICS[case.metric]
    way = "higher" if metric.higher_is_better else "lower"
    return (
        f"{metric.title}; {way} is better. Every interval is a 95 % interval over judging rows, from the influence of "
        "each row on the score; differences are paired by row, and a row that is drawn twice counts once."
    )


def evaluation(case: Case, result: Result) -> str:
    """The rows that judged it, and what they were put through."""
    e, n_steps = result.experiment, result.frame.loc[result.frame["part"] == "step", "step"].nunique()
    drawn = (
        f", each of {e.rows_per_step:,} rows drawn from them" if e.timeline == "simulated" else " in their own order"
    )
    drifts = ", ".join(f"`{inert_code(code(drift))}`" for drift in e.drifts)
    world = f"They were changed by {drifts}." if drifts else "They were left as they are."
    span = f" Their times run from {case.time.iloc[0]} to {case.time.iloc[-1]}." if case.time is not None else ""
    return (
        f"{len(case.X_test):,} judging rows, which no strategy learned from or chose by, in {n_steps} steps{drawn} "
        f"(seed {e.seed}). {world}{span}"
    )


def training(case: Case, result: Result, chosen: tuple[str, str], schema: dict[str, Any]) -> str:
    """What it may have learned from."""
    kinds = [one["type"] for one in schema["fields"]]
    columns = ", ".join(f"{kinds.count(kind)} of {KINDS[kind]}" for kind in KINDS if kind in kinds)
    gaps = sum(one["seen"]["missing"] > 0 for one in schema["fields"])
    known = "What the model as uploaded was fitted on is not known here. " if chosen == (STRATEGY, UPLOADED) else ""
    return (
        f"{known}{len(case.X_train):,} learning rows; columns: {columns}; {gaps} of them with gaps. "
        "What they held, column by column, is in schema.json under `seen`."
    )


def caveats(case: Case, result: Result, chosen: tuple[str, str]) -> list[str]:
    """What a reader must know before believing a figure."""
    said = [inert(note) for note in case.notes]
    said.append("The model as uploaded may have learned from the judging rows: then its figures here are too good.")
    candidate, strategy = result.candidates[chosen], strategy_of(result, chosen)
    if candidate.observes:
        said.append(
            "The figures are those of the policy over all steps. The file is the model that it ended with, which has "
            "learned from judging rows too: nothing here says how good that one is on rows it has not seen."
        )
    if result.experiment.drifts:
        said.append("The world of the steps is simulated: it shows what would happen, not what will.")
    n = len(result.candidates) - 2
    if n > 1:
        said.append(
            f"{n} candidates were judged by the same rows. Whoever picked this one by its score on them should expect "
            "a little less: the best of many is partly luck."
        )
    if strategy is not None and strategy.__module__.startswith("optimizers.deploy."):
        said.append("It computes what the model as uploaded computes, in another way; it learned nothing of its own.")
    return [*said, "Times were measured on one machine, one call after another; another machine has its own."]


def inert(text: object) -> str:
    """A name from outside as Markdown text: on one line, without meaning."""
    flat = "".join(c if c.isprintable() else " " for c in str(text))
    return re.sub(r"([\\`*_{}\[\]<>|#!~$])", r"\\\1", " ".join(flat.split()))


def inert_code(text: str) -> str:
    return " ".join(text.replace("`", "'").replace("|", "/").split())


def fenced(text: str) -> str:
    """Code between more backticks than it holds in a row."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}python\n{text.strip()}\n{fence}"
