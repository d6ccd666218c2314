"""Why an upload was turned away: one cause, one sentence."""

CODES = (
    "not_allowed",  # the file names something that no scikit-learn model needs
    "damaged",
    "too_large",
    "too_old",  # saved by an older library that this one cannot read
    "reads_files",
    "crashed",
    "too_slow",
    "unsupported",  # a format, or an object without predict
    "table",  # a table that cannot be read or does not fit
)


class Refused(Exception):
    """An upload that is turned away.

    Parameters
    ----------
    code : str
        One of `CODES`: the cause, for tests and statistics.
    sentence : str
        What is wrong, where, and what to do: shown to the user as it is.
    """

    def __init__(self, code: str, sentence: str):
        if code not in CODES:
            raise ValueError(f"Refused.code must be one of {', '.join(CODES)}; got {code!r}.")
        super().__init__(sentence)
        self.code, self.sentence = code, sentence
