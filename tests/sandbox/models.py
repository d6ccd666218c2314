"""Small fitted models that tests share; each is fitted once a session."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from sklearn.datasets import make_classification

X, y = make_classification(40, 4, random_state=0)


@cache
def classifier(name: str) -> Any:
    """A small classifier or regressor on `X` and `y`; treat it as read-only."""
    from sklearn import ensemble, linear_model, neighbors, svm, tree

    made = {
        "logistic": lambda: linear_model.LogisticRegression(),
        "tree": lambda: tree.DecisionTreeClassifier(random_state=0),
        "forest": lambda: ensemble.RandomForestClassifier(3, random_state=0),
        "boosting": lambda: ensemble.GradientBoostingClassifier(n_estimators=3, random_state=0),
        "boosting of three": lambda: ensemble.GradientBoostingClassifier(n_estimators=3, random_state=0),
        "histogram": lambda: ensemble.HistGradientBoostingClassifier(
            max_iter=3, min_samples_leaf=3, categorical_features=[3], random_state=0
        ),
        "k-d tree": lambda: neighbors.KNeighborsClassifier(algorithm="kd_tree", leaf_size=5),
        "ball tree": lambda: neighbors.KNeighborsClassifier(algorithm="ball_tree", leaf_size=5),
        "seuclidean": lambda: neighbors.KNeighborsClassifier(
            algorithm="ball_tree", metric="seuclidean", metric_params={"V": np.ones(4)}
        ),
        "brute": lambda: neighbors.KNeighborsClassifier(algorithm="brute"),
        "svc": lambda: svm.SVC(),
        "svr": lambda: svm.SVR(),
        "precomputed": lambda: svm.SVC(kernel="precomputed"),
    }[name]()
    rows = X @ X.T if name == "precomputed" else np.c_[X[:, :3], np.arange(40) % 3] if name == "histogram" else X
    return made.fit(rows, np.arange(40) % 3 if name == "boosting of three" else y)
