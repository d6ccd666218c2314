"""The pickle virtual machine: reads joblib and pickle files without running anything that they name."""

from __future__ import annotations

import pickle
from typing import Any

from sandbox.guard_machine import Machine
from sandbox.guard_objects import OBJECTS
from sandbox.guard_values import VALUES, Opcode
from sandbox.guard_words import damaged, not_allowed, too_large, too_slow
from sandbox.refusal import Refused

BURST = 4096  # opcodes between two looks at the clock


class Stop(Exception):
    """The pickle's last opcode."""


def stop(m: Machine) -> None:
    raise Stop


def protocol(m: Machine) -> None:
    if m.number(1) > pickle.HIGHEST_PROTOCOL:
        raise damaged("an unknown pickle protocol")


def frame(m: Machine) -> None:
    n_bytes = m.number(8)
    if n_bytes > m.limits.unpacked_bytes:
        raise too_large("one frame")
    if n_bytes > m.size - m.at:
        raise damaged("it ends too early")


def pop(m: Machine) -> None:
    if m.marks and m.marks[-1] == len(m.stack):
        m.marks.pop()
    else:
        m.stack.pop()


def pop_to_mark(m: Machine) -> None:
    m.pop_mark()


def duplicate(m: Machine) -> None:
    m.push(m.stack[-1])


def refuse(what: str) -> Opcode:
    def run(m: Machine) -> None:
        raise not_allowed(what)

    return run


FLOW: dict[bytes, Opcode] = {
    pickle.PROTO: protocol, pickle.FRAME: frame, pickle.STOP: stop, pickle.POP: pop, pickle.POP_MARK: pop_to_mark,
    pickle.DUP: duplicate, pickle.PERSID: refuse("a persistent id"), pickle.BINPERSID: refuse("a persistent id"),
    pickle.EXT1: refuse("an extension code"), pickle.EXT2: refuse("an extension code"),
    pickle.EXT4: refuse("an extension code"), pickle.NEXT_BUFFER: refuse("a buffer outside the file"),
    pickle.READONLY_BUFFER: refuse("a buffer outside the file"),
}  # fmt: skip


def unknown(m: Machine) -> None:
    raise damaged(f"an unknown instruction at byte {m.at - 1}")


TABLE: list[Opcode] = [{**VALUES, **OBJECTS, **FLOW}.get(bytes([code]), unknown) for code in range(256)]


def run(m: Machine) -> Any:
    """Read one pickle from where the machine stands.

    Returns
    -------
    object
        What the pickle holds; `m.at` is behind its last byte.

    Raises
    ------
    Refused
        For everything that is wrong with it.
    """
    try:
        _run(m)
    except Stop:
        return m.stack.pop() if m.stack else _nothing()
    except (Refused, MemoryError):
        raise
    except IndexError:
        raise damaged("it ends too early" if m.at >= m.size else "its stack or memo is empty") from None
    except RecursionError:
        raise damaged("nested too deeply") from None
    except Exception as error:
        raise damaged(f"{type(error).__name__} at byte {m.at}") from None


def _nothing() -> Any:
    raise damaged("it holds nothing")


def _run(m: Machine) -> None:
    code, table = m.code, TABLE
    for _ in range(m.limits.opcodes // BURST):
        for _ in range(BURST):
            opcode = code[m.at]
            m.at += 1
            table[opcode](m)
        m.clock.check()
        if len(m.stack) > m.limits.stack:
            raise damaged("its stack grows too high")
    raise too_slow(m.clock.allowed_s)
