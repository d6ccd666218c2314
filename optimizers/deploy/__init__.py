"""The same model, run differently: one file a strategy; what then runs is in `models`."""

from optimizers.component import discover
from optimizers.deploy.base import Deploy

DEPLOY = discover(__name__, Deploy)
globals().update(DEPLOY)

__all__ = ["DEPLOY", "Deploy", *DEPLOY]
