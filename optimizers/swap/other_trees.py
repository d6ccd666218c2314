"""Another ensemble of trees in the place of a forest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from optimizers.component import param
from optimizers.swap.base import Swap
from optimizers.swap.carrying import Proposal, Rule, Seen, carry, options

SHARED = ("n_estimators", "criterion", "max_depth", "min_samples_split", "min_samples_leaf", "min_weight_fraction_leaf",
          "max_features", "max_leaf_nodes", "min_impurity_decrease", "n_jobs", "random_state", "class_weight",
          "ccp_alpha", "monotonic_cst")  # fmt: skip
OTHER = {"RandomForest": "ExtraTrees", "ExtraTrees": "RandomForest"}
LOSSES = {"absolute_error": "absolute_error", "poisson": "poisson"}


@dataclass(frozen=True)
class OtherTrees(Swap):
    """Trade a forest for extra-trees or boosted trees.

    Extra-trees draw their cuts by chance, which is faster and smooths; every parameter that both have carries over.
    Boosted trees are many fewer and smaller; nothing but class weights, missing values and the loss carries over, and
    their leaves are open.

    Raises
    ------
    ValueError
        If the learning rows are too few for the folds.

    References
    ----------
    Geurts, Ernst, Wehenkel (2006). Extremely randomized trees. Machine Learning 63.
    Friedman (2001). Greedy function approximation: a gradient boosting machine. Annals of Statistics 29.
    """

    takes: ClassVar[tuple[str, ...]] = (
        "RandomForestClassifier",
        "RandomForestRegressor",
        "ExtraTreesClassifier",
        "ExtraTreesRegressor",
    )

    n_rounds: int = param(40, 5, 200, "rounds", "Trees of the boosted model, of each class.", log=True)
    learning_rate: float = param(0.15, 0.01, 1.0, "", "How much of each boosted tree counts.", log=True)

    def proposals(self, own: Any, seen: Seen) -> list[Proposal]:
        return [drawn(own, seen), self.boosted(own, seen)]

    def boosted(self, own: Any, seen: Seen) -> Proposal:
        from sklearn import ensemble

        name = seen.named("HistGradientBoosting")
        rules: dict[str, Rule] = {
            "class_weight": lambda v: {} if v is None else {"class_weight": "balanced" if isinstance(v, str) else v},
            "criterion": lambda v: {"loss": LOSSES[v]} if v in LOSSES else {},
            "random_state": "random_state",
        }
        carried = carry(own, rules)
        fixed = {"max_iter": self.n_rounds, "learning_rate": self.learning_rate, "early_stopping": False}
        build = getattr(ensemble, name)
        return Proposal(name, options(build, fixed | carried.params, "max_leaf_nodes", [31, 8]), carried.says)


def drawn(own: Any, seen: Seen) -> Proposal:
    """The forest whose cuts are drawn by chance; of one that draws them, the forest that searches them."""
    from sklearn import ensemble

    family = type(own).__name__.removesuffix("Classifier").removesuffix("Regressor")
    name = seen.named(OTHER[family])
    rules: dict[str, Rule] = {k: k for k in SHARED}
    if own.bootstrap and (own.oob_score or own.max_samples is not None):
        rules |= {k: k for k in ("bootstrap", "oob_score", "max_samples")}
    carried = carry(own, rules)
    note = " Each of its trees learns from a draw of the rows." if OTHER[family] == "RandomForest" else ""
    return Proposal(name, {"as carried over": getattr(ensemble, name)(**carried.params)}, carried.says + note)
