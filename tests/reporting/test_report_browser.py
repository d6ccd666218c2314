"""The report in a real browser: nothing acts, nothing is wider than a phone, letters are seen in both themes."""

import shutil

import pytest

from tests.reporting.test_report import hostile_report

pytestmark = pytest.mark.browser

INK = """() => [...document.querySelectorAll('.chart .main-svg text')]
  .filter(t => t.textContent.trim() && !t.closest('.updatemenu-container'))
  .map(t => getComputedStyle(t).fill)"""
FRAME_MS = """async () => {
  const film = document.getElementById('film'), spent = [];
  for (const frame of ['1', '2', '0', '1', '2']) {
    const begun = performance.now();
    await Plotly.animate(film, [frame], {mode: 'immediate', frame: {duration: 0, redraw: false}});
    spent.push(performance.now() - begun);
  }
  return spent.sort((a, b) => a - b)[2];
}"""


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api").sync_playwright().start()
    found = shutil.which("chromium") or shutil.which("google-chrome")
    opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
    yield opened
    opened.close()
    playwright.stop()


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(hostile_report(), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("scheme", "ink", "width"), [("light", "rgb(27, 31, 36)", 1000), ("dark", "rgb(240, 242, 245)", 380)]
)
def test_the_report_opens(browser, page_file, scheme, ink, width):
    page, wrong = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme), []
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.on("dialog", lambda d: (wrong.append(d.message), d.dismiss()))
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else wrong.append(r.url))
    page.goto(page_file.as_uri())
    page.locator("#card-2 .xtick").first.wait_for()  # the last chart is drawn
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert set(page.evaluate(INK)) == {ink}
    assert page.locator(".chart svg text", has_text="<script>alert(1)").count() > 3
    assert page.locator(".chart b, .chart svg [style*='font-weight: bold']").count() == 0
    page.locator(".updatemenu-button").first.click()
    page.locator("#film .slider-label", has_text="Step 3").wait_for()
    assert page.evaluate(FRAME_MS) < 400
    assert wrong == []
    page.close()
