"""What each strategy must find on tables where the answer is known."""

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import ElasticNet, Lasso, LinearRegression, LogisticRegression, SGDClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from optimizers.regularize import ClassWeights, EarlyStopping, ElasticMix, RegularizationPath, SampleWeights
from tests import tiny


def noisy(n=150, p=25, seed=0):
    """One column tells, the others do not, a fifth of the labels is wrong."""
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.normal(size=(n, p)), columns=[f"x{j}" for j in range(p)])
    y = pd.Series(np.where((X["x0"] > 0) ^ (rng.random(n) < 0.2), "yes", "no"))
    return X, y


def made(strategy, model, X, y):
    assert strategy.skip(model) == ""
    return list(strategy.candidates(model, X, y, np.random.default_rng(0)))


def chosen(candidates):
    (one,) = [c for c in candidates if "chosen" in c.choice]
    return one


def test_validation_scores_are_those_of_scikit_learn():
    X, y = noisy()
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y)
    seed = int(np.random.default_rng(0).integers(2**31))
    found = made(RegularizationPath(n_settings=3), model, X, y)
    for candidate in found:
        expected = cross_val_score(candidate.model, X, y, cv=StratifiedKFold(5, shuffle=True, random_state=seed))
        assert candidate.choice["validation_score"][0] == pytest.approx(expected.mean(), abs=1e-6)
        assert candidate.choice["setting"][0] == candidate.model[-1].C
    assert chosen(found) is max(found[::-1], key=lambda c: c.choice["validation_score"][0])
    assert set(chosen(found).choice) >= {"unbiased_score", "n_tried", "training_score", "n_rows", "position"}
    assert all("unbiased_score" not in c.choice for c in found if c is not chosen(found))


def test_an_overgrown_tree_is_cut_back_and_judges_better():
    X, y = noisy(300)
    X_test, y_test = noisy(2000, seed=1)
    model = DecisionTreeClassifier(random_state=0).fit(X, y)
    best = chosen(made(RegularizationPath(regularizer="max_depth"), model, X, y))
    assert best.model.get_depth() <= 3
    assert accuracy_score(y_test, best.model.predict(X_test)) > model.score(X_test, y_test) + 0.05
    simplest = chosen(made(RegularizationPath(choose="one standard error"), model, X, y))
    assert simplest.choice["position"][0] >= chosen(made(RegularizationPath(), model, X, y)).choice["position"][0]


def test_a_search_and_a_transformed_target_are_opened():
    rows = tiny.table("regression", True)
    inner = make_pipeline(StandardScaler(), Lasso(0.1))
    target = TransformedTargetRegressor(
        GridSearchCV(inner, {"lasso__alpha": [0.1, 0.2]}, cv=2), func=np.log, inverse_func=np.exp
    )
    model = target.fit(rows.X_train, rows.y_train)
    found = made(RegularizationPath(n_settings=3), model, rows.X_train, rows.y_train)
    assert len({c.model.regressor_[-1].alpha for c in found}) == 3
    assert all(isinstance(c.model, TransformedTargetRegressor) for c in found)


def test_mixes_reach_from_dense_to_sparse_coefficients():
    X, y = noisy()
    found = made(ElasticMix(), make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(X, y), X, y)
    zeros = {c.label: int((c.model[-1].coef_ == 0).sum()) for c in found}
    assert zeros["C = 0.1, L1 share 0"] == 0 and zeros["C = 0.1, L1 share 1"] > 10
    assert {c.choice["l1_ratio"][0] for c in found} == {0.0, 0.5, 1.0}
    rows = tiny.table("regression", True)
    made(ElasticMix(n_mixes=2), ElasticNet().fit(rows.X_train, rows.y_train), rows.X_train, rows.y_train)
    made(ElasticMix(n_mixes=2), SGDClassifier().fit(X, y), X, y)
    assert "fit ElasticNet instead" in ElasticMix().skip(Lasso())


def rare(n=400):
    """One row in ten is of the rare class, and the classes overlap."""
    rng = np.random.default_rng(2)
    y = pd.Series(np.where(rng.random(n) < 0.12, "rare", "usual"))
    return pd.DataFrame({"a": rng.normal(size=n) + 1.2 * (y == "rare"), "b": rng.normal(size=n)}), y


def test_class_weights_find_the_rare_class_and_equal_balanced():
    X, y = rare()
    model = LogisticRegression().fit(X, y)
    found = {c.label: c for c in made(ClassWeights(metric="balanced_accuracy"), model, X, y)}
    assert chosen(found.values()).label != "no class weights"
    balanced = LogisticRegression(class_weight="balanced").fit(X, y)
    assert np.allclose(found["balanced"].model.coef_, balanced.coef_, rtol=1e-4)
    assert chosen(made(ClassWeights(metric="accuracy"), model, X, y)).label == "no class weights"
    assert "weigh its rows by class with SampleWeights" in ClassWeights().skip(GaussianNB().fit(X, y))


def test_weights_by_class_are_those_of_balanced_and_reach_the_last_step():
    X, y = rare()
    model = make_pipeline(StandardScaler(), GaussianNB()).fit(X, y)
    full = made(SampleWeights(by="class"), model, X, y)[0]
    assert np.allclose(full.model[-1].class_prior_, 0.5)
    raw = SampleWeights(by="class").weights(X, y.to_numpy(), 0.5)
    ratio = (y == "usual").sum() / (y == "rare").sum()
    assert raw.mean() == pytest.approx(1) and raw.max() / raw.min() == pytest.approx(np.sqrt(ratio))


def test_recent_rows_weigh_more_where_the_world_has_turned():
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"a": rng.normal(size=400)})
    y = pd.Series(np.where(np.arange(400) < 250, 1.0, -1.0) * X["a"] + rng.normal(0, 0.1, 400))
    best = chosen(made(SampleWeights(half_life=0.03), LinearRegression().fit(X, y), X, y))
    assert best.label == "full weights" and best.model.coef_[0] < -0.5
    weights = SampleWeights(half_life=0.5).weights(X, y.to_numpy(), 1.0)
    assert weights[-1] / weights[-201] == pytest.approx(2) and weights.argmax() == 399


def test_groups_weigh_the_same_in_all():
    X, y = noisy(120)
    X = X.assign(site=["a"] * 90 + ["b"] * 28 + [None] * 2)
    weights = pd.Series(SampleWeights(by="group", columns=("site",)).weights(X, y.to_numpy(), 1.0))
    assert np.allclose(weights.groupby(X["site"].fillna("none")).sum(), 40)
    with pytest.raises(ValueError, match=r"SampleWeights.columns must name"):
        made(SampleWeights(by="group"), DecisionTreeClassifier().fit(X[["x0"]], y), X[["x0"]], y)


def test_early_stopping_ends_before_all_rounds():
    X, y = noisy(150, 5)
    model = GradientBoostingClassifier(n_estimators=40, max_depth=1, random_state=0).fit(X, y)
    found = {c.label: c.model for c in made(EarlyStopping(), model, X, y)}
    assert found["no early stopping"].n_estimators_ == 40 > found["patience 2"].n_estimators_
    assert found["patience 20"].n_estimators == 80
    assert "RegularizationPath" in EarlyStopping().skip(DecisionTreeClassifier().fit(X, y))


BAD = {
    "one class": (lambda X, y: (X, y.map(lambda _: "yes")), "hold one class only"),
    "constant columns": (lambda X, y: (X * 0, y), "every column holds one value"),
    "infinite": (lambda X, y: (X.replace({X.iloc[3, 0]: np.inf}), y), r'Column "x0" holds inf in row 4'),
    "missing": (lambda X, y: (X.replace({X.iloc[3, 0]: np.nan}), y), "takes no missing values"),
    "too few": (lambda X, y: (X[:15], y[:15]), "at least 20 learning rows"),
    "wrong length": (lambda X, y: (X, y[:-1]), "give one value a row"),
    "no target": (lambda X, y: (X, y.where(y.index > 2)), "have no target"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_rows_are_one_sentence(kind):
    X, y = noisy()
    model = LogisticRegression().fit(X, y)
    (X_bad, y_bad), why = BAD[kind][0](X, y), BAD[kind][1]
    with pytest.raises(ValueError, match=why) as refused:
        made(RegularizationPath(), model, X_bad, y_bad)
    assert "RegularizationPath" in str(refused.value) and str(refused.value).endswith(".")


def test_twenty_rows_rare_classes_and_fifty_classes_work():
    X, y = noisy(20)
    made(RegularizationPath(n_settings=3), LogisticRegression().fit(X, y), X, y)
    X, y = noisy(200)
    y[:3] = "once in a while"
    found = made(RegularizationPath(n_settings=3), DecisionTreeClassifier(random_state=0).fit(X, y), X, y)
    assert len(found) == 3
    many = pd.Series(np.arange(200) % 50)
    made(RegularizationPath(n_settings=2), DecisionTreeClassifier(random_state=0).fit(X, many), X, many)


def test_sparse_one_hot_pipelines_work():
    from sklearn.preprocessing import OneHotEncoder

    X, y = noisy(120, 3)
    X = (X * 2).round().astype(str)
    model = make_pipeline(OneHotEncoder(handle_unknown="ignore"), LogisticRegression()).fit(X, y)
    for strategy in (
        RegularizationPath(n_settings=3),
        ElasticMix(n_mixes=2),
        ClassWeights(),
        SampleWeights(by="class"),
    ):
        assert made(strategy, model, X, y)


def test_what_does_not_suit_the_model_says_what_would():
    rows = tiny.table("regression", True)
    tree = DecisionTreeRegressor().fit(rows.X_train, rows.y_train)
    for strategy, why in (
        (RegularizationPath(regularizer="C"), "choose one of min_samples_leaf"),
        (RegularizationPath(metric="accuracy"), "is for classification"),
        (SampleWeights(by="class"), "a regressor has no classes"),
    ):
        with pytest.raises(ValueError, match=why):
            made(strategy, tree, rows.X_train, rows.y_train)
    assert RegularizationPath().skip(LinearRegression()).endswith("families.")
