"""Files that go into a folder as they are, read once: a confined process does not reach them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
TEXTS = ("predict", "self_test", "joblib", "skops", "onnx", "answers")
DIRECT = ("direct", "direct_kinds", "flat_trees")
OWN = {"optimizers.deploy.models.direct_kinds": DIRECT, "optimizers.deploy.models.wrapped": ("wrapped",)}


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


@cache
def own_modules(module: str) -> dict[str, bytes]:
    """The files of this project that a model of this module needs, under their own paths: path -> source.

    Raises
    ------
    ValueError
        If its modules need more than numpy, scipy and scikit-learn.
    """
    if module not in OWN:
        raise ValueError("What answers here is of this project alone; take the model file instead of the folder.")
    models = HERE.parent / "deploy" / "models"
    files = {f"optimizers/deploy/models/{name}.py": (models / f"{name}.py").read_bytes() for name in OWN[module]}
    packages = ("optimizers", "optimizers/deploy", "optimizers/deploy/models")
    return files | {f"{p}/__init__.py": b'"""Of the project that made this model: what answers in its place."""\n'
                    for p in packages}  # fmt: skip


def preload() -> None:
    """Read every file while files can be read."""
    rows_source()
    for name in TEXTS:
        text(name)
    for module in OWN:
        own_modules(module)
