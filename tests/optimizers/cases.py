"""Two small cases that tests share, made once."""

from functools import cache

import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.tree import DecisionTreeClassifier

from optimizers.case import Case


def rows(n, seed):
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.normal(size=(n, 4)), columns=list("abcd"))
    return X, X["a"] + X["b"] + rng.normal(0, 0.5, n)


@cache
def classifier_case(n_train=300, n_test=400):
    (X, v), (X_test, v_test) = rows(n_train, 0), rows(n_test, 1)
    y, y_test = (pd.Series(np.where(z > 0, "good", "bad")) for z in (v, v_test))
    days = pd.Series(pd.date_range("2020-01-01", periods=n_test, freq="D"))
    model = DecisionTreeClassifier(max_depth=4, random_state=0).fit(X, y)
    return Case("tiny", model, X, y, X_test, y_test, time=days)


@cache
def regressor_case(n_train=300, n_test=400):
    (X, v), (X_test, v_test) = rows(n_train, 0), rows(n_test, 1)
    return Case("tiny", LinearRegression().fit(X, v), X, v, X_test, v_test)
