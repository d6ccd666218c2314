"""The sentences of the guard: one cause, one sentence, always with the way out."""

from __future__ import annotations

from sandbox.refusal import Refused

WAY_OUT = "save the model as skops or ONNX"


class Misfit(Refused):
    """A file that does not hold together or names what is gone; its age may be the cause.

    Attributes
    ----------
    what : str
        The part that does not fit.
    """

    def __init__(self, code: str, sentence: str, what: str):
        super().__init__(code, sentence)
        self.what = what


class Gone(Misfit):
    """A scikit-learn name that the installed version does not have."""


def shown(text: object, limit: int = 80) -> str:
    """Text from a file, made safe to show: printable ASCII on one line, cut at `limit` characters."""
    line = "".join(c if " " <= c <= "~" else "?" for c in str(text)[: limit + 1])
    return line if len(line) <= limit else line[: limit - 3] + "..."


def not_allowed(name: object) -> Refused:
    """The file asks for something that no scikit-learn model is made of."""
    return Refused(
        "not_allowed",
        f"The model file asks for {shown(name)}, which is no part of a scikit-learn model, so nothing of it was run; "
        f"use scikit-learn's own classes and {WAY_OUT}.",
    )


def gone(name: object) -> Gone:
    """The file asks for a part of scikit-learn that is not there (it may be an old file)."""
    return Gone(
        "not_allowed",
        f"The model file asks for {shown(name)}, which the installed scikit-learn does not have; "
        f"fit the model with the installed version, or {WAY_OUT}.",
        f"it asks for {shown(name)}",
    )


def damaged(what: object) -> Misfit:
    """The file does not hold together."""
    what = shown(what, 120)
    return Misfit("damaged", f"The model file is damaged ({what}); {WAY_OUT} and upload it again.", what)


def too_large(what: object) -> Refused:
    """The file unpacks to more than a worker may hold."""
    return Refused(
        "too_large",
        f"The model file unpacks too large ({shown(what)}); {WAY_OUT} with fewer or smaller parts.",
    )


def too_slow(seconds: float) -> Refused:
    """The file takes too long to read."""
    return Refused("too_slow", f"The model file took longer than {seconds:g} seconds to read; {WAY_OUT}.")


def reads_files(what: object) -> Refused:
    """The model would open files on this machine."""
    return Refused(
        "reads_files",
        f"The model opens files named in the data ({shown(what)}), which the workbench does not do; "
        f"fit it on the contents themselves and {WAY_OUT}.",
    )


def unsupported(what: str, way_out: str = WAY_OUT) -> Refused:
    """A kind of file or of object that the workbench does not take."""
    return Refused("unsupported", f"{what}; {way_out}.")


def too_old_part(kind: str, saved: object, what: str) -> Refused:
    """A part of an older version that no rule can carry over to the installed one."""
    import sklearn

    here = sklearn.__version__
    return Refused(
        "too_old",
        f"{kind} of scikit-learn {shown(saved, 20)} {what}, which the installed {here} does not have; "
        f"open the model in its own version, or fit it again with {here}.",
    )


def too_old(saved: str, installed: str, what: str = "") -> Refused:
    """The library that saved the file is too far behind the installed one; `what` is the part that does not fit."""
    cause = f" ({shown(what, 120)})" if what else ""
    return Refused(
        "too_old",
        f"The model file was saved by scikit-learn {shown(saved, 20)} and the installed {installed} cannot read it"
        f"{cause}; open it in its own version, or fit it again with {installed}.",
    )
