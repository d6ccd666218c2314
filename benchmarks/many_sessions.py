"""Fifty sessions at once over real websockets: how long a move of a slider takes, and what the server holds.

    python -m benchmarks.many_sessions
    python -m benchmarks.many_sessions --without-freeze
    python -m benchmarks.many_sessions --sessions 2 --moves 1 --think 0.1

Every session opens the page "Over time", thinks, and moves a drift's slider some times, thinking between
the moves (uniform between half and three halves of --think seconds). A move goes to one of six values, so
that some answers are new and most are known. Streamlit collects the garbage after every run of a page; we
freeze what the imports left first, and --without-freeze shows what that is worth. One server, one client
process, 127.0.0.1 only.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence

import numpy as np
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.served import Server, Session, server
from benchmarks.slider_move import LABEL

VALUES = (0.2, 0.4, 0.6, 0.8, 1.0, 1.2)
NO_FREEZE = "import gc; gc.freeze = lambda: None"
MOST_SESSIONS, MOST_MOVES = 200, 50


async def one(running: Server, moves: int, think_s: float, rng: np.random.Generator) -> list[float]:
    """Seconds of a session's first page and of each of its moves."""
    await asyncio.sleep(think_s * rng.uniform())
    async with Session(running) as session:
        taken = [await session.rerun()]
        slider = session.widget("slider", LABEL).id
        for value in rng.choice(VALUES, moves):
            await asyncio.sleep(think_s * rng.uniform(0.5, 1.5))
            state = WidgetState(id=slider)
            state.double_array_value.data.append(value)
            taken.append(await session.rerun(state))
        return taken


async def crowd(running: Server, n_sessions: int, moves: int, think_s: float) -> list[list[float]]:
    async with Session(running) as first:
        await first.rerun()  # the server's own warming up is start_up's figure
    rngs = np.random.default_rng(0).spawn(n_sessions)
    return list(await asyncio.gather(*(one(running, moves, think_s, rng) for rng in rngs)))


def said(name: str, seconds: Sequence[float]) -> None:
    p50, p95 = np.quantile(seconds, [0.5, 0.95])
    print(f"{name:6s} n {len(seconds):4d}   p50 {p50:6.2f} s   p95 {p95:6.2f} s   longest {max(seconds):6.2f} s")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=50, choices=range(1, MOST_SESSIONS + 1), metavar="N")
    parser.add_argument("--moves", type=int, default=4, choices=range(1, MOST_MOVES + 1), metavar="N")
    parser.add_argument("--think", type=float, default=10.0, help="seconds")
    parser.add_argument("--without-freeze", action="store_true")
    options = parser.parse_args(arguments)
    with server(before=NO_FREEZE if options.without_freeze else "") as running:
        running.wait_healthy()
        begun = running.cpu_seconds()
        taken = asyncio.run(crowd(running, options.sessions, options.moves, options.think))
        spent, n_runs = running.cpu_seconds() - begun, sum(map(len, taken))
        said("open", [first for first, *_ in taken])
        said("move", [move for _, *moves in taken for move in moves])
        print(f"web process: {1e3 * spent / n_runs:.0f} CPU ms a run, {running.rss_mib():.0f} MiB resident")


if __name__ == "__main__":
    main()
