"""A real browser on a real server."""

import os
import socket
import subprocess
import sys
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.browser_there import browser
from tests.sandbox.waiting import wait_until

ROOT = Path(__file__).parents[2]
SLOW_MS = 60_000
DESK, PHONE = {"width": 1400, "height": 900}, {"width": 380, "height": 800}
CHART = ".js-plotly-plot .main-svg"
BUSY = "[data-testid=stStatusWidget], [data-testid=stProgress], [data-testid=stSpinner], [data-testid=stSkeleton]"
SMALL = "steps=6&rows=60&timeline=simulated"


def browser_or_skip():
    """The path of a browser; where there is none the test is skipped, or fails if one is required."""
    path = browser()
    if path is None and os.environ.get("REQUIRE_BROWSER"):
        pytest.fail("REQUIRE_BROWSER is set and no browser is found; run python -m tests.browser_there.")
    if path is None:
        pytest.skip("no browser is found; run python -m tests.browser_there")
    return path


@contextmanager
def served():
    """The app on a free port, for as long as the block lasts; nobody has visited it yet."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--server.port", str(port), "--server.headless", "true"]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *options]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        assert wait_until(lambda: healthy(address), 60), "The server does not start."
        yield address
    finally:
        server.terminate()
        server.wait(10)


def healthy(address):
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
            return True
    except OSError:
        return False


@contextmanager
def visitor(chromium, address, size=DESK, scheme="light"):
    """A browser session of its own, and what it asked for and complained about."""
    context = chromium.new_context(viewport=size, color_scheme=scheme, base_url=address)
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    page.asked, page.errors = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("dialog", lambda dialog: (page.errors.append(dialog.message), dialog.dismiss()))
    yield page
    context.close()


def settled(page):
    """Wait until nothing is computed and nothing is drawn any more."""
    page.wait_for_function(
        """busy => {
            const app = document.querySelector('[data-testid=stApp]')
            const still = app && app.dataset.testScriptState === 'notRunning' && !document.querySelector(busy)
            const parts = still ? document.getElementsByTagName('*').length : -1
            window.__quiet = still && parts === window.__parts ? (window.__quiet || 0) + 1 : 0
            window.__parts = parts
            return window.__quiet > 3
        }""",
        arg=BUSY,
        polling=100,
    )
    assert page.locator("[data-testid=stException]").count() == 0, "the page has run into an error"
    return page


def visit(page, path):
    page.goto(path)
    page.wait_for_selector("[data-testid=stAppViewContainer] h1, [data-testid=stAlert]")
    return settled(page)


def drawn(page, chart=0):
    """The y values of every line of a chart, as the browser holds them."""
    return page.evaluate(
        "n => JSON.stringify([...document.querySelectorAll('.js-plotly-plot')][n].data.map(t => [t.name, t.y]))", chart
    )


def sentence(page):
    return page.locator("h4").first.inner_text()
