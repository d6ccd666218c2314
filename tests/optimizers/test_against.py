"""A candidate against the model as uploaded, against a paired bootstrap done by hand."""

import dataclasses

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier

from optimizers.choosing import on_front, recommended, trade_off, within_budget
from optimizers.experiment import Experiment
from optimizers.playing import play, played
from optimizers.running import run
from optimizers.strategy import Candidate
from optimizers.world import future

from .cases import classifier_case, regressor_case

PLAIN = Experiment(n_steps=6, rows_per_step=400)


def rows_against(case, model, experiment=PLAIN):
    world = future(case, experiment)
    base = played(case, world, Candidate("as uploaded", case.model))
    found = play(case, experiment, world, Candidate("other", model), "s", base=base)
    return {r["metric"]: r for r in found if r["part"] == "against"}, world


def stump():
    case = classifier_case()
    return DecisionTreeClassifier(max_depth=1).fit(case.X_train, case.y_train)


def test_difference_is_that_of_the_plain_scores_and_its_interval_a_paired_bootstrap_s():
    case = classifier_case()
    row = rows_against(case, stump())[0]["accuracy"]
    right = [m.predict(case.X_test) == case.y_test.to_numpy() for m in (stump(), case.model)]
    gain = right[0].astype(float) - right[1]
    assert row["value"] == pytest.approx(gain.mean())
    rng = np.random.default_rng(0)
    boot = np.quantile([rng.choice(gain, len(gain)).mean() for _ in range(4000)], [0.025, 0.975])
    assert [row["low"], row["high"]] == pytest.approx(boot, abs=0.006)


def test_disagreement_is_the_share_of_labels_that_differ():
    case = classifier_case()
    row = rows_against(case, stump())[0]["disagreement"]
    assert row["value"] == pytest.approx((stump().predict(case.X_test) != case.model.predict(case.X_test)).mean())
    assert row["low"] < row["value"] < row["high"]


def test_the_model_against_itself_differs_by_nothing():
    row = rows_against(classifier_case(), classifier_case().model)[0]
    assert (row["accuracy"]["value"], row["accuracy"]["low"], row["accuracy"]["high"]) == (0, 0, 0)
    assert row["disagreement"]["value"] == 0 and row["disagreement"]["high"] < 0.02


def test_a_score_metric_and_a_regressor_are_compared_too():
    case = dataclasses.replace(classifier_case(), metric="log_loss")
    assert set(rows_against(case, stump())[0]) == {"log_loss", "disagreement"}
    assert set(rows_against(regressor_case(), regressor_case().model)[0]) == {"r2"}


def test_trade_off_has_a_row_a_candidate_and_turns_losses_the_right_way():
    case = dataclasses.replace(regressor_case(), metric="rmse")
    table = trade_off(run(case, dataclasses.replace(PLAIN, operation=True)))
    assert table["candidate"].tolist() == ["as uploaded", "recipe refitted"]
    assert table["size_kib"].gt(0).all() and table["pareto"].any()


def test_front_by_hand():
    import pandas as pd

    good, size = pd.Series([0.9, 0.8, 0.8, 0.7, np.nan]), pd.Series([10, 5, 6, 5, 1])
    assert on_front(good, size).tolist() == [True, True, False, False, False]


def choices():
    import pandas as pd

    return pd.DataFrame(
        {
            "strategy": ["reference", "s", "s", "s"],
            "candidate": ["as uploaded", "big", "small", "tiny"],
            "loss": [np.nan, -0.01, 0.002, 0.05],
            "loss_high": [np.nan, 0.001, 0.004, 0.07],
            "size_kib": [100.0, 50.0, 20.0, 1.0],
        }
    )


def test_recommended_is_the_smallest_whose_whole_interval_is_within_the_tolerance():
    assert recommended(choices(), 0.005)["candidate"] == "small"
    assert recommended(choices(), 0.002)["candidate"] == "big"
    assert recommended(choices(), 0.0) is None


def test_a_budget_takes_the_best_that_fits():
    assert within_budget(choices(), "size_kib", 30)["candidate"] == "small"
    assert within_budget(choices(), "size_kib", 60)["candidate"] == "big"
    assert within_budget(choices(), "size_kib", 0.5) is None
