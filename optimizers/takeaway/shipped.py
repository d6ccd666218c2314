"""Files that go into a folder as they are, read once: a confined process does not reach them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
TEXTS = ("predict", "self_test", "joblib", "skops", "onnx", "answers")


@cache
def text(name: str) -> str:
    """A script of the folder, or a part of one."""
    return (HERE / "texts" / f"{name}.py.txt").read_text(encoding="utf-8")


@cache
def rows_source() -> bytes:
    """This package's own `rows.py`: what was recorded here and what predicts there read rows alike."""
    return (HERE / "rows.py").read_bytes()


def script(loading: tuple[str, ...]) -> bytes:
    """predict.py, with the parts that open this kind of model."""
    opening = "".join(map(text, loading)).strip()
    return text("predict").replace("#--- model", opening).encode()


def preload() -> None:
    """Read every file while files can be read."""
    rows_source()
    for name in TEXTS:
        text(name)
