"""Remake the pictures of the app: `python -m docs.screenshots` starts it, looks, and writes docs/*.png."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser_there import FLAGS, browser

HERE = Path(__file__).parent
START_S, DRAWN_MS = 60, 90_000
N_COLOURS = 256
BUSY = "[data-testid=stStatusWidget], [data-testid=stProgress], [data-testid=stSpinner], .stSkeleton"


@dataclass(frozen=True)
class Picture:
    """One view of the app; `query` names the page and its settings."""

    name: str
    query: str = ""
    width: int = 1400
    height: int = 900
    scheme: str = "light"
    scale: float = 1


PICTURES = (
    Picture("over_time"),
    Picture("over_time_dark", scheme="dark"),
    Picture("over_time_phone", width=390, height=844, scale=2),
)


def main() -> None:
    """Take every picture anew."""
    path = browser()
    if path is None:
        raise SystemExit("No browser is found; run python -m tests.browser_there first.")
    with served() as address:
        for picture in PICTURES:
            size_kib = save(taken(picture, address, path), HERE / f"{picture.name}.png")
            print(f"docs/{picture.name}.png: {size_kib:.0f} KiB")


@contextmanager
def served() -> Iterator[str]:
    """The app on a free port of this machine, for as long as the block lasts."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--server.port", str(port), "--server.headless", "true"]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *options]
    server = subprocess.Popen(command, cwd=HERE.parent, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/_stcore/health")
        yield address
    finally:
        server.terminate()
        server.wait(10)


def wait_for(url: str) -> None:
    """Return once the server answers."""
    for _ in range(START_S * 10):
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"The app did not start within {START_S} s.")


def taken(picture: Picture, address: str, path: str) -> bytes:
    """The PNG of one picture, once its chart is drawn and nothing is being computed."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        chrome = p.chromium.launch(executable_path=path, args=list(FLAGS))
        page = chrome.new_page(
            viewport={"width": picture.width, "height": picture.height},
            device_scale_factor=picture.scale,
            color_scheme=picture.scheme,  # type: ignore[arg-type]
        )
        page.goto(f"{address}/{picture.query}")
        settle(page)
        png = page.screenshot()
        chrome.close()
    return png


def settle(page: Any) -> None:
    """Wait for the chart, then for the end of all work."""
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=DRAWN_MS)
    quiet = 0
    while quiet < 5:
        page.wait_for_timeout(400)
        quiet = 0 if page.locator(BUSY).count() else quiet + 1


def save(png: bytes, path: Path) -> float:
    """Write a picture with a palette of its own; returns its size in KiB."""
    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(N_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    return path.stat().st_size / 1024


if __name__ == "__main__":
    main()
