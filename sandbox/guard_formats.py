"""Which format a file is in, by its first bytes; its name is only compared."""

from __future__ import annotations

from optimizers.compact.forest_file import MAGIC as FOREST
from sandbox.guard_source import decompressor
from sandbox.guard_words import damaged, shown, too_old, unsupported

BY_NAME = {
    ".joblib": ("joblib", "pickle"), ".pkl": ("joblib", "pickle"), ".pickle": ("joblib", "pickle"),
    ".skops": ("skops",), ".onnx": ("onnx",), ".forest": ("forest",),
}  # fmt: skip
OTHERS = {
    b"\x93NUMPY": "a numpy array",
    b"\x89HDF": "an HDF5 file, perhaps of Keras",
    b"PAR1": "a Parquet table",
    b"ARROW1": "a Feather table",
    b"GGUF": "a language model",
    b"tree\nversion=": "LightGBM's own text format",
    b"{": "a JSON file, perhaps of XGBoost",
    b"%PDF": "a PDF document",
    b"<": "a text in XML or HTML",
}
OLD_PICKLES = b"(cl]}NIPSVFX"  # how pickles of protocols 0 and 1 may begin


def recognise(raw: bytes) -> str:
    """``"pickle"`` (joblib too), ``"skops"``, ``"onnx"`` or ``"forest"`` (`optimizers.compact`).

    Raises
    ------
    Refused
        ``damaged`` when the file is empty, ``unsupported`` when its bytes are of another format.
    """
    if not raw:
        raise damaged("it is empty")
    if raw[:2] == b"PK":
        return "skops"
    if raw.startswith(FOREST):
        return "forest"
    for magic, what in OTHERS.items():
        if raw.startswith(magic):
            raise unsupported(
                f"The file is {what}, not a saved scikit-learn model",
                "save the model with joblib, skops or ONNX",
            )
    if raw[:2] == b"ZF":
        raise too_old("0.18 or older (joblib before 0.10)", _installed())
    if raw[:1] == b"\x08" and raw[1:2] < b"\x80":  # ONNX begins with its version number
        return "onnx"
    if raw[:1] == b"\x80" or raw[:1] in OLD_PICKLES or decompressor(raw) is not None:
        return "pickle"
    raise unsupported("The file is in no format that the workbench knows", "save the model with joblib, skops or ONNX")


def _installed() -> str:
    import sklearn

    return sklearn.__version__


def extension_note(name: str, file_format: str) -> tuple[str, ...]:
    """A note when the file's name promises another format."""
    ending = "." + name.lower().rpartition(".")[2] if "." in name else ""
    if file_format in BY_NAME.get(ending, (file_format,)):
        return ()
    return (f"{shown(name, 60)} is a {file_format} file by its contents, whatever its name says.",)
