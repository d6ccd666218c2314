"""Every estimator that a model's answers come from, however deep: what strategies replace one by one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from optimizers.inside import Inside, inside, opened
from optimizers.members import Member, members, once, with_members


@dataclass(frozen=True, eq=False)
class Parts:
    """The innermost estimators of a model, and the way back out.

    Attributes
    ----------
    leaves : list of Inside
        Each with its rows and targets as they come from those of the whole model; `wrapped` replaces it alone.
    rebuilt : callable
        As many fitted estimators -> the whole model with them in place; the original stays as it is.
    """

    leaves: list[Inside]
    rebuilt: Callable[[Sequence[Any]], Any]


def parts(model: Any, whole: Collection[str] = ()) -> Parts:
    """Take a model apart: pipelines, searches, bags, votes, stacks, calibrated models, nested as they may be.

    Parameters
    ----------
    model : fitted estimator
    whole : collection of str
        Classes that are not opened any further.

    Returns
    -------
    Parts
        One leaf if nothing in the model spreads it over several estimators.
    """
    return _apart(inside(model), frozenset(whole))


def _apart(at: Inside, whole: frozenset[str]) -> Parts:
    names = {base.__name__ for base in type(at.estimator).__mro__}
    own = [] if names & whole else members(at.estimator)
    if not own:
        return Parts([at], lambda new: at.wrapped(new[0]))
    given = once(at.rows)
    found = [_apart(_member(at, given, member), whole) for member in own]

    def rebuilt(new: Sequence[Any]) -> Any:
        rest = iter(new)
        models = [part.rebuilt(list(islice(rest, len(part.leaves)))) for part in found]
        return at.wrapped(with_members(at.estimator, [member.model for member in own], models))

    leaves = [leaf for part in found for leaf in part.leaves]
    return Parts([_alone(leaves, i, rebuilt) for i in range(len(leaves))], rebuilt)


def _member(at: Inside, given: Callable[[Any], Any], member: Member) -> Inside:
    def targets(y: Any) -> np.ndarray:
        return member.targets(at.targets(y))

    return opened(member.model, lambda X: member.rows(given(X)), targets, lambda new: new)


def _alone(leaves: list[Inside], place: int, rebuilt: Callable[[Sequence[Any]], Any]) -> Inside:
    """The leaf, its way back leading out of the whole model."""

    def wrapped(new: Any) -> Any:
        return rebuilt([new if i == place else leaf.estimator for i, leaf in enumerate(leaves)])

    return Inside(leaves[place].estimator, leaves[place].rows, leaves[place].targets, wrapped)


def everything(model: Any) -> list[Any]:
    """Every estimator within a model, those that spread over members before their members."""
    at = inside(model).estimator
    return [at, *(one for member in members(at) for one in everything(member.model))]


def everywhere(model: Any, change: Callable[[Any], Any]) -> Any:
    """The whole model with a change made to every estimator of `everything`; the original stays as it is.

    Parameters
    ----------
    model : fitted estimator
    change : callable
        A fitted estimator -> another that takes its place.
    """
    at = inside(model)
    old = [member.model for member in members(at.estimator)]
    new = with_members(at.estimator, old, [everywhere(one, change) for one in old]) if old else at.estimator
    return at.wrapped(change(new))
