"""Landlock: which files the process may open. Code is readable, nothing is writable, the rest is not there.

References
----------
https://docs.kernel.org/userspace-api/landlock.html
"""

from __future__ import annotations

import ctypes
import os
import sys
import sysconfig
from collections.abc import Sequence

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION = 1
RULE_PATH_BENEATH = 1
READ_FILE, READ_DIR = 1 << 2, 1 << 3
# The rights that each version of the interface added; all are handled, so all are denied by default.
FILE_RIGHTS = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
NETWORK_SINCE, BIND_AND_CONNECT = 4, 3
SCOPE_SINCE, ABSTRACT_SOCKETS_AND_SIGNALS = 6, 3
# What the C library, time zones and joblib's count of cores read while they work.
SYSTEM_ROOTS = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
    "/sys/devices/system/cpu",
    "/sys/fs/cgroup/cpu.max",
    "/sys/fs/cgroup/cpu/cpu.cfs_quota_us",
    "/sys/fs/cgroup/cpu/cpu.cfs_period_us",
)


class RulesetAttr(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scope", ctypes.c_uint64)]


class PathAttr(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = [("rights", ctypes.c_uint64), ("fd", ctypes.c_int32)]


def readable_roots(site_folders: Sequence[str] = ()) -> list[str]:
    """The standard library, site-packages and shared libraries: never the app's folder, uploads or home."""
    paths = sysconfig.get_paths()
    roots = {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    roots |= {*site_folders, *SYSTEM_ROOTS, *(os.path.join(prefix, "lib") for prefix in (sys.base_prefix, sys.prefix))}
    return sorted({os.path.realpath(root) for root in roots if os.path.exists(root)})


def restrict_files(libc: ctypes.CDLL, roots: Sequence[str]) -> int:
    """Leave only `roots` readable; needs no_new_privs.

    Returns
    -------
    int
        The version of Landlock that took hold; 0 if this kernel has none or it failed.
    """
    version = max(libc.syscall(CREATE_RULESET, None, 0, ASK_VERSION), 0)
    ruleset = _ruleset(libc, version) if version else -1
    if ruleset < 0:
        return 0
    for root in roots:
        _allow_reading(libc, ruleset, root)
    restricted = libc.syscall(RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return version if restricted else 0


def _ruleset(libc: ctypes.CDLL, version: int) -> int:
    attr = RulesetAttr(files=sum(rights for since, rights in FILE_RIGHTS.items() if version >= since))
    size = 8
    if version >= NETWORK_SINCE:
        attr.network, size = BIND_AND_CONNECT, 16
    if version >= SCOPE_SINCE:
        attr.scope, size = ABSTRACT_SOCKETS_AND_SIGNALS, 24
    return libc.syscall(CREATE_RULESET, ctypes.byref(attr), size, 0)


def _allow_reading(libc: ctypes.CDLL, ruleset: int, root: str) -> None:
    try:
        fd = os.open(root, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what cannot be opened stays forbidden
    rights = READ_FILE | READ_DIR if os.path.isdir(root) else READ_FILE
    libc.syscall(ADD_RULE, ruleset, RULE_PATH_BENEATH, ctypes.byref(PathAttr(rights, fd)), 0)
    os.close(fd)
