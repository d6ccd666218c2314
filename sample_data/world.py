"""What a sample case is made of, and how it is written to its folder."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

HERE = Path(__file__).parent


@dataclass(frozen=True)
class World:
    """A made (or borrowed) world: its rows, the model that was fitted in it, and what is known of it.

    Parameters
    ----------
    key : str
        Name of the folder.
    table : pandas.DataFrame
        Every row in time order, or, with `test_table`, the rows to learn from.
    model : fitted scikit-learn estimator
    facts : dict
        What `case.json` says: title, target, time, metric, schedule, source, licence, first experiment.
    test_table : pandas.DataFrame, optional
        The rows that judge, where no time column splits the table.
    numbers : dict of float
        Further measured numbers that the words quote.
    """

    key: str
    table: pd.DataFrame
    model: Any
    facts: dict[str, Any]
    test_table: pd.DataFrame | None = None
    numbers: dict[str, float] = field(default_factory=dict)

    def split(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The rows to learn from and the rows that judge."""
        if self.test_table is not None:
            return self.table, self.test_table
        n_train = len(self.table) - round(self.facts["test_share"] * len(self.table))
        return self.table.iloc[:n_train], self.table.iloc[n_train:]

    def rows_for_model(self, rows: pd.DataFrame) -> Any:
        """`rows` as the model's `predict` takes them: its columns by name, or an array if it knows no names."""
        names = getattr(self.model, "feature_names_in_", None)
        return rows.drop(columns=self.facts["target"]).to_numpy() if names is None else rows[list(names)]

    def measured(self) -> dict[str, float]:
        """The scores that the words quote: the model on its judging rows, and its recipe refitted."""
        from sklearn.base import clone
        from threadpoolctl import threadpool_limits

        train, test = self.split()
        target, metric = self.facts["target"], self.facts["metric"]
        with threadpool_limits(1):
            refitted = clone(self.model).fit(self.rows_for_model(train), train[target])
        return {
            "as_uploaded": _score(metric, self.model, self.rows_for_model(test), test[target]),
            "recipe_refitted": _score(metric, refitted, self.rows_for_model(test), test[target]),
            **self.numbers,
        }


def _score(metric: str, model: Any, X: Any, y: pd.Series) -> float:
    """`metric` of `model`, to three figures after the point."""
    from sklearn import metrics

    if metric == "roc_auc":
        return round(float(metrics.roc_auc_score(y == model.classes_[1], model.predict_proba(X)[:, 1])), 3)
    if metric == "f1_macro":
        return round(float(metrics.f1_score(y, model.predict(X), average="macro")), 3)
    scorer = {
        "accuracy": metrics.accuracy_score,
        "balanced_accuracy": metrics.balanced_accuracy_score,
        "mae": metrics.mean_absolute_error,
        "r2": metrics.r2_score,
    }[metric]
    return round(float(scorer(y, model.predict(X))), 3)


def write(world: World, folder: Path | None = None) -> Path:
    """Write tables, model and `case.json`; `about.md` is written by hand and stays as it is."""
    folder = folder or HERE / world.key
    folder.mkdir(exist_ok=True)
    facts = {"key": world.key, **world.facts, "measured": world.measured()}
    write_table(world.table, folder / facts["table"])
    if world.test_table is not None:
        write_table(world.test_table, folder / facts["test_table"])
    write_model(world.model, folder / facts["model"])
    (folder / "case.json").write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return folder


def write_table(table: pd.DataFrame, path: Path) -> None:
    if path.suffix == ".parquet":
        table.to_parquet(path, index=False, compression="zstd", compression_level=19)
    else:
        # A gzip header holds the time of writing; 0 keeps the file the same from one making to the next.
        table.to_csv(path, index=False, compression={"method": "gzip", "mtime": 0})


def read_table(path: Path, time: str | None = None) -> pd.DataFrame:
    import pandas as pd

    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    return pd.read_csv(path, parse_dates=[time] if time else None)


def write_model(model: Any, path: Path) -> None:
    if path.suffix == ".skops":
        import skops.io

        skops.io.dump(model, path)
    else:
        import joblib

        joblib.dump(model, path, compress=("xz", 6))


def read_model(path: Path) -> Any:
    """Open one of our own committed model files (never an upload)."""
    if path.suffix == ".skops":
        import skops.io

        return skops.io.load(path)
    import joblib

    return joblib.load(path)
