"""Commands for the tests alone: what a hostile or unlucky model would make its worker do."""

import ctypes
import errno
import os
import socket
import sys
import threading
import time
from pathlib import Path

import numpy as np

from sandbox.commands import command
from sandbox.refusal import Refused
from sandbox.wire import Reply

LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform != "win32" else None


@command("probe")
def probe(state, head, blobs, progress):
    """Call one of `PROBES`; "allowed", or the name of the errno that it met."""
    try:
        value = PROBES[head["name"]](*head.get("args", ()))
    except OSError as error:
        return Reply({"outcome": errno.errorcode.get(error.errno, str(error))}, [])
    return Reply({"outcome": "allowed", "value": value}, [])


@command("echo")
def echo(state, head, blobs, progress):
    return Reply(head, blobs)


@command("remember")
def remember(state, head, blobs, progress):
    before = state.shelf.get("word")
    state.shelf["word"] = head["word"]
    return Reply({"before": before}, [])


@command("report")
def report(state, head, blobs, progress):
    for step in range(head["n"]):
        progress({"step": step, "sent": time.monotonic()})
        time.sleep(head["pause"])
    return Reply({"done": True}, [])


@command("report_in_threads")
def report_in_threads(state, head, blobs, progress):
    threads = [threading.Thread(target=lambda: [progress({"x": "y" * 5000}) for _ in range(20)]) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return Reply({"done": True}, [])


@command("busy")
def busy(state, head, blobs, progress):
    """One call into C that never comes back to Python and holds the lock."""
    progress({"begun": True})
    return Reply({"sum": sum(range(10**12))}, [])


@command("fail")
def fail(state, head, blobs, progress):
    raise FAILURES[head["how"]]


@command("die")
def die(state, head, blobs, progress):
    if head.get("how") == "segfault":
        ctypes.string_at(0)
    os._exit(3)


@command("grow")
def grow(state, head, blobs, progress):
    taken = [np.ones(head["mb"] << 17)]
    return Reply({"mb": taken[0].nbytes >> 20}, [])


@command("grow_slowly")
def grow_slowly(state, head, blobs, progress):
    taken = []
    for _ in range(head["mb"] // 50):
        taken.append(np.ones(50 << 17))
        time.sleep(0.05)
    return Reply({"n": len(taken)}, [])


@command("say_raw")
def say_raw(state, head, blobs, progress):
    """Write bytes of its own to the socket, as a worker that was taken over would."""
    os.write(head["fd"] if "fd" in head else socket_fd(), blobs[0])
    time.sleep(head.get("then", 0))
    return Reply({}, [])


@command("odd_reply")
def odd_reply(state, head, blobs, progress):
    return Reply({"x": object()} if head["how"] == "type" else {"x": "y" * (5 << 20)}, [])


class Nameless(Exception):
    def __str__(self):
        raise RuntimeError("no words")


FAILURES = {
    "refused": Refused("table", "Column 'a' is empty; fill it."),
    "value": ValueError("line one\nline two " + "x" * 1000),
    "memory": MemoryError(),
    "exit": SystemExit(0),
    "interrupt": KeyboardInterrupt(),
    "nameless": Nameless(),
    "recursion": RecursionError("too deep"),
}


def socket_fd() -> int:
    return next(fd for fd in range(3, 64) if is_socket(fd))


def is_socket(fd: int) -> bool:
    try:
        return os.readlink(f"/proc/self/fd/{fd}").startswith("socket")
    except OSError:
        import stat

        try:
            return stat.S_ISSOCK(os.fstat(fd).st_mode)
        except OSError:
            return False


def checked(result: int) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), "libc")
    return result


def mmap_code(flags: int) -> int:
    LIBC.mmap.restype = ctypes.c_ssize_t
    return checked(LIBC.mmap(None, ctypes.c_size_t(4096), 7, flags, -1, ctypes.c_size_t(0))) and 0


def mprotect_code() -> int:
    LIBC.mmap.restype, LIBC.mprotect.argtypes = ctypes.c_ssize_t, [ctypes.c_ssize_t, ctypes.c_size_t, ctypes.c_int]
    page = checked(LIBC.mmap(None, ctypes.c_size_t(4096), 3, 0x22, -1, ctypes.c_size_t(0)))
    return checked(LIBC.mprotect(page, 4096, 5))


def fork() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)


def write(path: str, flags: int) -> None:
    os.close(os.open(path, flags, 0o600))


def set_limit(pid: int) -> int:
    return checked(LIBC.prlimit(pid, 7, (ctypes.c_uint64 * 2)(1, 1), None))


def connect_out() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(("192.0.2.1", 9))


def open_files() -> list[int]:
    return [fd for fd in range(64) if valid(fd)]


def valid(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def threads_work() -> float:
    from joblib import Parallel, delayed

    return sum(Parallel(n_jobs=4)(delayed(lambda i: float(np.ones((50, 50)).sum()) * i)(i) for i in range(8)))


def fit_many() -> float:
    from sklearn.datasets import make_classification
    from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier

    X, y = make_classification(200, random_state=0)
    HistGradientBoostingClassifier(max_iter=5).fit(X, y)
    return RandomForestClassifier(10, n_jobs=4, random_state=0).fit(X, y).score(X, y)


def read_tables() -> int:
    import io

    import pandas as pd
    import pyarrow.csv
    import pyarrow.parquet

    table = pyarrow.csv.read_csv(io.BytesIO(b"a,b\n1,x\n2,y\n"))
    sink = io.BytesIO()
    pyarrow.parquet.write_table(table, sink)
    frame = pd.read_parquet(io.BytesIO(sink.getvalue()))
    stamps = pd.to_datetime(pd.Series(["2013-01-01", "2013-02-01"])).dt.tz_localize("Europe/Zurich")
    return len(frame) + len(pd.read_csv(io.StringIO("a;b\n1;2\n"), sep=";")) + len(stamps)


def ids() -> dict:
    return {"pid": os.getpid(), "environment": dict(os.environ), "path": sys.path}


PROBES = {
    "read": lambda path: len(Path(path).read_bytes()),
    "list": lambda path: len(os.listdir(path)),
    "write": write,
    "fork": fork,
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "spawn": lambda: os.posix_spawn("/bin/true", ["true"], {}),
    "socket": lambda family: socket.socket(family).close(),
    "socketpair": lambda: [end.close() for end in socket.socketpair()] and None,
    "connect out": connect_out,
    "kill": lambda pid: os.kill(pid, 0),
    "tgkill": lambda pid: checked(LIBC.tgkill(pid, pid, 0)),
    "tgkill self": lambda: checked(LIBC.tgkill(os.getpid(), threading.get_native_id(), 0)),
    "own a socket's signals": lambda pid: checked(LIBC.fcntl(socket_fd(), 8, pid)),
    "ptrace": lambda: checked(LIBC.ptrace(0, 0, 0, 0)),
    "read other memory": lambda pid: checked(LIBC.process_vm_readv(pid, None, 0, None, 0, 0)),
    "unshare": lambda: checked(LIBC.unshare(0x10000000)),
    "limit": set_limit,
    "memfd": lambda: os.close(os.memfd_create("x")),
    "mmap code": mmap_code,
    "mprotect code": mprotect_code,
    "chmod": lambda path: os.chmod(path, 0o777),
    "unlink": os.unlink,
    "symlink": lambda path: os.symlink("/etc/passwd", path),
    "set user": lambda: os.setuid(0),
    "import": lambda name: __import__(name).__name__,
    "open files": open_files,
    "threads": threads_work,
    "fit": fit_many,
    "tables": read_tables,
    "ids": ids,
    "cores": lambda: __import__("joblib").cpu_count(),
    "sleep": time.sleep,
}
