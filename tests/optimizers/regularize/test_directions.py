"""Every pair of the table: along its direction the training score falls, and by more than a little."""

import warnings
from itertools import pairwise

import pytest
from sklearn.base import clone

from optimizers.regularize.regularizers import between, bounds, table

from .noisy import built, pairs, rows_of, score

PAIRS = [pytest.param(name, r, id=f"{name}-{r.name}") for name, r in pairs()]
SLACK = 0.02  # chance in bootstraps and starts; a fall is larger by far


def path(name, r):
    """Training scores at four settings of the range, from the least to the most regularized."""
    X, y = rows_of(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        estimator = built(name, r).fit(X, y)
        values = ([None] if r.unlimited else []) + between(*bounds(estimator, r), 4, r)
        return [score(clone(estimator).set_params(**{r.name: v}).fit(X, y), X, y) for v in values]


def falls(scores):
    """Weakly all the way, and in all by more than chance."""
    return all(b <= a + SLACK for a, b in pairwise(scores)) and scores[0] - scores[-1] > 0.03


@pytest.mark.parametrize(("name", "r"), PAIRS)
def test_training_score_falls_along_the_direction(name, r):
    scores = path(name, r)
    assert falls(scores), scores
    unlimited = int(r.unlimited)
    assert not falls(scores[:unlimited] + scores[unlimited:][::-1]), "it would pass with the direction turned round"


def test_the_table_is_large_and_names_what_scikit_learn_has():
    assert len(PAIRS) >= 90
    for name, own in table().items():
        assert len({r.name for r in own}) == len(own)
        for r in own:
            assert r.direction in (-1, 1) and r.low < r.high and (r.low > 0 or not r.log), (name, r.name)
            assert r.name in built(name, r).get_params(), (name, r.name)
