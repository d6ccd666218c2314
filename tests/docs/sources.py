"""The project's own modules, read but not run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

TOP = Path(__file__).parents[2]
ROOMS = ("app", "pages", "dashboard", "sandbox", "reporting", "sample_data", "optimizers", "docs", "benchmarks")


@cache
def trees() -> dict[str, ast.Module]:
    """Path (such as "optimizers/case.py") -> syntax tree, tests left out."""
    files = [f for f in (TOP / "app.py", *(f for r in ROOMS for f in sorted((TOP / r).rglob("*.py")))) if f.is_file()]
    return {f.relative_to(TOP).as_posix(): ast.parse(f.read_text(encoding="utf-8")) for f in files}


def room(path: str) -> str:
    """ "pages" of "pages/over_time.py", "app" of "app.py"."""
    return path.split("/")[0].removesuffix(".py")


def imported(tree: ast.Module, at_top: bool = False) -> set[str]:
    """Dotted names of all that is imported anywhere, or only when the module itself is."""
    nodes = list(eager(tree)) if at_top else list(ast.walk(tree))
    plain = {alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names}
    return plain | {n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module and not n.level}


def eager(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when the module is imported: no function bodies, no blocks for type checkers."""
    for child in ast.iter_child_nodes(node):
        typing_only = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
        if not typing_only and not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from eager(child)


def called(tree: ast.Module) -> set[str]:
    """Dotted names of all that is called: "joblib.load"."""
    return {ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
