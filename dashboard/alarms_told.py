"""Alarms in words: what a mark, the dashed line and a figure of the scoreboard mean."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

HEADERS = {
    "detector": "Detector",
    "n_onsets": "Changes",
    "found": "Found",
    "delay_steps": "Delay (steps)",
    "false_per_1000": "False alarms per 1,000 steps",
    "precision": "Right alarms",
    "f1": "F1",
    "why": "Why it could not run",
}
BY_CHANCE = 0.05

MARKS = (
    "*features, calibrated* compares every step with the learning rows and alarms as long as they differ. The other "
    "*features* rows (circles) go row by row through all columns at once and compare the stream with itself: one mark "
    "a change. All of these need no labels, and in a world that stays as it was at most 5 % of the steps alarm, over "
    "all columns together, as long as rows do not depend on those before them. The *errors* rows (squares) watch the "
    "model's errors and need labels."
)
UNKNOWN = (
    "The rows are real and nobody knows the schedule by which their world changed, so no alarm here can be called "
    "right or false. An alarm at every step says that the rows of every step differ from the learning rows, by "
    "season or growth perhaps; whether the model is worse for it, the score above says. Real rows often depend on "
    "those before them, too; then all of these alarm more often."
)
ADDED = "A dashed line is where a drift of this page begins; what changed in the real rows themselves has no line."


def shown_name(detector: str) -> str:
    """A detector as the page names it: what it listens to, then its name."""
    from optimizers.detect.streaming import DETECTORS

    return f"errors, {detector}" if detector in DETECTORS else detector


def table(card: pd.DataFrame) -> pd.DataFrame:
    """The scorecard with names to read; without reasons where all could run."""
    kept = card if card["why"].fillna("").ne("").any() else card.drop(columns="why")
    return kept.assign(detector=kept["detector"].map(shown_name)).rename(columns=HEADERS)


def of_chart(simulated: bool, onsets: Sequence[int], alarmed: Sequence[int], n_steps: int) -> list[str]:
    """What stands below the chart of alarms.

    Parameters
    ----------
    simulated : bool
    onsets : sequence of int
        Steps, counted from 0, at which drifts of the page begin.
    alarmed : sequence of int
        Steps at which the calibrated features alarm.
    n_steps : int
    """
    if not simulated:
        return [MARKS, f"{UNKNOWN} {ADDED}" if onsets else UNKNOWN]
    line = "The dashed line is the step at which the world begins to change. " if len(onsets) == 1 else ""
    line = "The dashed lines are the steps at which the world begins to change. " if len(onsets) > 1 else line
    calm = min(onsets, default=n_steps)
    early = sum(s < calm for s in alarmed)
    if early <= 2 + 2 * BY_CHANCE * calm:
        return [line + MARKS]
    when = "before it" if onsets else "of a world without drift"
    return [
        line + MARKS,
        f"*features, calibrated* alarms at {early} of the {calm} steps {when}: every step is drawn from the judging "
        "rows, and these differ from the learning rows already. By the schedule such alarms are false, though they "
        "are right about the rows.",
    ]


def of_scoreboard(n_seeds: int) -> str:
    """What the figures of the scoreboard mean, and why they are not those of the chart."""
    return (
        f"The same drifts in {n_seeds} worlds, of {n_seeds} seeds, of which the chart shows the first. Here the "
        "features are held against the judging rows before any drift, in the chart against the learning rows: so what "
        "sets these two apart raises alarms in the chart and none here. *Changes*: onsets (dashed lines) in all worlds "
        "together. *Found*: the share of them with an alarm while the world moves or within three steps after. "
        "*Delay*: steps from the onset to that alarm. *False alarm*: a step that alarms while nothing moves and that "
        "finds no onset; *per 1,000 steps* counts such steps among all that were played, so 1,000 would be every one. "
        "*Right alarms*: of those found or false, the share found; F1 weighs it with *Found*. Of *features, "
        "calibrated* only the first alarm counts while the world is another one. Beside them: who always alarms, and "
        "who never does."
    )
