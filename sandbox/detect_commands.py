"""Questions about change: alarms, whole tables told apart, performance without labels, detectors compared."""

from __future__ import annotations

import pandas as pd

from sandbox.arrow import to_arrow
from sandbox.commands import CaseState, Head, Progress, command
from sandbox.play_commands import setting, valid
from sandbox.wire import Reply


@command("alarms")
def alarms(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Calibrated alarms over the features at `head["rate"]`, and those of `head["detectors"]`, row by row."""
    from optimizers.detect.calibrated import calibrated_alarms
    from optimizers.detect.scorecard import EVERY, FEATURES, alarms_of, errors, schedule
    from optimizers.world import future

    case, experiment = setting(state, head)
    world = valid(future, case, experiment)
    found = valid(calibrated_alarms, case.X_train, (world.X, world.bounds), float(head.get("rate", 0.05)))
    stream, fired, why = errors(case, world), {}, {}
    names = [name for name in head.get("detectors", EVERY) if name != FEATURES]
    for k, name in enumerate(names):
        progress({"done": k, "of": len(names), "doing": name})
        try:
            fired[name] = alarms_of(name, case.X_train, world, stream)
        except ValueError as wrong:
            why[name] = str(wrong)
    none = pd.DataFrame(columns=["detector", "step", "feature"])
    marks = pd.concat([none, *(found.assign(detector=name) for name, found in fired.items())])[list(none)]
    onsets = schedule(experiment, world.n_steps)[0].tolist()
    facts = {"onsets": onsets, "labels": list(world.labels), "detectors": list(fired), "why": why}
    return Reply(facts, [to_arrow(found), to_arrow(marks.astype({"step": int}))])


@command("two sample")
def tables_apart(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Can the rows of the steps `head["first"]` to `head["last"]` be told from the learning rows?"""
    from optimizers.detect.mmd import mmd
    from optimizers.detect.two_sample import two_sample
    from optimizers.world import future

    case, experiment = setting(state, head)
    world = valid(future, case, experiment)
    first, last = (min(max(0, int(head.get(k, world.n_steps - 1))), world.n_steps - 1) for k in ("first", "last"))
    X = world.X.iloc[world.bounds[first] : world.bounds[last + 1]]
    found = valid(two_sample, case.X_train, X, learner=head.get("learner", "trees"))
    names = ("auc", "low", "high", "p_value", "n_reference", "n_new", "sentence")
    facts = {name: getattr(found, name) for name in names}
    if head.get("mmd"):
        facts["mmd2"], facts["mmd_p_value"] = valid(mmd, case.X_train, X)
    return Reply(facts, [to_arrow(found.features)])


@command("estimated performance")
def estimated(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """The uploaded model's score at every step, estimated without labels, beside the truth."""
    from optimizers.estimate.estimate import estimate_sentence, estimated_performance
    from optimizers.world import future

    case, experiment = setting(state, head)
    world = valid(future, case, experiment)
    found = valid(estimated_performance, case, world)
    labels = list(world.labels)
    facts = {"sentence": estimate_sentence(found, case.metric, labels), "metric": case.metric, "labels": labels}
    return Reply(facts, [to_arrow(found)])


@command("scorecard")
def detectors_compared(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Every detector in the same worlds, `head["n_seeds"]` of them, against the schedule."""
    from optimizers.detect.scorecard import scorecard

    case, experiment = setting(state, head)
    card = valid(scorecard, case, experiment, head.get("detectors", ()), n_seeds=int(head.get("n_seeds", 5)))
    return Reply({}, [to_arrow(card)])


@command("repeated labels")
def labels_repeated(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """The uploaded model beside repeating the last label; `matters` says whether accuracy alone would flatter."""
    from optimizers.detect.repeating import in_order
    from optimizers.world import future

    case, experiment = setting(state, head)
    found = in_order(case, experiment, valid(future, case, experiment))
    if found is None:
        return Reply({"matters": False}, [])
    whole, steps, labels = found
    facts = {name: getattr(whole, name) for name in ("accuracy", "no_change", "kappa_t", "low", "high")}
    return Reply(facts | {"matters": whole.matters, "sentence": whole.sentence, "labels": labels}, [to_arrow(steps)])
