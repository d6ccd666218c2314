"""Generalized learning vector quantization: prototypes move until the nearest one has the right class."""

from __future__ import annotations

import numpy as np

MOST_DISTANCES = 1e8  # computed while moving the prototypes of one point: a second or two


def moved(
    W: np.ndarray, labels: np.ndarray, X: np.ndarray, y: np.ndarray, n_steps: int, steepness: float = 15
) -> np.ndarray:
    """Prototypes with less loss, by quasi-Newton steps.

    Parameters
    ----------
    W : ndarray of shape (n_prototypes, n_features)
    labels : ndarray of int of shape (n_prototypes,)
        Two classes at least.
    X, y : ndarray of shape (n_rows, n_features) and (n_rows,)
        Rows, each of a class that has a prototype.
    steepness : float
        How sharply a row on the wrong side counts; 5 forgives noisy labels more than 15.

    Returns
    -------
    ndarray of shape (n_prototypes, n_features)
    """
    from scipy.optimize import minimize

    n_steps = min(n_steps, int(MOST_DISTANCES / (len(W) * len(X))))
    if not n_steps:
        return W
    away = np.where(y[:, None] == labels[None, :], 0, np.inf), np.where(y[:, None] == labels[None, :], np.inf, 0)
    rows = np.sum(X * X, axis=1)[:, None]

    def of(flat: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = loss(flat.reshape(W.shape), away, X, rows, steepness)
        return value, slope.ravel()

    return minimize(of, W.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": n_steps}).x.reshape(W.shape)


def loss(
    W: np.ndarray, away: tuple[np.ndarray, np.ndarray], X: np.ndarray, rows: np.ndarray, steepness: float
) -> tuple[float, np.ndarray]:
    """Mean of sigmoid(steepness * mu), mu = (d+ - d-) / (d+ + d-) of the nearest right and wrong one; its slope by W.

    `away` is infinite at the wrong prototypes, and at the right ones; `rows` are the rows' squared lengths.
    """
    D = np.maximum(rows - 2 * X @ W.T + np.sum(W * W, axis=1), 0)
    at = np.arange(len(X))
    right = np.argmin(D + away[0], axis=1)
    wrong = np.argmin(D + away[1], axis=1)
    near, far = D[at, right], D[at, wrong]
    both = np.maximum(near + far, 1e-12)
    share = 1 / (1 + np.exp(-steepness * (near - far) / both))
    steep = steepness * share * (1 - share) / len(X) * 2 / both**2
    pull = np.zeros_like(D)
    pull[at, right], pull[at, wrong] = steep * far, -steep * near
    return float(share.mean()), 2 * (pull.sum(axis=0)[:, None] * W - pull.T @ X)
