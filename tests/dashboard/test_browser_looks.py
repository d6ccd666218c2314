"""Every page in both themes and on a phone: nothing that axe-core objects to, nothing that leaves the screen."""

import pytest

from tests.dashboard.browsing import PHONE, SMALL, settled, visit, visitor

pytestmark = pytest.mark.browser
TALL = {"width": 1400, "height": 2600}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
PAGES = ("", "prune", "retrain", "environment", "model_card", "your_model", "samples")
QUERY = f"case=diabetes&{SMALL}&drift=Move*columns.bmi*by_sd.1*start.2&line=0.3"


def address_of(name):
    return f"/{name}?{QUERY}"


def objections(page):
    """What axe-core finds against WCAG 2.1, levels A and AA."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=RULES).response["violations"]
    return [(v["id"], n["target"], n["failureSummary"]) for v in found for n in v["nodes"]]


@pytest.mark.parametrize("name", PAGES)
def test_axe_has_nothing_to_object_to_in_either_theme(chromium, address, tmp_path, name):
    with visitor(chromium, address, TALL) as page:
        visit(page, address_of(name))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function(
                "s => getComputedStyle(document.querySelector('.stApp')).colorScheme === s", arg=scheme
            )
            settled(page)
            page.screenshot(path=tmp_path / f"{name or 'over_time'}_{scheme}.png")
            assert objections(page) == [], scheme


@pytest.mark.parametrize("name", PAGES)
def test_nothing_leaves_a_phone_s_screen(chromium, address, tmp_path, name):
    with visitor(chromium, address, PHONE) as page:
        visit(page, address_of(name))
        page.screenshot(path=tmp_path / f"{name or 'over_time'}_phone.png")
        wide = page.evaluate(
            """() => [document.scrollingElement, document.querySelector('[data-testid=stMain]')]
                .map(e => e.scrollWidth - e.clientWidth)"""
        )
        assert wide == [0, 0]
