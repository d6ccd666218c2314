"""The known truths of the sample worlds hold in the committed files, and every case runs."""

import warnings
from functools import cache

import numpy as np
import pytest
from sklearn.pipeline import Pipeline

import sample_data
from optimizers.experiment import Experiment
from sample_data.world import read_table
from sandbox.guard import load_model

KEYS = sample_data.keys()


load = cache(sample_data.load)


def table(key):
    facts = sample_data.describe(key)
    return read_table(sample_data.folder(key) / facts["table"], facts["time"])


@pytest.fixture(scope="module")
def loans():
    rows = table("loans")
    return rows.assign(month=np.repeat(np.arange(1, 37), 350))


def test_loans_have_350_rows_a_month_in_time_order(loans):
    assert loans["decided_on"].is_monotonic_increasing
    assert (loans.groupby(loans["decided_on"].dt.to_period("M")).size() == 350).all()


def test_incomes_rise_by_three_percent_a_month_from_month_18(loans):
    mean = loans.groupby("month")["income_eur"].mean()
    before, noise = mean[:17].mean(), mean[:17].std() / mean[:17].mean()
    assert mean[20] / before == pytest.approx(1.03**3, abs=3 * noise)
    assert mean[36] / before == pytest.approx(1.03**19, abs=3 * noise * 1.03**19)


def test_the_partner_shop_comes_in_month_22(loans):
    share = (loans["channel"] == "partner").groupby(loans["month"]).mean()
    assert (share[:21] == 0).all()
    assert share[21:].mean() == pytest.approx(0.35, abs=0.02)


def test_debts_are_in_cents_for_one_month_and_channel_only(loans):
    median = loans.groupby(["month", "channel"])["debt_eur"].median()
    assert median[26, "web"] / median[25, "web"] == pytest.approx(100, rel=0.3)
    assert median[26, "branch"] / median[25, "branch"] == pytest.approx(1, rel=0.3)
    assert median[27, "web"] / median[25, "web"] == pytest.approx(1, rel=0.3)


def test_long_loans_become_risky_in_month_28(loans):
    long, defaults = loans["term_months"] >= 48, loans["outcome"] == "default"
    before, after = loans["month"].between(22, 27), loans["month"] >= 28
    assert abs(defaults[before & long].mean() - defaults[before & ~long].mean()) < 0.06
    assert defaults[after & long].mean() - defaults[after & ~long].mean() > 0.2


def test_sensors_stick_and_fall_silent_when_the_schedule_says():
    rows = table("sensors")
    month = rows["read_at"].dt.strftime("%Y-%m")
    stuck = (rows["vibration_mm_s"] == 1.3).groupby(month).mean()
    assert stuck["2022-11"] > 0.4 and stuck["2022-12"] > 0.4 and stuck.drop(["2022-11", "2022-12"]).max() < 0.1
    silent = rows["current_a"].isna().groupby(month).mean()
    assert silent["2023-02"] == pytest.approx(0.6, abs=0.02) and silent.drop("2023-02").max() < 0.05
    assert 0.04 < rows["failed"].mean() < 0.06


def test_the_thermometer_is_in_fahrenheit_in_one_january():
    rows = table("bikes").set_index("from_time")
    celsius = (rows.loc["2024-01", "temperature_c"].mean() - 32) / 1.8
    assert celsius == pytest.approx(rows.loc["2023-01", "temperature_c"].mean(), abs=4)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("key", KEYS)
def test_every_case_loads_and_splits_as_its_model_was_taught(key):
    case, facts = load(key), sample_data.describe(key)
    assert (case.task, case.metric) == (facts["task"], facts["metric"])
    n_judging = len(case.y_test)
    if facts["test_table"] is None:
        assert n_judging == round(facts["test_share"] * len(table(key)))
    assert len(case.model.predict(case.predict_input(case.X_test))) == n_judging


@pytest.mark.parametrize("key", KEYS)
def test_the_first_experiment_can_be_played(key):
    case = load(key)
    experiment = Experiment.from_spec(sample_data.describe(key)["experiment"])
    for drift in experiment.drifts:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            world = drift.learn(case.X_test, case.y_test, np.random.default_rng(0))
            drift.at(case.X_test, case.y_test, 12, np.random.default_rng(0), world)


@pytest.mark.parametrize("key", KEYS)
def test_the_model_file_passes_the_guard_for_uploads(key):
    case, file = load(key), sample_data.folder(key) / sample_data.describe(key)["model"]
    X = case.predict_input(case.X_test.head(200))
    np.testing.assert_array_equal(load_model(file.read_bytes(), file.name).model.predict(X), case.model.predict(X))


def test_the_models_are_of_many_kinds():
    models = [load(key).model for key in KEYS]
    kinds = {type(m[-1] if isinstance(m, Pipeline) else m).__name__ for m in models}
    assert kinds >= {"LogisticRegression", "RandomForestClassifier", "HistGradientBoostingRegressor", "MLPClassifier"}


def test_an_unknown_key_is_named_with_those_there_are():
    with pytest.raises(ValueError, match="no sample case 'cars'; there are loans"):
        sample_data.folder("cars")
