"""The benchmarks of detection run at a tiny size and print their figures."""

from benchmarks import drift_alarms, estimated_performance, stationary_alarms, step_scores


def test_step_scores(capsys):
    step_scores.main(["--quick"])
    assert "ratio" in capsys.readouterr().out


def test_drift_alarms(capsys, monkeypatch):
    monkeypatch.setattr(drift_alarms, "false_alarms", lambda *_: None)
    drift_alarms.main(["--quick"])
    assert "channel      month 22: after 0 steps" in capsys.readouterr().out


def test_estimated_performance(capsys, monkeypatch):
    made, kinds = estimated_performance.case_of, estimated_performance.worlds("classification")
    monkeypatch.setattr(estimated_performance, "case_of", lambda task, seed: made("classification", seed, 500))
    monkeypatch.setattr(estimated_performance, "worlds", lambda task: {"concept drift": kinds["concept drift"]})
    estimated_performance.main(["--quick"])
    assert capsys.readouterr().out.count("on average") == 2


def test_stationary_alarms(capsys, monkeypatch):
    monkeypatch.setattr(stationary_alarms, "WORLDS", (stationary_alarms.World("diabetes", 265, 44, 2, 1),))
    stationary_alarms.main(["--quick"])
    out = capsys.readouterr().out
    assert "Jensen-Shannon > 0.1" in out and "of 2 steps" in out
