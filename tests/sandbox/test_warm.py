"""What is imported before a worker is confined: one bad module is told, and stops nobody."""

import subprocess
import sys

import pytest

from sandbox import warm
from sandbox.warm import load, prepared


def test_a_preload_that_fails_is_told_in_one_line():
    def preload():
        raise RuntimeError("a strategy is broken")

    assert prepared("optimizers.broken", preload) == "optimizers.broken: RuntimeError: a strategy is broken"
    assert prepared("optimizers.sound", lambda: None) == ""


def test_a_module_that_is_not_there_is_told():
    assert load("no_such_library").startswith("no_such_library: ModuleNotFoundError")


@pytest.mark.parametrize("name", ["optimizers.case", "sandbox.worker"])
def test_every_module_of_our_own_is_found(name):
    assert name in warm.own_modules()


def test_everything_of_our_own_can_be_imported_and_prepared():
    asked = "from sandbox.warm import warm_up; import sys; sys.exit('; '.join(warm_up()) or 0)"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", asked], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
