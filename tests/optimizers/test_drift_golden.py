"""The same seed gives the same rows on every platform: hashes of what each drift does to a tiny table.

After a change that is meant: `python -m tests.optimizers.test_drift_golden` writes them anew.
"""

import hashlib
import json
from pathlib import Path

import pytest

from optimizers.drift import DRIFTS
from tests import tiny

from .drift_tables import play

GOLDEN = Path(__file__).with_name("drift_golden.json")


def golden(name: str) -> dict[str, str]:
    """A hash for each tiny table that the drift applies to, at strength 0.6."""
    drift, hashes = DRIFTS[name](), {}
    for task in tiny.TASKS:
        X, y = tiny.table(task).X_test, tiny.table(task).y_test
        if not drift.skip(X, y):
            X_new, y_new = play(drift, X, y, t=0.6)
            text = X_new.assign(y=y_new).to_csv(float_format="%.9g", lineterminator="\n")
            hashes[task] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return hashes


@pytest.mark.parametrize("name", DRIFTS)
def test_the_same_seed_gives_the_same_rows_everywhere(name):
    assert golden(name) == json.loads(GOLDEN.read_text())[name]


def test_every_golden_hash_belongs_to_a_drift():
    assert set(json.loads(GOLDEN.read_text())) == set(DRIFTS)


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps({name: golden(name) for name in sorted(DRIFTS)}, indent=1) + "\n")
