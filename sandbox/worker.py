"""The confined process: reads a command, answers it, reads the next, until the app hangs up."""

from __future__ import annotations

import os
import socket
import sys
import threading
from multiprocessing.context import BaseContext
from typing import Any

from sandbox import wire
from sandbox.commands import COMMANDS, CaseState, Head, Progress
from sandbox.confine import confine
from sandbox.refusal import Refused
from sandbox.wire import Reply

RECURSION_LIMIT = 3000
MESSAGE_LENGTH = 300


def run(sock: socket.socket, order: dict[str, Any], roots: list[str]) -> None:
    """Confine this process, say hello and serve.

    Parameters
    ----------
    sock : socket
        The only way out of this process.
    order : dict
        What the app ordered: "memory_mb", "cpu_seconds" and "without".
    roots : list of str
        The folders that stay readable.
    """
    state = CaseState(memory_file=open_memory_file())
    parallel_work_in_threads()
    sys.setrecursionlimit(RECURSION_LIMIT)
    state.protection = confine(order["memory_mb"], order["cpu_seconds"], roots, order["without"])
    state.protection["network namespace"] = order["network namespace"]
    wire.send(sock, wire.pack({"protection": state.protection}))
    serve(sock, state)


def serve(sock: socket.socket, state: CaseState) -> None:
    """Answer commands one after another until the socket closes or breaks the rules."""
    lock = threading.Lock()
    state.elsewhere = lambda head, blobs: ask_elsewhere(sock, lock, head, blobs)

    def tell(head: Head, blobs: list[bytes] | tuple[()] = ()) -> None:
        parts = wire.pack(head, blobs)
        with lock:  # a command may report from several threads
            wire.send(sock, parts)

    while True:
        try:
            head, blobs = wire.receive(sock)
        except (wire.WireError, OSError):
            return
        reply = answer(state, head, blobs, lambda step: tell({"progress": step}))
        try:
            tell(*reply)
        except wire.WireError as error:
            tell(refusal(Refused("too_large", f"The answer is too large. {error}")).head)
        except TypeError as error:
            tell(failure(error).head)


def ask_elsewhere(sock: socket.socket, lock: threading.Lock, head: Head, blobs: list[bytes]) -> Reply:
    """Have the app carry a question to the process of another library version, and wait for what it says.

    Only while a command is at work: nothing else is read from the socket then.

    Raises
    ------
    Refused
        What that process, or the app in its place, refused.
    """
    parts = wire.pack({"elsewhere": head}, blobs)
    with lock:
        wire.send(sock, parts)
        reply = wire.receive(sock)
    if "refused" in reply.head:
        raise Refused(reply.head["refused"], reply.head["sentence"])
    return reply


def answer(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """The reply to one command; whatever a model does in it becomes a reply too."""
    name = head.pop("command", None)
    try:
        if name not in COMMANDS:
            known = ", ".join(sorted(COMMANDS))
            raise Refused("unsupported", f"There is no command {str(name)[:40]!r}; there are {known}.")
        return COMMANDS[name](state, head, blobs, progress)
    except Refused as error:
        return refusal(error)
    except MemoryError:
        return Reply({"out_of_memory": True}, [])
    except BaseException as error:  # a model may raise SystemExit or KeyboardInterrupt
        return failure(error)


def refusal(error: Refused) -> Reply:
    return Reply({"refused": error.code, "sentence": error.sentence}, [])


def failure(error: BaseException) -> Reply:
    """The type and message of what went wrong; never a traceback."""
    try:
        message = " ".join(str(error).split())
    except BaseException:  # __str__ of a model's own exception
        message = ""
    name = type(error).__name__[:60]
    return Reply({"failed": f"{name}: {message[:MESSAGE_LENGTH]}" if message else name}, [])


def parallel_work_in_threads() -> None:
    """Let joblib use threads: a worker may not start processes.

    Its thread pool is made of parts for processes, with semaphores that are files; in a process that
    has no children the lock of a thread does the same.
    """
    import joblib

    BaseContext.Lock = lambda self: threading.Lock()  # type: ignore
    joblib.parallel_config(backend="threading")


def open_memory_file() -> int:
    """Open this process' memory figures while it still may; -1 where there are none."""
    try:
        return os.open("/proc/self/smaps_rollup", os.O_RDONLY)
    except OSError:
        return -1
