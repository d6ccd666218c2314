"""Bad and awkward table files, made in code: what each must be answered with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tests.sandbox.table_makers import (
    arrow_stream,
    arrow_table,
    broken_middle,
    csv,
    decimals,
    feather,
    half,
    nested,
    packed,
    parquet,
    raw_bytes,
    records,
    repeated_text,
    save_array,
    small,
    stored,
    twins,
    zipped,
)


@dataclass(frozen=True)
class TableFile:
    """One file: refused with a sentence that holds `says`, or read with a note that holds `note`."""

    label: str
    name: str
    make: Callable[[], bytes]
    says: str = ""
    note: str = ""
    first: tuple = ()  # values of the first row, where it is read


PLAIN = "age,income,town\n34,1200.5,Köln\n51,900.25,\n28,,Ulm\n"
WIDE = ",".join(f"c{i}" for i in range(5000)) + "\n" + ",".join("1" * 5000) + "\n"
FIRST = (34, 1200.5, "Köln")
FAR_CELL = b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'

REFUSED = (
    TableFile("no byte", "a.csv", lambda: b"", "The file is empty"),
    TableFile("blank lines", "a.csv", csv("\n\n  \n"), "The file is empty"),
    TableFile("names only", "a.csv", csv("a,b,c\n"), "no rows"),
    TableFile("numbers for names", "a.csv", csv("1.5,2,0\n2.5,3,1\n"), "Line 1 holds numbers"),
    TableFile("one name twice", "a.csv", csv("a,b,a\n1,2,3\n"), '"a" occurs 2 times (columns 1, 3)'),
    TableFile("a long line", "a.csv", csv("a,b\n1,2\n1,2,3\n4,5\n"), "Line 3 has 3 values, but line 1 has 2"),
    TableFile("a short line", "a.csv", csv("a,b\n1,2\n\n1\n4,5\n"), "Line 4 has 1 value,"),
    TableFile("a title above", "a.csv", csv("Report\na,b\n1,2\n3,4\n"), "Line 2 has 2 values"),
    TableFile("an open quote", "a.csv", csv('a,b\n1,"x\n2,y\n'), "opened in line 2"),
    TableFile("a quote inside quotes", "a.csv", csv('a,b\n1,x\n2,"say "hi" now"\n'), "opened in line 3"),
    TableFile("an endless quote", "a.csv", csv('a,b\n1,"' + "x,y\n" * 50_000), "opened in line 2"),
    TableFile("5,000 columns", "a.csv", csv(WIDE), "5,000 columns, the limit is 2,000"),
    TableFile("one endless line", "a.csv", csv("x" * 4_100_000), "Line 1 is longer"),
    TableFile("too many rows", "a.csv", csv("a,b\n" + "1,\n" * 5_000_001), "more than 5,000,000 rows"),
    TableFile("zero bytes", "a.csv", lambda: b"a,b\n1,2\n3,\x00\n", "Line 3 holds a zero byte"),
    TableFile(
        "half a UTF-16 sign", "a.csv", lambda: "a,b\n1,2\n".encode("utf-16") + b"\x00", "UTF-16-LE after line 2"
    ),
    TableFile("a packed bomb", "a.csv.gz", packed(lambda: b"a,b\n" + b"1,2\n" * 17_000_000), "500 times its size"),
    TableFile("gzip cut off", "a.csv.gz", half(packed(csv(PLAIN * 50))), "cut off"),
    TableFile("gzip of nothing", "a.csv.gz", packed(lambda: b""), "empty table"),
    TableFile("gzip of Parquet", "a.parquet.gz", packed(parquet(small)), "other than text"),
    TableFile("damaged gzip", "a.csv.gz", lambda: b"\x1f\x8b\x08" + b"\x00" * 7 + b"\xff" * 30, "damaged"),
    TableFile("Parquet cut in half", "a.parquet", half(parquet(small)), "cut off"),
    TableFile("Parquet with a broken page", "a.parquet", broken_middle(parquet(small)), "damaged"),
    TableFile("Parquet with a broken footer", "a.parquet", lambda: b"PAR1" + b"\xff" * 30 + b"PAR1", "damaged"),
    TableFile("Parquet without rows", "a.parquet", parquet(lambda: small().head(0)), "no rows"),
    TableFile("nested Parquet", "a.parquet", arrow_table(nested), 'Column "tags" is nested (list)'),
    TableFile("a struct", "a.parquet", arrow_table(records), 'Column "place" is nested (struct)'),
    TableFile("raw bytes", "a.parquet", arrow_table(raw_bytes), 'Column "photo" holds raw bytes'),
    TableFile("Parquet twins", "a.parquet", twins, '"a" occurs 2 times (columns 1, 2)'),
    TableFile("a long Parquet", "a.parquet", arrow_table(lambda: {"a": np.zeros(5_000_001)}), "5,000,000 rows"),
    TableFile(
        "a wide Parquet", "a.parquet", arrow_table(lambda: {f"c{i}": [1] for i in range(2001)}), "2,001 columns"
    ),
    TableFile(
        "a Parquet of few values",
        "a.parquet",
        arrow_table(
            lambda: {f"c{i}": np.zeros(1_000_000) for i in range(9)}, use_dictionary=False, compression="zstd"
        ),
        "500 times its size",
    ),
    TableFile(
        "one text a million times", "a.parquet", arrow_table(repeated_text, store_schema=False), 'of column "s"'
    ),
    TableFile(
        "texts from the text before",
        "a.parquet",
        arrow_table(lambda: {"s": ["xy"] * 9}, use_dictionary=False, column_encoding={"s": "DELTA_BYTE_ARRAY"}),
        "DELTA_BYTE_ARRAY",
    ),
    TableFile("Feather cut in half", "a.feather", half(feather(small)), "cut off"),
    TableFile(
        "a Feather of few values",
        "a.feather",
        feather(lambda: pd.DataFrame({"a": np.zeros(5_000_000), "b": np.zeros(5_000_000)}), compression="zstd"),
        "500 times its size",
    ),
    TableFile("nested Arrow", "a.arrow", arrow_stream(nested), 'Column "tags" is nested'),
    TableFile("Arrow cut in half", "a.arrow", half(arrow_stream(lambda: {"a": np.zeros(99)})), "damaged"),
    TableFile("old Feather", "a.feather", lambda: b"FEA1" + b"\x00" * 9, "version 1"),
    TableFile("a zip archive", "a.zip", zipped(a=b"a,b\n1,2\n"), "zip archive"),
    TableFile("a damaged workbook", "a.xlsx", lambda: b"PK\x03\x04" + b"\x00" * 60, "damaged"),
    TableFile(
        "a far-off cell",
        "a.xlsx",
        zipped(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=FAR_CELL),
        "16,384 columns",
    ),
    TableFile(
        "a workbook bomb",
        "a.xlsx",
        zipped(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=b" " * 70_000_000),
        "500 times",
    ),
    TableFile("an old workbook", "a.xls", lambda: b"\xd0\xcf\x11\xe0" + b"\x00" * 99, ".xls"),
    TableFile("a pickle", "a.csv", lambda: b"\x80\x04K\x01.", "a pickle, not a table"),
    TableFile("an array", "a.npy", save_array, "NumPy"),
    TableFile("JSON", "a.json", csv('[{"a": 1}]'), "JSON"),
    TableFile("a web page", "a.csv", csv("<!DOCTYPE html><html></html>"), "web page"),
    TableFile("a bzip2 file", "a.csv.bz2", lambda: b"BZh91AY" + b"\x00" * 9, "archive"),
)

READ = (
    TableFile("plain", "a.csv", csv(PLAIN), first=FIRST),
    TableFile("one row", "a.csv", csv("a,b\n1,2\n"), first=(1, 2)),
    TableFile("one column", "a.csv", csv("a\n1\n2\n"), note="Only one column", first=(1,)),
    TableFile("a BOM", "a.csv", csv(PLAIN, "utf-8-sig"), first=FIRST),
    TableFile("UTF-16", "a.csv", csv(PLAIN, "utf-16"), first=FIRST),
    TableFile("UTF-16, big end first, no BOM", "a.csv", csv(PLAIN, "utf-16-be"), note="UTF-16", first=FIRST),
    TableFile("UTF-16 without BOM", "a.csv", csv(PLAIN, "utf-16-le"), note="UTF-16", first=FIRST),
    TableFile("UTF-32", "a.csv", csv(PLAIN, "utf-32"), first=FIRST),
    TableFile("Windows letters", "a.csv", csv("a,b\n1,€ Köln\n2,x\n", "cp1252"), note="cp1252", first=(1, "€ Köln")),
    TableFile("Latin-1", "a.csv", lambda: b"a,b\n1,K\xf6ln\x9d\n2,x\n", note="latin-1", first=(1, "Köln\x9d")),
    TableFile("old Mac lines", "a.csv", csv(PLAIN.replace("\n", "\r")), first=FIRST),
    TableFile("Windows lines", "a.csv", csv(PLAIN.replace("\n", "\r\n")), first=FIRST),
    TableFile("tabs", "a.tsv", csv(PLAIN.replace(",", "\t")), first=FIRST),
    TableFile("bars", "a.txt", csv(PLAIN.replace(",", "|")), first=FIRST),
    TableFile(
        "semicolons, decimal commas", "a.csv", csv("a;b\n1,5;x\n2,25;y\n"), note="decimal comma", first=(1.5, "x")
    ),
    TableFile("semicolons, decimal points", "a.csv", csv("a;b\n1.5;x, y\n2.25;y\n"), first=(1.5, "x, y")),
    TableFile(
        "decimal commas in UTF-16", "a.csv", csv("a;b\n1,5;x\n2;y\n", "utf-16"), note="decimal", first=(1.5, "x")
    ),
    TableFile("Excel names the separator", "a.csv", csv("sep=;\r\na;b\r\n1;2\r\n"), first=(1, 2)),
    TableFile(
        "German thousands", "a.csv", csv("a;b\n1.200;1,5\n900;2,5\n"), note="written like", first=("1.200", 1.5)
    ),
    TableFile(
        "English thousands", "a.csv", csv('a,b\n"1,200",2\n900,3\n'), note='"1,200" (row 1)', first=("1,200", 2)
    ),
    TableFile("percent", "a.csv", csv("a,b\n5%,1\n7%,2\n"), note='like "5%"', first=("5%", 1)),
    TableFile("currency", "a.csv", csv("a,b\n$5.20,1\n$7,2\n"), note='like "$5.20"', first=("$5.20", 1)),
    TableFile(
        "a word among numbers", "a.csv", csv("a,b\n5,1\n7,2\nfew,3\n"), note='row 3 holds "few"', first=("5", 1)
    ),
    TableFile("quoted separators and lines", "a.csv", csv('a,b\n"x,\ny",2\n"z ""q""",3\n'), first=("x,\ny", 2)),
    TableFile("a mark for inches", "a.csv", csv('a,b\n5" pipe,2\n6" pipe,3\n'), first=('5" pipe', 2)),
    TableFile("spaces after commas", "a.csv", csv('a, b\n1, "x, y"\n2, z\n'), first=(1, "x, y")),
    TableFile("a separator at the end", "a.csv", csv("a,b\n1,2,\n3,4,\n"), note="ends in a separator", first=(1, 2)),
    TableFile("row names", "a.csv", csv("a,b\nr1,1,2\nr2,3,4\n"), note="row name", first=(1, 2)),
    TableFile("no name", "a.csv", csv(",a\n0,5\n1,6\n"), note="Column 1 has no name", first=(0, 5)),
    TableFile("an empty column", "a.csv", csv("a,b\n1,\n2,\n"), note='"b" has no value', first=(1, np.nan)),
    TableFile(
        "infinite values", "a.csv", csv("a,b\n1,2.5\n2,inf\n"), note='"b" holds infinite values, the first in row 2'
    ),
    TableFile(
        "numbers to the last digit",
        "a.csv",
        csv("a,b\n0.1234567890123456789,1\n2,3\n"),
        first=(0.12345678901234568, 1),
    ),
    TableFile("a long table", "a.csv", csv("a,b\n" + "1,x\n" * 60_000), first=(1, "x")),
    TableFile("gzip", "a.csv.gz", packed(csv(PLAIN)), first=FIRST),
    TableFile("gzip without its ending", "a.csv", packed(csv(PLAIN)), first=FIRST),
    TableFile(
        "CSV called Parquet", "a.parquet", csv(PLAIN), note="ends in .parquet, but the file holds CSV", first=FIRST
    ),
    TableFile("Parquet called CSV", "a.csv", parquet(small), note="holds Parquet", first=FIRST),
    TableFile("no ending", "a", csv(PLAIN), first=FIRST),
    TableFile("Parquet", "a.parquet", parquet(small), first=FIRST),
    TableFile(
        "Parquet, zstd, pages of version 2",
        "a.parquet",
        parquet(small, compression="zstd", data_page_version="2.0"),
        first=FIRST,
    ),
    TableFile(
        "a named index", "a.parquet", parquet(lambda: small().set_index("age")), note='index "age"', first=FIRST
    ),
    TableFile(
        "a filtered index", "a.parquet", parquet(lambda: small()[1:]), note="left out", first=(51, 900.25, None)
    ),
    TableFile(
        "numbers as names",
        "a.parquet",
        parquet(lambda: pd.DataFrame({0: [1], 1: [2]})),
        note="not text",
        first=(1, 2),
    ),
    TableFile(
        "decimals and dates",
        "a.parquet",
        arrow_table(decimals),
        note="decimals or dates",
        first=(1.1, pd.Timestamp("2013-01-01")),
    ),
    TableFile(
        "categories", "a.parquet", parquet(stored(town=pd.Categorical(["x", "y", "x"]))), first=(34, 1200.5, "x")
    ),
    TableFile(
        "a time zone",
        "a.parquet",
        parquet(stored(town=pd.to_datetime(["2013-01-01"] * 3).tz_localize("Europe/Berlin"))),
        note="Europe/Berlin",
    ),
    TableFile(
        "many texts",
        "a.parquet",
        parquet(lambda: pd.DataFrame({"s": ["word" * 9] * 30_000, "n": 1})),
        first=("word" * 9, 1),
    ),
    TableFile("Feather", "a.feather", feather(small), first=FIRST),
    TableFile("Feather, zstd", "a.feather", feather(small, compression="zstd"), first=FIRST),
    TableFile("an Arrow stream", "a.arrow", arrow_stream(lambda: {"a": [1, 2], "b": ["x", None]}), first=(1, "x")),
    TableFile("a packed Arrow stream", "a.arrow", arrow_stream(lambda: {"a": np.arange(99)}, "zstd"), first=(0,)),
)
