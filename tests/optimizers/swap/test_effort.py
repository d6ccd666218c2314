"""The diff is the code that one would write, and the verdict says what was measured."""

import numpy as np
import pytest
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC

from optimizers.case import Case
from optimizers.experiment import Experiment
from optimizers.running import run
from optimizers.swap import HistogramBoosting
from optimizers.swap.effort import Rewards, changed_lines, construction_diff, effort_note, rewards, verdict
from optimizers.swap.writing import source
from tests import tiny

EXACT = [
    "--- before",
    "+++ after",
    "@@ -1,3 +1,3 @@",
    "-from sklearn.ensemble import GradientBoostingClassifier",
    "+from sklearn.ensemble import HistGradientBoostingClassifier",
    " ",
    "-model = GradientBoostingClassifier(learning_rate=0.05, n_estimators=300)",
    "+model = HistGradientBoostingClassifier(learning_rate=0.05, max_iter=300)",
]


def test_a_known_pair():
    old = GradientBoostingClassifier(n_estimators=300, learning_rate=0.05)
    new = HistGradientBoostingClassifier(max_iter=300, learning_rate=0.05)
    assert construction_diff(old, new).split("\n") == EXACT
    assert changed_lines("\n".join(EXACT)) == 2
    assert construction_diff(old, old) == ""


def test_only_the_changed_step_of_a_pipeline_changes():
    old, new = (Pipeline([("scale", StandardScaler()), ("svc", last)]) for last in (SVC(C=2.0), LinearSVC(C=2.0)))
    changed = [line for line in construction_diff(old, new).split("\n")[2:] if line[0] in "+-"]
    assert changed == [
        "-from sklearn.svm import SVC",
        "+from sklearn.svm import LinearSVC",
        '-model = Pipeline(steps=[("scale", StandardScaler()), ("svc", SVC(C=2.0))])',
        '+model = Pipeline(steps=[("scale", StandardScaler()), ("svc", LinearSVC(C=2.0))])',
    ]


@pytest.mark.parametrize("name", ["pipeline", "forest", "boosted", "regressor"])
def test_the_code_makes_the_model(name):
    model = tiny.fitted(name).model
    room: dict = {}
    exec("\n".join(source(model)), room)
    assert source(room["model"]) == source(model)
    assert max(map(len, source(model))) <= 88


def test_verdicts():
    good = verdict(Rewards("accuracy", 0.012, 0.002, 0.022, 35.0, 2.0), 2)
    assert good == (
        "Swap only if the rewards outweigh the effort. Effort: 2 lines of code, a new fit, its tests and a release; "
        "measured: Accuracy better by 1.2 points (95 % interval +0.2 to +2.2); fits 35x faster; is 2x smaller."
    )
    assert verdict(Rewards("accuracy", 0.0, -0.01, 0.01), 1).startswith(
        "No clear reward for the effort: leave it. Effort: 1 line of"
    )
    assert verdict(Rewards("rmse", -2.0, -3.0, -1.0), 1).startswith("No reward: leave it.")
    assert verdict(Rewards("rmse", -2.0, -3.0, -1.0, fit_ratio=9.0), 1).startswith("It costs score: swap only if")
    assert "better by 0.120 target (95 % interval +0.100 to +0.140)" in verdict(Rewards("rmse", 0.12, 0.1, 0.14), 1)


def test_rewards_are_read_from_the_result():
    rows = tiny.table("binary", True)
    model = GradientBoostingClassifier(n_estimators=5, random_state=0).fit(rows.X_train, rows.y_train)
    case = Case("boosted", model, *rows)
    found = run(case, Experiment([HistogramBoosting()], n_steps=4, rows_per_step=20, operation=True))
    name = "HistogramBoosting", "HistGradientBoostingClassifier"
    measured = rewards(found, *name)
    assert measured.metric == "accuracy" and measured.low <= measured.gain <= measured.high
    assert np.isfinite([measured.fit_ratio, measured.size_ratio, measured.latency_ratio]).all()
    n_lines = changed_lines(found.candidates[name].changes)
    assert n_lines > 1 and f"Effort: {n_lines} lines of code" in effort_note(found, *name)
    with pytest.raises(ValueError, match="holds no candidate 'other'"):
        rewards(found, "HistogramBoosting", "other")
