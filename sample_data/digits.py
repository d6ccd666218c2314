"""Handwritten digits, 1998: 1,797 images of 8 by 8 pixels, as scikit-learn carries them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from sample_data.world import World

if TYPE_CHECKING:
    from sklearn.neural_network import MLPClassifier

N_TRAIN = 1_078


def table() -> pd.DataFrame:
    from sklearn.datasets import load_digits

    loaded = load_digits(as_frame=True)
    return loaded.data.assign(digit=loaded.target)


def recipe() -> MLPClassifier:
    from sklearn.neural_network import MLPClassifier

    return MLPClassifier((48,), alpha=0.1, learning_rate_init=0.003, max_iter=400, random_state=0)


def world() -> World:
    rows = table()
    learned, judging = split(rows)
    model = fitted(learned)
    numbers = {
        "accuracy_first_300": accuracy(model, judging[:300]),
        "accuracy_480_to_600": accuracy(model, judging[480:600]),
        "accuracy_if_shuffled": shuffled_accuracy(rows),
    }
    return World("digits", learned, model, FACTS, judging, numbers)


def split(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    return rows[:N_TRAIN].reset_index(drop=True), rows[N_TRAIN:].reset_index(drop=True)


def fitted(rows: pd.DataFrame) -> MLPClassifier:
    """Fitted on plain arrays: this model knows its pixels by position, not by name."""
    return recipe().fit(rows.drop(columns="digit").to_numpy(), rows["digit"].to_numpy())


def shuffled_accuracy(rows: pd.DataFrame) -> float:
    """What one would believe if every writer were on both sides of the split."""
    learned, judging = split(rows.sample(frac=1, random_state=0))
    return accuracy(fitted(learned), judging)


def accuracy(model: MLPClassifier, rows: pd.DataFrame) -> float:
    return round(float(model.score(rows.drop(columns="digit").to_numpy(), rows["digit"].to_numpy())), 3)


FACTS: dict[str, Any] = {
    "title": "Handwritten digits",
    "line": "8 by 8 pixels, ten classes, a small neural network: and the later images are by other hands.",
    "task": "classification",
    "target": "digit",
    "time": None,
    "metric": "accuracy",
    "test_share": 0.4,
    "table": "table.parquet",
    "test_table": "test.parquet",
    "model": "model.joblib",
    "columns": {
        "pixel_R_C": "ink in row R and column C, 0 to 16 dots of a 4 by 4 block",
        "digit": "0 to 9",
    },
    "experiment": {"timeline": "rows", "n_steps": 12, "rows_per_step": 60, "seed": 0, "drifts": []},
    "schedule": [
        {"first": "row 1", "last": "row 719", "kind": "covariate (other writers)", "features": ["all pixels"],
         "amount": 1, "unit": "at once", "words": "Writers that the model has never seen; nobody planned it."}
    ],
    "source": "Alpaydin, Kaynak: Optical Recognition of Handwritten Digits (its test part), UCI, "
    "doi:10.24432/C50P49; taken from sklearn.datasets.load_digits.",
    "licence": "CC BY 4.0 (UCI)",
}  # fmt: skip
