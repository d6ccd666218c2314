"""What a student takes in the code: its construction in the teacher's place."""

from __future__ import annotations

from typing import Any

from optimizers.swap.effort import construction_diff
from optimizers.swap.placing import innermost, replaced
from optimizers.swap.teaching import Lesson


def changes_for(old: Any, of: Lesson, student: Any) -> str:
    """A unified diff of the constructions; the weights that teach it are a step of their own."""
    if innermost(old) is of.opened.estimator:
        return construction_diff(old, replaced(old, student))
    return construction_diff(old, of.opened.wrapped(student))
