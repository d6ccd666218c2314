"""What goes wrong with a folder at home: rows that do not fit, a changed file, another version; a sentence each."""

import json

import pandas as pd
import pytest

from tests import tiny

from .takeaway_folders import asked, packed, unpacked

ROWS = tiny.table("binary").X_test
GOOD = ROWS[ROWS["income"].between(20, 40)].head(4).reset_index(drop=True)


def csv(rows, **more):
    return rows.to_csv(index=False, **more)


BAD = {
    "columns.csv": (csv(GOOD.drop(columns=["income", "city"])), 'Columns "income", "city" are not there; give all 5'),
    "text.csv": (csv(GOOD.astype({"age": object}).replace({"age": {GOOD["age"][2]: "old"}})),
                 'Row 3: column "age" holds "old", which is not a number; correct it.'),
    "truth.csv": (csv(GOOD.assign(member="maybe")), 'Row 1 (4 rows in all): column "member" holds "maybe", which'),
    "gap.csv": (csv(GOOD.astype({"member": object}).assign(member=[True, None, False, True])),
                'Row 2: column "member" has no value; the model takes no gaps there, so fill it or leave the row out.'),
    "category.csv": (csv(GOOD.assign(city="Paris")),
                     'The model does not take these rows: Found unknown categories'),
    "endless.csv": (csv(GOOD.assign(rate=float("inf"))), "The model does not take these rows: Input X contains inf"),
    "none.csv": (csv(GOOD.head(0)), "There are no rows; give at least one beneath the names."),
    "empty.csv": ("", "empty.csv cannot be read as a table: No columns to parse from file."),
    "bytes.csv": (b"\xff\xfe\x00\x01", "bytes.csv cannot be read as a table"),
    "no.parquet": (b"PAR1 and so on", "no.parquet cannot be read as a table"),
    "ragged.csv": (csv(GOOD) + "1,2,3,4,5,6,7,8\n", "ragged.csv cannot be read as a table"),
}  # fmt: skip
FINE = {
    "more.csv": (csv(GOOD.assign(id=range(4))), 'Column "id" is not used by the model.'),
    "semicolons.csv": (csv(GOOD, sep=";"), ""),
    "mixed up.csv": (csv(GOOD[GOOD.columns[::-1]]).encode("utf-8-sig"), ""),
    "far.csv": (csv(GOOD.assign(age=200)), 'Column "age": 4 of 4 rows outside 18 to 79 it learned from.'),
}


def strict_pipeline():
    """The tiny pipeline with an encoder that refuses categories it does not know."""
    import dataclasses

    from sklearn.compose import make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder

    case = tiny.case("pipeline")
    columns = make_column_transformer(
        (SimpleImputer(), ["age", "income", "rate"]), (OneHotEncoder(), ["city"]), ("passthrough", ["member"])
    )
    model = make_pipeline(columns, LogisticRegression(max_iter=2000)).fit(case.X_train, case.y_train)
    return dataclasses.replace(case, model=model)


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """File -> (exit code, printed, complained) of predict.py; all are asked by one process."""
    top = tmp_path_factory.mktemp("wrong")
    folder = unpacked(packed(strict_pipeline()), top)
    files = {name: content for name, (content, _) in (BAD | FINE).items()}
    for name, content in files.items():
        (top / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    asks = [("predict.py", top / name) for name in [*files, "nowhere.csv"]]
    asks.append(("predict.py", top / "more.csv", "-o", top / "no" / "such" / "folder.csv"))
    return dict(zip([*files, "nowhere.csv", "unwritten"], asked(folder, *asks), strict=True))


@pytest.mark.parametrize("name", BAD)
def test_rows_that_do_not_fit_are_one_sentence_and_exit_code_2(name, said):
    code, printed, complained = said[name]
    assert (code, printed) == (2, "") and complained.startswith(BAD[name][1]), complained
    assert complained.endswith(".\n") and complained.count("\n") == 1 and "Traceback" not in complained


def test_an_unknown_category_is_named_with_its_column(said):
    assert "['Paris']" in said["category.csv"][2]
    assert said["category.csv"][2].endswith('Column "city": 4 of 4 rows outside the 3 categories it learned from.\n')


@pytest.mark.parametrize("name", FINE)
def test_rows_that_fit_are_predicted_with_a_remark_at_most(name, said):
    code, printed, complained = said[name]
    assert code == 0 and printed.count("\n") == 5 and complained.strip() == FINE[name][1]


def test_a_file_that_is_not_there_and_one_that_cannot_be_written_are_sentences(said):
    assert said["nowhere.csv"][0] == 2 and said["nowhere.csv"][2].endswith(
        "No such file or directory; check the path.\n"
    )
    code, _, complained = said["unwritten"]
    assert code == 2 and complained.count("\n") == 1 and "Traceback" not in complained


def test_a_table_is_predicted_from_python_and_keeps_its_index(tmp_path):
    folder = unpacked(packed(tiny.case("pipeline")), tmp_path)
    GOOD.assign(more=1).set_index(pd.Index(list("abcd"))).to_parquet(tmp_path / "rows.parquet")
    (folder / "own.py").write_text(
        f"import sys; sys.path.insert(0, {str(folder)!r}); import pandas as pd; from predict import predict\n"
        f"made = predict(pd.read_parquet({str(tmp_path / 'rows.parquet')!r})); print(list(made.index), list(made))"
    )
    columns = ["prediction", "probability of no", "probability of yes"]
    assert asked(folder, ("own.py",)) == [(None, f"{list('abcd')} {columns}\n", "")]


def changed(folder, path, change):
    """The folder's self-test after one file was changed; the file is put back."""
    file = folder / path
    kept = file.read_bytes()
    file.write_bytes(change(kept))
    (told,) = asked(folder, ("self_test.py",))
    file.write_bytes(kept)
    return told


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    return unpacked(packed(tiny.case("tree")), tmp_path_factory.mktemp("tampered"))


def test_a_changed_byte_of_the_model_is_told_before_it_is_opened(tree):
    flipped = changed(tree, "model.joblib", lambda raw: raw[:-9] + bytes([raw[-9] ^ 1]) + raw[-8:])
    assert flipped == (
        1,
        "",
        "model.joblib is not the file that was saved: its SHA-256 differs; unpack the folder again.\n",
    )


def test_another_version_is_told_but_does_not_matter_by_itself(tree):
    code, printed, _ = changed(
        tree, "requirements.txt", lambda raw: raw.replace(b"\nnumpy==", b"\nnumpy==0.") + b"no-such-thing==1.0\n"
    )
    assert code == 0 and "All 50 rows" not in printed.split("Versions differ")[1]
    assert "numpy is " in printed and "no-such-thing is not installed instead of 1.0." in printed


def test_rows_that_are_predicted_otherwise_are_named(tree):
    def other(raw):
        recorded = json.loads(raw)
        recorded["prediction"][2] = "another"
        recorded["probabilities"][-1][0] += 1e-6
        return json.dumps(recorded).encode()

    code, printed, complained = changed(tree, "self_test/expected.json", other)
    n = len(json.loads((tree / "self_test" / "expected.json").read_text())["prediction"])
    assert (code, printed) == (1, "")
    assert complained == (
        f"2 of {n} rows are predicted otherwise than when the model was saved: row 3 (made up), "
        f"{n} (highest numbers). All versions are those of requirements.txt.\n"
    )
