"""The answers of a model over two features."""

import numpy as np
import pytest

from optimizers.regularize.boundary import boundary
from tests import tiny


@pytest.mark.parametrize("name", ["pipeline", "forest", "regressor", "boosted"])
def test_every_point_is_what_the_model_says_of_such_a_row(name):
    model, rows, task = tiny.fitted(name)
    surface = boundary(model, rows.X_train, ("age", "rate"), n=7)
    assert len(surface) == 49 and surface["age"].nunique() == surface["rate"].nunique() == 7
    usual = rows.X_train.iloc[[0]].copy()
    usual["income"] = rows.X_train["income"].median()
    for column in ("city", "member"):
        numeric = rows.X_train[column].dtype.kind == "f"
        usual[column] = rows.X_train[column].median() if numeric else rows.X_train[column].mode().iloc[0]
    usual = usual.astype({"age": float}).assign(age=surface["age"][10], rate=surface["rate"][10])
    say = model.predict(usual)[0] if task == "regression" else model.predict_proba(usual)[0, -1]
    assert surface["score"][10] == pytest.approx(say)
    assert surface.attrs["label"] == (None if task == "regression" else str(model.classes_[-1]))


def test_the_probability_of_a_class_that_one_asks_for():
    model, rows, _ = tiny.fitted("forest")
    whole = sum(boundary(model, rows.X_train, ("age", "rate"), 4, label=c)["score"] for c in model.classes_)
    assert np.allclose(whole, 1)


def test_what_has_no_picture_is_refused_in_a_sentence():
    model, rows, _ = tiny.fitted("pipeline")
    X = rows.X_train
    for features, why in (
        (("age", "age"), "two different"),
        (("age", "x"), "no column"),
        (("age", "city"), "not numeric"),
    ):
        with pytest.raises(ValueError, match=why):
            boundary(model, X, features)
    with pytest.raises(ValueError, match="between 2 and 300"):
        boundary(model, X, ("age", "rate"), n=1)
    with pytest.raises(ValueError, match="is no class"):
        boundary(model, X, ("age", "rate"), label="perhaps")
    with pytest.raises(ValueError, match="no finite number"):
        boundary(model, X.assign(rate=np.nan), ("age", "rate"))
