"""The scikit-learn releases that a model may come from, and what each needs around it."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Release:
    """A minor release of scikit-learn with what its wheels were built for.

    Attributes
    ----------
    version : str
        The release itself, such as "1.2.2".
    python : tuple of int
        First and last minor of Python 3 that has wheels.
    packages : tuple of str
        Requirements of the libraries around it, as pip takes them.
    """

    version: str
    python: tuple[int, int]
    packages: tuple[str, ...]

    @property
    def minor(self) -> str:
        """ "1.2" of "1.2.2"."""
        return ".".join(self.version.split(".")[:2])


def _release(version: str, python: tuple[int, int], numpy: str, scipy: str, pandas: str) -> Release:
    named = [f"scikit-learn=={version}", f"numpy<{numpy}", f"scipy<{scipy}", f"pandas<{pandas}", "joblib"]
    named.append("pyarrow<21" if numpy in ("1.24", "1.27", "2") else "pyarrow")  # later ones need numpy 2
    if not version.startswith("1.0."):  # skops reads no models of 1.0
        named.append("skops>=0.10")
    return Release(version, python, tuple(named))


# From the wheels of each release, and from the first numpy, scipy and pandas that took away what it calls.
# Below 3.9 this project's own worker does not run.
RELEASES = {
    r.minor: r
    for r in (
        _release("1.0.2", (9, 10), "1.24", "1.11", "2"),
        _release("1.1.3", (9, 11), "1.24", "1.11", "2"),
        _release("1.2.2", (9, 11), "1.27", "1.12", "2.2"),
        _release("1.3.2", (9, 12), "2", "1.12", "2.2"),
        _release("1.4.2", (9, 12), "2", "1.14", "3"),
        _release("1.5.2", (9, 13), "2.3", "1.15", "3"),
        _release("1.6.1", (9, 13), "2.4", "1.16", "3"),
        _release("1.7.2", (10, 14), "2.5", "1.17", "3"),
        _release("1.8.0", (11, 14), "3", "2", "4"),
    )
}

NEWEST_PYTHON = (11, 14)  # of releases that are newer than this table
# Patch releases from before their minor release had wheels of its newest Python.
LAST_PYTHON = {
    "1.0.0": 9,
    "1.1.0": 10,
    "1.1.1": 10,
    "1.1.2": 10,
    "1.3.0": 11,
    "1.5.0": 12,
    "1.5.1": 12,
    "1.7.0": 13,
    "1.7.1": 13,
}


def minor_of(version: str) -> tuple[int, int]:
    """The first two numbers of a version.

    >>> minor_of("1.2.2")
    (1, 2)
    """
    found = re.fullmatch(r"(\d{1,4})\.(\d{1,4})(?:[.\w+-]{0,20})?", version)
    if not found:
        raise ValueError(f"{version[:20]!r} is no version of scikit-learn; give one such as 1.5.2.")
    return int(found.group(1)), int(found.group(2))


def release(version: str) -> Release:
    """What a version needs around it; a minor version such as "1.2" stands for its last release.

    Raises
    ------
    ValueError
        For versions before 1.0, and for what is no version.
    """
    major, minor = minor_of(version)
    if (major, minor) < (1, 0):
        said = f"scikit-learn {version} cannot be set up here, only 1.0 and later"
        raise ValueError(f"{said}; open the model where it was made and save it as ONNX.")
    known = RELEASES.get(f"{major}.{minor}") or _release(f"{major}.{minor}.0", NEWEST_PYTHON, "3", "2", "4")
    if version.count(".") < 2:
        return known
    exact = re.fullmatch(r"\d+\.\d+\.\d+(?:\.post\d+)?", version)
    if not exact:
        raise ValueError(f"scikit-learn {version[:20]} is no release; save the model with a released version.")
    last_python = LAST_PYTHON.get(version, known.python[1])
    return Release(version, (known.python[0], last_python), (f"scikit-learn=={version}", *known.packages[1:]))


def python_for(wanted: Release, running: int) -> int:
    """The minor of Python 3 to take: the running one where it has wheels, else the nearest that has.

    >>> python_for(RELEASES["1.2"], running=13)
    11
    """
    first, last = wanted.python
    return min(max(running, first), last)
