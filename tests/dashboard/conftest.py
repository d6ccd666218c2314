import pytest

from dashboard import cases, state
from tests.dashboard import uploads
from tests.dashboard.browsing import browser_or_skip, served


@pytest.fixture(scope="session")
def parent():
    """The one warm parent of all tests that run in this process."""
    yield state.parent()
    state.parent.clear()


@pytest.fixture
def session(monkeypatch, parent):
    """A browser session of its own: AppTest gives every session the same name."""
    own = state.Session()
    monkeypatch.setattr(state, "session", lambda: own)
    yield own
    own.close()


@pytest.fixture
def upload(parent, tmp_path, monkeypatch):
    """An opened upload, its files lying in the current folder as a user's would."""
    files = {"model": ("forest.joblib", uploads.forest()), "table": ("rows; of mine.csv", uploads.table())}
    for name, raw in files.values():
        (tmp_path / name).write_bytes(raw)
    monkeypatch.chdir(tmp_path)
    choices = {"name": "rows", "target": "target", "time": None, "metric": None, "test_share": 0.4}
    case = cases.OpenCase(cases.files_key(files), "rows", files, choices, parent)
    yield case.open()
    case.close()


@pytest.fixture(scope="session")
def address():
    """Where the app is served for all browser tests."""
    browser_or_skip()
    with served() as address:
        yield address


@pytest.fixture(scope="module")
def chromium():
    """A browser; its event loop ends with the module, for the app's own test runner wants none."""
    from playwright.sync_api import sync_playwright

    from tests.browser_there import FLAGS

    path = browser_or_skip()
    with sync_playwright() as p:
        chrome = p.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chrome
        chrome.close()
