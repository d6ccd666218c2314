"""Messages between the app and a worker: a length, a JSON head, raw bytes. Nothing is ever unpickled."""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

MAX_HEAD_BYTES = 4 << 20
MAX_BLOBS = 64
MAX_BLOB_BYTES = 1 << 30  # all blobs of a message together
PREFIX = struct.Struct("<I")
PIECE_BYTES = 2 << 20


class WireError(Exception):
    """A message that breaks the rules; nothing more can be read from that socket."""


class Closed(WireError):
    """The other end is gone."""


class Reply(NamedTuple):
    """A message: a JSON head and its raw blobs."""

    head: dict[str, Any]
    blobs: list[bytes]


def pack(head: dict[str, Any], blobs: Sequence[bytes] = ()) -> list[memoryview]:
    """The parts of a message, checked against the same caps that the other end checks.

    Raises
    ------
    WireError
        If the head or the blobs are larger than the caps.
    TypeError
        If the head is not made of JSON values (numpy scalars are taken as numbers).
    """
    views = [memoryview(blob).cast("B") for blob in blobs]
    sizes = [view.nbytes for view in views]
    text = json.dumps({**head, "blobs": sizes}, default=_scalar).encode()
    if len(text) > MAX_HEAD_BYTES:
        raise WireError(f"The head has {len(text):,} bytes; at most {MAX_HEAD_BYTES:,} are sent. Use a blob.")
    _check_sizes(sizes)
    return [memoryview(PREFIX.pack(len(text)) + text), *views]


def send(sock: socket.socket, parts: Sequence[memoryview], deadline: float | None = None) -> None:
    """Send what `pack` made; `deadline` is on the clock of `time.monotonic`."""
    for part in parts:
        _arm(sock, deadline)
        sock.sendall(part)


def receive(sock: socket.socket, deadline: float | None = None) -> Reply:
    """Read one message.

    Raises
    ------
    Closed
        If the other end is gone.
    WireError
        If a length, the JSON or the list of blobs is not what `pack` makes.
    TimeoutError
        If the whole message has not come by `deadline`.
    """
    (length,) = PREFIX.unpack(_exactly(sock, PREFIX.size, deadline))
    if length > MAX_HEAD_BYTES:
        raise WireError(f"A head of {length:,} bytes was announced; at most {MAX_HEAD_BYTES:,} are read.")
    head = _parse(_exactly(sock, length, deadline))
    sizes = _check_sizes(head.pop("blobs", None))
    return Reply(head, [_exactly(sock, size, deadline) for size in sizes])


def _parse(text: bytes) -> dict[str, Any]:
    try:
        head = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WireError("The head is not JSON.") from error
    if not isinstance(head, dict):
        raise WireError("The head is not a JSON object.")
    return head


def _check_sizes(sizes: Any) -> list[int]:
    if not isinstance(sizes, list) or not all(type(size) is int and size >= 0 for size in sizes):
        raise WireError("The blobs are not a list of sizes.")
    if len(sizes) > MAX_BLOBS or sum(sizes) > MAX_BLOB_BYTES:
        most = f"at most {MAX_BLOBS} of together {MAX_BLOB_BYTES:,} are sent"
        raise WireError(f"{len(sizes)} blobs of {sum(sizes):,} bytes; {most}.")
    return sizes


def _exactly(sock: socket.socket, n_bytes: int, deadline: float | None) -> bytes:
    # In pieces as they fill up: a length that lies costs its sender bytes, not us memory.
    pieces: list[bytearray] = []
    while n_bytes:
        piece = bytearray(min(PIECE_BYTES, n_bytes))
        _fill(sock, memoryview(piece), deadline)
        pieces.append(piece)
        n_bytes -= len(piece)
    return b"".join(pieces)


def _fill(sock: socket.socket, rest: memoryview, deadline: float | None) -> None:
    while rest:
        _arm(sock, deadline)
        n_bytes = sock.recv_into(rest)
        if not n_bytes:
            raise Closed("The other end is gone.")
        rest = rest[n_bytes:]


def _arm(sock: socket.socket, deadline: float | None) -> None:
    # A confined worker may not even switch its socket to non-blocking: no deadline, no call.
    if deadline is None:
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    sock.settimeout(left)


def _scalar(value: Any) -> Any:
    try:
        return value.item()
    except (AttributeError, ValueError):
        raise TypeError(f"{type(value).__name__} is not a JSON value.") from None
