"""The versions that made a model, as a file of requirements."""

from __future__ import annotations

import platform
from functools import cache
from importlib import metadata

# What a class' module belongs to on the package index; the first that is installed made the model.
PACKAGES = {
    "sklearn": ("scikit-learn",),
    "sklearnex": ("scikit-learn-intelex",),
    "lightgbm": ("lightgbm",),
    "xgboost": ("xgboost", "xgboost-cpu"),
    "river": ("river",),
    "onnxruntime": ("onnxruntime",),
    "skops": ("skops",),
    "joblib": ("joblib",),
    "pandas": ("pandas",),
    "pyarrow": ("pyarrow",),
    "numpy": ("numpy",),
    "scipy": ("scipy",),
}


@cache
def pinned(module: str) -> dict[str, str]:
    """The package that a module comes from and all that it needs: name -> installed version.

    Raises
    ------
    ValueError
        If it cannot be found.
    """
    for name in PACKAGES.get(module, (module,)):
        found: dict[str, str] = {}
        if gather(name, found):
            return found
    raise ValueError(f"The version of {module}, which the model needs, is not known: install it as a package.")


def gather(name: str, found: dict[str, str]) -> bool:
    """Add a package and what it needs here; whether it is installed."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    try:
        package = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    found[canonicalize_name(name)] = package.version
    for text in package.requires or []:
        needed = Requirement(text)
        here = needed.marker is None or needed.marker.evaluate({"extra": ""})
        if here and canonicalize_name(needed.name) not in found:
            gather(needed.name, found)
    return True


def requirements(modules: tuple[str, ...]) -> bytes:
    """The file: what the modules need, in the versions of this process."""
    pins = {name: made for module in modules for name, made in pinned(module).items()}
    lines = [f"# Python {platform.python_version()}", *(f"{name}=={pins[name]}" for name in sorted(pins))]
    return "\n".join([*lines, ""]).encode()


def preload() -> None:
    """Read all versions while it is quick: a confined process finds them too, but slowly."""
    for module in PACKAGES:
        try:
            pinned(module)
        except ValueError:
            continue
