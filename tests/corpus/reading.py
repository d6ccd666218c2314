"""The corpus opened again: each model file with its input and what it said when it was saved, and the comparison."""

from __future__ import annotations

import io
import json
import tarfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
TOLERANCE = 1e-9  # of 1 + |value|: other numpys and other orders of a sum


@dataclass(frozen=True)
class Entry:
    """One model of the corpus: its file, the rows that it was asked about and its answers by method."""

    name: str
    file: str
    raw: bytes
    X: Any
    answers: dict[str, np.ndarray]


def versions(folder: Path = HERE) -> list[str]:
    """The scikit-learns that have an archive, oldest first."""
    found = (path.name.removesuffix(".tar.xz") for path in folder.glob("*.tar.xz"))
    return sorted(found, key=lambda version: [int(n) for n in version.split(".")])


def entries(version: str, folder: Path = HERE) -> Iterator[Entry]:
    """Every model of one archive."""
    with tarfile.open(folder / f"{version}.tar.xz") as archive:
        members = {member.name: archive.extractfile(member).read() for member in archive}
    recorded = np.load(io.BytesIO(members["recorded.npz"]))
    for name, model in json.loads(members["models.json"])["models"].items():
        answers = {method: recorded[f"{name}.{method}"] for method in model["methods"]}
        yield Entry(name, model["file"], members[model["file"]], asked(recorded, model["input"]), answers)


def asked(recorded: Any, name: str) -> Any:
    """The rows that a model was asked about: an array, or a frame of mixed columns."""
    columns = {key.split(".")[2]: recorded[key] for key in recorded if key.startswith(f"input.{name}.")}
    return columns[""] if "" in columns else pd.DataFrame({key: list(values) for key, values in columns.items()})


def centred(said: np.ndarray) -> np.ndarray:
    return said - said.mean(axis=1, keepdims=True)


def one_long(said: np.ndarray) -> np.ndarray:
    return said / np.abs(said).max()


# decision values that a rule says to change, and up to what they stay
UP_TO: dict[str, Callable[[np.ndarray], np.ndarray]] = {"boosting_three": centred, "logistic_softmax": one_long}


def difference(model: Any, entry: Entry) -> float:
    """Largest difference between what the model says now and what was recorded, of 1 + |value|; inf for labels."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return max(
            _apart(entry.name, method, getattr(model, method)(entry.X), was) for method, was in entry.answers.items()
        )


def _apart(name: str, method: str, said: Any, was: np.ndarray) -> float:
    now = np.stack(said) if isinstance(said, list) else np.asarray(said)
    if now.size != was.size:
        return np.inf
    now = now.reshape(was.shape)  # partial least squares came as one column until 1.2
    if was.dtype.kind in "US":
        return 0.0 if (now.astype(str) == was).all() else np.inf
    if method == "decision_function" and name in UP_TO:
        return min(_largest(now, was), _largest(UP_TO[name](now), UP_TO[name](was)))
    return _largest(now, was)


def _largest(now: np.ndarray, was: np.ndarray) -> float:
    same = (now == was) | (np.isnan(now) & np.isnan(was))
    apart = np.abs(now - was) / (1 + np.abs(was))
    return float(np.where(same, 0.0, np.nan_to_num(apart, nan=np.inf)).max())
