"""Is a diagnosis right? Models from far too free to far too tight, judged by rows that the diagnosis never saw.

    python -m benchmarks.fit_diagnosis [--seed 0] [--quick] [--list] [--only moons,plane]

The truth of a case: its recipe and every setting of the path are fitted on all learning rows and scored on
held-out rows, on several draws of both. Half of the draws choose the best setting, the others say what it gains,
and the other way round: the best of ten noisy scores would look better than it is. Where that is more than a
point, the model is over- or underfitted, by the side of the best; else it is well fitted. A diagnosis that
alarms nobody ("well fitted", "inconclusive", "inconsistent") is right where the model is well fitted.

Detection is the share of over- and underfitted models that are called so, false alarms the share of well fitted
ones that are called something else. The naive rule calls a model overfitted whose training score is more than 5
points above its test score.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd
from sklearn.base import clone

from benchmarks.fit_cases import FitCase, cases, drawn
from optimizers.diagnose.fit import diagnose_fit
from optimizers.diagnose.settings import settings
from optimizers.diagnose.verdict import ALARMS, POINT, WELL

N_DRAWS, N_DRAWS_REAL = 4, 6
NAIVE_GAP = 0.05
QUICK_ROWS, QUICK_SOURCES = 130, ("plane",)
BAR = {"accuracy": ">= 0.87", "false alarms": "<= 0.11"}


def truth(case: FitCase, model: object, seed: int, n_draws: int) -> tuple[str, float, float]:
    """The right verdict, what the best setting gains, and the gap between training and held-out score."""
    tried, scores = settings(model, seed), []
    for draw in range(n_draws):
        (X, y), (X_test, y_test) = drawn(case.source, seed + draw)
        fits = [clone(s.model).fit(X.to_numpy(), y) for s in tried]
        scores.append([f.score(X_test.to_numpy(), y_test) for f in fits])
    (X, y), _ = drawn(case.source, seed)
    gains = np.asarray(scores) - np.asarray(scores)[:, :1]
    best, gain = int(np.argmax(gains.mean(0))), unbiased(gains)
    gap = model.score(X.to_numpy(), y) - scores[0][0]
    return (ALARMS[tried[best].side] if best and gain > POINT else WELL), gain, float(gap)


def unbiased(gains: np.ndarray) -> float:
    """What the best setting gains, on draws that did not choose it: half of them choose, the others measure."""
    if len(gains) < 2:
        return float(gains.max())
    halves = gains[0::2].mean(0), gains[1::2].mean(0)
    return float(np.mean([halves[1][np.argmax(halves[0])], halves[0][np.argmax(halves[1])]]))


def judged(case: FitCase, seed: int, n_draws: int) -> dict[str, object]:
    (X, y), _ = drawn(case.source, seed)
    model = clone(case.model).fit(X.to_numpy(), y)
    begun = time.process_time()
    found = diagnose_fit(model, X, y, seed, with_curve=False)
    took_s = time.process_time() - begun
    right, gain, gap = truth(case, model, seed, n_draws)
    called = found.verdict if found.verdict in ALARMS.values() else WELL
    naive = ALARMS["more"] if gap > NAIVE_GAP else WELL
    return dict(
        case=case.name, family=case.family, task=case.source.task, truth=right, verdict=found.verdict, called=called,
        naive=naive, gain=gain, gap=gap, took_s=took_s,
    )  # fmt: skip


def figures(table: pd.DataFrame, called: str) -> dict[str, float]:
    """Accuracy, detection and false alarms of one rule."""
    right, healthy = table[called] == table["truth"], table["truth"] == WELL
    return {
        "accuracy": right.mean(),
        "detection": right[~healthy].mean(),
        "false alarms": (~right[healthy]).mean(),
    }


def shown(table: pd.DataFrame) -> None:
    healthy = int((table["truth"] == WELL).sum())
    print(f"\n{len(table)} cases, {healthy} of them well fitted, {table['took_s'].sum():.0f} CPU s of diagnosing")
    for title, column in (("corrected t-test", "called"), ("naive gap > 5 points", "naive")):
        said = "   ".join(f"{k} {v:.3f}" for k, v in figures(table, column).items())
        print(f"  {title:22} {said}")
    print("  bar                    " + "   ".join(f"{k} {v}" for k, v in BAR.items()))
    print("  " + "   ".join(f"{k}: {n}" for k, n in table["verdict"].value_counts().items()))
    for name, part in table.groupby("family"):
        print(f"  {name:12} {len(part):4} cases   accuracy {figures(part, 'called')['accuracy']:.2f}")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROWS} rows of {', '.join(QUICK_SOURCES)}")
    parser.add_argument("--list", action="store_true", help="print every case")
    parser.add_argument("--only", default="", help="sources by name, with commas between; else all")
    asked = parser.parse_args(argv)
    names = QUICK_SOURCES if asked.quick else [name for name in asked.only.split(",") if name]
    rows = []
    for case in cases(QUICK_ROWS if asked.quick else 0, names):
        n_draws = 1 if asked.quick else N_DRAWS_REAL if case.source.real else N_DRAWS
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            rows.append(judged(case, asked.seed, n_draws))
        if asked.list:
            one = rows[-1]
            print(f"{one['case']:45} truth {one['truth']:13} gain {one['gain']:6.3f}   {one['verdict']}", flush=True)
    shown(pd.DataFrame(rows))


if __name__ == "__main__":
    main()
