"""What the app may ask of a worker: one function a command, registered under its name."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.wire import Reply

Head = dict[str, Any]
Progress = Callable[[dict[str, Any]], None]


@dataclass
class CaseState:
    """What a worker remembers between two commands.

    Attributes
    ----------
    protection : dict
        The layers that took hold in this process (see `confine.confine`).
    case : Any
        The case, once a command has loaded it.
    shelf : dict
        Whatever else commands keep, by a name of their own.
    memory_file : int
        An open file of this process' memory figures; -1 where there is none.
    elsewhere : callable
        Asks the process of another library version: head and blobs to a reply. The app carries the question over.
    """

    protection: Head = field(default_factory=dict)
    case: Any = None
    shelf: dict[str, Any] = field(default_factory=dict)
    memory_file: int = -1
    elsewhere: Callable[[Head, list[bytes]], Reply] | None = None


Command = Callable[[CaseState, Head, list[bytes], Progress], Reply]
COMMANDS: dict[str, Command] = {}


def command(name: str) -> Callable[[Command], Command]:
    """Register a function as the command `name`; a name is given once."""

    def register(function: Command) -> Command:
        if name in COMMANDS:
            raise ValueError(f"There is a command {name!r} already, in {COMMANDS[name].__module__}.")
        COMMANDS[name] = function
        return function

    return register


@command("hello")
def hello(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Who is there: process id, protection, commands."""
    return Reply({"pid": os.getpid(), "protection": state.protection, "commands": sorted(COMMANDS)}, [])


@command("memory")
def memory(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """MiB that this process has for itself, shares with its parent, and has had at most."""
    return Reply(memory_mb(state.memory_file), [])


@command("self_test")
def self_test(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Try what a worker must not do; `head["app_pid"]` is the process that must not be signalled."""
    from sandbox.self_test import attempts

    return Reply({"answers": attempts(int(head["app_pid"]))}, [])


def memory_mb(memory_file: int) -> dict[str, float]:
    """Read the memory figures: "private", "shared" and "peak", in MiB; only the peak without /proc."""
    figures = {"peak": peak_mb()}
    if memory_file < 0:
        return figures
    lines = os.pread(memory_file, 4096, 0).decode().splitlines()[1:]
    kib = {line.split(":")[0]: float(line.split()[1]) for line in lines}
    figures["private"] = (kib["Private_Clean"] + kib["Private_Dirty"]) / 1024
    figures["shared"] = (kib["Shared_Clean"] + kib["Shared_Dirty"]) / 1024
    return figures


def peak_mb() -> float:
    """The most memory that this process has held, in MiB; 0 on Windows."""
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if os.uname().sysname == "Darwin" else 1 << 10)
