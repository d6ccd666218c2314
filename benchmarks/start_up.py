"""From starting the server to its first health, against an empty streamlit app; then the first page.

    python -m benchmarks.start_up
    python -m benchmarks.start_up --repeats 1

Every start is a fresh process, ours and the empty app's in turns; the shortest of each counts, in seconds
and in CPU seconds. Then a session over a websocket opens the page on the last server: the first one waits
for the imports and for the parent of the workers to warm up, the second finds its answers there.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.served import ROOT, Server, Session, server


def started(running: Server, begun: float) -> tuple[float, float]:
    """Seconds and CPU seconds to the first health."""
    running.wait_healthy()
    return time.perf_counter() - begun, running.cpu_seconds()


async def first_page(running: Server) -> float:
    async with Session(running) as session:
        return await session.rerun()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args(arguments)
    taken: dict[str, list[tuple[float, float]]] = {"empty": [], "ours": []}
    pages: list[list[float]] = []
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "app.py"
        empty.write_text("import streamlit as st\nst.title('Empty')\n")
        for _ in range(options.repeats):
            for name, script in (("empty", empty), ("ours", ROOT / "app.py")):
                begun = time.perf_counter()
                with server(script) as running:
                    taken[name].append(started(running, begun))
                    if name == "ours":
                        pages.append([asyncio.run(first_page(running)) for _ in range(2)])
    best = {name: [min(values) for values in zip(*both)] for name, both in taken.items()}
    for name, (wall, cpu) in best.items():
        print(f"{name:6s} {wall:5.2f} s, {cpu:5.2f} CPU s from start to health")
    wall, cpu = (ours / base for ours, base in zip(best["ours"], best["empty"]))
    print(f"ratio {wall:.2f}, of CPU seconds {cpu:.2f} (goal <= 1.5)")
    first, second = (min(times) for times in zip(*pages))
    print(f"first page of a fresh server {first:.2f} s, of its second session {second:.2f} s")


if __name__ == "__main__":
    main()
