"""What one move of a drift's slider costs the server on the page "Over time", in CPU milliseconds.

    python -m benchmarks.slider_move
    python -m benchmarks.slider_move --moves 2

One session over a real websocket in streamlit's own protocol; no browser, so what the browser does is not
counted. A cold move goes where nobody has been: the workers play it, and the web process draws it. A cached
move goes back there. The floor is the same slider alone in an app of one line. CPU time is the kernel's, of
the web process and, apart, of everything it started.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.served import ROOT, Server, Session, server

LABEL = "By sd"
SETTLE_SECONDS = 0.3  # the garbage is collected after the page has been sent


class Moves:
    """A session that moves its slider and reads what that took."""

    def __init__(self, running: Server, session: Session, slider: str):
        self.server, self.session, self.slider = running, session, slider

    async def to(self, value: float) -> tuple[float, float, float]:
        """Wall, web and worker milliseconds of one move."""
        state = WidgetState(id=self.slider)
        state.double_array_value.data.append(value)
        web, workers = self._spent()
        wall = await self.session.rerun(state)
        await asyncio.sleep(SETTLE_SECONDS)
        web_after, workers_after = self._spent()
        return 1e3 * wall, 1e3 * (web_after - web), 1e3 * (workers_after - workers)

    def _spent(self) -> tuple[float, float]:
        return self.server.cpu_seconds(), sum(map(self.server.cpu_seconds, self.server.below()))


async def moved(running: Server, values: Sequence[float], rounds: int) -> list[list[tuple[float, float, float]]]:
    """Go to every value once, in each round; the first visit of the page is not counted."""
    async with Session(running) as session:
        await session.rerun()
        moves = Moves(running, session, session.widget("slider", LABEL).id)
        await asyncio.sleep(SETTLE_SECONDS)
        return [[await moves.to(value) for value in values] for _ in range(rounds)]


def served_moves(script: Path, values: Sequence[float], rounds: int) -> list[list[tuple[float, float, float]]]:
    with server(script) as running:
        running.wait_healthy()
        time.sleep(SETTLE_SECONDS)
        return asyncio.run(moved(running, values, rounds))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moves", type=int, default=8)
    options = parser.parse_args(arguments)
    values = [round(0.15 + 0.1 * i, 2) for i in range(options.moves)]
    with tempfile.TemporaryDirectory() as folder:
        alone = Path(folder) / "app.py"
        alone.write_text(f"import streamlit as st\nst.slider({LABEL!r}, 0.0, 5.0)\n")
        (floor,) = served_moves(alone, values, 1)
    cold, cached = served_moves(ROOT / "app.py", values, 2)
    medians = {}
    for name, taken in (("floor", floor), ("cold", cold), ("cached", cached)):
        wall, medians[name], workers = (statistics.median(column) for column in zip(*taken))
        print(f"{name:6s} {medians[name]:4.0f} CPU ms of the web process, {workers:4.0f} of workers, {wall:5.0f} ms")
    print(f"ratio of a cached move to the floor {medians['cached'] / max(medians['floor'], 10):.1f}")


if __name__ == "__main__":
    main()
