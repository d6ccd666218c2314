"""Whole neurons that a multilayer perceptron can do without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.component import param
from optimizers.prune.base import Prune, PruningRows
from optimizers.prune.mlp_network import Lesson, Network, network, tuned, with_network

MOST_ROWS = 20_000


@dataclass(frozen=True)
class MLPNeurons(Prune):
    """Remove whole neurons, and tune briefly.

    A neuron counts by the spread of its activation times the norm of its outgoing weights. The layer behind is
    fitted anew by least squares, so that it gives what it gave before. Epochs of Adam with fresh moments follow,
    half towards the labels, half towards what the original answers to the same rows with some noise on them, so that
    it is asked between them too; the choosing rows keep the best epoch.
    Every point starts from the one before. The optimizer's state is dropped: `partial_fit` begins a fresh one. A
    network fitted on the choosing rows too looks better there than it is, which makes tuning stop early.

    References
    ----------
    He, Fan, Qian, Tan, Yu (2014). Reshaping deep neural network for fast decoding by node-pruning. ICASSP.
    Luo, Wu, Lin (2017). ThiNet: a filter level pruning method for deep neural network compression. ICCV.
    Hinton, Vinyals, Dean (2015). Distilling the knowledge in a neural network. arXiv:1503.02531.
    """

    takes = ("MLPClassifier", "MLPRegressor")

    n_points: int = param(7, 2, 20, "candidates", "Points along the path, evenly spaced in log parameters.")
    smallest: float = param(0.03, 0.002, 0.9, "of the parameters", "Where the path ends.", log=True)
    n_epochs: int = param(60, 0, 200, "epochs", "Tuning after each cut; 0: least squares alone.")
    noise: float = param(0.5, 0.0, 2.0, "of a column's spread", "On the rows while tuning.")

    def unsuitable(self, estimator: Any) -> str:
        if not any(len(b) > 1 for b in estimator.intercepts_[:-1]):
            return "MLPNeurons removes hidden neurons; this network has no hidden layer with more than one."
        several = estimator.n_outputs_ > 1 and estimator.out_activation_ != "softmax"
        return "MLPNeurons takes networks of one target; give the network of one target on its own." if several else ""

    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        original = now = network(estimator)
        X, y = some(rows.X_fit, rows.y_fit, rng)
        teach = Lesson(X, targets(estimator, y), original, self.noise * X.std(axis=0))
        choose = plain(rows.X_choose), targets(estimator, rows.y_choose)
        seen = {original.n_parameters}
        for share in np.geomspace(1, self.smallest, self.n_points + 1)[1:]:
            now = without_neurons(now, widths(original, share), X)
            if now.n_parameters in seen:
                continue
            seen.add(now.n_parameters)
            now = tuned(now, teach, choose, self.n_epochs, rng)
            yield f"{now.n_parameters:,} of {original.n_parameters:,} weights", with_network(estimator, now)


def plain(X: Any) -> np.ndarray:
    return X.toarray() if hasattr(X, "toarray") else np.asarray(X, dtype=float)


def some(X: Any, y: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """At most `MOST_ROWS` rows."""
    X = X.to_numpy() if hasattr(X, "iloc") else X
    if len(y) <= MOST_ROWS:
        return plain(X), y
    rows = np.sort(rng.choice(len(y), MOST_ROWS, replace=False))
    return plain(X[rows]), y[rows]


def targets(estimator: Any, y: np.ndarray) -> np.ndarray:
    """What the last layer should give: shape (n_rows, n_outputs)."""
    if hasattr(estimator, "classes_"):
        hot = (np.asarray(y)[:, None] == estimator.classes_[None, :]).astype(float)
        return hot[:, 1:] if estimator.n_outputs_ == 1 else hot
    return np.asarray(y, dtype=float).reshape(-1, 1)


def widths(original: Network, share: float) -> list[int]:
    """Neurons of every hidden layer, all scaled alike, for about that share of the parameters."""
    full = np.array([len(b) for b in original.biases[:-1]])
    n_in, n_out = len(original.weights[0]), len(original.biases[-1])
    low, high = 0.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        sizes = np.r_[n_in, np.maximum(1, full * middle), n_out]
        few = np.sum((sizes[:-1] + 1) * sizes[1:]) < share * original.n_parameters
        low, high = (middle, high) if few else (low, middle)
    return np.maximum(1, np.round(full * high)).astype(int).tolist()


def without_neurons(net: Network, sizes: list[int], X: np.ndarray) -> Network:
    """Keep so many neurons of every hidden layer; each next layer is fitted to what it gave before."""
    weights, biases = list(net.weights), list(net.biases)
    given = net.activations(X)
    now = X
    for i, size in enumerate(sizes):
        wanted = given[i + 1] @ net.weights[i + 1] + net.biases[i + 1]
        worth = given[i + 1].std(axis=0) * np.linalg.norm(net.weights[i + 1], axis=1)
        kept = np.sort(np.argsort(-worth, kind="stable")[:size])
        weights[i], biases[i] = weights[i][:, kept], biases[i][kept]
        now = Network([weights[i]], [biases[i]], net.hidden, net.hidden).activations(now)[-1]
        weights[i + 1], biases[i + 1] = made_up(now, wanted)
    return Network(weights, biases, net.hidden, net.out)


def made_up(given: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights and bias that come closest to the wanted sums, by ridge regression with a tiny penalty."""
    mean = given.mean(axis=0)
    centred = given - mean
    gram = centred.T @ centred
    gram += (1e-6 * np.trace(gram) / len(gram) + 1e-9) * np.eye(len(gram))
    weights = np.linalg.solve(gram, centred.T @ (wanted - wanted.mean(axis=0)))
    return weights, wanted.mean(axis=0) - mean @ weights
