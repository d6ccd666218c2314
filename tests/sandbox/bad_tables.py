"""Bad table files, made in code, and a part of the sentence that refuses each."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.sandbox.table_makers import (
    PLAIN,
    TableFile,
    arrow_stream,
    arrow_table,
    broken_middle,
    csv,
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
    twins,
    zipped,
)

WIDE = ",".join(f"c{i}" for i in range(5000)) + "\n" + ",".join("1" * 5000) + "\n"
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
    TableFile("half a UTF-16 sign", "a.csv", lambda: "a,b\n1,2\n".encode("utf-16") + b"\x00", "UTF-16-LE after line 2"),
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
    TableFile("a wide Parquet", "a.parquet", arrow_table(lambda: {f"c{i}": [1] for i in range(2001)}), "2,001 columns"),
    TableFile(
        "a Parquet of few values",
        "a.parquet",
        arrow_table(lambda: {f"c{i}": np.zeros(1_000_000) for i in range(9)}, use_dictionary=False, compression="zstd"),
        "500 times its size",
    ),
    TableFile("one text a million times", "a.parquet", arrow_table(repeated_text, store_schema=False), 'of column "s"'),
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
