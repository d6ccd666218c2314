"""A result as one HTML file that opens anywhere, without a network."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from html import escape
from importlib.metadata import PackageNotFoundError, version

import pandas as pd
from plotly.offline import get_plotlyjs

from optimizers.card import Card
from optimizers.result import Result
from reporting.report_parts import list_html, page_html, pairs_html, section, table_html
from reporting.report_sections import card_section, charts_section, settings_of

PACKAGES = ("scikit-learn", "numpy", "pandas", "scipy", "joblib", "plotly")


def report_html(
    case_title: str,
    result: Result,
    sentences: Sequence[str],
    card: Card | None = None,
    *,
    threshold: float | None = None,
    feature_drift: pd.DataFrame | None = None,
    attribution: pd.DataFrame | None = None,
    histograms: pd.DataFrame | None = None,
    feature: str = "",
    code: str = "",
    notes: Sequence[str] = (),
    made: str = "",
) -> str:
    """Everything about one result: sentences, charts, tables, settings, versions, and the code that made it.

    The file holds plotly.js (4.8 MB), asks no server for anything (its content security policy forbids
    it), follows the reader's light or dark scheme, and prints. Whatever it is given is escaped.

    Parameters
    ----------
    case_title : str
    result : Result
    sentences : sequence of str
        What happened, as `optimizers.telling.story` says it.
    card : Card, optional
    threshold : float, optional
        As in `over_time`.
    feature_drift, attribution : DataFrame, optional
        As `drift_map` and `attribution_bars` take them; left out where empty.
    histograms, feature
        As `play` takes them.
    code : str
        The Python that makes the same result.
    notes : sequence of str
    made : str
        When it was made, as it shall stand in the report.

    Raises
    ------
    ValueError
        If the result holds no steps.
    """
    skipped = [f"{name} was left out: {why}" for name, why in result.skipped.items()]
    body = [
        header(case_title, result, made),
        section("What happened", "".join(f'<p class="lead">{escape(s)}</p>' for s in sentences)),
        charts_section(result, threshold, feature_drift, attribution, histograms, feature),
        card_section(card),
        section("Notes", list_html([*notes, *skipped]) if notes or skipped else ""),
        section("Settings", settings_of(result, threshold)),
        section("The Python that made it", f"<pre><code>{escape(code)}</code></pre>" if code else ""),
        section("Scores", scores_of(result)),
        section("Versions", pairs_html(versions())),
    ]
    return page_html(case_title, "".join(body), get_plotlyjs())


def header(case_title: str, result: Result, made: str) -> str:
    about = [f"Case {result.case_name}", f"fingerprint {result.fingerprint}", f"seed {result.experiment.seed}", made]
    return f'<h1>{escape(case_title)}</h1><p class="soft">{escape(", ".join(filter(None, about)))}</p>'


def scores_of(result: Result) -> str:
    """The means, then every step."""
    frame = result.frame
    columns = ["strategy", "candidate", "part", "metric", "value", "low", "high", "unit", "n_rows"]
    means = table_html(frame.loc[frame["part"] != "step", columns], "Means over steps, with 95 % intervals")
    steps = frame.loc[frame["part"] == "step", ["candidate", "start", "metric", "value", "low", "high", "n_rows"]]
    return means + table_html(steps, "Every step, with 95 % intervals")


def versions() -> dict[str, str]:
    """What the result was computed with."""
    found = {"Python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
