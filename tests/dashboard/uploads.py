"""Files as a user brings them: a forest, and its table as a European spreadsheet writes it."""

import io
import os
import pickle
from functools import cache

import joblib
from sklearn.ensemble import RandomForestClassifier

from tests import tiny


@cache
def forest(named: bool = True) -> bytes:
    """A fitted forest on five numeric columns, with or without their names, three classes, as joblib writes it."""
    out = io.BytesIO()
    rows = tiny.table("multiclass", numbers=True)
    X = rows.X_train if named else rows.X_train.to_numpy()
    joblib.dump(RandomForestClassifier(10, random_state=0).fit(X, rows.y_train), out)
    return out.getvalue()


@cache
def table() -> bytes:
    """Its 200 rows: semicolons between, decimal commas, the target in the last column."""
    rows = tiny.table("multiclass", numbers=True)
    whole = rows.X_train.assign(target=rows.y_train)
    judging = rows.X_test.assign(target=rows.y_test)
    text = whole.to_csv(index=False, sep=";", decimal=",") + judging.to_csv(
        index=False, sep=";", decimal=",", header=False
    )
    return text.encode()


class CallsTheShell:
    """Pickled, it asks whoever opens it to write a file."""

    def __init__(self, canary):
        self.canary = canary

    def __reduce__(self):
        return os.system, (f"touch {self.canary}",)


def hostile(canary) -> bytes:
    return pickle.dumps(CallsTheShell(canary))
