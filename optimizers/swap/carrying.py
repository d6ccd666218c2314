"""Which hyper-parameters of the old estimator the new one can take over, under which name, and which are lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from optimizers.swap.writing import non_default, plain

Rule = str | Callable[[Any], dict[str, Any]]
SILENT = {"verbose", "warm_start", "random_state", "n_jobs", "cache_size", "copy_X_train", "shrinking", "probability",
          "verbosity", "importance_type", "missing", "enable_categorical", "device", "objective", "break_ties",
          "decision_function_shape"}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Carried:
    """Parameters for the new estimator.

    Attributes
    ----------
    params : dict
        As the new estimator names them.
    says : str
        What was carried over and what has no counterpart, in sentences.
    """

    params: dict[str, Any]
    says: str


@dataclass(frozen=True, eq=False)
class Proposal:
    """Another estimator for the place of the old one.

    Attributes
    ----------
    label : str
        What the candidate is called.
    options : dict of str to estimator
        Unfitted, by the text of the open setting; the first as carried over.
    because : str
        What was carried over, and what was not.
    """

    label: str
    options: Mapping[str, Any]
    because: str = ""


def carry(old: Any, rules: Mapping[str, Rule], notes: tuple[str, ...] = (), elsewhere: tuple[str, ...] = ()) -> Carried:
    """Translate the parameters of an estimator.

    Parameters
    ----------
    old : estimator
    rules : mapping
        Old name -> new name, or a function of the value that gives new parameters (none: it is lost).
    notes : tuple of str
        Further sentences on what changes.
    elsewhere : tuple of str
        Parameters that are told of elsewhere.
    """
    own, changed = old.get_params(deep=False), non_default(old)
    params: dict[str, Any] = {}
    kept = []
    lost = [k for k in changed if k not in {*rules, *SILENT, *elsewhere} and changed[k] is not None]
    for name, rule in rules.items():
        if name not in own:
            continue
        new = {rule: own[name]} if isinstance(rule, str) else rule(own[name])
        params |= new
        if own[name] is not None and name not in SILENT:
            kept += [said(name, own[name], k, v) for k, v in new.items() if name in changed or k != name]
        if not new and name in changed:
            lost.append(name)
    return Carried(params, sentences(kept, [f"{k}={plain(changed[k])}" for k in lost], notes))


def said(old: str, value: Any, new: str, now: Any) -> str:
    text = f"{new}={plain(now)}"
    return text if (old, plain(value)) == (new, plain(now)) else f"{text} (was {old}={plain(value)})"


def sentences(kept: list[str], lost: list[str], notes: tuple[str, ...]) -> str:
    out = [f"Carried over: {', '.join(kept)}."] if kept else []
    out += [f"No counterpart: {', '.join(lost)}."] if lost else []
    return " ".join([*out, *notes])


def options(build: Callable[..., Any], fixed: Mapping[str, Any], name: str, values: list[Any]) -> dict[str, Any]:
    """One estimator a distinct value of the open setting."""
    return {f"{name}={plain(v)}": build(**{**fixed, name: v}) for v in dict.fromkeys(values)}


def share(value: Any, n_columns: int) -> float:
    """What scikit-learn's `max_features` comes to, as a share of the columns."""
    import math

    n = n_columns
    if value is None:
        return 1.0
    if isinstance(value, str):
        return max(1, int({"sqrt": math.sqrt(n), "log2": math.log2(max(2, n))}[value])) / n
    return float(value) if isinstance(value, float) else min(1.0, value / n)


@dataclass(frozen=True, eq=False)
class Seen:
    """The learning rows as the innermost estimator sees them.

    Attributes
    ----------
    given : table
        After the steps before it, fitted on the learning rows.
    y : ndarray of shape (n_rows,)
    classifier : bool
    scores : bool
        Whether the whole model must give probabilities through this estimator.
    """

    given: Any
    y: Any
    classifier: bool
    scores: bool
    dtypes: list[Any] = field(default_factory=list)

    @property
    def n_columns(self) -> int:
        return self.given.shape[1]

    @property
    def sparse(self) -> bool:
        return hasattr(self.given, "tocsr")

    def named(self, family: str) -> str:
        """The class of a family for the task: "RandomForest" -> "RandomForestClassifier"."""
        return f"{family}{'Classifier' if self.classifier else 'Regressor'}"
