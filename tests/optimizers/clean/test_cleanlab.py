"""The field's own implementation as an oracle: the same probabilities, nearly the same suspects."""

import numpy as np
import pytest

from optimizers.clean.confident import calibrated, confident_joint, prune_by_noise_rate

from .noisy import f1

pytest.importorskip("cleanlab")


def probabilities(n, n_classes, share, seed, sharpness):
    rng = np.random.default_rng(seed)
    true = rng.choice(n_classes, n, p=np.r_[0.5, np.full(n_classes - 1, 0.5 / (n_classes - 1))])
    wrong = rng.random(n) < share
    given = np.where(wrong, (true + rng.integers(1, n_classes, n)) % n_classes, true)
    logits = rng.normal(size=(n, n_classes)) + sharpness * np.eye(n_classes)[true]
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return p, given, wrong


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2])
@pytest.mark.parametrize(("n_classes", "sharpness"), [(2, 3), (3, 2), (10, 4)])
def test_suspects_and_f1_agree(n_classes, sharpness, share):
    from cleanlab.count import compute_confident_joint
    from cleanlab.filter import find_label_issues

    p, given, wrong = probabilities(2000, n_classes, share, 3, sharpness)
    theirs = find_label_issues(given, p, filter_by="prune_by_noise_rate", n_jobs=1)
    counts = confident_joint(p, given)
    joint = calibrated(counts, np.bincount(given))
    ours = prune_by_noise_rate(p, given, joint)
    assert np.abs(joint - compute_confident_joint(given, p)).max() <= 1
    assert abs(f1(np.flatnonzero(ours), wrong) - f1(np.flatnonzero(theirs), wrong)) < 0.01
    assert (ours != theirs).mean() < 0.005
