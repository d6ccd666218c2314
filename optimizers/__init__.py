"""What makes a trained model good, cheap and long-lived, and what wears it out.

Names load on first use: `import optimizers` itself costs nothing.
"""

from importlib import import_module
from typing import Any

_WHERE = {
    "Case": "case",
    "Candidate": "strategy",
    "Drift": "drift.base",
    "Experiment": "experiment",
    "Profile": "drift.base",
    "Result": "result",
    "Strategy": "strategy",
    "run": "running",
}
__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
