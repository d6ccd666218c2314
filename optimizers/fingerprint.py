"""Fingerprints that change if and only if the model or a row does."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pandas as pd


def model_digest(model: Any) -> bytes:
    """Digest of a model's settings and fitted arrays.

    joblib's hash alone differs between a model and its copy: node records are padded and nobody clears
    the padding, and strides count. Records are packed and arrays laid out alike first.
    """
    from joblib.hashing import NumpyHasher
    from numpy.lib.recfunctions import repack_fields

    class Packed(NumpyHasher):
        def save(self, obj: Any) -> None:
            if isinstance(obj, np.ma.MaskedArray):  # a search's results; the hasher cannot read them
                obj = (obj.filled(), np.ma.getmaskarray(obj))
            if type(obj) is np.ndarray and obj.dtype.names:
                obj = repack_fields(obj)
            if type(obj) is np.ndarray and not obj.flags.c_contiguous:
                obj = obj.copy(order="C")
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
