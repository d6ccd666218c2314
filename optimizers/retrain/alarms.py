"""Do these rows look like those? One sentence when they do not, for each way to look."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from optimizers.detect.features import feature_drift
from optimizers.detect.two_sample import FEWEST_ROWS, two_sample

MOST_ROWS = 1_000  # of each side, for the classifier
FAR_PSI = 0.2  # what banks call a significant shift


def by_ks(reference: pd.DataFrame, X: pd.DataFrame, alpha: float) -> str:
    """Kolmogorov-Smirnov or chi-square, feature by feature, corrected over features (Holm)."""
    found = feature_drift(reference, [X], alpha, correction="holm")
    moved = found[found["drifted"]].sort_values("p_adjusted", kind="stable")
    if moved.empty:
        return ""
    first = moved.iloc[0]
    return f"{first['feature']} has moved (p = {first['p_adjusted']:.1g})"


def by_psi(reference: pd.DataFrame, X: pd.DataFrame, alpha: float) -> str:
    """A population stability index above 0.2, and above what chance gives at these sizes."""
    found = feature_drift(reference, [X], alpha)
    moved = found[(found["psi"] > FAR_PSI) & (found["psi"] > found["psi_noise"])]
    if moved.empty:
        return ""
    first = moved.sort_values("psi").iloc[-1]
    return f"{first['feature']} has moved (PSI {first['psi']:.2f})"


def by_classifier(reference: pd.DataFrame, X: pd.DataFrame, alpha: float) -> str:
    """Trees that tell old rows from new, judged on rows that they have not seen."""
    if min(len(reference), len(X)) < FEWEST_ROWS:
        return ""
    found = two_sample(reference, X, max_rows=MOST_ROWS)
    if not found.p_value <= alpha:
        return ""
    first = "".join(f", {name} first" for name in found.features["feature"][:1])
    return f"a classifier tells old rows from new (AUC {found.auc:.2f}{first})"


FEATURE_ALARMS: dict[str, Callable[[pd.DataFrame, pd.DataFrame, float], str]] = {
    "KS": by_ks,
    "PSI": by_psi,
    "classifier": by_classifier,
}
