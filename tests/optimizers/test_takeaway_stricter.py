"""What an export would answer and its original refuses is refused at home; the original itself is the oracle."""

import dataclasses
import json
from importlib.util import find_spec

import numpy as np
import pandas as pd
import pytest

from optimizers.case import Case
from optimizers.takeaway.rows import WrongRows, as_model_takes, remarks
from optimizers.takeaway.stricter import refused_alone
from tests import tiny

from .takeaway_folders import asked, run_all, unpacked, with_model
from .test_takeaway_wrong import strict_pipeline

EXPORTS = [("OnnxRuntime", "onnx"), ("AssumeFinite", "joblib"), ("DirectPredictor", "joblib")]
needs_onnx = pytest.mark.skipif(not find_spec("skl2onnx"), reason="skl2onnx is not installed")


def there(strategy):
    return strategy != "OnnxRuntime" or find_spec("skl2onnx")


def test_a_gap_that_the_original_refuses_is_refused_in_every_export_s_folder(tmp_path):
    """Once a row with a gap came out with a label and no word."""
    case, folders, asks = tiny.case("linear"), [], []
    with pytest.raises(ValueError, match="NaN"):
        case.model.predict(case.X_test.assign(income=np.nan))
    rows = {
        "gap.csv": case.X_test.assign(income=case.X_test["income"].where(case.X_test.index != 5)),
        "endless.csv": case.X_test.assign(income=case.X_test["income"].where(case.X_test.index != 3, np.inf)),
    }
    for name, frame in rows.items():
        frame.to_csv(tmp_path / name, index=False)
    for strategy, form in [one for one in EXPORTS if there(one[0])]:
        (place := tmp_path / strategy).mkdir()
        folders.append(unpacked(with_model(case, form, strategy)[0], place))
        asks += [[folders[-1] / "self_test.py"], *([folders[-1] / "predict.py", tmp_path / name] for name in rows)]
    said = run_all(asks, tmp_path)
    for i in range(len(folders)):
        tested, gap, endless = said[3 * i : 3 * i + 3]
        assert tested[0] == 0 and tested[1].endswith(" that it does not take are refused.\n"), tested
        assert gap == (2, "", 'Row 6: column "income" has no value; the model takes no gaps there, so fill it or leave '
                       "the row out.\n")  # fmt: skip
        assert endless[:2] == (2, "") and endless[2].startswith('Row 4: column "income" holds inf, and the model needs')


@needs_onnx
def test_a_category_that_the_original_refuses_is_refused_in_the_graph_s_folder(tmp_path):
    case = strict_pipeline()
    files, _ = with_model(case, "onnx", "OnnxRuntime")
    new = case.X_test.dropna().head(4).assign(city="Paris")
    with pytest.raises(ValueError, match="unknown categories"):
        case.model.predict(new)
    new.to_csv(tmp_path / "new.csv", index=False)
    case.X_test.dropna().to_csv(tmp_path / "known.csv", index=False)
    folder = unpacked(files, tmp_path)
    refused, taken, tested = asked(
        folder, ("predict.py", tmp_path / "new.csv"), ("predict.py", tmp_path / "known.csv"), ("self_test.py",)
    )
    assert refused[:2] == (2, "") and 'column "city" holds "Paris", which is none of the 3 values' in refused[2]
    assert taken[0] == 0 and tested[0] == 0, (taken, tested)


def numbered(step, X):
    """A case whose first column of numbers goes through a step that refuses what it does not know."""
    from sklearn.compose import make_column_transformer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    y = pd.Series(np.where(X["b"] > 0, "yes", "no"))
    model = make_pipeline(make_column_transformer((step, ["a"]), remainder="passthrough"), LogisticRegression())
    half = len(X) // 2
    parts = [X[:half], y[:half], X[half:].reset_index(drop=True), y[half:].reset_index(drop=True)]
    return Case("numbered", model.fit(X, y), *parts)


def constraints(case):
    """The constraints of the first column of an export's folder."""
    schema = json.loads(with_model(case, "joblib", "AssumeFinite")[0]["schema.json"])
    return schema, schema["fields"][0]["constraints"]


def test_codes_that_an_encoder_does_not_know_are_a_list_and_a_spline_s_ends_a_range():
    from sklearn.preprocessing import OneHotEncoder, SplineTransformer

    rng = np.random.default_rng(0)
    X = pd.DataFrame({"a": np.tile([1.0, 2.0, 5.0], 30), "b": rng.normal(size=90)})
    schema, coded = constraints(numbered(OneHotEncoder(), X))
    assert coded["enum"] == [1.0, 2.0, 5.0]
    with pytest.raises(WrongRows, match='Row 2: column "a" holds 3.0, which is none of the 3 values that the model'):
        as_model_takes(pd.DataFrame({"a": [1.0, 3.0], "b": [0.0, 0.0]}), schema)
    X = X.assign(a=[0.0, 1.0, *rng.uniform(0, 1, 88)])  # the recipe refitted must know the ends as well
    schema, ranged = constraints(numbered(SplineTransformer(extrapolation="error"), X))
    assert (ranged["minimum"], ranged["maximum"]) == (X["a"].min(), X["a"].max()) and "enum" not in ranged
    with pytest.raises(WrongRows, match="Row 1: column .a. holds 1.5, and the model needs a number between"):
        as_model_takes(pd.DataFrame({"a": [1.5], "b": [0.0]}), schema)


def test_what_trees_hold_in_single_precision_is_limited_to_it():
    _, limits = constraints(tiny.case("forest"))
    assert limits["maximum"] == -limits["minimum"] == float(np.finfo(np.float32).max)


def test_beyond_the_columns_that_are_asked_one_by_one_the_others_are_refused_together(monkeypatch):
    monkeypatch.setattr("optimizers.takeaway.stricter.MOST_ASKED", 2)
    X = pd.DataFrame(np.ones((3, 5)), columns=list("abcde"))
    fields = [{"name": name, "type": "number", "dtype": "float64", "seen": {}} for name in X]

    def but(*open_to_gaps):
        def ask(rows):
            if rows.drop(columns=list(open_to_gaps)).isna().any(axis=None):
                raise ValueError("gap")

        return ask

    odd = dict.fromkeys(X, np.nan)
    assert refused_alone(odd, X, fields, but("a", "c")) == {"b", "c", "d", "e"}
    assert refused_alone(odd, X, fields, but("a", "c", "d", "e")) == {"b"}


def test_a_candidate_of_its_own_takes_what_it_takes(tmp_path):
    """Only what answers in the original's place is held to what that one takes."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    case = tiny.case("linear")
    open_to_gaps = HistGradientBoostingClassifier(max_iter=3, random_state=0).fit(case.X_train, case.y_train)
    files, _ = with_model(dataclasses.replace(case, model=open_to_gaps))
    assert not any("constraints" in field for field in json.loads(files["schema.json"])["fields"])


def test_the_self_test_tells_rows_that_must_be_refused_and_are_answered(tmp_path):
    files, _ = with_model(tiny.case("boosted"), "joblib")
    assert "self_test/refused.csv" not in files  # boosted trees take gaps
    files, _ = with_model(tiny.case("linear"), "joblib", "AssumeFinite")
    schema = json.loads(files["schema.json"])
    for field in schema["fields"]:
        field.get("constraints", {}).pop("required", None)
    (said,) = asked(unpacked(files | {"schema.json": json.dumps(schema).encode()}, tmp_path), ("self_test.py",))
    assert said[0] == 1 and said[2].startswith("Rows that the model does not take are answered: age missing, "), said


def test_the_worst_remark_comes_first():
    names = [f"c{i}" for i in range(12)]
    schema = {"fields": [{"name": n, "type": "number", "dtype": "float64", "seen": {"lowest": 0.0, "highest": 1.0}}
                         for n in names]}  # fmt: skip
    rows = pd.DataFrame({name: np.where(np.arange(20) <= i, 9.0, 0.5) for i, name in enumerate(names)})
    said = remarks(rows.assign(c10=9.0, more=1), schema)
    assert said[0] == 'Column "more" is not used by the model.'
    assert said[1] == 'Column "c10": 20 of 20 rows outside 0 to 1 it learned from.'
    assert said[2].startswith('Column "c11": 12 of 20') and said[-1] == "5 more remarks of this kind."
