"""The system call filter: an allowlist in classic BPF, and rules for calls that depend on their arguments.

References
----------
https://docs.kernel.org/userspace-api/seccomp_filter.html
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable

from sandbox.confine_syscalls import AARCH64, ALWAYS, BY_ARGUMENT, X86_64

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, ARCH_AT, FIRST_ARGUMENT_AT = 0, 4, 16
ALLOW, KILL = 0x7FFF0000, 0x80000000
X32_NUMBERS = 0x40000000
PR_SET_SECCOMP, FILTER_MODE = 22, 2

CLONE_THREAD, CLONE_NAMESPACES = 0x10000, 0x7E020000
PROT_EXEC, MAP_ANONYMOUS = 0x4, 0x20
TCGETS = 0x5401
# Duplicate, flags, close-on-exec; not F_SETOWN and F_SETSIG, which send signals to other processes.
FCNTL_COMMANDS = (0, 1, 2, 3, 4, 1030)

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, constant


class Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("program", ctypes.c_void_p)]


def refuse(error: int) -> int:
    """The verdict "this call fails with that errno"."""
    return 0x00050000 | error


def argument(index: int) -> Instruction:
    """Load the low half of an argument."""
    return LOAD, 0, 0, FIRST_ARGUMENT_AT + 8 * index


def only(index: int, values: Iterable[int], otherwise: int) -> list[Instruction]:
    """Allow the call if an argument is one of `values`."""
    body = [argument(index)]
    for value in values:
        body += [(EQUAL, 0, 1, value), (RETURN, 0, 0, ALLOW)]
    return [*body, (RETURN, 0, 0, otherwise)]


def without(index: int, bits: int, otherwise: int) -> list[Instruction]:
    """Allow the call if none of `bits` is set in an argument."""
    return [argument(index), (ANY_BIT, 0, 1, bits), (RETURN, 0, 0, otherwise), (RETURN, 0, 0, ALLOW)]


def threads_only() -> list[Instruction]:
    no = (RETURN, 0, 0, refuse(errno.EPERM))
    yes = (RETURN, 0, 0, ALLOW)
    return [argument(0), (ANY_BIT, 2, 0, CLONE_NAMESPACES), (ANY_BIT, 0, 1, CLONE_THREAD), yes, no]


def no_anonymous_code() -> list[Instruction]:
    no, yes = (RETURN, 0, 0, refuse(errno.EACCES)), (RETURN, 0, 0, ALLOW)
    return [argument(2), (ANY_BIT, 0, 3, PROT_EXEC), argument(3), (ANY_BIT, 0, 1, MAP_ANONYMOUS), no, yes]


def argument_rules(own_pid: int) -> dict[str, list[Instruction]]:
    """The rule of each system call that is allowed with some arguments only."""
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    return {
        "clone": threads_only(),
        "clone3": [(RETURN, 0, 0, refuse(errno.ENOSYS))],  # flags out of sight: glibc falls back to clone
        "mmap": no_anonymous_code(),
        "mprotect": without(2, PROT_EXEC, refuse(errno.EACCES)),
        "open": without(1, writing, refuse(errno.EPERM)),
        "openat": without(2, writing, refuse(errno.EPERM)),
        "ioctl": only(1, [TCGETS], refuse(errno.ENOTTY)),
        "fcntl": only(1, FCNTL_COMMANDS, refuse(errno.EPERM)),
        "tgkill": only(0, [own_pid], refuse(errno.EPERM)),
        "prlimit64": only(0, [0], refuse(errno.EPERM)),
    }


def program(arch: int, own_pid: int) -> list[Instruction]:
    """The whole filter of one worker."""
    code: list[Instruction] = [(LOAD, 0, 0, ARCH_AT), (EQUAL, 1, 0, arch), (RETURN, 0, 0, KILL)]
    code += [(LOAD, 0, 0, NUMBER_AT)]
    if arch == X86_64:
        code += [(AT_LEAST, 0, 1, X32_NUMBERS), (RETURN, 0, 0, KILL)]
    for number in ALWAYS[arch].values():
        code += [(EQUAL, 0, 1, number), (RETURN, 0, 0, ALLOW)]
    rules = argument_rules(own_pid)
    for name, number in BY_ARGUMENT[arch].items():
        code += [(EQUAL, 0, len(rules[name]), number), *rules[name]]
    return [*code, (RETURN, 0, 0, refuse(errno.EPERM))]


def filter_calls(libc: ctypes.CDLL) -> bool:
    """Install the filter on this process and its later threads; needs no_new_privs.

    Returns
    -------
    bool
        False if this machine or kernel has no such filter.
    """
    arch = {"x86_64": X86_64, "aarch64": AARCH64}.get(platform.machine())
    if arch is None or ctypes.sizeof(ctypes.c_void_p) != 8:
        return False
    code = program(arch, os.getpid())
    packed = b"".join(struct.pack("<HBBI", *instruction) for instruction in code)
    buffer = ctypes.create_string_buffer(packed, len(packed))
    loaded = Filter(len(code), ctypes.addressof(buffer))
    return libc.prctl(PR_SET_SECCOMP, FILTER_MODE, ctypes.byref(loaded), 0, 0) == 0
