"""The untrusted bytes of a model file, turned into a checked object or refused with one sentence.

Runs inside the case's confined process. What the file names is never imported or called: a pickle is read by the
guard's own virtual machine, a skops schema is put together by the same rules, an ONNX graph is checked before
its runtime sees it.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

from sandbox.guard_formats import extension_note, recognise
from sandbox.guard_kinds import check_kind
from sandbox.guard_limits import LIMITS, Clock
from sandbox.guard_machine import Machine
from sandbox.guard_onnx import load_onnx
from sandbox.guard_pickle import run
from sandbox.guard_preload import preload
from sandbox.guard_settle import settle
from sandbox.guard_skops import load_skops
from sandbox.guard_source import unpack
from sandbox.guard_version import is_older, pickled_versions, saved_by, skops_versions
from sandbox.guard_words import Misfit, damaged, shown, too_old, unsupported
from sandbox.older import OF_OLD, Carried
from sandbox.older_covered import is_covered
from sandbox.refusal import Refused

__all__ = ["LoadedModel", "load_model", "preload", "saved_by"]

MOST_NOTES = 5


@dataclass(frozen=True)
class LoadedModel:
    """A model that passed every check.

    Attributes
    ----------
    model : object
        A fitted classifier or regressor, with n_jobs=1, memory=None and verbose=0 throughout.
    format : str
        ``"joblib"``, ``"pickle"``, ``"skops"``, ``"onnx"`` or ``"forest"``.
    saved_by : dict
        Versions that saved the file as far as it says, such as ``{"sklearn": "1.9.1"}``.
    notes : tuple of str
        What the user should know: an older version, a misleading file name.
    carried : tuple of str
        What of an older version was carried over to the installed one, a sentence each.
    """

    model: Any
    format: str
    saved_by: dict[str, str]
    notes: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()


def load_model(raw: bytes, name: str = "model") -> LoadedModel:
    """Read a joblib, pickle, skops, ONNX or packed forest file without running anything that it names.

    Parameters
    ----------
    raw : bytes
        The whole file.
    name : str
        The file's name, only to note a misleading extension.

    Raises
    ------
    Refused
        For every file that is not a fitted classifier or regressor, with one sentence. Nothing else is raised
        but MemoryError.
    """
    versions: dict[str, str] = {}
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            model, file_format = _load(raw, versions)
        notes = extension_note(name, file_format) + _notes(caught, versions)
        return LoadedModel(model, file_format, versions, notes, _carried(caught, versions))
    except Refused as refused:
        raise _by_age(refused, versions) from None
    except MemoryError:
        raise
    except Exception as error:
        raise _by_age(damaged(type(error).__name__), versions) from None


def _load(raw: bytes, found: dict[str, str]) -> tuple[Any, str]:
    clock, file_format = Clock(LIMITS, len(raw)), recognise(raw)
    if file_format == "onnx":
        model, versions = load_onnx(raw)
        found.update(versions)
        return model, file_format
    if file_format == "forest":
        model = unpacked_forest(raw)
    elif file_format == "skops":
        model, schema = load_skops(raw, clock)
        found.update(skops_versions(schema))
    else:
        unpacked = unpack(raw, LIMITS, clock)
        found.update(pickled_versions(unpacked))
        machine = Machine(unpacked, clock)
        model = run(machine)
        file_format = "joblib" if machine.joblib else "pickle"
        if machine.at != machine.size:
            raise damaged("there are more bytes after the model")
    settle(model, clock)
    check_kind(model)
    return model, file_format


def unpacked_forest(raw: bytes) -> Any:
    """The forest of a packed file; it names no class, and nothing in it is run."""
    from optimizers.compact import unpack_forest

    try:
        return unpack_forest(raw)
    except ValueError as wrong:
        raise Refused("damaged", str(wrong)) from None


def _by_age(refused: Refused, versions: dict[str, str]) -> Refused:
    """A file of another scikit-learn that does not fit is called that: its age is the cause."""
    import sklearn

    saved, here = versions.get("sklearn"), sklearn.__version__
    if not saved or not isinstance(refused, Misfit):
        return refused
    if is_older(saved, here):
        return too_old(saved, here, refused.what)
    if is_older(here, saved):
        return unsupported(
            f"The model file was saved by scikit-learn {shown(saved, 20)}, which is newer than the installed {here}",
            "save the model as ONNX",
        )
    return refused


def _notes(caught: list[warnings.WarningMessage], versions: dict[str, str]) -> tuple[str, ...]:
    """What the libraries warned of, once each; the version warnings of all parts become one sentence a version."""
    from sklearn.exceptions import InconsistentVersionWarning

    parts: dict[str, set[str]] = {}
    notes: list[str] = []
    for warning in caught:
        if issubclass(warning.category, InconsistentVersionWarning):
            saved = shown(getattr(warning.message, "original_sklearn_version", ""), 20)
            versions.setdefault("sklearn", saved)
            parts.setdefault(saved, set()).add(str(getattr(warning.message, "estimator_name", "")))
        elif not issubclass(warning.category, Carried):
            notes.append(shown(warning.message, 200))
    ages = [_age_note(saved, kinds) for saved, kinds in parts.items()]
    return tuple(dict.fromkeys(ages + notes))[:MOST_NOTES]


def _age_note(saved: str, kinds: set[str]) -> str:
    import sklearn

    here = sklearn.__version__
    if is_covered(saved, kinds):
        return f"Saved by scikit-learn {saved} and carried over to {here} through its fitted arrays."
    return (
        f"Saved by scikit-learn {saved} and opened with {here}: it loads, but may predict differently; "
        "compare a few predictions, or fit it again."
    )


def _carried(caught: list[warnings.WarningMessage], versions: dict[str, str]) -> tuple[str, ...]:
    """What the rules told, once each; parts that say no version are of the file's."""
    said = (str(warning.message) for warning in caught if issubclass(warning.category, Carried))
    age = f"scikit-learn {versions['sklearn']}" if "sklearn" in versions else OF_OLD
    return tuple(dict.fromkeys(line.replace(OF_OLD, age) for line in said))
