"""Questions to an opened case: play an experiment, look at features, undo drifts, write files."""

from __future__ import annotations

import dataclasses
import io
from typing import Any

from optimizers.experiment import Experiment
from optimizers.result import Result
from optimizers.strategy import Candidate
from sandbox.arrow import to_arrow
from sandbox.commands import CaseState, Head, Progress, command
from sandbox.refusal import Refused
from sandbox.wire import Reply

KEPT_RESULTS = 4


@command("run")
def play(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Play `head["experiment"]`, a spec, with `head["metric"]`; the frame comes back as Arrow."""
    result = result_of(state, head, progress)
    events = [
        {"strategy": s, "candidate": label, "step": step, "what": what}
        for (s, label), c in result.candidates.items()
        for step, what in c.events
    ]
    facts = {
        "case_name": result.case_name,
        "fingerprint": result.fingerprint,
        "experiment": result.experiment.spec(),
        "skipped": result.skipped,
        "onset": result.onset,
        "events": events,
    }
    return Reply(facts, [to_arrow(result.frame)])


@command("features")
def features(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Every feature of every step against the learning rows."""
    from optimizers.detect.features import feature_drift
    from optimizers.world import future

    case, experiment = setting(state, head)
    world = valid(future, case, experiment)
    return Reply({}, [to_arrow(feature_drift(case.X_train, (world.X, world.bounds)))])


@command("histograms")
def histograms(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """One feature's histogram at every step, and of the learning rows, in common bins."""
    from optimizers.detect.step_histograms import step_histograms
    from optimizers.world import future

    case, experiment = setting(state, head)
    world = valid(future, case, experiment)
    counted = valid(step_histograms, case.X_train, world.X, world.bounds, head["feature"])
    return Reply({}, [to_arrow(counted)])


@command("attribution")
def undo(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """What comes back when one drift, or one feature, is put back as it was."""
    from optimizers.attribution import attribution

    case, experiment = setting(state, head)
    return Reply({}, [to_arrow(valid(attribution, case, experiment, progress))])


@command("card")
def model_card(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """The panels of the model's card that `head["panels"]` names: plain facts, and frames."""
    from optimizers.card import card

    case, _ = setting(state, head)
    saved_by = state.shelf["model"].saved_by
    facts, frames = valid(card, case, 0, progress, saved_by, head["panels"]).to_wire()
    return Reply({"facts": facts, "frames": list(frames)}, [to_arrow(f) for f in frames.values()])


@command("export")
def export(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """A candidate's model as a file: `head["format"]` is "joblib", "skops", "forest" or "onnx"."""
    from optimizers.environment.rehosted import RehostedModel
    from optimizers.measure import model_bytes

    candidate = candidate_of(state, head, progress)
    if isinstance(candidate.model, RehostedModel):
        said = f"The model answers from a process with scikit-learn {candidate.model.sklearn_}, and its file is yours"
        raise Refused("unsupported", f"{said}; carry it over on the page Environment to save it anew.")
    if head["format"] == "joblib":
        return Reply({}, [model_bytes(candidate.model, compress=3)])
    if head["format"] == "onnx":
        from optimizers.deploy.models.to_onnx import file_of

        return Reply({}, [valid(file_of, candidate.model)])
    if head["format"] == "forest":
        return Reply({}, [packed(candidate.model)])
    import skops.io

    out = io.BytesIO()
    skops.io.dump(candidate.model, out)
    return Reply({}, [out.getvalue()])


def packed(model: Any) -> bytes:
    """A forest on its own, in about two bytes a node."""
    from optimizers.compact import pack_forest

    name = type(model).__name__
    if "Forest" not in name and "ExtraTrees" not in name:
        said = f"The packed file holds a forest and nothing else; this model is a {name}: choose skops or joblib."
        raise Refused("unsupported", said)
    return valid(pack_forest, model)


def candidate_of(state: CaseState, head: Head, progress: Progress) -> Candidate:
    """The candidate that the head names, of the experiment that it names."""
    candidate = result_of(state, head, progress).candidates.get((head["strategy"], head["candidate"]))
    if candidate is None:
        said = f"There is no candidate {head['candidate']!r} in this experiment; choose another."
        raise Refused("unsupported", said)
    return candidate


def setting(state: CaseState, head: Head) -> tuple[Any, Experiment]:
    """The case with the metric that was asked for, and the experiment."""
    if state.case is None:
        raise Refused("table", "There is no case yet; open a model and a table first.")
    case = state.case
    if head.get("metric") and head["metric"] != case.metric:
        case = valid(dataclasses.replace, case, metric=head["metric"])
    return case, valid(Experiment.from_spec, head.get("experiment", {}))


def valid(make: Any, *args: Any, **kwargs: Any) -> Any:
    """Call, and turn a ValueError, which is already a sentence, into a refusal."""
    try:
        return make(*args, **kwargs)
    except ValueError as wrong:
        raise Refused("unsupported", str(wrong)) from None


def result_of(state: CaseState, head: Head, progress: Progress) -> Result:
    """The result of an experiment; the last few are kept, with their models."""
    from optimizers.running import run

    case, experiment = setting(state, head)
    kept = state.shelf.setdefault("results", {})
    key = (case.metric, experiment)
    if key not in kept:
        kept[key] = valid(run, case, experiment, progress)
        while len(kept) > KEPT_RESULTS:
            del kept[next(iter(kept))]
    return kept[key]
