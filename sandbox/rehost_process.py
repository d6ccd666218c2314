"""The confined process of another library version: opens a model file there, and answers rows over Arrow.

Runs under every Python from 3.9, with that environment's libraries; the same walls and the same wire as a case's
worker, but a process of its own, for libraries of two versions cannot share one.
"""

from __future__ import annotations

import socket
import sys
import warnings

LIBRARIES = (
    "numpy", "pandas", "pyarrow", "joblib", "scipy.sparse", "scipy.special", "sklearn", "sklearn.pipeline",
    "sklearn.compose", "sklearn.ensemble", "sklearn.linear_model",
)  # fmt: skip


def main(fd: int, site_folders: list[str], modules: list[str]) -> None:
    """Import the libraries, wait for the order, confine this process and serve."""
    from sandbox import (  # the files are out of reach later
        recipes,
        rehost_answers,
        rehost_pickle,
        self_test,
        wire,
        worker,
    )
    from sandbox.confine import leave_network
    from sandbox.confine_landlock import readable_roots
    from sandbox.parent import silence

    alone = leave_network()  # before any import that might start a thread
    sock = socket.fromshare(sys.stdin.buffer.read()) if fd < 0 else socket.socket(fileno=fd)  # type: ignore
    warnings.simplefilter("ignore")
    for name in LIBRARIES:
        __import__(name)
    _find_thread_pools()
    assert recipes and rehost_answers and rehost_pickle and self_test
    silence()
    try:
        order = wire.receive(sock).head
    except wire.Closed:
        return
    worker.run(sock, order | {"network namespace": alone}, readable_roots(site_folders))


def _find_thread_pools() -> None:
    """Let threadpoolctl look for BLAS and OpenMP now, and never again: it needs executable memory for that."""
    import threadpoolctl

    found = threadpoolctl.ThreadpoolController()
    threadpoolctl.ThreadpoolController = lambda: found  # type: ignore
    for place in ("sklearn.utils.parallel", "sklearn.utils.fixes"):  # by release; each keeps its own
        try:
            getattr(__import__(place, fromlist=["_"]), "_get_threadpool_controller", lambda: None)()
        except ImportError:
            continue
