"""Fingerprints that change if and only if the model or a row does."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pandas as pd


def model_digest(model: Any) -> bytes:
    """Digest of a model's settings and fitted arrays.

    joblib's hash alone differs between a tree and its copy: node records are padded, and nobody
    clears the padding. Records are packed first.
    """
    from joblib.hashing import NumpyHasher
    from numpy.lib.recfunctions import repack_fields

    class Packed(NumpyHasher):
        def save(self, obj: Any) -> None:
            if type(obj) is np.ndarray and obj.dtype.names:
                obj = repack_fields(obj)
            super().save(obj)

    return Packed(hash_name="sha1").hash(model).encode()


def rows_digest(rows: pd.DataFrame | pd.Series | None) -> bytes:
    """Digest of the values, the column names and the types of a table; its index does not count."""
    if rows is None:
        return b"none"
    frame = rows.to_frame() if isinstance(rows, pd.Series) else rows
    header = repr([(str(c), str(t)) for c, t in frame.dtypes.items()]).encode()
    values = pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes()
    return hashlib.sha256(header + values).digest()


def fingerprint(model: Any, *tables: pd.DataFrame | pd.Series | None) -> str:
    """Sixteen hex digits for a model with its tables."""
    digest = hashlib.sha256(model_digest(model))
    for rows in tables:
        digest.update(rows_digest(rows))
    return digest.hexdigest()[:16]


def bytes_fingerprint(raw: bytes) -> str:
    """Sixteen hex digits for a file: what a link asks for when it needs the same upload again."""
    return hashlib.sha256(raw).hexdigest()[:16]
