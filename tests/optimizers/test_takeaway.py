"""What a folder is made of: the same bytes each time, a true schema, versions that are there, measured figures."""

import ast
import io
import json
import zipfile
from importlib.metadata import version

import numpy as np
import pandas as pd
import pytest
import skops.io

from optimizers.experiment import Experiment
from optimizers.running import run
from optimizers.strategy import strategies
from optimizers.takeaway import forms_of, safe_name, takeaway, zipped
from optimizers.takeaway.model_card import fenced, inert
from optimizers.takeaway.model_file import model_file
from optimizers.takeaway.own_code import own_code
from optimizers.takeaway.pins import requirements
from optimizers.takeaway.rows import WrongRows, as_model_takes
from optimizers.takeaway.shipped import script
from tests import tiny

from .takeaway_folders import UPLOADED, awkward, categories, packed, result_of

TYPES = {"string", "number", "boolean", "datetime"}  # those of Table Schema that are used


@pytest.mark.parametrize("form", ["joblib", "skops"])
def test_the_same_model_gives_the_same_zip(form):
    case = tiny.case("pipeline")
    once, again = (zipped(packed(case, form), "folder") for _ in range(2))
    assert once == again
    packed_files = zipfile.ZipFile(io.BytesIO(once)).infolist()
    assert [e.filename for e in packed_files] == sorted(e.filename for e in packed_files)
    assert {e.date_time for e in packed_files} == {(1980, 1, 1, 0, 0, 0)}


def test_a_steadied_skops_file_is_the_same_model():
    model, rows, _ = tiny.fitted("forest")
    file = model_file(model, "skops")
    again = skops.io.loads(file.raw, trusted=file.settings["trusted"])
    assert np.array_equal(again.predict_proba(rows.X_test), model.predict_proba(rows.X_test))


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\\b:c*?", "NUL", "", "…", "x" * 300, "-rf"])
def test_whatever_a_user_calls_a_case_makes_a_safe_name(name):
    safe = safe_name(name)
    assert 1 <= len(safe) <= 70 and set(safe) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") and safe[0] != "-"


def test_the_schema_says_what_the_learning_rows_held_and_what_the_model_refuses():
    case = tiny.case("pipeline")
    schema = json.loads(packed(case)["schema.json"])
    fields = {field["name"]: field for field in schema["fields"]}
    assert list(fields) == list(case.X_train) and {f["type"] for f in fields.values()} <= TYPES
    assert fields["income"]["seen"] == {
        "missing": int(case.X_train["income"].isna().sum()),
        "lowest": case.X_train["income"].min(),
        "highest": case.X_train["income"].max(),
    }
    assert fields["city"]["seen"]["categories"] == ["Bern", "Cork", "Lodz"]
    assert fields["city"]["unseenCategories"] == "answered"
    assert schema["target"] == {"name": "target", "task": "classification", "type": "string", "classes": ["no", "yes"]}
    required = {name for name, field in fields.items() if field.get("constraints") == {"required": True}}
    for name in fields:  # the model itself is the oracle
        kinds = {"city": "str", "member": object}
        row = case.X_train.head(1).assign(**{name: pd.Series([np.nan], dtype=kinds.get(name, float))})
        try:
            case.model.predict(row)
        except (ValueError, TypeError):
            assert name in required
        else:
            assert name not in required


def test_a_category_called_na_is_no_gap_and_a_formula_does_not_reach_a_spreadsheet():
    files = packed(awkward(), "skops")
    field = json.loads(files["schema.json"])["fields"][1]
    assert "NA" in field["seen"]["categories"] and "NA" not in field["missingValues"]
    assert "self_test/rows.parquet" in files and "self_test/rows.csv" not in files


def test_rows_keep_the_types_of_the_learning_rows():
    case = categories()
    schema = json.loads(packed(case)["schema.json"])
    given = pd.DataFrame({"day": ["2024-02-01"], "city": ["Rome"], "income": ["12.5"]})
    taken = as_model_takes(given, schema)
    assert list(taken) == ["income", "city", "day"] and taken["income"].tolist() == [12.5]
    assert taken["city"].tolist() == ["Rome"] and taken.dtypes["day"] == case.X_train.dtypes["day"]
    with pytest.raises(WrongRows, match='Row 1: column "day" holds "soon", which is not a time'):
        as_model_takes(given.assign(day="soon"), schema)
    with pytest.raises(WrongRows, match='Column "city" occurs more than once'):
        as_model_takes(pd.concat([given, given[["city"]]], axis=1), schema)


def test_made_up_rows_are_no_judging_rows_and_real_ones_are():
    case = tiny.case("regressor")
    for real in (False, True):
        rows = pd.read_csv(io.BytesIO(packed(case, real_rows=real)["self_test/rows.csv"])).head(40)
        known = rows.merge(case.X_test.drop_duplicates(), on=list(case.X_test), how="inner")
        assert len(known) == (40 if real else 0)


def test_every_pin_is_what_is_installed():
    lines = requirements(("joblib", "sklearn", "pandas", "pyarrow")).decode().splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert {"scikit-learn", "numpy", "scipy", "pandas", "pyarrow", "joblib", "threadpoolctl"} <= set(pins)
    assert not {"streamlit", "plotly", "skops", "onnxruntime"} & set(pins)
    assert pins == {name: version(name) for name in pins}


@pytest.mark.parametrize(("library", "name"), [("lightgbm", "LGBMClassifier"), ("xgboost", "XGBClassifier")])
def test_a_model_of_another_library_is_pinned_to_it_wherever_it_stands(library, name):
    made = pytest.importorskip(library)
    rows = tiny.table("binary", numbers=True)
    model = getattr(made, name)(n_estimators=2).fit(rows.X_train, (rows.y_train == "yes").astype(int))
    file = model_file(tiny.pipeline(model).set_params(), "joblib")
    assert library in file.modules and f"\n{library}" in requirements(file.modules).decode()


@pytest.mark.parametrize("loading", [("joblib", "answers"), ("skops", "answers"), ("onnx",)])
def test_the_script_is_short_whole_and_knows_nothing_of_this_project(loading):
    text = script(loading).decode()
    tree = ast.parse(text)
    assert "#---" not in text and "optimizers" not in text and len(text.splitlines()) < 200
    assert max(map(len, text.splitlines())) <= 120
    assert all(
        ast.get_docstring(n) for n in tree.body if isinstance(n, ast.FunctionDef) and n.name in ("predict", "answers")
    )


def test_what_needs_more_of_this_project_than_a_folder_holds_is_refused():
    with pytest.raises(ValueError, match="of this project alone"):
        own_code({"optimizers.running"})
    case = tiny.case("tree")
    with pytest.raises(ValueError, match="joblib or skops, not as onnx"):
        packed(case, "onnx")
    with pytest.raises(ValueError, match="no candidate 'nobody'"):
        takeaway(case, result_of(case), ("reference", "nobody"))
    assert forms_of(case.model) == ("joblib", "skops")


def test_the_card_holds_the_figures_of_the_result_and_no_others():
    case = tiny.case("tree")
    result = run(case, Experiment(n_steps=2, rows_per_step=40, operation=True))
    card = takeaway(case, result, ("reference", "recipe refitted"), python="print(1)")["MODEL_CARD.md"].decode()
    own = result.part("horizon", "recipe refitted").iloc[0]
    assert f"{own['value']:.4g} ({own['low']:.4g} to {own['high']:.4g}) |" in card
    assert all(f"## {part}" in card for part in ("Model details", "Intended use", "Evaluation data", "Caveats"))
    assert "Single row, median" in card and "```python\nprint(1)\n```" in card and "nan" not in card
    silent = takeaway(case, result_of(case), UPLOADED)["MODEL_CARD.md"].decode()
    assert "Single row" not in silent and "This model" not in silent


def test_the_card_of_a_policy_says_that_its_model_has_seen_judging_rows():
    case = tiny.case("tree")
    result = run(case, Experiment((strategies()["EveryKSteps"](),), n_steps=3, rows_per_step=40))
    chosen = next(key for key in result.candidates if key[0] == "EveryKSteps")
    assert "learned from judging rows too" in takeaway(case, result, chosen)["MODEL_CARD.md"].decode()


def test_text_from_outside_stays_text_on_the_card():
    assert inert("<b>|x|\n# y") == r"\<b\>\|x\| \# y"
    assert fenced("a\n````\nb").startswith("`````python\n")
