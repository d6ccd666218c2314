"""What a worker may do, set by itself before the first untrusted byte and never loosened again.

Each layer reports whether it took hold, and a layer that this system lacks leaves the others standing.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Collection, Sequence
from typing import Any

from sandbox.confine_landlock import restrict_files
from sandbox.confine_limits import limit
from sandbox.confine_seccomp import filter_calls

LAYERS = ("rlimits", "no privileges", "landlock", "seccomp", "network namespace")

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWNET = 0x08000000, 0x10000000, 0x40000000
CAPABILITY_VERSION_3 = 0x20080522


def confine(
    memory_mb: int,
    cpu_seconds: int,
    roots: Sequence[str],
    without: Collection[str] = (),
) -> dict[str, Any]:
    """Confine this process, which must have a single thread and all its own code imported.

    Parameters
    ----------
    memory_mb, cpu_seconds : int
        See `confine_limits.limit`.
    roots : sequence of str
        The folders that stay readable.
    without : collection of str
        Layers to leave out, so that a test can show what each of the others does alone.

    Returns
    -------
    dict
        What took hold, by layer: True or False, for Landlock its version.
    """
    held: dict[str, Any] = {"rlimits": "rlimits" not in without and limit(memory_mb, cpu_seconds)}
    if sys.platform != "linux":
        return held | dict.fromkeys(LAYERS[1:], False)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    held["no privileges"] = "no privileges" not in without and drop_privileges(libc)
    held["landlock"] = 0 if "landlock" in without else restrict_files(libc, roots)
    held["seccomp"] = "seccomp" not in without and filter_calls(libc)
    return held


def drop_privileges(libc: ctypes.CDLL) -> bool:
    """Give up every capability and the right to gain one; root is then a user like any other."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    dropped = libc.capset(header, nothing) == 0
    return libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 and dropped


def leave_network() -> bool:
    """Move this process and its later children to a network of their own that leads nowhere.

    An ordinary user may where user namespaces are allowed, root in most other places.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    alone = CLONE_NEWNET | CLONE_NEWIPC
    return libc.unshare(CLONE_NEWUSER | alone) == 0 or libc.unshare(alone) == 0


def die_with(parent_pid: int) -> None:
    """End this process when its parent ends, or now if that happened already."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent_pid:
        os._exit(0)
