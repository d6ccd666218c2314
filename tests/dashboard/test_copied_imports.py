"""The imports of copied Python find every strategy of every family, also in a fresh interpreter."""

import subprocess
import sys
from pathlib import Path

import pytest

from dashboard import cases, copying
from dashboard.link import Settings
from optimizers.experiment import Experiment
from optimizers.retrain.every_k_steps import EveryKSteps
from optimizers.retrain.never import Never
from optimizers.strategy import FAMILIES, strategies

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_strategy_is_imported_from_its_family(family):
    own = {name: c for name, c in strategies().items() if c.__module__.startswith(f"optimizers.{family}.")}
    assert own
    names = {}
    exec("\n".join(copying.component_imports([c() for c in own.values()])), names)
    assert own.items() <= names.items()


@pytest.mark.parametrize("family", FAMILIES)
def test_a_familys_strategies_are_what_a_script_imports_first(family):
    own = [c() for c in strategies().values() if c.__module__.startswith(f"optimizers.{family}.")]
    lines = "; ".join(copying.component_imports(own))
    ran = subprocess.run([sys.executable, "-c", lines], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_copied_python_with_policies_runs(parent, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    case = cases.sample("breast_cancer", parent).open()
    settings = Settings("breast_cancer", "", Experiment(strategies=(Never(), EveryKSteps(2)), n_steps=3))
    names = {}
    exec(compile(copying.as_python(case, settings), "copied", "exec"), names)
    case.close()
    assert {"never", "every 2 steps"} <= set(names["result"].frame["candidate"])


def test_what_is_no_policy_is_no_attribute():
    import optimizers.retrain

    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = optimizers.retrain.Nothing
