"""run(): the only loop, and the only joblib.Parallel."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from optimizers import measure
from optimizers.case import Case
from optimizers.experiment import Experiment
from optimizers.playing import Played, phases, play, played
from optimizers.reference import STRATEGY, UPLOADED, refitted
from optimizers.result import Result, tidy
from optimizers.strategy import Candidate
from optimizers.world import Future, future

OnProgress = Callable[[dict], None]


def run(case: Case, experiment: Experiment, on_progress: OnProgress | None = None) -> Result:
    """Play every candidate against the same future, prequentially.

    The model as uploaded and its recipe refitted are always there. Candidates are scored in parallel
    on whatever `joblib.parallel_config` names; operation is measured afterwards, one after another.

    Parameters
    ----------
    case : Case
    experiment : Experiment
    on_progress : callable, optional
        Given {"done": int, "of": int, "doing": str} as it happens.

    Returns
    -------
    Result

    Raises
    ------
    ValueError
        If a drift or the timeline does not fit the case.

    References
    ----------
    Gama, Sebastiao, Rodrigues (2013). On evaluating stream learning algorithms. Machine Learning 90.
    """
    from joblib import Parallel, delayed

    tell = on_progress or (lambda _: None)
    tell({"done": 0, "of": 0, "doing": "playing the world"})
    world = future(case, experiment)
    skipped: dict[str, str] = {}
    players = []
    for strategy, candidate in contestants(case, experiment, skipped):
        players.append((strategy, candidate))
        tell({"done": 0, "of": 0, "doing": f"made {candidate.label}"})
    base = played(case, world, players[0][1])
    records = play(case, experiment, world, players[0][1], STRATEGY, base)
    candidates = {(STRATEGY, UPLOADED): players[0][1]}
    jobs = (delayed(_played)(case, experiment, world, strategy, c, base) for strategy, c in players[1:])
    for rows, strategy, candidate in Parallel(prefer="threads", return_as="generator")(jobs):
        records += rows
        candidates[strategy, candidate.label] = candidate
        tell({"done": len(candidates), "of": len(players), "doing": f"scored {candidate.label}"})
    records += [r for (s, _), c in candidates.items() for r in choice(s, c)]
    records += [r for (s, _), c in candidates.items() for r in cost(s, c, experiment.operation)]
    if experiment.operation:
        records += [r for (s, _), c in candidates.items() for r in operation(case, s, c)]
    onset = phases(experiment, world.n_steps).onset
    return Result(case.name, case.fingerprint, experiment, tidy(records), skipped, candidates, onset)


def _played(case: Case, experiment: Experiment, world: Future, strategy: str, candidate: Candidate, base: Played):
    return play(case, experiment, world, candidate, strategy, base=base), strategy, candidate


def contestants(case: Case, experiment: Experiment, skipped: dict[str, str]) -> Iterator[tuple[str, Candidate]]:
    """The references, then every strategy's candidates; what does not apply says why in `skipped`."""
    yield STRATEGY, Candidate(UPLOADED, case.model)
    try:
        yield STRATEGY, refitted(case, experiment.seed)
    except ValueError as why:
        skipped[STRATEGY] = str(why)
    for i, strategy in enumerate(experiment.strategies):
        name = type(strategy).__name__
        if reason := strategy.skip(case.model):
            skipped[name] = reason
            continue
        rng = np.random.default_rng([experiment.seed, 1 << 20, i])
        try:
            for candidate in strategy.candidates(case.model, case.X_train, case.y_train, rng):
                yield name, candidate
        except ValueError as wrong:
            skipped[name] = str(wrong)


def choice(strategy: str, candidate: Candidate) -> list[dict]:
    """What the strategy saw of its own candidate on learning rows, as rows of the frame."""
    same = {"strategy": strategy, "candidate": candidate.label, "part": "choice", "step": -1, "start": "", "n_rows": 0}
    return [
        same | dict(metric=m, value=v, low=low, high=high, unit="") for m, (v, low, high) in candidate.choice.items()
    ]


def cost(strategy: str, candidate: Candidate, seconds: bool) -> list[dict]:
    """What making and keeping the candidate took, as rows of the frame; seconds, never twice the same, if wanted."""
    same = {"strategy": strategy, "candidate": candidate.label, "part": "cost", "step": -1, "start": "", "n_rows": 0}
    return [
        same | dict(metric=m, value=v, low=np.nan, high=np.nan, unit=m.rpartition("_")[2])
        for m, v in candidate.cost.items()
        if seconds or not m.endswith("_s")
    ]


def operation(case: Case, strategy: str, candidate: Candidate) -> list[dict]:
    """Size, single-row latency and throughput of one candidate, as rows of the frame."""
    calls = measure.latency_us(candidate.model, case.X_test, at_most_s=0.5)
    kib, batch = measure.size_kib(candidate.model), case.X_test.iloc[:10_000]
    per_s = measure.throughput(candidate.model, batch)
    values = [
        ("size_kib", (kib, kib, kib), "KiB", 0),
        ("latency_p50_us", measure.quantile_interval(calls, 0.5), "us", len(calls)),
        ("latency_p99_us", measure.quantile_interval(calls, 0.99), "us", len(calls)),
        ("throughput_rows_s", (per_s, np.nan, np.nan), "rows/s", len(batch)),
    ]
    same = {"strategy": strategy, "candidate": candidate.label, "part": "operation", "step": -1, "start": ""}
    return [
        same | dict(metric=m, value=v, low=low, high=high, unit=unit, n_rows=n) for m, (v, low, high), unit, n in values
    ]
