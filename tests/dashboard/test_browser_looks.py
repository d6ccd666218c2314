"""Every page in both themes and on a phone: nothing that axe-core objects to, nothing that leaves the screen."""

import pytest

from tests.dashboard.browsing import PHONE, SMALL, visit, visitor

pytestmark = pytest.mark.browser
TALL = {"width": 1400, "height": 2600}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
PAGES = ("", "prune", "model_card", "your_model", "samples")
QUERY = f"case=breast_cancer&{SMALL}&drift=Move*columns.mean+radius*by_sd.1*start.2&line=0.9"


def address_of(name):
    return f"/{name}?{QUERY}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_has_nothing_to_object_to(chromium, address, tmp_path, name, scheme):
    from axe_playwright_python.sync_playwright import Axe

    with visitor(chromium, address, TALL, scheme) as page:
        visit(page, address_of(name))
        page.screenshot(path=tmp_path / f"{name or 'over_time'}_{scheme}.png")
        found = Axe().run(page, options=RULES).response["violations"]
        told = [(v["id"], n["target"], n["failureSummary"]) for v in found for n in v["nodes"]]
        assert told == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_leaves_a_phone_s_screen(chromium, address, tmp_path, name, scheme):
    with visitor(chromium, address, PHONE | {"height": 2600}, scheme) as page:
        visit(page, address_of(name))
        page.screenshot(path=tmp_path / f"{name or 'over_time'}_phone_{scheme}.png")
        wide = page.evaluate(
            """() => [document.scrollingElement, document.querySelector('[data-testid=stMain]')]
                .map(e => e.scrollWidth - e.clientWidth)"""
        )
        assert wide == [0, 0]
