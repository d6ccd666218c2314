"""A linear machine, or one on a sketch of the kernel, in the place of a support vector machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from optimizers.component import param
from optimizers.swap.base import Swap
from optimizers.swap.carrying import Carried, Proposal, Rule, Seen, carry
from optimizers.swap.writing import plain

KERNELS = ("linear", "rbf", "poly", "sigmoid")


@dataclass(frozen=True)
class LinearKernel(Swap):
    """Trade a kernel machine for a linear one, or a sketch.

    A support vector machine keeps its support vectors and asks all of them for every row. A linear machine keeps one
    weight a column. Between them stands Nystroem: the kernel to a few of the rows as columns, then a linear machine.
    C, class weights and the kernel carry over, and C is open. Where the model gives probabilities the linear machine is
    a logistic regression, which gives them without inner folds; for values it is a ridge.

    Raises
    ------
    ValueError
        If the learning rows are too few for the folds.

    References
    ----------
    Williams, Seeger (2001). Using the Nystroem method to speed up kernel machines. NeurIPS 13.
    Fan et al. (2008). LIBLINEAR: a library for large linear classification. JMLR 9.
    """

    takes: ClassVar[tuple[str, ...]] = ("SVC", "NuSVC", "SVR", "NuSVR")

    n_components: int = param(100, 5, 2000, "rows", "Learning rows that the sketch keeps.", log=True)
    steps: int = param(2, 1, 4, "values", "Of C that are tried, each ten times the last.")

    def unsuitable(self, own: Any) -> str:
        if own.kernel in KERNELS:
            return ""
        return "LinearKernel takes named kernels (linear, rbf, poly, sigmoid): refit the model with one of them."

    def proposals(self, own: Any, seen: Seen) -> list[Proposal]:
        from sklearn.pipeline import make_pipeline

        simple = carried_over(own, seen, sketched=False)
        linear = self.linear(own, seen, simple)
        name = type(next(iter(linear.values()))).__name__
        found = [Proposal(name, linear, simple.says)]
        if own.kernel != "linear":
            sketched = {text: make_pipeline(self.sketch(own, seen), new) for text, new in linear.items()}
            says = f"{carried_kernel(own, seen)} {carried_over(own, seen, sketched=True).says}".strip()
            found.append(Proposal(f"Nystroem and {name}", sketched, says))
        return found

    def linear(self, own: Any, seen: Seen, carried: Carried) -> dict[str, Any]:
        """Linear machines by the text of what is open."""
        from sklearn.linear_model import LogisticRegression, Ridge
        from sklearn.svm import LinearSVC

        c = getattr(own, "C", 1.0)
        grid = [float(f"{c * 10**i:.6g}") for i in range(self.steps)]
        if not seen.classifier:
            return {f"C={v:.6g}": Ridge(alpha=float(f"{1 / (2 * v):.6g}")) for v in grid}
        fixed = carried.params
        if seen.scores:
            return {f"C={v:.6g}": LogisticRegression(C=v, max_iter=1000, **fixed) for v in grid}
        return {f"C={v:.6g}": LinearSVC(C=v, **fixed) for v in grid}

    def sketch(self, own: Any, seen: Seen) -> Any:
        from sklearn.kernel_approximation import Nystroem

        most = max(1, int(len(seen.y) * (1 - 1 / self.n_folds)) - 1)
        n = min(self.n_components, most)
        return Nystroem(n_components=n, random_state=own.random_state, **kernel(own, seen))


def carried_over(own: Any, seen: Seen, sketched: bool) -> Carried:
    """C and class weights; the kernel of a sketch is told of elsewhere, and a linear one is lost nowhere."""
    rules: dict[str, Rule] = {"C": "C"} if seen.classifier else {"C": lambda v: {"alpha": float(f"{1 / (2 * v):.6g}")}}
    rules |= {"class_weight": "class_weight"} if seen.classifier else {}
    kept = sketched or own.kernel == "linear"
    carried = carry(own, rules, notes(own, seen), ("kernel", "gamma", "degree", "coef0") if kept else ())
    params = {"class_weight": own.class_weight} if seen.classifier and own.class_weight is not None else {}
    return Carried(params, carried.says)


def notes(own: Any, seen: Seen) -> tuple[str, ...]:
    if not seen.classifier:
        return ("Squared errors take the place of the epsilon tube.",)
    return ("Its probabilities are those of the logistic loss.",) if seen.scores else ()


def kernel(own: Any, seen: Seen) -> dict[str, Any]:
    """The kernel's parameters as numbers, on these rows."""
    width = {} if own.kernel == "linear" else {"gamma": gamma(own.gamma, seen)}
    more = {"poly": {"degree": own.degree, "coef0": own.coef0}, "sigmoid": {"coef0": own.coef0}}
    return {"kernel": own.kernel, **width, **more.get(own.kernel, {})}


def gamma(value: Any, seen: Seen) -> float:
    """What "scale" and "auto" come to, as the machine computes it."""
    if value == "auto":
        return 1.0 / seen.n_columns
    if value != "scale":
        return float(value)
    given = seen.given
    if seen.sparse:
        spread = float(given.multiply(given).mean() - given.mean() ** 2)
    else:
        spread = float(np.asarray(given, dtype=float).var())
    return 1.0 / (seen.n_columns * spread) if spread else 1.0


def carried_kernel(own: Any, seen: Seen) -> str:
    told = ", ".join(
        f"{k}={v:.4g}" if isinstance(v, float) else f"{k}={plain(v)}" for k, v in kernel(own, seen).items()
    )
    return f"The sketch takes the kernel over: {told}."
