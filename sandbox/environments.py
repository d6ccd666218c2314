"""Isolated environments of other library versions: found in the user's cache, or built with `uv`."""

from __future__ import annotations

import json
import os
import shutil
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from optimizers.environment.versions import Release, python_for, release
from sandbox.environments_uv import Uv
from sandbox.refusal import Refused

MARK = "environment.json"
RECIPE = 1  # grows when what goes into an environment changes: older ones are then built anew
_building: dict[Path, threading.Lock] = {}
_building_lock = threading.Lock()


@dataclass(frozen=True)
class Environment:
    """An interpreter with its own libraries.

    Attributes
    ----------
    python : str
        The interpreter.
    versions : dict
        Package -> version; "python" among them.
    build_s : float
        Wall seconds that making it took; 0 for the running one.
    """

    python: str
    versions: dict[str, str]
    build_s: float = 0.0


def cache_folder() -> Path:
    """Where environments are kept: `MODEL_WORKBENCH_CACHE` if it is set, else the user's cache folder."""
    from platformdirs import user_cache_path

    if given := os.environ.get("MODEL_WORKBENCH_CACHE"):
        return Path(given) / "environments"
    return user_cache_path("model-workbench", appauthor=False) / "environments"


def running() -> Environment:
    """The environment that this program runs in."""
    from importlib.metadata import version

    packages = ("scikit-learn", "numpy", "scipy", "pandas", "joblib", "pyarrow")
    here = {"python": ".".join(map(str, sys.version_info[:3]))} | {name: version(name) for name in packages}
    return Environment(sys.executable, here)


def environment(
    version: str, tell: Callable[[str], None] = lambda doing: None, folder: Path | None = None
) -> Environment:
    """The environment of a version of scikit-learn; built when it is not in the cache.

    Only wheels are installed, so that building runs no code of theirs. Thread-safe: two that ask for the same
    one build it once.

    Parameters
    ----------
    version : str
        Such as "1.2.2"; "1.2" stands for its last release.
    tell : callable
        Given a short text when there is something to wait for.
    folder : Path, optional
        Where environments are kept; by default `cache_folder`.

    Raises
    ------
    Refused
        "unsupported" for versions that are not known, that have no wheels for any Python within reach, or where
        there is no network or no `uv`: with what to do.
    """
    if version == (here := running()).versions["scikit-learn"]:
        return here
    try:
        wanted = release(version)
    except ValueError as wrong:
        raise Refused("unsupported", str(wrong)) from None
    minor = python_for(wanted, sys.version_info.minor)
    platform = sysconfig.get_platform()
    place = (folder or cache_folder()) / f"scikit-learn-{wanted.version}-py3{minor}-{platform}-{RECIPE}"
    with _lock_of(place):
        return kept(place) or build(wanted, minor, place, tell)


def _lock_of(place: Path) -> threading.Lock:
    with _building_lock:
        return _building.setdefault(place, threading.Lock())


def is_kept(version: str, folder: Path | None = None) -> bool:
    """Whether the environment of a version is in the cache already."""
    try:
        wanted = release(version)
    except ValueError:
        return False
    root = folder or cache_folder()
    return any(kept(place) for place in root.glob(f"scikit-learn-{wanted.version}-py3*-{RECIPE}"))


def kept(place: Path) -> Environment | None:
    """An environment that was built whole; None where there is none, or what it stands on has gone."""
    try:
        mark = json.loads((place / MARK).read_text())
        python = place / mark["python"]
        return Environment(str(python), mark["versions"], mark["build_s"]) if python.exists() else None
    except (OSError, ValueError, KeyError):
        return None


def build(wanted: Release, minor: int, place: Path, tell: Callable[[str], None]) -> Environment:
    """Build aside, then move into place whole: one that was interrupted is never taken for finished."""
    begun = time.perf_counter()
    tell(f"setting up scikit-learn {wanted.version}")
    aside = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
        uv = Uv.found()
        python = uv.make(aside / "venv", minor, wanted)
        versions = uv.install(aside / "venv", python, wanted)
        spent = round(time.perf_counter() - begun, 2)
        mark = {"python": str(python.relative_to(aside)), "versions": versions, "build_s": spent}
        (aside / MARK).write_text(json.dumps(mark))
        shutil.rmtree(place, ignore_errors=True)
        aside.rename(place)
    except OSError as wrong:
        built = kept(place)  # another server may have been faster
        if built is None:
            said = f"The environment of scikit-learn {wanted.version} cannot be kept in {place.parent}"
            raise Refused("unsupported", f"{said}: {wrong.strerror}; make room there.") from None
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)
    found = kept(place)
    if found is None:
        raise Refused("unsupported", f"The environment in {place} was damaged; delete that folder and try again.")
    return found
