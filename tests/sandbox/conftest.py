import pytest

from sandbox.client import start_parent


@pytest.fixture(scope="session")
def parent():
    parent = start_parent(["tests.sandbox.probes"])
    yield parent
    parent.close()


@pytest.fixture
def worker(parent):
    with parent.worker() as worker:
        yield worker
