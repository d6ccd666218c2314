"""The benchmarks of retraining run at a tiny size and print their ratios."""

import re

from benchmarks import prequential_literature, retrain_estimate, retrain_matrix, retrain_price


def test_retrain_matrix(capsys):
    retrain_matrix.main(["--quick"])
    out = capsys.readouterr().out
    assert len(re.findall(r"ratio \d.*goal", out)) == 3 and "fits 8, distinct 8: ratio 1.00" in out


def test_retrain_price(capsys):
    retrain_price.main(["--quick"])
    assert re.search(r"ratio of the recommended policy to hindsight \d", capsys.readouterr().out)


def test_retrain_estimate(capsys):
    retrain_estimate.main(["--quick"])
    out = capsys.readouterr().out
    assert len(re.findall(r"seen in +[01] of 1, (?:after|never)", out)) == 6 and "an estimated drop" in out


def test_prequential_literature(capsys, monkeypatch):
    monkeypatch.delenv("ELEC2_PARQUET", raising=False)
    prequential_literature.main([])
    prequential_literature.main(["--quick"])
    out = capsys.readouterr().out
    assert "left out, no table given" in out and "kappa_t of naive Bayes" in out
