"""Text from outside is inert: every mark is escaped."""

import pytest

from dashboard.words import plain

MARKS = r"\`*_{}[]()#+-.!|~$:^"


@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_is_escaped(mark):
    assert plain(f"a{mark}b") == f"a\\{mark}b"


def test_html_is_text():
    assert plain("<script>alert(1)</script>&amp;") == r"&lt;script&gt;alert\(1\)&lt;/script&gt;&amp;amp;"


@pytest.mark.parametrize("address", ["https://a.example", "HTTP://a", "www.a.example", "WWW.a", "a@b.example"])
def test_an_address_is_no_link(address):
    assert "\u2060" in plain(address)
    assert plain(address).replace("\u2060", "").replace("\\", "") == address


def test_letters_stay_and_other_things_become_text():
    assert plain("Zoë 列 ok, 'so' \"it\" is = 1") == "Zoë 列 ok, 'so' \"it\" is = 1"
    assert plain(12) == "12"
