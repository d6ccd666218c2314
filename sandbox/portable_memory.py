"""How much memory another process holds, by system."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

MIB = 1 << 20
QUERY_LIMITED = 0x1000


def resident_mb(pid: int) -> float:
    """Resident memory of a process in MiB; 0 if it has ended."""
    if sys.platform == "win32":
        return by_psapi(pid)
    return by_proc(pid) if Path("/proc/self/statm").exists() else by_ps(pid)


def by_proc(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MIB
    except (OSError, IndexError):
        return 0.0


def by_ps(pid: int) -> float:
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return float(told.stdout.strip() or 0) / 1024


class Counters(ctypes.Structure):
    """PROCESS_MEMORY_COUNTERS of the Windows API."""

    _fields_ = [
        ("size", ctypes.c_uint32),
        ("page_faults", ctypes.c_uint32),
        ("peak_resident", ctypes.c_size_t),
        ("resident", ctypes.c_size_t),
        ("others", ctypes.c_size_t * 6),
    ]


def by_psapi(pid: int) -> float:
    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = ctypes.c_void_p(kernel.OpenProcess(QUERY_LIMITED, False, pid))
    counters = Counters(size=ctypes.sizeof(Counters))
    read = kernel.K32GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.size)
    kernel.CloseHandle(handle)
    return counters.resident / MIB if read else 0.0
