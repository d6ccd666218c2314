"""Random generators: their state is checked, since numpy reads memory by it."""

from __future__ import annotations

from typing import Any

import numpy as np

from sandbox.guard_words import damaged

KINDS = {
    c.__name__: c for c in (np.random.MT19937, np.random.PCG64, np.random.PCG64DXSM, np.random.Philox, np.random.SFC64)
}


class SeedSequenceStub:
    """Stands for a seed sequence, which is needed only to spawn further generators."""


def bit_generator(*args: Any) -> np.random.BitGenerator:
    kind = args[0] if args else None
    made = KINDS.get(kind) if type(kind) is str else next((c for c in KINDS.values() if c is kind), None)
    if made is None:
        raise damaged("an unknown random generator")
    return made(0)


def _wrapped(*args: Any) -> np.random.BitGenerator:
    return args[0] if args and type(args[0]) in KINDS.values() else bit_generator(*args)


def random_state(*args: Any) -> np.random.RandomState:
    return np.random.RandomState(_wrapped(*args))


def generator(*args: Any) -> np.random.Generator:
    return np.random.Generator(_wrapped(*args))


def seed_sequence(*args: Any) -> SeedSequenceStub:
    if len(args) < 2 or args[0] is not np.random.SeedSequence:
        raise damaged("a seed sequence begun in an odd way")
    return SeedSequenceStub()


def set_random_state(obj: Any, state: Any) -> None:
    """Give a RandomState, Generator or bit generator its state."""
    if isinstance(obj, np.random.BitGenerator):
        state = state[0] if type(state) is tuple and state else state
        obj.state = checked_state(state, type(obj).__name__)
    elif isinstance(obj, np.random.RandomState):
        if state is not None:
            obj.set_state(checked_state(state, type(obj._bit_generator).__name__))
    elif state is not None:
        obj.bit_generator.state = checked_state(state, type(obj.bit_generator).__name__)


def checked_state(state: Any, kind: str) -> dict:
    """The state, if it is one of that kind of generator and no position lies outside its buffer."""
    if not isinstance(state, dict) or state.get("bit_generator") != kind or not isinstance(state.get("state"), dict):
        raise damaged("the state of a random generator")
    inner = state["state"]
    if kind == "MT19937":
        key = np.asarray(inner.get("key"))
        if key.shape != (624,) or key.dtype.kind not in "iu" or not 0 <= int(inner["pos"]) <= 624:
            raise damaged("the position of a random generator")
    if kind == "Philox":
        sizes = [np.asarray(a).shape for a in (state.get("buffer"), inner.get("counter"), inner.get("key"))]
        if sizes != [(4,), (4,), (2,)] or not 0 <= int(state["buffer_pos"]) <= 4:
            raise damaged("the position of a random generator")
    return state
