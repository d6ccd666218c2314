"""python -m optimizers: the same runs, exit code 2 and one sentence on bad input."""

import io
import json

import pandas as pd
import pytest

import sample_data
from optimizers.__main__ import bar, main
from optimizers.drift import DRIFTS
from optimizers.experiment import Experiment
from optimizers.running import run

RUN = ["run", "--sample", "breast_cancer", "--steps", "3", "--rows", "50", "--drift", "Move*by_sd.2*start.1"]


def printed(capsys):
    return capsys.readouterr().out


def test_run_gives_the_table_that_python_gives(capsys):
    from optimizers.drift import Profile
    from optimizers.drift.move import Move

    assert main([*RUN, "--format", "csv"]) == 0
    table = pd.read_csv(io.StringIO(printed(capsys)), keep_default_na=False, na_values={"low": "", "high": ""})
    played = Experiment(drifts=(Move(by_sd=2.0, when=Profile(start=1)),), n_steps=3, rows_per_step=50)
    pd.testing.assert_frame_equal(table, run(sample_data.load("breast_cancer"), played).frame, check_dtype=False)


def test_json_and_table_hold_the_same_rows(capsys):
    main([*RUN, "--format", "json"])
    rows = json.loads(printed(capsys))
    main(RUN)
    assert len(printed(capsys).splitlines()) == len(rows) + 1


def test_list_names_every_drift(capsys):
    main(["list"])
    out = printed(capsys)
    assert all(name in out for name in DRIFTS)
    main(["list", "--json"])
    assert {row["name"] for row in json.loads(printed(capsys))} >= set(DRIFTS)


@pytest.mark.parametrize("name", DRIFTS)
def test_describe_tells_every_parameter(name, capsys):
    assert main(["describe", name]) == 0
    out = printed(capsys)
    assert "References" in out and "Parameters" in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["run", "--sample", "nothing"], "There is no sample case 'nothing'"),
        (["run", "--model", "m.joblib", "--table", "t.csv"], "No target is given"),
        (["run", "--table", "t.csv"], "No model is given; name one with --model FILE"),
        (["run", "--model", "no/such.joblib", "--table", "t.csv", "--target", "y"], "no/such.joblib cannot be read"),
        ([*RUN, "--drift", "Storm"], "there is no drift 'Storm'"),
        ([*RUN, "--drift", "Move*by_sd.99"], "Move.by_sd must be between -5.0 and 5.0 sd; got 99.0."),
        ([*RUN, "--steps", "1"], "Experiment.n_steps must be between 2 and 400 steps; got 1."),
        ([*RUN, "--metric", "r2"], "r2"),
        ([*RUN, "--timeline", "month"], "needs a time column with dates"),
        (["describe", "Storm"], "There is no component 'Storm'"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(words, sentence, capsys):
    assert main(words) == 2
    err = capsys.readouterr().err.strip().splitlines()
    assert len(err) == 1 and sentence in err[0] and err[0].endswith(".")


@pytest.mark.parametrize("words", [["run", "--steps", "many"], ["run", "--metric", "speed"], ["play"]])
def test_words_that_argparse_refuses_end_with_2_too(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2 and "Traceback" not in capsys.readouterr().err


def test_a_refused_model_file_is_one_sentence(tmp_path, capsys):
    (tmp_path / "m.joblib").write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    (tmp_path / "t.csv").write_text("a,y\n1,2\n")
    words = ["run", "--model", str(tmp_path / "m.joblib"), "--table", str(tmp_path / "t.csv"), "--target", "y"]
    assert main(words) == 2 and "system" in capsys.readouterr().err


def test_the_bar_is_drawn_on_a_terminal_only():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    assert bar(io.StringIO()) is None
    terminal = Terminal()
    bar(terminal)({"done": 1, "of": 2, "doing": "scored as uploaded"})
    assert "############            " in terminal.getvalue()


def test_card_prints_a_panel(capsys):
    assert main(["card", "--sample", "breast_cancer", "--panel", "what", "--format", "csv"]) == 0
    assert "logisticregression" in printed(capsys)


def test_a_strategy_plays_from_the_command_line(capsys):
    from optimizers.prune import PRUNE

    name = "LinearColumns"
    assert name in PRUNE
    assert main([*RUN, "--strategy", f"{name}*choose_share.0.3", "--format", "csv"]) == 0
    assert name in printed(capsys)
    assert main([*RUN, "--strategy", "Storm"]) == 2
