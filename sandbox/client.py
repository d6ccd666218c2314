"""What the app uses of the sandbox: a parent, its workers, and what they answer."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from sandbox.client_parent import Parent
from sandbox.client_worker import Stopped, Worker
from sandbox.refusal import Refused
from sandbox.wire import Reply

__all__ = ["Parent", "Refused", "Reply", "Stopped", "Worker", "start_parent"]


def start_parent(modules: Sequence[str] = (), *, portable: bool | None = None) -> Parent:
    """The source of workers, one a web process; nothing runs before `warm()` or the first `worker()`.

    Parameters
    ----------
    modules : sequence of str
        Further modules whose commands the workers shall know.
    portable : bool, optional
        True for what works on every system, False for what needs Linux; by default what fits this one.
    """
    if portable or (portable is None and sys.platform != "linux"):
        from sandbox.portable import PortableParent

        return PortableParent(modules)
    return Parent(modules)
