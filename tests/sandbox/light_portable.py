"""What `light` is to the parent, to a portable worker."""

from sandbox import portable, warm
from tests.sandbox.light import load_only


def main(*told):
    warm.warm_up = load_only
    portable.main(*told)
