"""What goes wrong with a folder at home: rows that do not fit, a changed file, another version; a sentence each."""

import json

import pandas as pd

from tests import tiny

from .takeaway_folders import asked, packed, run_all, unpacked

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


OWN = """
import sys
import pandas as pd
sys.path.insert(0, sys.argv[1])
from predict import predict
made = predict(pd.read_parquet(sys.argv[2]))
print(list(made.index), list(made))
"""


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


def test_what_does_not_fit_is_one_sentence_and_what_fits_is_predicted(tmp_path):
    folder = unpacked(packed(strict_pipeline()), tmp_path)
    (folder / "own.py").write_text(OWN)
    GOOD.assign(more=1).set_index(pd.Index(list("abcd"))).to_parquet(tmp_path / "rows.parquet")
    files = {name: content for name, (content, _) in (BAD | FINE).items()}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    asks = [("predict.py", tmp_path / name) for name in [*files, "nowhere.csv"]]
    asks.append(("predict.py", tmp_path / "more.csv", "-o", tmp_path / "no" / "such" / "folder.csv"))
    said = asked(folder, *asks, ("own.py", folder, tmp_path / "rows.parquet"))
    *answered, nowhere, unwritten, own = said
    for name, (code, printed, complained) in zip(files, answered, strict=True):
        if name in BAD:
            assert (code, printed) == (2, "") and complained.startswith(BAD[name][1]), complained
            assert complained.endswith(".\n") and one_sentence(complained)
        else:
            assert code == 0 and printed.count("\n") == 5 and complained.strip() == FINE[name][1], complained
    assert nowhere[0] == 2 and nowhere[2].endswith("No such file or directory; check the path.\n")
    assert unwritten[0] == 2 and one_sentence(unwritten[2])
    assert own == (None, f"{list('abcd')} {['prediction', 'probability of no', 'probability of yes']}\n", "")
    category = answered[list(files).index("category.csv")][2]
    assert "['Paris']" in category
    assert category.endswith('Column "city": 4 of 4 rows outside the 3 categories it learned from.\n')


def one_sentence(complained):
    return complained.count("\n") == 1 and "Traceback" not in complained


def other_answers(raw):
    recorded = json.loads(raw)
    recorded["prediction"][2] = "another"
    recorded["probabilities"][-1][0] += 1e-6
    return json.dumps(recorded).encode()


CHANGED = {
    "requirements.txt": lambda raw: raw.replace(b"\nnumpy==", b"\nnumpy==0.") + b"no-such-thing==1.0\n",
    "model.joblib": lambda raw: raw[:-9] + bytes([raw[-9] ^ 1]) + raw[-8:],
    "self_test/expected.json": other_answers,
}


def test_the_self_test_tells_a_changed_model_other_versions_and_other_answers(tmp_path):
    files = packed(tiny.case("tree"))
    folders = [unpacked(files | {path: change(files[path])}, tmp_path, path) for path, change in CHANGED.items()]
    versions, model, answers = run_all([[folder / "self_test.py"] for folder in folders], tmp_path)
    assert versions[0] == 0 and versions[1].startswith("All ") and "numpy is " in versions[1]
    assert "no-such-thing is not installed instead of 1.0." in versions[1]
    # It is not opened: whoever changed it may have meant to run something.
    assert model == (
        1,
        "",
        "model.joblib is not the file that was saved: its SHA-256 differs; unpack the folder again.\n",
    )
    n = len(json.loads(files["self_test/expected.json"])["prediction"])
    assert answers == (1, "", f"2 of {n} rows are predicted otherwise than when the model was saved: row 3 (made up), "
                       f"{n} (highest numbers). All versions are those of requirements.txt.\n")  # fmt: skip
