"""The folder that a user takes home: the model, a script that predicts, and a test that it still predicts the same."""

from __future__ import annotations

import hashlib
import json
import platform
import warnings
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import Case
from optimizers.result import Result
from optimizers.takeaway.model_card import model_card, strategy_of
from optimizers.takeaway.model_file import ModelFile, model_file
from optimizers.takeaway.pins import requirements
from optimizers.takeaway.readme import readme
from optimizers.takeaway.schema import table_schema
from optimizers.takeaway.shipped import rows_source, script, text
from optimizers.takeaway.stricter import as_strict, both, original_of
from optimizers.takeaway.tested_rows import as_file, tested_rows

EXACT, SINGLE = 1e-9, 1e-5  # differences of numbers, in proportion, that another machine may show


def takeaway(
    case: Case,
    result: Result,
    chosen: tuple[str, str],
    form: str = "joblib",
    real_rows: bool = False,
    python: str = "",
    seed: int = 0,
) -> dict[str, bytes]:
    """Every file of the folder: path -> content, the same for the same model and settings.

    Parameters
    ----------
    case : Case
    result : Result
        Of an experiment in which the candidate took part.
    chosen : (str, str)
        Strategy and label of the candidate.
    form : str
        "joblib", "skops" or "onnx", one of `forms_of(model)`.
    real_rows : bool
        Whether the self-test holds judging rows as they are, instead of made-up ones.
    python : str
        The Python that made it, for the model card.
    seed : int
        Of the rows of the self-test.

    Raises
    ------
    ValueError
        If there is no such candidate, or it cannot be put into a folder: one sentence.
    """
    if chosen not in result.candidates:
        raise ValueError(f"There is no candidate {chosen[1]!r} in this experiment; choose another.")
    model = result.candidates[chosen].model
    file = model_file(model, form)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        schema = schema_of(case, result, chosen, file)
        tests = recorded(case, model, file, schema, real_rows, np.random.default_rng(seed))
    return {
        file.name: file.raw,
        "predict.py": script(file.loading),
        "rows.py": rows_source(),
        "self_test.py": text("self_test").encode(),
        "requirements.txt": requirements(file.modules),
        "schema.json": as_json(schema),
        "MODEL_CARD.md": model_card(case, result, chosen, file, schema, python).encode(),
        "README.md": readme(file, next(iter(tests)), real_rows).encode(),
        **tests,
        **file.own,
    }


def schema_of(case: Case, result: Result, chosen: tuple[str, str], file: ModelFile) -> dict[str, Any]:
    """The schema; what only answers in the place of the case's own model takes no more than that one."""
    model, strategy = result.candidates[chosen].model, strategy_of(result, chosen)
    schema = table_schema(case, model, lambda rows: answers(model, rows, file.settings))
    if strategy is not None and strategy.exports:
        as_strict(schema["fields"], case, both(lambda rows: answers(model, rows, file.settings), original_of(case)))
    return schema | {"model": file.settings}


def answers(model: Any, rows: pd.DataFrame, settings: dict[str, Any]) -> tuple[np.ndarray, np.ndarray | None]:
    """What predict.py asks the model, asked here."""
    given = rows if settings["by_name"] else rows.to_numpy()
    labels = np.asarray(model.predict(given)).reshape(len(rows))
    return labels, np.asarray(model.predict_proba(given)) if settings["has_probabilities"] else None


def recorded(
    case: Case, model: Any, file: ModelFile, schema: dict[str, Any], real: bool, rng: np.random.Generator
) -> dict[str, bytes]:
    """The rows of the self-test, and what the model says of them."""
    tested = tested_rows(case, schema, lambda rows: answers(model, rows, file.settings), real, rng)
    labels, chances = answers(model, tested.rows, file.settings)
    if schema["target"]["type"] == "boolean":
        labels = labels.astype(bool)  # a graph says 0 and 1
    name, raw = as_file(tested.rows)
    refused, raw_refused = as_file(tested.refused, "refused")
    single = {"onnxruntime", "xgboost"} & {*file.modules} or any(
        a is not None and a.dtype == np.float32 for a in (labels, chances)
    )
    expected = {
        "model": file.name,
        "sha256": hashlib.sha256(file.raw).hexdigest(),
        "python": platform.python_version(),
        "task": case.task,
        "tolerance": SINGLE if single else EXACT,
        "rows": name,
        "kinds": tested.kinds,
        "prediction": labels.tolist(),
        "probabilities": None if chances is None else chances.tolist(),
        "refused": {"rows": refused, "kinds": tested.refused_kinds},
    }
    files = {f"self_test/{refused}": raw_refused} if tested.refused_kinds else {}
    return {f"self_test/{name}": raw, **files, "self_test/expected.json": as_json(expected, indent=None)}


def as_json(content: Any, indent: int | None = 1) -> bytes:
    return (json.dumps(content, indent=indent, ensure_ascii=False) + "\n").encode()
