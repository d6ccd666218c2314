"""A streamlit server of its own, and sessions that speak its protocol over real websockets."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS, RUN_SECONDS, END_SECONDS = 60.0, 120.0, 5.0


@contextlib.contextmanager
def server(script: Path = ROOT / "app.py", before: str = "") -> Iterator[Server]:
    """Serve a script on a free port of 127.0.0.1, in a fresh process that is ended at the end.

    Parameters
    ----------
    before : str
        Python that this process runs before streamlit.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    start = f"{before}\nfrom streamlit.web.cli import main; main()"
    words = [sys.executable, "-c", start, "run", str(script), *options]
    process = subprocess.Popen(words, cwd=script.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield Server(process.pid, port)
    finally:
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Server:
    """Where a started server is, and what it takes."""

    def __init__(self, pid: int, port: int):
        self.pid, self.port = pid, port

    def wait_healthy(self) -> None:
        """Return at the first good answer of `/_stcore/health`."""
        last = time.monotonic() + START_SECONDS
        while time.monotonic() < last:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_stcore/health", timeout=5).close()
                return
            time.sleep(0.01)
        raise TimeoutError(f"No health within {START_SECONDS:g} s.")

    def cpu_seconds(self, pid: int | None = None) -> float:
        """CPU time so far of the web process, or of another; confined workers are processes of their own."""
        fields = Path(f"/proc/{pid or self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def below(self) -> list[int]:
        """The processes that this one started, and theirs: the parent of the workers, and the workers."""
        parents = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        found = [self.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found[1:]

    def rss_mib(self) -> float:
        """Resident memory of the web process."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


class Session:
    """One browser tab without the browser: it asks for runs of a page and reads what comes back.

    Attributes
    ----------
    elements : list
        The elements of the newest run that changed, as protobuf messages.
    """

    def __init__(self, server: Server, query: str = ""):
        self._url, self._query, self._page = f"ws://127.0.0.1:{server.port}/_stcore/stream", query, ""
        self._states: dict[str, WidgetState] = {}
        self.elements: list[Any] = []

    async def __aenter__(self) -> Self:
        from websockets.asyncio.client import connect

        self._socket = await connect(self._url, subprotocols=["streamlit"], max_size=None, open_timeout=RUN_SECONDS)
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self._socket.close()

    async def rerun(self, *changed: WidgetState) -> float:
        """Run the page with these widgets changed; seconds until the script has finished."""
        import asyncio

        self._states |= {state.id: state for state in changed}
        message = BackMsg()
        message.rerun_script.query_string, message.rerun_script.page_script_hash = self._query, self._page
        message.rerun_script.widget_states.widgets.extend(self._states.values())
        begun = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        await asyncio.wait_for(self._finished(), RUN_SECONDS)
        return time.perf_counter() - begun

    async def _finished(self) -> None:
        self.elements = []
        while True:
            message = ForwardMsg.FromString(await self._socket.recv())
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.HasField("new_element"):
                self.elements.append(message.delta.new_element)
            elif kind == "new_session":
                self._page = message.new_session.page_script_hash
            elif kind == "page_info_changed":
                self._query = message.page_info_changed.query_string
            elif kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return

    def widget(self, kind: str, label: str) -> Any:
        """The message of the widget with that label in the newest run."""
        drawn = [getattr(e, kind) for e in self.elements if e.WhichOneof("type") == kind]
        return next(w for w in drawn if w.label == label)
