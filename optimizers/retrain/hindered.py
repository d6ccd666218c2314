"""What kept policies from doing what they say: labels that never came, windows that taught nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from optimizers.result import Result

KEPT, LEFT_OUT = "kept the old model: ", "left out rows "
NO_LABELS = "no new labels have arrived"
MOST_NAMED = 3


def hindrances(result: Result) -> list[str]:
    """A sentence for each thing that kept policies from refitting, or scores from being defined.

    Parameters
    ----------
    result : Result
        Of an experiment with retraining policies; what happened stands in its candidates' events.
    """
    late = list(of_time(result))
    return [*late, *of_scores(result), *of_classes(result), *of_windows(result, unheard=not late)]


def of_time(result: Result) -> Iterator[str]:
    """Too few steps, or labels too late, for any refit to answer one."""
    played, n = result.experiment, len(result.part("step"))
    if n == 1:
        yield "All rows lie in one step, and no step comes after a refit: choose a shorter period, or steps by rows."
    elif played.label_share == 0:
        yield "No row ever gets a label, so no policy can refit: all of them are the model as uploaded."
    elif played.label_delay > n - 2:
        yield (
            f"Labels come {played.label_delay} steps late and there are {n} steps: none comes in time for a refit to "
            "answer a step, and all policies are the model as uploaded."
        )


def of_scores(result: Result) -> Iterator[str]:
    """Steps at which the metric is not defined."""
    rows = result.part("step")
    lacking = int(rows["value"].isna().sum())
    if lacking:
        yield (
            f"The score is undefined at {lacking} of {len(rows)} steps, as it is where all rows are of one class; "
            "means leave these steps out, the bill does not."
        )


def of_classes(result: Result) -> Iterator[str]:
    """Labels that no refit learns, because the model as uploaded never had them."""
    notes = dict.fromkeys(w for c in result.candidates.values() for _, w in c.events if w.startswith(LEFT_OUT))
    for note in notes:
        yield f"Every refit {note.replace('rows', 'the rows', 1)}; as answers they count as errors."


def of_windows(result: Result, unheard: bool) -> Iterator[str]:
    """Refits that came to nothing, with how often and whose; `unheard` if lacking labels were not told of yet."""
    starts = result.part("step")["start"].tolist()
    found: dict[str, tuple[str, list[int], dict[str, None]]] = {}
    for (_, label), candidate in result.candidates.items():
        never = not any(what.startswith(("retrained", "learned on")) for _, what in candidate.events)
        for step, what in candidate.events:
            if what.startswith(KEPT) and ((unheard and never) or not what.endswith(NO_LABELS)):
                problem = what.removeprefix(KEPT)
                _, steps, names = found.setdefault(re.sub(r"\d+", "#", problem), (problem, [], {}))
                steps.append(step)
                names[f"'{label}'"] = None
    for problem, steps, names in found.values():
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        times = f"{len(steps):,} {'time' if len(steps) == 1 else 'times'}"
        start = starts[min(steps)]
        first = start if start != str(min(steps) + 1) else f"step {start}"
        yield f"{', '.join([*names][:MOST_NAMED])}{more} kept the old model {times}, first at {first}: {problem}."
