"""A family of strategies: which apply, one candidate's card, its tree."""

from __future__ import annotations

import dataclasses
from typing import Any

from optimizers.inside import inside
from optimizers.strategy import strategies
from sandbox.arrow import to_arrow
from sandbox.commands import CaseState, Head, Progress, command
from sandbox.play_commands import candidate_of, setting, valid
from sandbox.wire import Reply

MOST_NODES = 63
LEARNERS = ("DecisionTreeClassifier", "DecisionTreeRegressor", "ExtraTreeClassifier", "ExtraTreeRegressor")


def preload() -> None:
    """Find all strategies while their files can be read."""
    strategies()


@command("applicable")
def applicable(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Strategy -> why it does not apply to this model; empty where it does. `head["family"]` names the folder."""
    case, _ = setting(state, {})
    found = {n: c for n, c in strategies().items() if c.__module__.startswith(f"optimizers.{head['family']}.")}
    return Reply({"reasons": {name: cls().skip(case.model) for name, cls in found.items()}}, [])


@command("candidate card")
def candidate_card(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """The panels `head["panels"]` of the model's card, for one candidate of an experiment."""
    from optimizers.card import card

    case, _ = setting(state, head)
    model = candidate_of(state, head, progress).model
    made = valid(card, dataclasses.replace(case, model=model), 0, progress, {}, head["panels"])
    facts, frames = made.to_wire()
    return Reply({"facts": facts, "frames": list(frames)}, [to_arrow(f) for f in frames.values()])


@command("changed labels")
def changed(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Which labels a candidate gives otherwise than the model as uploaded."""
    from optimizers.changed import changed_labels, sentence

    case, _ = setting(state, head)
    frame = valid(changed_labels, case, candidate_of(state, head, progress).model)
    return Reply({"sentence": sentence(frame, len(case.X_test))}, [to_arrow(frame)])


@command("tree")
def tree(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """A candidate's single tree as Graphviz text; empty where there is none, or it is too large to read."""
    return Reply({"dot": drawn(candidate_of(state, head, progress).model)}, [])


def drawn(model: Any) -> str:
    estimator = inside(model).estimator
    if type(estimator).__name__ not in LEARNERS or estimator.tree_.node_count > MOST_NODES:
        return ""
    from sklearn.tree import export_graphviz

    names = getattr(estimator, "feature_names_in_", None)
    classes = [str(c) for c in estimator.classes_] if hasattr(estimator, "classes_") else None
    return export_graphviz(
        estimator, feature_names=names, class_names=classes, impurity=False, rounded=True, special_characters=False
    )
