"""The same estimator, from Intel's extension of scikit-learn."""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass
from typing import Any, ClassVar

from optimizers.swap.base import Swap
from optimizers.swap.carrying import Proposal, Seen

MODULES = {
    "svm": "SVC SVR NuSVC NuSVR",
    "linear_model": "LinearRegression LogisticRegression Ridge",
    "neighbors": "KNeighborsClassifier KNeighborsRegressor",
    "ensemble": "RandomForestClassifier RandomForestRegressor ExtraTreesClassifier ExtraTreesRegressor",
}
WHERE = {name: module for module, names in MODULES.items() for name in names.split()}


@dataclass(frozen=True)
class Intelex(Swap):
    """Fit the same recipe by scikit-learn-intelex.

    The same estimator with the same settings, computed by another library: forests draw other samples and cuts, so
    they come out as other models. Settings that the extension does not compute fall back to scikit-learn's own code.

    Raises
    ------
    ValueError
        If the learning rows are too few for the folds.

    References
    ----------
    Gschwind et al. (2020). oneDAL: oneAPI Data Analytics Library. Intel; github.com/uxlfoundation/scikit-learn-intelex.
    """

    takes: ClassVar[tuple[str, ...]] = tuple(WHERE)
    exports: ClassVar[bool] = True

    def skip(self, model: Any) -> str:
        if not importlib.util.find_spec("sklearnex"):
            return "Intel's extension is not installed here: pip install scikit-learn-intelex."
        return super().skip(model)

    def unsuitable(self, own: Any) -> str:
        if type(own).__module__.startswith("sklearnex"):
            return f"{type(own).__name__} is of that library already."
        return ""

    def proposals(self, own: Any, seen: Seen) -> list[Proposal]:
        kind = type(own).__name__
        theirs = getattr(importlib.import_module(f"sklearnex.{WHERE[kind]}"), kind)
        names = theirs().get_params()
        same = {name: value for name, value in own.get_params(deep=False).items() if name in names}
        said = (
            "Every setting carried over." if len(same) == len(own.get_params(deep=False)) else "Settings carried over."
        )
        return [Proposal(f"{kind} of scikit-learn-intelex", {"as it is": theirs(**same)}, said)]
