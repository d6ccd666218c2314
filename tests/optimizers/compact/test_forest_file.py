"""Forest files: bit for bit the same predictions, a fraction of the bytes, and no harm from changed ones."""

import io
import struct
import zlib

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.utils.validation import check_is_fitted

from optimizers.compact import pack_forest, unpack_forest
from optimizers.compact.bits import Damaged, SplitReader, read_bits, split_bits, write_bits
from optimizers.compact.forest_file import MAGIC, rounded_down
from optimizers.compact.sorted_numbers import pack_sorted, read_sorted
from optimizers.compact.streams import Reader, pack_symbols
from optimizers.prune import CutAndRefine

RNG = np.random.default_rng(0)
X = RNG.normal(size=(400, 5))
X[:, 4] = RNG.integers(0, 3, 400)
GAPS = np.where(RNG.random(X.shape) < 0.15, np.nan, X)
SCORE = X[:, 0] * X[:, 1] + X[:, 2] + RNG.normal(0, 0.3, 400)
TEXT = np.array(["low", "mid", "high"])[np.digitize(SCORE, [-0.5, 0.7])]


def joblib_size(model, compress=0):
    stream = io.BytesIO()
    joblib.dump(model, stream, compress=compress)
    return len(stream.getvalue())


FORESTS = {
    "text classes": (RandomForestClassifier(7, random_state=0), GAPS, TEXT),
    "objects": (RandomForestClassifier(5, random_state=0), pd.DataFrame(X).add_prefix("c"), TEXT.astype(object)),
    "true and false": (ExtraTreesClassifier(5, random_state=0, class_weight="balanced"), X, SCORE > 0),
    "large leaves": (RandomForestClassifier(5, min_samples_leaf=9, random_state=0), GAPS, SCORE > 0.2),
    "best first": (RandomForestClassifier(5, max_leaf_nodes=9, random_state=0), X, TEXT),
    "values": (RandomForestRegressor(5, random_state=0), GAPS, SCORE),
    "counts": (ExtraTreesRegressor(5, random_state=0), X, np.round(SCORE * 3)),
    "roots": (RandomForestClassifier(3, min_samples_leaf=300), X, SCORE > 0),
    "one tree": (RandomForestRegressor(1, random_state=0), X[:, :1], SCORE),
}


@pytest.mark.parametrize("name", list(FORESTS))
def test_a_forest_comes_back_with_every_bit_of_its_predictions(name):
    model, rows, y = FORESTS[name]
    model.fit(rows, y)
    again = unpack_forest(pack_forest(model))
    check_is_fitted(again)
    asked = [rows] if name == "objects" else [rows, 5 * rows, np.where(RNG.random(rows.shape) < 0.3, np.nan, rows)]
    for given in asked:
        if np.isnan(np.asarray(given)).any() and model.estimators_[0].splitter == "random":
            continue  # extra trees refuse gaps when fitted without
        assert np.array_equal(model.predict(given), again.predict(given))
        assert model.predict(given).dtype == again.predict(given).dtype
        if hasattr(model, "classes_"):
            assert np.array_equal(model.predict_proba(given), again.predict_proba(given))
            assert model.classes_.dtype == again.classes_.dtype
    if name != "best first":
        assert np.array_equal(model.apply(rows), again.apply(rows))
    left_out = {"random_state"}
    known = {k: v for k, v in model.get_params(deep=False).items() if k not in left_out}
    assert {k: again.get_params(deep=False)[k] for k in known} == known
    assert joblib_size(again) <= joblib_size(model) and pack_forest(again) == pack_forest(model)


def test_a_refined_forest_comes_back_too():
    model = RandomForestClassifier(9, random_state=0).fit(X, TEXT)
    given = pd.DataFrame(X), pd.Series(TEXT), np.random.default_rng(0)
    for candidate in CutAndRefine(n_sizes=3).candidates(model, *given):
        again = unpack_forest(pack_forest(candidate.model))
        assert np.array_equal(candidate.model.predict_proba(X), again.predict_proba(X))


def test_it_is_much_smaller_than_joblib():
    model = RandomForestClassifier(30, random_state=0).fit(X, TEXT)
    size = len(pack_forest(model))
    assert size < joblib_size(model) / 20 and size < joblib_size(model, 3) / 5


def test_thresholds_rounded_down_send_every_float32_the_same_way():
    thresholds = np.r_[RNG.normal(size=2000), RNG.normal(size=50).astype(np.float32), 0.0, -0.0, np.inf, 1e-46, 4e38]
    down = rounded_down(thresholds)
    assert down.dtype == np.float32 and (down <= thresholds).all()
    with np.errstate(over="ignore"):
        near = [down, *(np.nextafter(down, np.float32(end)) for end in (np.inf, -np.inf))]
    assert all(np.array_equal(x <= thresholds, x <= down) for x in near)


def test_whatever_is_changed_or_cut_is_refused_in_one_sentence():
    raw = pack_forest(FORESTS["text classes"][0].fit(GAPS, TEXT))
    for n in (0, 5, len(MAGIC) + 2, len(raw) // 2, len(raw) - 1):
        with pytest.raises(ValueError, match=r"\.$"):
            unpack_forest(raw[:n])
    for seed in range(60):  # forged: the checksum is right, the rest is not
        body = bytearray(raw[len(MAGIC) + 4 :])
        rng = np.random.default_rng(seed)
        for _ in range(3):
            body[rng.integers(len(body))] = rng.integers(256)
        forged = MAGIC + struct.pack("<I", zlib.crc32(bytes(body))) + bytes(body)
        try:
            found = unpack_forest(forged)
        except ValueError as refused:
            assert "\n" not in str(refused)
        else:
            assert found.apply(X).shape[0] == len(X)


def test_only_forests_of_one_output_are_packed():
    with pytest.raises(ValueError, match="save this GradientBoostingClassifier as joblib"):
        pack_forest(GradientBoostingClassifier(n_estimators=2).fit(X, TEXT))
    with pytest.raises(ValueError, match="of one output"):
        pack_forest(RandomForestRegressor(2).fit(X, X[:, :2]))


def test_numbers_come_back_from_their_bits():
    n = RNG.integers(1, 1000, 500)
    values = RNG.integers(0, n)
    reader = SplitReader(*split_bits(values, n))
    assert np.array_equal(np.concatenate([reader.read(n[:100]), reader.read(n[100:])]), values)
    head, tail = split_bits(values, n)
    assert len(head) + len(tail) < np.log2(n).sum() + 0.09 * len(n)
    widths = RNG.integers(0, 40, 300)
    wide = RNG.integers(0, np.int64(1) << widths)
    assert np.array_equal(read_bits(write_bits(wide, widths), 0, widths), wide)
    with pytest.raises(Damaged):
        read_bits(np.zeros(3, dtype=np.uint8), 0, np.array([4]))


@pytest.mark.parametrize("n_kinds", [1, 2, 3, 256, 257, 70000])
def test_symbols_come_back(n_kinds):
    for values in (RNG.integers(0, n_kinds, 400), np.zeros(50, dtype=int), np.zeros(0, dtype=int)):
        assert np.array_equal(Reader(pack_symbols(values, n_kinds)).symbols(len(values), n_kinds), values)


@pytest.mark.parametrize("n", [0, 1, 2, 33, 1000])
def test_sorted_numbers_come_back(n):
    for values in (RNG.normal(size=n), RNG.integers(-50, 50, n), np.exp(20 * RNG.normal(size=n)), np.full(n, np.inf)):
        rising = np.unique(values.astype(np.float32) + np.float32(0))
        assert np.array_equal(read_sorted(Reader(pack_sorted(rising))), rising)
