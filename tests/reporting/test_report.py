import html
import re

import numpy as np
import pandas as pd

from optimizers.card import Card
from optimizers.drift import Move
from reporting.report import report_html, versions
from tests.reporting.results import HOSTILE, result
from tests.reporting.test_card_charts import attribution_frame, calibration_frame, confusion_frame, importance_frame
from tests.reporting.test_drift_map import drift_frame
from tests.reporting.test_play import shares


def hostile_report():
    """Every place that takes a name is given one that acts, if it can."""
    played = result([[0.9, np.nan, 0.7], [0.9, 0.8, 0.8]], names=[HOSTILE, "b"], drifts=(Move(columns=(HOSTILE,)),))
    played.case_name, played.skipped = HOSTILE, {HOSTILE: HOSTILE}
    frames = dict(calibration=calibration_frame(), importance=importance_frame())
    frames |= dict(
        confusion=confusion_frame((HOSTILE, "yes")), scores=pd.DataFrame({"rows": [HOSTILE], "value": [0.5]})
    )
    what = {"class": HOSTILE, "classes": [HOSTILE], "n_features": 3}
    card = Card({"what": what, "seen": {"sentence": HOSTILE}, "calibration": {"of": HOSTILE}}, frames, {"x": [HOSTILE]})
    return report_html(
        HOSTILE, played, [HOSTILE], card, threshold=0.85, feature_drift=drift_frame({HOSTILE: [0.1, 0.2, 0.3]}),
        attribution=attribution_frame(), histograms=shares(3, (HOSTILE, "b")), feature=HOSTILE, code=HOSTILE,
        notes=[HOSTILE], made=HOSTILE,
    )  # fmt: skip


def without_scripts(page):
    return re.sub(r"<script[^>]*>.*?</script>", "", page, flags=re.S)


def test_it_holds_sentences_settings_seed_versions_charts_tables_and_code():
    page = report_html("Loans", result([0.9, 0.8]), ["It falls."], code="run(case)", threshold=0.85, made="today")
    text = html.unescape(re.sub(r"<[^>]+>", " ", without_scripts(page)))
    for expected in ("It falls.", "Seed  0", "Threshold  0.850", "scikit-learn", "run(case)", "today", "0.900"):
        assert expected in text, expected
    for name, number in versions().items():
        assert f"{name}  {number}" in text
    assert re.findall(r"<h2>([^<]+)", page)[:2] == ["What happened", "Over time"]


def test_it_asks_no_server_for_anything():
    page = report_html("Loans", result([0.9, 0.8]), [])
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|link|img|iframe)[^>]+(src|href)=", page)
    assert 4.5e6 < len(page) < 5.5e6


def test_every_chart_says_what_it_shows():
    page = hostile_report()
    figures = re.findall(r'<figure>.*?<div class="chart" role="img" aria-label="([^"]+)"', page, flags=re.S)
    assert len(figures) == 7 and all(len(alt) > 40 for alt in figures)


def test_names_are_escaped_everywhere():
    page = without_scripts(hostile_report())
    assert "<b>x" not in page and "alert(1)</script>" not in page
    assert page.count("&lt;script&gt;") > 20


def test_what_is_not_given_is_left_out():
    page = report_html("Loans", result([0.9, 0.8]), [])
    for absent in ("The model", "Which features moved", "Notes", "The Python that made it", "What happened"):
        assert f"<h2>{absent}</h2>" not in page
