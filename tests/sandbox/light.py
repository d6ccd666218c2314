"""The sandbox's processes without the imports that take seconds: for tests that start and end them."""

from sandbox import portable, warm
from sandbox.client_parent import Parent


def load_only(modules):
    return [why for name in modules if (why := warm.load(name))]


def main(*told):
    from sandbox import parent

    warm.warm_up = load_only
    parent.main(*told)


class LightParent(Parent):
    boot = "tests.sandbox.light"


class LightPortableParent(portable.PortableParent):
    boot = "tests.sandbox.light_portable"
