"""Change detectors over a stream of errors or losses, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from optimizers.detect.cumulative import CUSUM, PageHinkley
from optimizers.detect.error_rate import DDM, EDDM
from optimizers.detect.kswin import KSWIN
from optimizers.detect.stream import Stream, within


@dataclass
class ADWIN(Stream):
    """Adaptive windowing: alarm when two parts of the window have means further apart than chance allows.

    Needs the package river.

    Parameters
    ----------
    delta : float
        Chance of a false alarm at each look.
    clock : int
        Rows between two looks.

    References
    ----------
    Bifet, Gavalda (2007). Learning from time-changing data with adaptive windowing. SDM.
    """

    delta: float = 0.002
    clock: int = 32

    def __post_init__(self) -> None:
        within(self, "delta", 1e-12, 1)
        within(self, "clock", 1, 100_000)
        self.restart()

    def restart(self) -> None:
        self._river = from_river("ADWIN")(delta=self.delta, clock=self.clock)

    def first_alarm(self, block: np.ndarray) -> int:
        return one_by_one(self._river, block)


@dataclass
class HDDM(Stream):
    """Drift detection by Hoeffding's bound (HDDM-A): alarm when the mean error exceeds its lowest by the bound.

    Needs the package river.

    Parameters
    ----------
    confidence : float
        Chance of a false alarm at each row.

    References
    ----------
    Frias-Blanco, del Campo-Avila, Ramos-Jimenez, Morales-Bueno, Ortiz-Diaz, Caballero-Mota (2015). Online
    and non-parametric drift detection methods based on Hoeffding's bounds. IEEE TKDE 27(3).
    """

    zeros_and_ones = True
    confidence: float = 0.001

    def __post_init__(self) -> None:
        within(self, "confidence", 1e-12, 0.5)
        self.restart()

    def restart(self) -> None:
        self._river = from_river("HDDMA")(drift_confidence=self.confidence, warning_confidence=0.5)

    def first_alarm(self, block: np.ndarray) -> int:
        return one_by_one(self._river, block)


DETECTORS: dict[str, type[Stream]] = {
    "ADWIN": ADWIN,
    "DDM": DDM,
    "EDDM": EDDM,
    "HDDM": HDDM,
    "Page-Hinkley": PageHinkley,
    "KSWIN": KSWIN,
    "CUSUM": CUSUM,
}


def detector(name: str, **settings: Any) -> Stream:
    """A fresh detector over a stream.

    Parameters
    ----------
    name : str
        A key of `DETECTORS`. DDM, EDDM and HDDM count errors, 0 or 1; the others take losses too.
    **settings
        The fields of its class.

    Returns
    -------
    Stream
        With `update(values) -> list of int`: the places in `values` at which it alarms.

    Raises
    ------
    ValueError
        If there is no such detector or setting, a setting is out of its range, or the package that it needs
        is not installed.

    Examples
    --------
    >>> ddm = detector("DDM", warm_up=10)
    >>> ddm.update([0, 1] * 10), ddm.update([1] * 20)
    ([], [19])
    """
    if name not in DETECTORS:
        raise ValueError(f"There is no detector {name!r}; choose one of {', '.join(DETECTORS)}.")
    own = [f.name for f in fields(DETECTORS[name])]  # type: ignore[arg-type]
    foreign = sorted(settings.keys() - set(own))
    if foreign:
        raise ValueError(f"{name} has no setting {foreign[0]!r}; it has {', '.join(own)}.")
    return DETECTORS[name](**settings)


def from_river(name: str) -> Callable[..., Any]:
    """One of river's detectors.

    Raises
    ------
    ValueError
        If river is not installed.
    """
    try:
        from river import drift
        from river.drift import binary
    except ImportError:
        raise ValueError(
            f"{name} needs the package river: pip install river, or take DDM, EDDM, Page-Hinkley, KSWIN or CUSUM."
        ) from None
    return getattr(drift, name, None) or getattr(binary, name)


def preload() -> None:
    """Import river, where it is installed, while the process may still read its files."""
    try:
        from_river("ADWIN")
    except ValueError:
        return


def one_by_one(one: Any, block: np.ndarray) -> int:
    """Feed a detector of river until it alarms; the place of that, or -1."""
    for place, value in enumerate(block.tolist()):
        one.update(value)
        if one.drift_detected:
            return place
    return -1
