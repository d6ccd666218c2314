"""Do these rows look like those? One sentence when they do not, for each way to look."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from optimizers.detect.features import feature_drift

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
    """Trees that tell old rows from new, judged on rows that they have not seen.

    References
    ----------
    Lopez-Paz, Oquab (2017). Revisiting classifier two-sample tests. ICLR.
    """
    from scipy.stats import mannwhitneyu
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    n = min(len(reference), len(X), 1_000)
    if n < 40:
        return ""
    both = pd.concat([spread(reference, n), spread(X, n)], ignore_index=True)
    new = np.repeat([0, 1], n)
    trees = HistGradientBoostingClassifier(max_iter=30, max_leaf_nodes=8, early_stopping=False, random_state=0)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    scores = cross_val_predict(trees, as_numbers(both), new, cv=folds, method="decision_function")
    test = mannwhitneyu(scores[new == 1], scores[new == 0], alternative="greater")
    if not test.pvalue <= alpha:
        return ""
    return f"a classifier tells old rows from new (AUC {test.statistic / n**2:.2f})"


def spread(X: pd.DataFrame, n: int) -> pd.DataFrame:
    return X.iloc[np.linspace(0, len(X) - 1, n).astype(int)]


def as_numbers(X: pd.DataFrame) -> pd.DataFrame:
    return X.apply(lambda c: c.astype(float) if pd.api.types.is_numeric_dtype(c) else pd.factorize(c)[0].astype(float))


FEATURE_ALARMS: dict[str, Callable[[pd.DataFrame, pd.DataFrame, float], str]] = {
    "KS": by_ks,
    "PSI": by_psi,
    "classifier": by_classifier,
}
