"""Every benchmark runs at a tiny size and prints its ratio; how large that is, a busy machine cannot tell."""

import contextlib
import re
import sys

import pytest

from benchmarks import feature_drift, many_sessions, run_overhead, slider_move, start_up
from benchmarks.served import ROOT, server

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads the CPU time of another process from /proc")


@pytest.fixture(scope="module")
def running():
    """One server for all that do not measure its start."""
    with server() as one:
        one.wait_healthy()
        yield one


@pytest.fixture
def served(running, monkeypatch):
    def same(script=ROOT / "app.py", before=""):
        return contextlib.nullcontext(running) if script == ROOT / "app.py" else server(script)

    for benchmark in (slider_move, many_sessions):
        monkeypatch.setattr(benchmark, "server", same)


def test_run_overhead(capsys, monkeypatch):
    monkeypatch.setattr(run_overhead, "peak_of", run_overhead.own_peak)
    run_overhead.main(["--model", "linear", "--rows", "2000", "--rows-per-step", "20", "--repeats", "1"])
    assert len(re.findall(r"ratio \d", capsys.readouterr().out)) == 2


def test_feature_drift(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["feature_drift", "--rows", "5000"])
    feature_drift.main()
    assert len(re.findall(r"ratio \d", capsys.readouterr().out)) == 2


@linux
def test_start_up(capsys, running, monkeypatch):
    page = start_up.first_page
    monkeypatch.setattr(start_up, "first_page", lambda _: page(running))  # a server that is warm already
    start_up.main(["--repeats", "1"])
    out = capsys.readouterr().out
    assert re.search(r"ratio \d.*goal", out) and "first page of a fresh server" in out


@linux
def test_slider_move(capsys, served):
    slider_move.main(["--moves", "1"])
    assert re.search(r"ratio of a cached move to the floor \d", capsys.readouterr().out)


@linux
def test_many_sessions(capsys, served):
    many_sessions.main(["--sessions", "2", "--moves", "1", "--think", "0.1"])
    assert re.search(r"move   n    2   p50 .* p95 .*\n.*MiB resident", capsys.readouterr().out)
