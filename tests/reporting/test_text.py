import re

import pytest

from reporting.look import PALETTE, style
from reporting.text import inert
from tests.reporting.results import HOSTILE


def luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("page", ["#ffffff", "#0e1117"])
@pytest.mark.parametrize("color", PALETTE)
def test_every_colour_is_seen_on_light_and_dark_pages(color, page):
    assert contrast(color, page) >= 3


def test_no_two_of_the_first_candidates_look_alike():
    assert len({style(i) for i in range(210)}) == 210


@pytest.mark.parametrize("name", [HOSTILE, "$x$", "%{x}", "a\nb", "&lt;", "<br>", "x" * 500])
def test_inert_names_hold_nothing_that_acts_and_differ_where_names_differ(name):
    text = inert(name, 500)
    assert not re.search(r"[<>$%\n]|&(?!(amp|lt|gt|#36|#37);)", text)
    assert inert(name) != inert("another")
