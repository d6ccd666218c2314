"""The folder that a user takes home: it predicts, checks its input and tests itself without this project."""

from optimizers.takeaway.archive import safe_name, zipped
from optimizers.takeaway.folder import takeaway
from optimizers.takeaway.model_file import forms_of

__all__ = ["forms_of", "safe_name", "takeaway", "zipped"]
