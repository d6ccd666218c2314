"""Resource limits: memory, CPU time, files; on every POSIX system, as far as it obeys."""

from __future__ import annotations

from pathlib import Path

MIB = 1 << 20
# Address space that threads reserve without using it: a stack of 8 MiB and an arena of 128 MiB each.
THREAD_ROOM_MB = 2048
STACKS_MB = 128
OPEN_FILES = 64


def limit(memory_mb: int, cpu_seconds: int) -> bool:
    """Set the limits of this process for good.

    Parameters
    ----------
    memory_mb : int
        What it may take on top of what it has now, in MiB.
    cpu_seconds : int
        CPU time of its whole life: a last resort, the clock of each command is the app's.

    Returns
    -------
    bool
        True if every limit took hold.
    """
    try:
        import resource
    except ImportError:  # Windows
        return False
    fixed = {"RLIMIT_CPU": cpu_seconds, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0, "RLIMIT_NOFILE": OPEN_FILES}
    took = [_set(resource, name, value) for name, value in (fixed | memory_limits(memory_mb)).items()]
    return all(took)


def memory_limits(memory_mb: int) -> dict[str, int]:
    """Limits in bytes; none where this process cannot tell what it has now."""
    data_mb, space_mb = taken_mb()
    if not space_mb:
        return {}
    return {
        "RLIMIT_DATA": (data_mb + memory_mb + STACKS_MB) * MIB,
        "RLIMIT_AS": (space_mb + memory_mb + THREAD_ROOM_MB) * MIB,
    }


def taken_mb() -> tuple[int, int]:
    """Data and address space that this process holds now, in MiB; zeros where /proc is absent."""
    try:
        lines = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("Vm")]
    except OSError:
        return 0, 0
    kib = {name: int(rest.split()[0]) for name, rest in (line.split(":") for line in lines)}
    return kib["VmData"] >> 10, kib["VmSize"] >> 10


def _set(resource, name: str, value: int) -> bool:
    try:
        resource.setrlimit(getattr(resource, name), (value, value))
    except (AttributeError, ValueError, OSError):
        return False
    return True
