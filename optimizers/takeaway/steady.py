"""A skops file that is the same whenever it is made of the same model."""

from __future__ import annotations

import io
import re
import zipfile

from optimizers.takeaway.archive import zipped

# skops names objects and their arrays by where they lay in memory.
ADDRESS = re.compile(r'("__id__": |"file": ")(\d+)')
SCHEMA = "schema.json"


def steadied(raw: bytes) -> bytes:
    """The file with objects numbered in their order, and without the time of writing.

    Parameters
    ----------
    raw : bytes
        As `skops.io.dump` writes it.
    """
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        content = {name: packed.read(name) for name in packed.namelist()}
    schema, numbers = content.pop(SCHEMA).decode(), dict[str, str]()

    def number(address: str) -> str:
        return numbers.setdefault(address, str(len(numbers) + 1))

    steady = ADDRESS.sub(lambda found: found[1] + number(found[2]), schema)
    files = {re.sub(r"^\d+", lambda found: number(found[0]), name): part for name, part in content.items()}
    return zipped(files | {SCHEMA: steady.encode()})
