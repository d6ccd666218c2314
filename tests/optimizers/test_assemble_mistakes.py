"""Every mistake is answered with one sentence that names it."""

from __future__ import annotations

import pytest

from optimizers.assemble import assemble
from optimizers.errors import CaseError
from tests.optimizers.bad_cases import MISTAKES, Mistake


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.label)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_mistake_gets_one_sentence(mistake: Mistake):
    with pytest.raises(CaseError) as refusal:
        assemble("case", mistake.model(), mistake.table(), **{"target": "default", **mistake.options})
    sentence = str(refusal.value)
    assert mistake.says in sentence
    assert sentence.endswith(".") and "\n" not in sentence and "Traceback" not in sentence and len(sentence) < 300


def test_there_are_more_than_forty_mistakes():
    assert len({mistake.label for mistake in MISTAKES}) == len(MISTAKES) > 40
