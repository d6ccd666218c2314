"""Awkward table files, made in code, that are read all the same: with which note, to which first row."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.sandbox.table_makers import (
    FIRST,
    PLAIN,
    TableFile,
    arrow_stream,
    arrow_table,
    csv,
    decimals,
    feather,
    packed,
    parquet,
    small,
    stored,
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
    TableFile("German thousands", "a.csv", csv("a;b\n1.200;1,5\n900;2,5\n"), note="written like", first=("1.200", 1.5)),
    TableFile("English thousands", "a.csv", csv('a,b\n"1,200",2\n900,3\n'), note='"1,200" (row 1)', first=("1,200", 2)),
    TableFile("percent", "a.csv", csv("a,b\n5%,1\n7%,2\n"), note='like "5%"', first=("5%", 1)),
    TableFile("currency", "a.csv", csv("a,b\n$5.20,1\n$7,2\n"), note='like "$5.20"', first=("$5.20", 1)),
    TableFile("a word among numbers", "a.csv", csv("a,b\n5,1\n7,2\nfew,3\n"), note='row 3 holds "few"', first=("5", 1)),
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
    TableFile("a named index", "a.parquet", parquet(lambda: small().set_index("age")), note='index "age"', first=FIRST),
    TableFile("a filtered index", "a.parquet", parquet(lambda: small()[1:]), note="left out", first=(51, 900.25, None)),
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
