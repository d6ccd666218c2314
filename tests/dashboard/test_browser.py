"""The app in a real browser."""

import re
import time
from urllib.parse import urlencode, urlparse

import pytest

from dashboard.cases import files_key
from dashboard.link import Settings, to_query
from optimizers.drift import Move, Profile
from optimizers.experiment import Experiment
from tests.dashboard import uploads
from tests.dashboard.browsing import CHART, SMALL, drawn, sentence, served, settled, visit, visitor

pytestmark = pytest.mark.browser
SLOW = "/?case=loans&steps=400&rows=12000&timeline=simulated"
STOP = "[data-testid=stMain] button:has-text('Stop')"
MOVED = "&drift=Move*columns.income_eur*by_sd.1*start.2"


@pytest.fixture
def page(chromium, address):
    with visitor(chromium, address) as page:
        yield page
        assert page.errors == []


@pytest.fixture
def files(tmp_path):
    """A user's two files on their disk."""
    (tmp_path / "forest.joblib").write_bytes(uploads.forest())
    (tmp_path / "rows.csv").write_bytes(uploads.table())
    return tmp_path / "forest.joblib", tmp_path / "rows.csv"


def give(page, model, table):
    boxes = page.locator("[data-testid=stFileUploader] input[type=file]")
    for box, file in ((boxes.nth(0), model), (boxes.nth(1), table)):
        box.set_input_files(file)
        page.locator("[data-testid=stFileUploader]", has_text=file.name).wait_for()
        settled(page)


def open_upload(page, files):
    """From the front page; returns how many clicks it took to the chart."""
    visit(page, "/your_model")
    give(page, *files)
    page.get_by_role("button", name="Open this case").click()
    page.wait_for_selector(CHART)
    settled(page)


def test_the_very_first_address_may_be_a_deep_one(chromium):
    with served() as cold, visitor(chromium, cold) as page:
        page.goto("/model_card?case=bikes")
        page.get_by_role("link", name="Samples").wait_for()
        title = page.locator("h1")
        title.wait_for()
        assert title.inner_text() == "Model card: Bike rides"
        assert page.get_by_role("link", name="Over time").count() == 1
        page.wait_for_url("**/model_card?case=bikes&*")
        assert page.title() == "Model workbench"
        assert elsewhere(page, cold) == set() and page.errors == []


def elsewhere(page, address):
    """The hosts, other than this machine, that the page asked."""
    return {urlparse(u).netloc for u in page.asked if not u.startswith(("data:", "blob:"))} - {urlparse(address).netloc}


def test_zero_clicks_give_a_chart_and_nobody_else_is_asked(page, address):
    visit(page, "/")
    page.wait_for_selector(CHART)
    for name in ("Model card", "Your model", "Samples"):
        page.get_by_role("link", name=name, exact=True).click()
        page.get_by_role("heading", level=1).filter(has_text=name).wait_for()
    assert elsewhere(page, address) == set()


def test_from_an_upload_to_a_chart_within_three_clicks(page, files):
    visit(page, "/")
    page.get_by_role("link", name="Your model").click()  # one
    give(page, *files)
    page.get_by_role("button", name="Open this case").click()  # two
    page.wait_for_selector(CHART)
    settled(page)
    assert page.locator("h1").inner_text() == "rows"
    assert "case=upload-" in page.url


def test_a_slider_changes_the_chart(page):
    visit(page, f"/?case=loans&{SMALL}{MOVED}")
    before, told = drawn(page), sentence(page)
    page.get_by_role("slider", name="By sd").press("PageUp")
    page.wait_for_function("told => ![told, undefined].includes(document.querySelector('h4')?.innerText)", arg=told)
    settled(page)
    assert drawn(page) != before
    assert not re.search(r"by_sd\.1(\*|$)", page.url)


def test_play_moves_the_frames_without_asking_the_server(page):
    visit(page, f"/?case=loans&{SMALL}{MOVED}")
    page.get_by_role("tab", name="Play").click()
    film = page.locator(".js-plotly-plot").nth(1)
    film.wait_for()
    settled(page)
    sent = []
    page.on("websocket", lambda ws: sent.append(ws.url))
    page.on("request", lambda request: sent.append(request.url))
    before = drawn(page, 1)
    page.evaluate(
        """() => {
            window.__frames = 0
            document.querySelectorAll('.js-plotly-plot')[1].on('plotly_animatingframe', () => window.__frames++)
        }"""
    )
    film.locator(".updatemenu-button").first.click()
    page.wait_for_function("window.__frames >= 4")
    assert drawn(page, 1) != before
    assert sent == []


def test_a_refused_upload_leaves_everything_alive(page, files, tmp_path):
    open_upload(page, files)
    key = re.search(r"case=(upload-\w+)", page.url).group(1)
    bad = tmp_path / "bad.pkl"
    bad.write_bytes(uploads.hostile(tmp_path / "canary"))
    page.get_by_role("link", name="Your model").click()
    page.wait_for_url("**/your_model*")
    give(page, bad, files[1])
    alert = page.locator("[data-testid=stAlertContentError]")
    alert.wait_for()
    assert "system" in alert.inner_text()
    assert not (tmp_path / "canary").exists()
    page.get_by_role("link", name="Over time").click()
    page.wait_for_selector(CHART)
    assert key in settled(page).url


def test_an_upload_of_one_session_is_out_of_reach_of_another(chromium, address, page, files):
    open_upload(page, files)
    link = page.url
    with visitor(chromium, address) as stranger:
        visit(stranger, link)
        assert "upload the same model and table" in stranger.locator("[data-testid=stAlert]").inner_text()
        assert stranger.locator(CHART).count() == 0
        visit(stranger, link.replace("/?", "/model_card?"))
        assert stranger.locator("[data-testid=stDataFrame]").count() == 0
        assert "rows" not in stranger.locator("[data-testid=stSidebar]").all_inner_texts()
    page.reload()
    settled(page)


def test_stop_stops_within_a_second_and_the_page_stays_alive(page):
    page.goto(SLOW)
    page.get_by_text("Playing the future").wait_for()
    page.locator(STOP).click()
    clicked = time.monotonic()
    page.get_by_role("button", name="Run again").wait_for()
    assert time.monotonic() - clicked < 1
    page.get_by_role("link", name="Samples").click()
    page.get_by_text("Licence").first.wait_for()


def test_other_controls_live_while_the_future_is_played(page):
    page.goto(SLOW)
    page.get_by_text("Playing the future").wait_for()
    page.get_by_text("As it really happened").click()
    page.wait_for_selector(CHART)
    assert "timeline=month" in settled(page).url


NASTY = "<img src=x onerror=alert(1)> :red[x] $y$ **b** https://evil.example www.evil.example a@evil.example"


def test_names_from_outside_are_shown_as_they_are(page, tmp_path):
    files = {
        "model": ("forest.joblib", uploads.forest(named=False)),
        "table": ("rows.csv", uploads.table().replace(b"rate", NASTY.encode(), 1)),
    }
    for name, raw in files.values():
        (tmp_path / name).write_bytes(raw)
    experiment = Experiment(
        drifts=(Move(columns=(NASTY,), by_sd=3.0, when=Profile(start=2)),), n_steps=6, rows_per_step=60
    )
    visit(page, "/your_model?" + urlencode(to_query(Settings(files_key(files), experiment=experiment)), doseq=True))
    give(page, tmp_path / "forest.joblib", tmp_path / "rows.csv")
    page.get_by_role("button", name="Open this case").click()
    page.wait_for_selector(CHART)
    settled(page)
    assert f"{NASTY} moves by +3 sd" in sentence(page).replace("\u2060", "")
    for tab in ("Features", "Play", "Take it home"):
        page.get_by_role("tab", name=tab).click()
        settled(page)
        assert page.locator("img[src=x], a[href*='//'][href*=evil], a[href^=mailto], .katex").count() == 0
