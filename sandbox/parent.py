"""The warm parent: one thread that has imported everything, and forks a confined worker whenever asked.

The app talks to it over a socket that keeps messages apart: an order in JSON with the worker's end of
that worker's own socket; back come the process id and a handle to end it by. It ends when the app does.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
from typing import Any

from sandbox.confine import die_with, leave_network
from sandbox.confine_landlock import readable_roots

ORDER_BYTES = 1 << 16
REAP_SECONDS = 0.2
NICENESS = 5  # the web process goes first


def main(control_fd: int, site_folders: list[str], modules: list[str]) -> None:
    """Warm up, say so, and fork until the app hangs up."""
    control = socket.socket(fileno=control_fd)
    alone = leave_network()  # before any import that might start a thread
    sys.path += [folder for folder in site_folders if folder not in sys.path]
    from sandbox.warm import warm_up

    failed = warm_up(modules)
    print(*[f"sandbox: cannot import {why}" for why in failed], sep="\n", end="", file=sys.stderr)
    ready = {"network namespace": alone, "not imported": failed, "threads": n_threads()}
    control.send(json.dumps(ready).encode())
    serve(control, readable_roots(site_folders), alone)


def serve(control: socket.socket, roots: list[str], alone: bool) -> None:
    """Fork a worker for each order; when the app hangs up, end them all and see them off."""
    children: set[int] = set()
    while True:
        control.settimeout(REAP_SECONDS if children else None)
        try:
            text, fds, _, _ = socket.recv_fds(control, ORDER_BYTES, 1)
        except TimeoutError:
            children -= ended(children)
            continue
        if not text or not fds:
            break
        pid = fork_worker(control, fds[0], json.loads(text) | {"network namespace": alone}, roots)
        os.close(fds[0])
        report(control, pid)
        children = (children - ended(children)) | {pid}
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def ended(children: set[int]) -> set[int]:
    """Take the ended children out of the process table: no zombies."""
    return {pid for pid in children if os.waitpid(pid, os.WNOHANG)[0]}


def fork_worker(control: socket.socket, fd: int, order: dict[str, Any], roots: list[str]) -> int:
    """Fork; the child serves the socket `fd` and never returns."""
    own_pid = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    try:
        die_with(own_pid)
        os.setsid()
        os.nice(NICENESS)
        control.detach()
        keep_only(fd)
        from sandbox.worker import run

        run(socket.socket(fileno=fd), order, roots)
    finally:
        os._exit(0)


def keep_only(fd: int) -> None:
    """Close every file but `fd`; standard input and output lead nowhere."""
    silence()
    for other in [int(name) for name in os.listdir("/proc/self/fd")]:
        if other > 2 and other != fd:
            with contextlib.suppress(OSError):  # the listing's own is closed by now
                os.close(other)


def silence() -> None:
    """Lead standard input and output nowhere: what a model prints is no concern of the server's log."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)


def report(control: socket.socket, pid: int) -> None:
    """Send the process id and, where the kernel has them, a handle that no other process can inherit."""
    text = [json.dumps({"pid": pid}).encode()]
    try:
        handle = os.pidfd_open(pid)
    except (AttributeError, OSError):
        control.sendmsg(text)
        return
    socket.send_fds(control, text, [handle])
    os.close(handle)


def n_threads() -> int:
    return len(os.listdir("/proc/self/task"))
