"""Make the pages that follow from the code: `python -m docs.make`; with `--check`, say what is stale."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from docs import component_page, fact_pages

HERE = Path(__file__).parent
TOP = HERE.parent
PAGES: dict[str, Callable[[], str]] = {
    "components.md": component_page.page,
    "metrics.md": fact_pages.metrics,
    "samples.md": fact_pages.samples,
    "command_line.md": fact_pages.command_line,
}
MADE = "<!-- Made by `python -m docs.make`; change the code, not this page. -->\n\n"


def main(words: Sequence[str] | None = None) -> int:
    """Write the pages, or check them; returns the exit code: 0, or 1 with one sentence on standard error."""
    parser = argparse.ArgumentParser(prog="python -m docs.make", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a committed page is stale")
    if parser.parse_args(words).check:
        wrong = complaint()
        print(wrong or "The pages are fresh.", file=sys.stderr if wrong else sys.stdout)
        return int(bool(wrong))
    for name, page in PAGES.items():
        (HERE / name).write_text(whole(page), encoding="utf-8", newline="\n")
    return 0


def whole(page: Callable[[], str]) -> str:
    return f"{MADE}{page()}\n"


def complaint() -> str:
    """What is stale, as one sentence; empty if nothing is."""
    stale = [f"docs/{name}" for name, page in PAGES.items() if whole(page) != read(HERE / name)]
    if stale:
        are = "is" if len(stale) == 1 else "are"
        return f"{' and '.join(stale)} {are} stale; run python -m docs.make and commit what it writes."
    readme = read(TOP / "README.md")
    missing = [c for c in commands() if f"`{c}" not in readme]
    return f"README.md does not name {' and '.join(missing)}; add what is missing to its commands." if missing else ""


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def commands() -> list[str]:
    """Every command of the project: make's targets and the command line's own."""
    targets = re.findall(r"^([a-z]+):", read(TOP / "Makefile"), re.MULTILINE)
    own = [name for name, _, _ in fact_pages.commands(fact_pages.parser())]
    return [f"make {t}" for t in targets] + [f"python -m optimizers {name}" for name in own]


if __name__ == "__main__":
    raise SystemExit(main())
