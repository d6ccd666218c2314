"""The small tables that the corpus' models are fitted on and asked about; the same under every version of numpy."""

from __future__ import annotations

import numpy as np

N_TRAIN, N_ASKED, N_FEW = 64, 30, 20
COLOURS = np.array(["red", "green", "blue"])
SIZES = np.array(["s", "m", "l"])


def draws(seed, *shape):
    """Standard normal numbers of numpy's oldest, frozen generator, rounded so that sums agree on every machine."""
    return np.round(np.random.RandomState(seed).standard_normal(shape), 3)


def numbers(part):
    """(n, 4) numbers."""
    return draws(1, N_TRAIN, 4) if part == "train" else draws(2, N_ASKED, 4) * 1.3


def few(part):
    """The same with fewer rows to learn from, for models that keep a matrix of them."""
    return numbers(part)[:N_FEW] if part == "train" else numbers(part)


def holes(part):
    """The same with missing values."""
    X = numbers(part)
    X[::7, 0], X[3::5, 2] = np.nan, np.nan
    return X


def codes(part):
    """(n, 4): three columns of small whole numbers, as encoders and naive Bayes take them, and one of numbers."""
    X = np.clip(np.floor(np.abs(numbers(part)) * 2), 0, 3)
    X[:, 3] = numbers(part)[:, 3]
    return X


def counts(part):
    """(n, 4) small whole numbers."""
    return np.clip(np.floor(np.abs(numbers(part)) * 2), 0, 3)


def missing_counts(part):
    """The same with missing values."""
    X = counts(part)
    X[::9, 1] = np.nan
    return X


def words(part):
    """Columns of a mixed table by name: two of numbers with holes, two of words; `asked` has a word unseen."""
    X = numbers(part)
    colour, size = COLOURS[counts(part)[:, 1].astype(int) % 3], SIZES[counts(part)[:, 2].astype(int) % 3]
    if part == "asked":
        colour = np.where(np.arange(len(colour)) % 11 == 3, "mauve", colour)
    return {"height": holes(part)[:, 0], "width": X[:, 3], "colour": colour, "size": size}


def texts(part):
    """One short text a row."""
    table = words(part)
    return np.array([f"a {c} thing of size {s}" for c, s in zip(table["colour"], table["size"])])


def frame(columns):
    """The mixed table as a pandas frame."""
    import pandas as pd

    return pd.DataFrame({name: list(values) for name, values in columns.items()})


def three(part="train"):
    """Labels of three classes."""
    X = numbers(part)
    return np.where(X[:, 0] + X[:, 1] > 0.6, "high", np.where(X[:, 1] - X[:, 2] > 0.2, "mid", "low"))


def two(part="train"):
    """Labels of two classes."""
    X = numbers(part)
    return (X[:, 0] + X[:, 1] * X[:, 2] > 0).astype(int)


def target(part="train"):
    """Numbers to predict."""
    X = numbers(part)
    return np.round(X[:, 0] * 2 + np.sin(X[:, 1]) + X[:, 2] * X[:, 3], 3)


def positive(part="train"):
    """Positive numbers to predict."""
    return np.round(np.exp(target(part) / 3), 3)


INPUTS = {
    "numbers": numbers,
    "few": few,
    "holes": holes,
    "codes": codes,
    "counts": counts,
    "missing_counts": missing_counts,
    "words": words,
    "texts": texts,
}
TARGETS = {"three": three, "two": two, "target": target, "positive": positive}
NUMBER, THREE, TWO, POSITIVE = (("numbers", name) for name in ("target", "three", "two", "positive"))
