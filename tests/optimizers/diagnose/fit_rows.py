"""Rows on which it is known what over- and underfitting are."""

import numpy as np
import pandas as pd


def noisy_line(n_rows=400, seed=0, flips=0.3):
    """One feature decides, nineteen are noise, and three labels in ten are wrong."""
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.normal(size=(n_rows, 20))).add_prefix("x")
    y = (X["x0"] > 0) ^ (rng.random(n_rows) < flips)
    return X, pd.Series(np.where(y, "yes", "no"), name="y")


def rings(n_rows=400, seed=0):
    """Three rings in a plane: nothing that is nearly linear or nearly constant tells them apart."""
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.normal(size=(n_rows, 2)), columns=["a", "b"])
    return X, pd.Series((4 * np.hypot(X["a"], X["b"])).astype(int) % 3, name="ring")


def wave(n_rows=300, seed=0, noise=0.1):
    rng = np.random.default_rng(seed)
    X = pd.DataFrame({"t": rng.uniform(0, 6, n_rows), "u": rng.normal(size=n_rows)})
    return X, pd.Series(np.sin(2 * X["t"]) + noise * rng.normal(size=n_rows), name="height")


def noisy_slope(n_rows=150, seed=0):
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.normal(size=(n_rows, 3)), columns=["a", "b", "c"])
    return X, pd.Series(2 * X["a"] - X["b"] + rng.normal(size=n_rows), name="y")
