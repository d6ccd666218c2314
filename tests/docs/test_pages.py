"""Pages made from the code are fresh, and their checker tells when one is not."""

import pytest

from docs import make
from docs.markdown import references, sections, table
from optimizers.drift import DRIFTS


@pytest.mark.parametrize("name", make.PAGES)
def test_a_committed_page_is_fresh(name):
    assert (make.HERE / name).read_text(encoding="utf-8") == make.whole(make.PAGES[name]), "run python -m docs.make"


def test_every_drift_stands_on_its_page_with_a_source():
    page = make.PAGES["components.md"]()
    for name, cls in DRIFTS.items():
        assert f"### {name}\n" in page and references(cls), name


def test_a_stale_page_fails_with_one_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(make, "HERE", tmp_path)
    monkeypatch.setattr(make, "PAGES", {"new.md": lambda: "# New"})
    assert make.main(["--check"]) == 1
    assert capsys.readouterr().err == "docs/new.md is stale; run python -m docs.make and commit what it writes.\n"
    assert make.main([]) == 0 and make.main(["--check"]) == 0


def test_a_command_that_readme_does_not_name_fails_with_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(make, "PAGES", {})
    monkeypatch.setattr(make, "commands", lambda: ["make run", "make coffee"])
    assert make.main(["--check"]) == 1
    assert capsys.readouterr().err == "README.md does not name make coffee; add what is missing to its commands.\n"


def documented():
    """A title.

    Words that
    go on.

    References
    ----------
    Gosset (1908). The probable error
    of a mean.
    Fisher (1925). Methods.
    """


def test_a_docstring_is_read_in_its_parts():
    assert sections(documented)["Title"] == "A title"
    assert sections(documented)["Words"] == "Words that go on."
    assert references(documented) == ["Gosset (1908). The probable error of a mean.", "Fisher (1925). Methods."]


def test_a_table_without_rows_is_no_table():
    assert table(["a"], []) == "" and table(["a"], [["x|y"]]).endswith("| x\\|y |")
