"""Make the sample cases again from their seeds: `python -m sample_data.make [key ...]`."""

from __future__ import annotations

import argparse
from importlib import import_module

from sample_data import ORDER
from sample_data.world import World, write


def make(key: str) -> World:
    """The world of one key, made anew in memory."""
    from threadpoolctl import threadpool_limits

    # One thread adds in one order: the same sums on machines with few and with many cores.
    with threadpool_limits(1):
        return import_module(f"sample_data.{key}").world()


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m sample_data.make", description=__doc__)
    parser.add_argument("key", nargs="*", help=f"which cases (default: all): {', '.join(ORDER)}")
    chosen = parser.parse_args(words).key or ORDER
    if unknown := set(chosen) - set(ORDER):
        parser.error(f"no sample case {', '.join(sorted(unknown))}; there are {', '.join(ORDER)}")
    for key in chosen:
        try:
            place = write(make(key))
        except ModuleNotFoundError as missing:
            parser.error(str(missing))
        size_kib = sum(file.stat().st_size for file in place.iterdir()) / 1024
        print(f"{key}: {size_kib:,.0f} KiB")


if __name__ == "__main__":
    main()
