"""The benchmark of the diagnosis runs at a tiny size and prints both rules against the bar."""

import re

from benchmarks import fit_cases, fit_diagnosis


def test_fit_diagnosis(capsys):
    fit_diagnosis.main(["--quick"])
    out = capsys.readouterr().out
    assert len(re.findall(r"accuracy \d\.\d+ +detection", out)) == 2 and "bar" in out


def test_the_cases_are_many_and_learning_rows_are_not_held_out():
    assert len(fit_cases.cases()) >= 100
    source = next(s for s in fit_cases.sources() if s.name == "diabetes")
    (X, _), (X_test, _) = source.draw(0)
    assert len(X) == source.n_rows and len(X) + len(X_test) == 442
    assert not set(map(tuple, X.to_numpy())) & set(map(tuple, X_test.to_numpy()))
