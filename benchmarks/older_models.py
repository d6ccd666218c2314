"""Models saved by older scikit-learns: how many open in the installed one, and predict what they predicted then.

python -m benchmarks.older_models            the committed corpus: 1.0, 1.2, 1.3, 1.5 and 1.7
python -m benchmarks.older_models --quick    every tenth model of it
python -m benchmarks.older_models --folder DIR   archives of other versions, made by tests.corpus.make
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import sklearn

from sandbox.guard import load_model, preload
from sandbox.refusal import Refused
from tests.corpus.reading import HERE, TOLERANCE, difference, entries, versions

GOAL = 0.95


def apart(entry) -> tuple[float | None, str]:
    """How far a model's answers are from those recorded, or None and why it does not open."""
    try:
        model = load_model(entry.raw, entry.file).model
    except Refused as refused:
        return None, refused.sentence
    try:
        return difference(model, entry), ""
    except Exception as error:
        return np.inf, f"{type(error).__name__}: {error}"


def main(argv: list[str] | None = None) -> None:
    """Print a line a version, and why models do not count."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--folder", type=Path, default=HERE)
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args(argv)
    preload()
    n_all = n_same = 0
    print(f"opened with scikit-learn {sklearn.__version__}; equal: within {TOLERANCE:g} of 1 + |value|")
    for version in versions(given.folder):
        models = list(entries(version, given.folder))[:: 10 if given.quick else 1]
        found = {entry.name: apart(entry) for entry in models}
        opened = [far for far, _ in found.values() if far is not None]
        same = [far for far in opened if far <= TOLERANCE]
        n_all, n_same = n_all + len(found), n_same + len(same)
        print(
            f"{version}: {len(found)} models, open {len(opened)}, equal {len(same)} ({len(same) / len(found):.1%}), "
            f"bit for bit {sum(far == 0 for far in same)}, worst difference of these {max(same):.1e}"
        )
        for name, (far, why) in found.items():
            if far is None or far > TOLERANCE:
                print(f"    {name}: {why or f'differs by {far:.2g}'}")
    print(f"all: equal {n_same} of {n_all}, share {n_same / n_all:.3f}, goal {GOAL}")


if __name__ == "__main__":
    main()
