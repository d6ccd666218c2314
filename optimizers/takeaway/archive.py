"""Files as a zip that is the same whenever it is made of the same files."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping

BEGINNING = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can hold
LONGEST = 60
NOT_ON_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")


def zipped(files: Mapping[str, bytes], folder: str = "") -> bytes:
    """All files in one folder, in order of their names, with a fixed date.

    Parameters
    ----------
    files : mapping
        Path within the folder -> content.
    folder : str
        As `safe_name` gives it; without it the files lie at the top.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{path}" if folder else path, BEGINNING)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            entry.create_system = 3  # elsewhere the system that made it would be written down
            packed.writestr(entry, files[path])
    return out.getvalue()


def safe_name(*words: str) -> str:
    """A name for a folder, of whatever a user called things: small letters, digits and hyphens.

    >>> safe_name("Loans 2024", "cut to 1.5 %"), safe_name("../../etc"), safe_name("CON"), safe_name("模型")
    ('loans-2024-cut-to-1-5', 'etc', 'model-con', 'model')
    """
    letters = unicodedata.normalize("NFKD", " ".join(words)).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST].strip("-")
    return f"model-{name}" if NOT_ON_WINDOWS.fullmatch(name) else name or "model"
