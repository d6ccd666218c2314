"""One answer from the evidence, in the order in which causes are ruled out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pandas as pd

from optimizers.advise.advice import Evidence, unexplained, worsened
from optimizers.advise.relation import Mean
from optimizers.advise.told import looks_said, noise_said, spanned
from optimizers.clean.labels import LabelNoise

RECENT, EVERY = "retrain on recent rows", "retrain on all rows"
REPAIR, CLEAN, MORE = "repair the data first", "get cleaner labels first", "wait for more labels"
WAIT, NO_HELP = "wait, nothing that matters has changed", "retraining would not help"
SEEN = "upload a model that has not seen these rows"
ANSWERS = (RECENT, EVERY, REPAIR, CLEAN, MORE, WAIT, NO_HELP, SEEN)
LEAST_GAIN = 0.005
TOLD_APART = 0.53  # AUC of new against old rows from which on inputs count as moved
MATTERS = 0.01  # loss a row
LEAK = 0.03  # loss a row by which an honest model is hardly ever better later
NOISIER = 0.03  # more wrong labels than among the learning rows


@dataclass(frozen=True)
class Advice:
    """What to do, why, and the evidence.

    Attributes
    ----------
    answer : str
        One of `ANSWERS`.
    cause : str
        "leak", "data quality", "concept", "covariate", "labels", "noise" or "none".
    sentence : str
        Answer and reason with their numbers.
    evidence : DataFrame
        question, value, low, high, says: one row a question, in the order in which they are asked.
    """

    answer: str
    cause: str
    sentence: str
    evidence: pd.DataFrame


def decide(seen: Evidence, least_gain: float = LEAST_GAIN) -> Advice:
    """Rule out broken data, then see whether refitting pays, then why not.

    Parameters
    ----------
    seen : Evidence
    least_gain : float
        What a retraining must save a row, in loss, to be worth its price.
    """
    answer, cause, why = settled(seen, least_gain)
    return Advice(answer, cause, f"{answer[0].upper()}{answer[1:]}: {why}", table(seen))


def settled(seen: Evidence, least_gain: float) -> tuple[str, str, str]:
    """Answer, cause and reason."""
    if knows_them(seen):
        better = spanned(Mean(-worsened(seen).value, -worsened(seen).high, -worsened(seen).low), seen.unit)
        why = "it has learned from them, and they cannot advise on it"
        return SEEN, "leak", f"on the new rows it errs {better} less than its recipe on unseen rows; {why}."
    if seen.broken:
        worst = "; ".join(b.says() for b in seen.broken[:3])
        return REPAIR, "data quality", f"{worst}. A model that learns from broken data learns the fault."
    if noisier(seen) and not large(seen.refit.gain("recent"), least_gain):
        return CLEAN, "labels", noise_said(cast(LabelNoise, seen.noise))
    if pays := paying(seen, least_gain):
        return pays
    gain, lost = spanned(seen.refit.gain("every"), seen.unit), spanned(worsened(seen), seen.unit)
    if wide(seen, least_gain):
        n = f"{len(seen.refit.now):,} labelled rows"
        return (
            MORE,
            "none",
            f"it errs {lost} more than when it was made, and {n} cannot tell what refitting brings: {gain}.",
        )
    if seen.cleaning:
        return CLEAN, "labels", f"the learning rows' labels are noisy. {seen.cleaning}"
    if lost_much(seen):
        why = "what is lost is noise, or lies outside the table"
        return NO_HELP, "noise", f"it errs {lost} more than when it was made, but refitting would gain {gain}: {why}."
    moved = seen.moved.low > TOLD_APART
    inputs = f"inputs have moved (AUC {seen.moved.value:.2f}) but the model copes" if moved else "inputs have not moved"
    why = f"{inputs}; its errors changed by {lost}, and refitting would gain {gain}."
    return WAIT, "covariate" if moved else "none", why


def paying(seen: Evidence, least_gain: float) -> tuple[str, str, str] | None:
    """Refitting pays: on recent rows alone where these are clearly better than all."""
    gains = {RECENT: seen.refit.gain("recent"), EVERY: seen.refit.gain("every")}
    if not any(large(g, least_gain) for g in gains.values()):
        return None
    ahead = seen.refit.recent_over_every()
    best = RECENT if ahead.low > 0 else EVERY if large(gains[EVERY], least_gain) or ahead.high < 0 else RECENT
    concept = unexplained(seen).low > 0
    why = (
        "the relation of inputs to target has changed" if concept else "the inputs have moved to where it knows little"
    )
    if not concept and seen.moved.low <= TOLD_APART:
        why = "the rows that it learned from serve it less well than newer ones"
    saves = f"on held-out new rows the refitted model saves {spanned(gains[best], seen.unit)}"
    return best, "concept" if concept else "covariate", f"{why}; {saves}{preferred(best, gains, ahead, seen.unit)}."


def preferred(best: str, gains: dict[str, Mean], ahead: Mean, unit: str) -> str:
    """Why the rows that saved less are taken; empty if those that saved most are."""
    other = RECENT if best == EVERY else EVERY
    if not gains[other].value > gains[best].value:
        return ""
    if best == RECENT:
        return f"; refitting on all rows saves {100 * gains[EVERY].value:.1f}, but not surely enough"
    more = f"; recent rows alone save {100 * gains[RECENT].value:.1f}"
    if not ahead.low > 0:
        between = f"{100 * ahead.value:.1f} {unit}, 95 % CI {100 * ahead.low:.1f} to {100 * ahead.high:.1f}"
        more += f", but that is not surely more (the difference is {between}), and all rows are the steadier ground"
    return more


def large(gain: Mean, least_gain: float) -> bool:
    return gain.low > 0 and gain.value > least_gain


def knows_them(seen: Evidence) -> bool:
    """On the new rows the model is far better than its recipe on any row that it has not seen."""
    return worsened(seen).high < -LEAK and seen.refit.gain("every").high < 0


def lost_much(seen: Evidence) -> bool:
    """Its loss rose for sure, and by an amount that matters."""
    rise = worsened(seen)
    return rise.low > 0 and rise.value > MATTERS


def wide(seen: Evidence, least_gain: float) -> bool:
    """A loss that matters was seen, and the rows cannot tell whether refitting brings it back."""
    gain = seen.refit.gain("every")
    return lost_much(seen) and gain.high > 0.5 * worsened(seen).value and not gain.high < least_gain


def noisier(seen: Evidence) -> bool:
    """The new labels hold clearly more noise than the old ones did."""
    now, then = seen.noise, seen.noise_then
    if now is None or then is None or now.task != "classification":
        return False
    return now.verdict == "label noise" and now.rate[1] - then.rate[2] > NOISIER


def table(seen: Evidence) -> pd.DataFrame:
    """A row a question, in the order in which they are asked."""
    gain, recent = seen.refit.gain("every"), seen.refit.gain("recent")
    of = "share of wrong predictions" if seen.unit.startswith("points") else "error, where a guess's is 1"
    saved = "loss that it saves, on new rows that the refit had not seen"
    rows = [
        ("Is the data whole?", Mean(len(seen.broken), float("nan"), float("nan")),
         "; ".join(b.says() for b in seen.broken) or "no column looks broken"),
        ("Have the inputs moved?", seen.moved, "AUC of telling new rows from old; 0.5 is no change"
         + (f"; given away by {', '.join(seen.features)}" if seen.moved.low > TOLD_APART else "")),
        ("Loss when it was made", seen.then, f"{of}; on learning rows, each held out from the fit"),
        ("Loss now", seen.now, f"{of}; of the model as it is, on new rows"),
        ("Loss that the moved inputs explain", seen.expected, "old losses, weighted as the new inputs are spread"),
        ("Did the relation change?", unexplained(seen),
         "loss now less what the moved inputs explain; surely above 0: the same inputs now mean something else"),
        ("Gain of refitting on all rows", gain, saved),
        ("Gain of refitting on recent rows", recent, saved),
        ("Recent rows over all rows", seen.refit.recent_over_every(),
         "how much more recent rows save than all, row for row; they are taken where this is surely above 0"),
    ]  # fmt: skip
    for which, found in (("new", seen.noise), ("learning", seen.noise_then)):
        if found is not None:
            what = "Labels" if found.task == "classification" else "Values"
            rows.append((f"{what} that look wrong among the {which} rows", Mean(*found.rate), looks_said(found)))
    return pd.DataFrame(
        [{"question": q, "value": m.value, "low": m.low, "high": m.high, "says": s} for q, m, s in rows]
    )
