"""Names that files of older versions use: moved ones lead to where they live now, removed ones to a stand-in.

Nothing of the old libraries is run or imported. A stand-in (`Former`) only keeps the state that the file gives it; the
rule of the object that holds it replaces it (`older.RULES`), and one that is left over is refused by `guard_settle`.
"""

from __future__ import annotations

import re
from typing import Any

from sandbox.guard_words import damaged

LOSSES = "sklearn._loss._loss"
MOVED = {
    "_loss": LOSSES,  # how scikit-learn 1.5 to 1.8 were built
    "sklearn.neighbors._dist_metrics": "sklearn.metrics._dist_metrics",  # until 1.0
}
MOVED_NAMES = {
    ("sklearn.model_selection._classification_threshold", "_CurveScorer"): ("sklearn.metrics._scorer", "_CurveScorer"),
    ("sklearn.utils", "Bunch"): ("sklearn.utils._bunch", "Bunch"),  # until 1.0
    ("sklearn.linear_model._sgd_fast", "Log"): (LOSSES, "CyHalfBinomialLoss"),  # until 1.5
    ("sklearn.linear_model._sgd_fast", "SquaredLoss"): (LOSSES, "CyHalfSquaredError"),  # until 1.5
    ("sklearn.linear_model._sgd_fast", "Huber"): (LOSSES, "CyHuberLoss"),  # until 1.5
}
REMOVED = {
    "sklearn.compose._column_transformer": "_RemainderColsList",  # 1.5 to 1.8
    "sklearn.ensemble._gb_losses": "BinomialDeviance ExponentialLoss HuberLossFunction LeastAbsoluteError "
    "LeastSquaresError MultinomialDeviance QuantileLossFunction",  # until 1.3
    "sklearn.ensemble._hist_gradient_boosting.loss": "BinaryCrossEntropy CategoricalCrossEntropy LeastSquares "
    "LeastAbsoluteDeviation Poisson",  # until 1.0
    "sklearn._loss.glm_distribution": "NormalDistribution PoissonDistribution GammaDistribution "
    "InverseGaussianDistribution TweedieDistribution DistributionBoundary",  # until 1.0
    "sklearn.linear_model._glm.link": "IdentityLink LogLink LogitLink",  # until 1.0
}
VALUES = {("sklearn.metrics._scorer", "_passthrough_scorer")}  # functions kept as values; until 1.2
FORMER = {(module, name) for module, names in REMOVED.items() for name in names.split()}
SCORERS = {  # one class for each way to ask the model, until 1.3
    "_PredictScorer": "predict",
    "_ProbaScorer": "predict_proba",
    "_ThresholdScorer": ("decision_function", "predict_proba"),
}
UNPICKLE = re.compile(r"__pyx_unpickle_(Cy\w{1,40})")
METRIC = re.compile(r"\w{1,40}Distance")


class Former:
    """Stands for an object of a class that a later scikit-learn removed."""

    def __init__(self, name: str):
        self.name, self.state = name, {}  # type: str, dict[str, Any]

    def keep(self, state: Any) -> None:
        """Keep the state that the file gives; nothing of it is used before a rule looks at it."""
        if type(state) is not dict:
            raise damaged(f"the state of {self.name}")
        self.state = state


def moved(module: str, name: str) -> tuple[str, str]:
    """Where a name lives today."""
    module = MOVED.get(module, module)
    if module == "sklearn.metrics._dist_metrics" and METRIC.fullmatch(name):
        return module, f"{name}64"  # EuclideanDistance64 and the others, since 1.3
    return MOVED_NAMES.get((module, name), (module, name))


def former(module: str, name: str) -> Any:
    """What makes a stand-in, or rebuilds a loss as Cython wrote it until 1.5; None for every other name."""
    if module == "sklearn.metrics._scorer" and name in SCORERS:
        return lambda *args: _scorer(name, args)
    if (module, name) in FORMER:
        return lambda *args: _stand_in(name, args)
    loss = UNPICKLE.fullmatch(name) if module == LOSSES else None
    return (lambda *args: _loss(loss.group(1), args)) if loss else None


def _stand_in(name: str, args: tuple) -> Former:
    return Former(name) if not args else Former(name + " with arguments")


def _scorer(name: str, args: tuple) -> Any:
    from sklearn.metrics._scorer import _Scorer

    if args:
        raise damaged("a scorer begun in an odd way")
    made = _Scorer.__new__(_Scorer)
    made._response_method = SCORERS[name]
    return made


def _loss(name: str, args: tuple) -> Any:
    """`__pyx_unpickle_CyHuberLoss(cls, checksum, (1.35,))`: a loss of at most one number."""
    from sandbox.guard_calls import call

    if len(args) != 3 or getattr(args[0], "__name__", "") != name or type(args[2]) not in (tuple, type(None)):
        raise damaged("a loss begun in an odd way")
    if name == "CyHalfMultinomialLoss" and not args[2]:
        return args[0]()
    return call(args[0], args[2] or ())
