"""A model file that the installed library cannot read: the sentence says how it opens all the same."""

import pytest

from optimizers.__main__ import main
from tests.corpus.reading import entries


def test_a_file_that_only_its_own_version_reads_points_to_the_page_that_opens_it(tmp_path, capsys):
    real = next(entry for entry in entries("1.2.2") if entry.name == "adaboost_real")
    (tmp_path / "old.joblib").write_bytes(real.raw)
    (tmp_path / "rows.csv").write_text("a,y\n1,2\n")
    words = ["--model", str(tmp_path / "old.joblib"), "--table", str(tmp_path / "rows.csv"), "--target", "y"]
    assert main(["run", *words]) == 2
    said = capsys.readouterr().err
    assert "open" in said and "in its own version" in said
    assert said.endswith("For its own version open it in the browser: page Your model.\n")


@pytest.mark.parametrize("raw", [b"", b"no model"])
def test_any_other_file_does_not(raw, tmp_path, capsys):
    (tmp_path / "none.joblib").write_bytes(raw)
    assert main(["run", "--model", str(tmp_path / "none.joblib"), "--table", "none.csv", "--target", "y"]) == 2
    assert "page Your model" not in capsys.readouterr().err
