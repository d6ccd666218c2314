"""The one kind of error that a user's tables cause."""

from __future__ import annotations


class CaseError(ValueError):
    """A model and a table that do not make a case: one sentence with what is wrong, where, and what to do."""
