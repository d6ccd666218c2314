import socket
import threading

import pytest

from sandbox import wire
from sandbox.commands import COMMANDS, CaseState, command
from sandbox.refusal import Refused
from sandbox.wire import Reply
from sandbox.worker import answer, failure, open_memory_file, serve


@pytest.fixture
def registered():
    before = dict(COMMANDS)
    yield COMMANDS
    COMMANDS.clear()
    COMMANDS.update(before)


def quiet(step):
    raise AssertionError("no report was expected")


def test_a_command_is_registered_once(registered):
    command("new")(lambda state, head, blobs, progress: Reply({"n": head["n"] + 1}, []))
    assert answer(CaseState(), {"command": "new", "n": 1}, [], quiet).head == {"n": 2}
    with pytest.raises(ValueError, match="There is a command 'new' already"):
        command("new")(print)


@pytest.mark.parametrize("name", ["nothing", None, 3])
def test_an_unknown_command_is_refused(name):
    head = answer(CaseState(), {"command": name}, [], quiet).head
    assert head["refused"] == "unsupported" and "hello" in head["sentence"]


def test_hello_tells_protection_and_commands():
    head = answer(CaseState({"seccomp": True}), {"command": "hello"}, [], quiet).head
    assert head["protection"] == {"seccomp": True} and {"hello", "memory", "self_test"} <= set(head["commands"])


@pytest.mark.parametrize(
    ("raised", "head"),
    [
        (Refused("table", "Say why."), {"refused": "table", "sentence": "Say why."}),
        (MemoryError(), {"out_of_memory": True}),
        (ValueError("a\n  b"), {"failed": "ValueError: a b"}),
        (SystemExit(), {"failed": "SystemExit"}),
        (KeyError("x" * 999), {"failed": "KeyError: '" + "x" * 299}),
    ],
)
def test_whatever_a_command_raises_becomes_a_reply(registered, raised, head):
    def fail(state, head, blobs, progress):
        raise raised

    command("fail here")(fail)
    assert answer(CaseState(), {"command": "fail here"}, [], quiet) == Reply(head, [])


def test_an_exception_with_a_long_name_or_no_words_is_told_shortly():
    odd = type("E" * 500, (Exception,), {"__str__": lambda self: 1 / 0})
    assert failure(odd()).head == {"failed": "E" * 60}


@pytest.mark.parametrize("last", [b"", b"\xff\xff\xff\xff", b"\x02\x00\x00\x00[]"])
def test_serving_ends_when_the_app_hangs_up_or_breaks_the_rules(last):
    ours, theirs = socket.socketpair()
    thread = threading.Thread(target=serve, args=(theirs, CaseState()))
    thread.start()
    wire.send(ours, wire.pack({"command": "memory"}))
    assert wire.receive(ours).head["peak"] > 0
    ours.sendall(last)
    ours.close()
    thread.join(1)
    assert not thread.is_alive()
    theirs.close()


def test_memory_is_told_with_and_without_figures_of_the_system():
    assert answer(CaseState(), {"command": "memory"}, [], quiet).head.keys() == {"peak"}
    told = answer(CaseState(memory_file=open_memory_file()), {"command": "memory"}, [], quiet).head
    assert told["peak"] >= told.get("private", 0) > 0
