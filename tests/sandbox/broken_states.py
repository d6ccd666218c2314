"""Older models with broken bytes or broken states: each is refused or loads, and none ends or holds up its process.

python -m tests.sandbox.broken_states [--files 1000] [--seed 0]

A broken state is one that an older class could have written but for one value, so that it gets as far as the rule of
its class: the value is gone, or of another type, shape or size.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from typing import Any

import numpy as np

from benchmarks import mutated_files
from sandbox import guard_state
from sandbox.guard import preload
from sandbox.older import carried
from sandbox.older_names import Former
from tests.corpus.reading import entries, versions

ODD = (
    None,
    -1,
    0,
    1 << 40,
    1e300,
    float("nan"),
    "x",
    "",
    [],
    {},
    (),
    [[]],
    b"x",
    True,
    np.float64,
    np.zeros(3),
    np.zeros((0, 2)),
)
DEEPEST = 12  # which of a file's states is broken, at most


def broken(state: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    """The state with one value changed."""
    names = [name for name in state if name != "_sklearn_version"]
    if not names:
        return state
    name = str(rng.choice(names))
    value, state = state[name], dict(state)
    if rng.random() < 0.15:
        del state[name]
    elif isinstance(value, np.ndarray) and rng.random() < 0.7:
        state[name] = reshaped(value, rng)
    elif rng.random() < 0.2:
        state[name] = state[str(rng.choice(names))]
    elif rng.random() < 0.2:
        state[name] = Former(
            str(rng.choice(["BinomialDeviance", "_RemainderColsList", "Poisson", "HuberLossFunction"]))
        )
    else:
        state[name] = ODD[rng.integers(len(ODD))]
    return state


def reshaped(array: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The array cut, doubled, on its side, of another type, or with extreme values."""
    if array.dtype == object or array.dtype.names:
        return array[: len(array) // 2] if array.ndim else array
    ways = [lambda a: a[: len(a) // 2], lambda a: np.concatenate([a, a]), lambda a: a.T, lambda a: a[None],
            lambda a: a.astype(object), lambda a: a.astype("U5"), lambda a: a.astype(np.float32), lambda a: a[::-1],
            lambda a: np.full_like(a, 1 << 30) if a.dtype.kind in "iuf" else a]  # fmt: skip
    return ways[rng.integers(len(ways))](np.atleast_1d(array))


class Breaking:
    """Stands for `older.carried`: breaks one state of every file, then carries it as ever."""

    def __init__(self) -> None:
        self.rng, self.left = np.random.default_rng(0), 0

    def file(self, files: list[bytes], seed: int, number: int) -> bytes:
        """The next file, whole; its broken state is drawn."""
        self.rng = np.random.default_rng([seed, number])
        self.left = int(self.rng.integers(DEEPEST))
        return files[int(self.rng.integers(len(files)))]

    def __call__(self, obj: Any, state: dict[str, Any]) -> dict[str, Any]:
        self.left -= 1
        return carried(obj, broken(state, self.rng) if self.left == -1 else state)


def main(arguments: list[str] | None = None) -> int:
    """Print the verdicts; exit code 1 when a process crashed or hung, or something else than a refusal escaped."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    preload()
    warnings.simplefilter("ignore")
    files = [entry.raw for version in versions() for entry in entries(version)]
    counts = mutated_files.batch(files, given.seed, range(given.files))
    breaking = Breaking()
    guard_state.carried, mutated_files.mutated = breaking, breaking.file
    counts.update(mutated_files.batch(files, given.seed, range(given.files)))
    for name, n_files in counts.most_common():
        print(f"{n_files:7d}  {name}")
    return int(any(name.startswith(("crashed", "hung", "escaped")) for name in counts))


if __name__ == "__main__":
    sys.exit(main())
