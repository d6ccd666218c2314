"""Mutated table files are read or refused with one sentence; nothing else comes out."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from sandbox.guard_table import read_table
from sandbox.refusal import Refused
from tests.sandbox.table_makers import PLAIN, arrow_stream, csv, feather, packed, parquet, small

MAKERS = {
    "csv": csv(PLAIN * 10),
    "utf16": csv(PLAIN * 10, "utf-16"),
    "gzip": packed(csv(PLAIN * 20)),
    "parquet": parquet(lambda: pd.concat([small()] * 40)),
    "zstd pages": parquet(lambda: pd.concat([small()] * 40), compression="zstd", data_page_version="2.0"),
    "feather": feather(lambda: pd.concat([small()] * 40, ignore_index=True)),
    "arrow": arrow_stream(lambda: {"a": list("xyz"), "b": [1, 2, 3]}, "zstd"),
}


def mutated(raw: bytes, rng: random.Random) -> bytes:
    out = bytearray(raw)
    for _ in range(rng.choice((1, 1, 2, 8))):
        place = rng.randrange(len(out))
        kind = rng.random()
        if kind < 0.7:
            out[place] ^= rng.randrange(1, 256)
        elif kind < 0.85:
            del out[place : place + rng.randrange(1, 9)]
        else:
            out[place:place] = rng.randbytes(4)
    return bytes(out)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_mutated_file_is_read_or_refused(kind: str):
    rng, raw = random.Random(kind), MAKERS[kind]()
    for _ in range(60):
        try:
            assert len(read_table(mutated(raw, rng), "a.csv").frame)
        except Refused as refusal:
            assert refusal.sentence.endswith(".") and "\n" not in refusal.sentence
