"""One answer from the evidence; the order in which causes are ruled out."""

import numpy as np
import pandas as pd
import pytest

from benchmarks.retrain_advice import RIGHT, scenario
from optimizers.advise.advice import gather
from optimizers.advise.answer import ANSWERS, MORE, SEEN, decide


@pytest.mark.parametrize("kind", RIGHT)
def test_the_known_truth_of_a_small_world_is_found(kind):
    seen = gather(*scenario(kind, "linear", 1, 1200, 800))
    advice = decide(seen)
    assert advice.answer in RIGHT[kind] and advice.answer in ANSWERS
    assert advice.sentence.endswith(".") and "\n" not in advice.sentence and "nan" not in advice.sentence
    assert list(advice.evidence) == ["question", "value", "low", "high", "says"] and len(advice.evidence) >= 8


def test_numbers_have_their_answer_too_in_units_of_a_guess():
    advice = decide(gather(*scenario("concept", "values", 0, 600, 300)))
    assert advice.answer in RIGHT["concept"] and "% of a guess's error" in advice.sentence


def test_few_rows_after_a_loss_wait_for_more():
    model, old, new = scenario("noise", "values", 0, 600, 70)
    assert decide(gather(model, old, new)).answer in (MORE, *RIGHT["noise"])


def test_too_few_rows_are_refused():
    model, (X, y), _ = scenario("nothing", "linear", 0, 300, 100)
    with pytest.raises(ValueError, match="59 new labelled rows are too few"):
        gather(model, (X, y), (X.head(59), y.head(59)))


def test_the_price_of_a_retraining_decides():
    seen = gather(*scenario("concept", "linear", 0, 600, 300))
    assert decide(seen, least_gain=0.99).answer not in RIGHT["concept"]
    assert np.isfinite(seen.refit.gain("recent").value)


def test_a_model_that_has_learned_from_the_new_rows_is_told_apart():
    from sklearn.tree import DecisionTreeClassifier

    _, (X, y), (X_new, y_new) = scenario("nothing", "linear", 0, 600, 400)
    model = DecisionTreeClassifier(random_state=0).fit(pd.concat([X, X_new]), pd.concat([y, y_new]))
    advice = decide(gather(model, (X, y), (X_new, y_new)))
    assert advice.answer == SEEN and "it has learned from them" in advice.sentence
