"""What is asked of `uv`, and what its failures mean, each in one sentence."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

from optimizers.environment.versions import Release
from sandbox.refusal import Refused

BUILD_SECONDS = 600
# An environment is whole when its libraries import; the compiled files that this leaves make later starts fast.
TRY = "import platform, sklearn.ensemble, sklearn.compose, pandas, pyarrow, joblib; print(platform.python_version())"
NO_NETWORK = ("dns error", "failed to lookup", "connection refused", "connect error", "network is unreachable",
              "could not connect", "error sending request", "timed out", "failed to fetch", "failed to download",
              "request failed")  # fmt: skip
NO_WHEEL = ("no solution found", "no matching", "has no wheels", "no wheels")
NO_PYTHON = ("no interpreter found", "python interpreter", "no download found")


class Uv:
    """The `uv` program."""

    def __init__(self, program: str):
        self.program = program

    @classmethod
    def found(cls) -> Uv:
        """The one that is installed.

        Raises
        ------
        Refused
            If there is none.
        """
        try:
            from uv import find_uv_bin

            return cls(find_uv_bin())
        except (ImportError, FileNotFoundError):
            program = shutil.which("uv")
        if program is None:
            raise Refused("unsupported", "Other versions of scikit-learn are set up by uv; run pip install uv.")
        return cls(program)

    def make(self, place: Path, minor: int, wanted: Release) -> Path:
        """An empty environment with Python 3.`minor`; returns its interpreter."""
        self.run(["venv", "--python", interpreter(minor), str(place)], wanted, f"Python 3.{minor}")
        windows = place / "Scripts" / "python.exe"
        return windows if windows.exists() else place / "bin" / "python"

    def install(self, place: Path, python: Path, wanted: Release) -> dict[str, str]:
        """The release and what it needs, of wheels alone; returns what was installed."""
        only = ["--python", str(python)]
        self.run(["pip", "install", *only, "--only-binary", ":all:", *wanted.packages], wanted, "its packages")
        listed = json.loads(self.run(["pip", "list", *only, "--format", "json"], wanted, "its packages"))
        tried = subprocess.run(
            [str(python), "-I", "-c", TRY], capture_output=True, text=True, timeout=BUILD_SECONDS, check=False
        )
        if tried.returncode:
            failed(tried.stderr, wanted, "its packages")
        version = tried.stdout.strip()
        return {"python": version} | {package["name"]: package["version"] for package in listed}

    def run(self, arguments: list[str], wanted: Release, what: str) -> str:
        """What it printed; a failure becomes a sentence."""
        try:
            done = subprocess.run(
                [self.program, *arguments, "--no-progress"], capture_output=True, text=True, timeout=BUILD_SECONDS,
                stdin=subprocess.DEVNULL, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            said = f"Setting up scikit-learn {wanted.version} took longer than {BUILD_SECONDS} s and was ended"
            raise Refused("too_slow", f"{said}; try again when the network is faster.") from None
        if done.returncode:
            failed(done.stderr, wanted, what)
        return done.stdout


def failed(said: str, wanted: Release, what: str) -> NoReturn:
    """The sentence for what uv said when it failed."""
    low, name = said.lower(), f"scikit-learn {wanted.version}"
    if any(mark in low for mark in NO_NETWORK):
        why = f"{name} is not in the cache, and {what} cannot be fetched: connect to the package index, or name one in"
        raise Refused("unsupported", f"{why} UV_INDEX_URL, and try again.")
    if any(mark in low for mark in NO_PYTHON):
        first, last = wanted.python
        raise Refused(
            "unsupported",
            f"{name} has wheels for Python 3.{first} to 3.{last} only, and none of them was found or could be "
            f"fetched; install Python 3.{last} and try again.",
        )
    if any(mark in low for mark in NO_WHEEL):
        raise Refused(
            "unsupported", f"The package index has no wheel of {name} for this system; choose another version."
        )
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    raise Refused("unsupported", f"{name} could not be set up: {(lines or ['uv gave no reason'])[-1][:300]}")


def interpreter(minor: int) -> str:
    """A Python 3.`minor` that is on this machine, else the version itself, for uv to find or fetch.

    pyenv's are looked up here: its shims answer to every version and fail for those not selected, at which uv stops.
    """
    if minor == sys.version_info.minor:
        return getattr(sys, "_base_executable", sys.executable)
    home = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = sorted(
        home.glob(f"3.{minor}.*/bin/python"), key=lambda p: [int(n) for n in p.parts[-3].split(".") if n.isdigit()]
    )
    return str(found[-1]) if found else f"3.{minor}"
