"""The committed pictures are those that the script takes, and small."""

import pytest
from PIL import Image

from docs.screenshots import HERE, PICTURES, save

MOST_KIB = 300


@pytest.mark.parametrize("picture", PICTURES, ids=lambda p: p.name)
def test_a_picture_is_there_in_its_size(picture):
    path = HERE / f"{picture.name}.png"
    assert Image.open(path).size == (picture.width * picture.scale, picture.height * picture.scale)
    assert path.stat().st_size <= MOST_KIB * 1024


def test_the_picture_of_readme_is_the_page_over_time_in_light():
    assert "](docs/over_time.png)" in (HERE.parent / "README.md").read_text(encoding="utf-8")
    assert PICTURES[0].name == "over_time" and PICTURES[0].scheme == "light"


def test_a_picture_keeps_what_it_shows(tmp_path):
    path = tmp_path / "red.png"
    Image.new("RGB", (20, 10), "red").save(path)
    assert save(path.read_bytes(), path) < 1
    assert Image.open(path).convert("RGB").getpixel((5, 5)) == (255, 0, 0)
