import json
import socket
import struct
import threading
import time

import numpy as np
import pytest

from sandbox import wire


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def raw(text: bytes, length: int | None = None) -> bytes:
    return struct.pack("<I", len(text) if length is None else length) + text


def test_a_message_comes_back_as_it_was(ends):
    head, blobs = {"command": "x", "n": 3, "nested": {"a": [1, None, "ü"]}}, [b"", b"abc", bytes(5000)]
    wire.send(ends[0], wire.pack(head, blobs))
    assert wire.receive(ends[1]) == wire.Reply(head, blobs)


def test_a_large_blob_arrives_whole(ends):
    blob = np.random.default_rng(0).bytes(5 << 20)
    sender = threading.Thread(target=wire.send, args=(ends[0], wire.pack({}, [blob])))
    sender.start()
    assert wire.receive(ends[1]).blobs == [blob]
    sender.join()


def test_numpy_scalars_are_sent_as_numbers(ends):
    wire.send(ends[0], wire.pack({"n": np.int64(3), "x": np.float32(0.5), "yes": np.bool_(True)}))
    assert wire.receive(ends[1]).head == {"n": 3, "x": 0.5, "yes": True}


def test_what_is_no_json_is_a_type_error_before_anything_is_sent():
    with pytest.raises(TypeError, match="object is not a JSON value"):
        wire.pack({"x": object()})


def test_an_array_counts_in_bytes(ends):
    wire.send(ends[0], wire.pack({}, [np.arange(3, dtype=np.int64)]))
    assert len(wire.receive(ends[1]).blobs[0]) == 24


@pytest.mark.parametrize(
    "message",
    [
        raw(b"", 0xFFFFFFFF),
        raw(b"", wire.MAX_HEAD_BYTES + 1),
        raw(b"not json"),
        raw(b"\xff\xfe"),
        raw(b"[1, 2]"),
        raw(b"{}"),
        raw(b"[" * 100_000),
        raw(b"1" * 10_000),
        raw(b'{"blobs": 3}'),
        raw(b'{"blobs": [-1]}'),
        raw(b'{"blobs": [1.5]}'),
        raw(b'{"blobs": [true]}'),
        raw(b'{"blobs": ["4"]}'),
        raw(json.dumps({"blobs": [0] * (wire.MAX_BLOBS + 1)}).encode()),
        raw(json.dumps({"blobs": [wire.MAX_BLOB_BYTES, 1]}).encode()),
        raw(json.dumps({"blobs": [10**30]}).encode()),
    ],
    ids=lambda message: repr(message[:24]),
)
def test_what_breaks_the_rules_is_refused(ends, message):
    ends[0].sendall(message)
    with pytest.raises(wire.WireError):
        wire.receive(ends[1], time.monotonic() + 2)


@pytest.mark.parametrize("cut", [0, 2, 6, -1])
def test_a_message_cut_short_is_closed(ends, cut):
    whole = b"".join(wire.pack({"a": 1}, [b"abc"]))
    ends[0].sendall(whole[:cut])
    ends[0].close()
    with pytest.raises(wire.Closed):
        wire.receive(ends[1])


def test_an_announced_length_takes_no_memory(ends):
    import tracemalloc

    ends[0].sendall(raw(json.dumps({"blobs": [wire.MAX_BLOB_BYTES]}).encode()))
    tracemalloc.start()
    with pytest.raises(TimeoutError):
        wire.receive(ends[1], time.monotonic() + 0.05)
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()


def test_the_deadline_is_for_the_whole_message(ends):
    def drip():
        for byte in b"".join(wire.pack({"a": "b" * 10})):
            ends[0].sendall(bytes([byte]))
            time.sleep(0.02)

    sender = threading.Thread(target=drip)
    sender.start()
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        wire.receive(ends[1], start + 0.2)
    assert time.monotonic() - start < 0.5
    sender.join()


def test_sending_to_an_end_that_does_not_read_ends_in_time(ends):
    with pytest.raises(TimeoutError):
        wire.send(ends[0], wire.pack({}, [bytes(8 << 20)]), time.monotonic() + 0.1)


def test_caps_hold_for_the_sender_too(monkeypatch):
    with pytest.raises(wire.WireError, match="Use a blob"):
        wire.pack({"a": "b" * wire.MAX_HEAD_BYTES})
    monkeypatch.setattr(wire, "MAX_BLOB_BYTES", 10)
    with pytest.raises(wire.WireError, match="at most"):
        wire.pack({}, [bytes(11)])
