"""A packed forest is a model file as any other; whatever is wrong in it is one sentence."""

import struct
import zlib

import numpy as np
import pytest
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier

from optimizers.compact import pack_forest
from optimizers.compact.forest_file import MAGIC
from sandbox.guard import load_model
from sandbox.refusal import Refused

X, Y = make_classification(200, 6, random_state=0)


@pytest.fixture(scope="module")
def packed():
    return pack_forest(RandomForestClassifier(5, random_state=0).fit(X, Y))


def test_it_opens_with_the_same_predictions(packed):
    found = load_model(packed, "model.forest")
    assert found.format == "forest" and found.notes == () and found.model.n_jobs == 1
    expected = RandomForestClassifier(5, random_state=0).fit(X, Y).predict_proba(X)
    assert np.array_equal(found.model.predict_proba(X), expected)


def test_a_misleading_name_is_noted(packed):
    assert "is a forest file by its contents" in load_model(packed, "model.onnx").notes[0]


def test_damage_is_one_sentence_even_with_a_true_checksum(packed):
    rng, body = np.random.default_rng(0), packed[len(MAGIC) + 4 :]
    for _ in range(150):
        raw = bytearray(body)
        for place in rng.integers(0, len(raw), 3):
            raw[place] = rng.integers(256)
        changed = MAGIC + struct.pack("<I", zlib.crc32(bytes(raw))) + bytes(raw)
        try:
            model = load_model(changed, "model.forest").model
        except Refused as refused:
            assert refused.code in ("damaged", "unsupported", "too_large") and "\n" not in str(refused)
        else:
            assert model.predict(X[:5]).shape == (5,)
    with pytest.raises(Refused, match="cut short"):
        load_model(packed[:-9], "model.forest")
