"""Each awkward file is read as its code reads it, each bad one is answered with one sentence."""

from __future__ import annotations

import io
import tracemalloc

import pandas as pd
import pyarrow  # noqa: F401  (named by the code of an Arrow stream)
import pytest

from sandbox import guard_table_limits
from sandbox.guard_table import read_table
from sandbox.refusal import Refused
from tests.sandbox.awkward_tables import READ
from tests.sandbox.bad_tables import REFUSED
from tests.sandbox.table_makers import FIRST, PLAIN, TableFile, arrow_table, csv, repeated_text, zipped

by_label = {"ids": lambda file: file.label}


def is_one_sentence(text: str) -> bool:
    return text.endswith(".") and "\n" not in text and "Traceback" not in text and 20 < len(text) < 260


@pytest.mark.parametrize("file", REFUSED, **by_label)
def test_a_bad_file_gets_one_sentence(file: TableFile):
    with pytest.raises(Refused) as refusal:
        read_table(file.make(), file.name)
    assert refusal.value.code == "table"
    assert file.says in refusal.value.sentence
    assert is_one_sentence(refusal.value.sentence)


@pytest.mark.parametrize("file", READ, **by_label)
def test_an_awkward_file_is_read_as_its_code_reads_it(file: TableFile, tmp_path, monkeypatch):
    raw = file.make()
    table = read_table(raw, file.name)
    (tmp_path / file.name).write_bytes(raw)
    monkeypatch.chdir(tmp_path)
    pd.testing.assert_frame_equal(eval(table.code), table.frame)
    assert table.frame.index.equals(pd.RangeIndex(len(table.frame)))
    assert all(isinstance(name, str) for name in table.frame)
    assert file.note in " ".join(table.notes)
    assert bool(file.note) == bool(table.notes) or (file.name == "a.csv" and table.format == "Parquet")
    assert all(is_one_sentence(note) for note in table.notes)
    if file.first:
        pd.testing.assert_series_equal(
            table.frame.iloc[0],
            pd.Series(file.first, index=table.frame.columns),
            check_names=False,
            check_dtype=False,
        )


def test_there_are_more_than_forty_files():
    assert len(REFUSED) >= 40 and len(READ) >= 40
    assert len({file.label for file in (*REFUSED, *READ)}) == len(REFUSED) + len(READ)


def test_a_file_above_the_limit_is_not_looked_at(monkeypatch):
    monkeypatch.setattr("sandbox.guard_table.MAX_FILE_BYTES", 10)
    with pytest.raises(Refused, match="The file has more than"):
        read_table(PLAIN.encode(), "a.csv")


def test_a_bomb_is_refused_before_it_takes_memory():
    import pyarrow as pa

    raw = arrow_table(repeated_text, store_schema=False)()
    assert len(raw) < 20_000
    before = pa.total_allocated_bytes()
    tracemalloc.start()
    with pytest.raises(Refused):
        read_table(raw, "a.parquet")
    assert tracemalloc.get_traced_memory()[1] < 20 << 20
    assert pa.total_allocated_bytes() - before < 20 << 20
    tracemalloc.stop()


def test_lack_of_memory_is_a_sentence(monkeypatch):
    def full(*_, **__):
        raise MemoryError

    monkeypatch.setattr(pd, "read_csv", full)
    with pytest.raises(Refused, match="more memory"):
        read_table(PLAIN.encode(), "a.csv")


def test_the_name_is_a_literal_in_the_code_and_never_a_path():
    name = "a/b/lo\"ans'.csv"
    assert read_table(PLAIN.encode(), name).code == 'pd.read_csv("lo\\"ans\'.csv")'


def test_many_cells_are_refused(monkeypatch):
    monkeypatch.setattr(guard_table_limits, "MAX_CELLS", 5)
    with pytest.raises(Refused, match="cells"):
        read_table(PLAIN.encode(), "a.csv")


def test_many_notes_are_cut_short():
    text = ",".join(f"c{i}" for i in range(30)) + "\n" + ",".join(["inf"] * 30) + "\n"
    notes = read_table(csv(text)(), "a.csv").notes
    assert len(notes) == 13 and notes[-1].startswith("18 more columns")


def test_excel_needs_its_package_or_is_read():
    sheet = zipped(xl__workbook_xml=b"<workbook/>")()
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        with pytest.raises(Refused, match="package openpyxl"):
            read_table(sheet, "a.xlsx")


def test_a_workbook_is_read_as_its_code_reads_it(tmp_path, monkeypatch):
    pytest.importorskip("openpyxl")
    frame, out = pd.read_csv(io.StringIO(PLAIN)), io.BytesIO()
    frame.to_excel(out, index=False)
    table = read_table(out.getvalue(), "a.xlsx")
    (tmp_path / "a.xlsx").write_bytes(out.getvalue())
    monkeypatch.chdir(tmp_path)
    pd.testing.assert_frame_equal(eval(table.code), table.frame)
    assert tuple(table.frame.iloc[0]) == FIRST
