"""Is the opened case's model under- or overfitted?"""

from __future__ import annotations

from sandbox.arrow import to_arrow
from sandbox.commands import CaseState, Head, Progress, command
from sandbox.play_commands import setting, valid
from sandbox.wire import Reply


@command("fit diagnosis")
def fit_diagnosis(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """The verdict and its sentence as facts, with the tables that it rests on as Arrow.

    `head["metric"]` is scored where higher is better, `head["experiment"]` gives the seed. Judging rows are
    not looked at.
    """
    from optimizers.diagnose.fit import diagnose_fit

    case, experiment = setting(state, head)
    found = valid(diagnose_fit, case.model, case.X_train, case.y_train, experiment.seed, progress, case.metric)
    facts = {
        "verdict": found.verdict,
        "sentence": found.sentence,
        "metric": found.metric,
        "flips": list(found.flips),
        "more_rows": found.more_rows,
        "better": list(found.better) if found.better else None,
        "n_rows": found.n_rows,
        "notes": list(found.notes),
    }
    return Reply({"facts": facts, "frames": list(found.frames)}, [to_arrow(f) for f in found.frames.values()])
