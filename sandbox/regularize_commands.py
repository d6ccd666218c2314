"""What a regularizer does to a model: its coefficients along the path, its answers over two features."""

from __future__ import annotations

from sandbox.arrow import to_arrow
from sandbox.commands import CaseState, Head, Progress, command
from sandbox.play_commands import candidate_of, setting, valid
from sandbox.wire import Reply

MOST_POINTS = 1000


@command("coefficients")
def coefficients(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Coefficients of a linear model along its strongest regularizer."""
    from optimizers.regularize.coefficients import coefficient_path

    case, experiment = setting(state, head)
    path = valid(coefficient_path, case.model, case.X_train, case.y_train, seed=experiment.seed)
    facts = {"parameter": path.attrs["parameter"], "log": bool(path.attrs["log"])}
    return Reply({"facts": facts, "frames": ["path"]}, [to_arrow(path)])


@command("boundary")
def surface(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """A candidate's answers over the two features `head["features"]`, and a thousand learning rows."""
    from optimizers.regularize.boundary import boundary

    case, _ = setting(state, head)
    features = tuple(str(f) for f in head["features"])[:2]
    grid = valid(boundary, candidate_of(state, head, progress).model, case.X_train, features)
    every = slice(None, None, max(1, -(-len(case.X_train) // MOST_POINTS)))
    rows = case.X_train[list(features)].iloc[every].assign(target=case.y_train.iloc[every].to_numpy())
    rows.columns = [*features, "(target)"]
    facts = {"label": grid.attrs["label"]}
    return Reply({"facts": facts, "frames": ["grid", "rows"]}, [to_arrow(grid), to_arrow(rows)])
