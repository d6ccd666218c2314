"""The folder's first page: install, run, test."""

from __future__ import annotations

import platform

from optimizers.takeaway.model_file import ModelFile

TRUST = {
    "joblib": "Opening `model.joblib` runs what the file says: open it only if you trust whoever gave it to you.",
    "skops": "`model.skops` is opened with the types that it was saved with, and no others.",
    "onnx": "`model.onnx` is a graph for onnxruntime: opening it runs no Python, and scikit-learn is not needed.",
}


def readme(file: ModelFile, rows_file: str, real_rows: bool) -> str:
    """Three commands, and what lies where."""
    rows = "judging rows as they are" if real_rows else "rows made up of the columns of judging rows, mixed"
    form = file.name.rpartition(".")[2]
    own = "\n- `optimizers/`: the few modules of the project that made it that the model needs" if file.own else ""
    return f"""# A model to take home

Made with Python {platform.python_version()}. In this folder, best in an environment of its own:

    python -m pip install -r requirements.txt
    python predict.py rows.csv -o predictions.csv
    python self_test.py

`rows.csv` is your own table, CSV or Parquet, with the columns of `schema.json`; other columns are left out.
`{rows_file}` is one to try.
From Python: `from predict import predict`, then `predict(frame)`. {TRUST[form]}

- `{file.name}`: the fitted model; `MODEL_CARD.md` says what it is, how it was made and how good it was
- `predict.py`, `rows.py`: the script, and what it checks
- `schema.json`: the columns as a Frictionless Table Schema; `seen` is what the learning rows held
- `self_test.py`, `self_test/`: {rows}; what the model said of them when it was saved; and rows that it refuses
- `requirements.txt`: the exact versions that made it{own}
"""
