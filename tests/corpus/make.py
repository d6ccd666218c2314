"""Fit the corpus' models with the scikit-learn of this Python, and save them with what they predict.

    /path/to/python-with-another-scikit-learn -m tests.corpus.make [--into tests/corpus]

Needs scikit-learn and numpy alone (models on a mixed table need pandas). Writes `<version>.tar.xz`: the model files,
`recorded.npz` (`<model>.<method>`, `input.<name>`) and `models.json` (versions; for each model its file, input, method
names). The corpus' tests open these files with the installed version and compare.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import pickle
import platform
import tarfile
import warnings

import joblib
import numpy as np
import sklearn

from tests.corpus.recipes import recipes
from tests.corpus.worlds import INPUTS, TARGETS, frame

METHODS = ("predict", "predict_proba", "decision_function")


def fitted(recipe):
    """The recipe's model, fitted, and the answers of all its methods."""
    table, y = INPUTS[recipe.input]("train"), recipe.y if recipe.y is not None else TARGETS[recipe.target]()
    asked = INPUTS[recipe.input]("asked")
    if recipe.input == "words":
        table, asked = frame(table), frame(asked)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = recipe.make().fit(table, y)
        return model, {method: answer(model, method, asked) for method in METHODS if hasattr(model, method)}


def answer(model, method, asked):
    """What a method says; probabilities of several outputs side by side."""
    said = getattr(model, method)(asked)
    return np.stack(said) if isinstance(said, list) else np.asarray(said)


def saved(model, turn):
    """The model's file in one of the ways that people save models, and its ending."""
    if turn % 8 in (1, 5):
        return pickle.dumps(model, 2 if turn % 8 == 1 else 4), "pkl"
    stream = io.BytesIO()
    joblib.dump(model, stream, compress=3 if turn % 8 == 7 else 0)
    return stream.getvalue(), "joblib"


def collect(only=""):
    """Members of the archive by name."""
    members, recorded, models = {}, {}, {}
    for turn, recipe in enumerate(recipes()):
        if only not in recipe.name:
            continue
        try:
            model, answers = fitted(recipe)
        except ImportError as missing:
            print(f"{recipe.name}: left out, {missing}")
            continue
        raw, ending = saved(model, turn)
        members[f"{recipe.name}.{ending}"] = raw
        models[recipe.name] = {"file": f"{recipe.name}.{ending}", "input": recipe.input, "methods": list(answers)}
        recorded.update({f"{recipe.name}.{method}": said for method, said in answers.items()})
    for name, make in INPUTS.items():
        table = make("asked")
        for column, values in table.items() if isinstance(table, dict) else [("", table)]:
            recorded[f"input.{name}.{column}"] = values
    stream = io.BytesIO()
    np.savez(stream, **{name: plain(said) for name, said in recorded.items()})
    members["recorded.npz"] = stream.getvalue()
    about = {"sklearn": sklearn.__version__, "numpy": np.__version__, "python": platform.python_version()}
    members["models.json"] = json.dumps({**about, "models": models}, indent=1).encode()
    return members


def plain(said):
    """An array that needs no pickle to be saved."""
    return said.astype(str) if said.dtype == object else said


def write(path, members):
    """One archive, packed as a whole, the same bytes for the same members."""
    with tarfile.open(path, "w:xz", preset=9) as archive:
        for name, raw in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(raw)
            archive.addfile(entry, io.BytesIO(raw))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--into", default=os.path.dirname(__file__))
    parser.add_argument("--only", default="", help="models whose name holds this")
    given = parser.parse_args()
    members = collect(given.only)
    path = os.path.join(given.into, f"{sklearn.__version__}.tar.xz")
    write(path, members)
    print(f"{path}: {len(members) - 2} models, {os.path.getsize(path) / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
