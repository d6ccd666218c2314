"""A linear model in the place of a neural network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from optimizers.component import param
from optimizers.swap.base import Swap
from optimizers.swap.carrying import Proposal, Rule, Seen, carry


@dataclass(frozen=True)
class LinearForNetwork(Swap):
    """Trade a neural network for a linear model.

    What a network without hidden layers would be, solved to its optimum. Its penalty carries over exactly (C = 1 /
    alpha of a classifier, alpha of a ridge) and is open beside it; layers, activation and the solver's settings have
    no counterpart.

    Raises
    ------
    ValueError
        If the learning rows are too few for the folds.

    References
    ----------
    Hastie, Tibshirani, Friedman (2009). The Elements of Statistical Learning, chapter 11.
    """

    takes: ClassVar[tuple[str, ...]] = ("MLPClassifier", "MLPRegressor")

    weakest: float = param(1.0, 0.001, 1000.0, "", "The other penalty that is tried, as alpha.", log=True)

    def unsuitable(self, own: Any) -> str:
        if getattr(own, "loss", "") == "poisson":
            return "LinearForNetwork has no counterpart of the Poisson loss: fit PoissonRegressor and upload that."
        if (
            getattr(own, "_label_binarizer", None) is not None
            and own.out_activation_ == "logistic"
            and own.n_outputs_ > 1
        ):
            return "LinearForNetwork takes models of one output; give the model of one output on its own."
        return ""

    def proposals(self, own: Any, seen: Seen) -> list[Proposal]:
        from sklearn.linear_model import LogisticRegression, Ridge

        alphas = list(dict.fromkeys([max(float(own.alpha), 1e-6), self.weakest]))
        rule: Rule = (lambda v: {"C": inverse(v)}) if seen.classifier else "alpha"
        says = carry(own, {"alpha": rule}).says
        if not seen.classifier:
            return [Proposal("Ridge", {f"alpha={a:.6g}": Ridge(alpha=a) for a in alphas}, says)]
        new = {f"C={inverse(a):.6g}": LogisticRegression(C=inverse(a), max_iter=1000) for a in alphas}
        return [Proposal("LogisticRegression", new, says)]


def inverse(alpha: float) -> float:
    return float(f"{1 / max(float(alpha), 1e-6):.6g}")
