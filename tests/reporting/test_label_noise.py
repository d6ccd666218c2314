"""The chart of given and likely labels."""

import pandas as pd
import pytest

from reporting.charts.label_noise import label_noise
from reporting.look import alt_of
from tests.reporting.results import HOSTILE


def joint(labels, wrong=5):
    cells = [(g, k, 50 if g == k else wrong) for g in labels for k in labels]
    frame = pd.DataFrame(cells, columns=["given", "likely", "count"])
    share = frame["count"] / frame.groupby("given")["count"].transform("sum")
    return frame.assign(share=share, low=0.0, high=1.0)


def test_every_cell_is_counted_and_no_name_acts():
    figure = label_noise(joint((HOSTILE, "yes")))
    pale, strong = figure.data[1:]
    assert list(pale.text) == ["5", "5"] and list(strong.text) == ["50", "50"]
    assert "110 rows: about 10 look wrong" in alt_of(figure) and "looks like yes, 5 rows" in alt_of(figure)
    assert not any("<s" in t for t in [*figure.layout.xaxis.ticktext, *pale.hovertext])
    assert "looks like yes" in pale.hovertext[0]
    assert figure.layout.xaxis.title.text == "Likely label" and figure.layout.yaxis.title.text == "Given label"


def test_beyond_twenty_labels_the_worst_are_drawn():
    figure = label_noise(joint([f"l{i}" for i in range(25)], 1))
    assert len(figure.layout.xaxis.ticktext) == 20 and "20 of 25 labels" in alt_of(figure)


def test_nothing_wrong_is_said_and_no_cells_are_refused():
    assert alt_of(label_noise(joint(("no", "yes"), 0))).endswith("about 0 look wrong.")
    with pytest.raises(ValueError, match="no labels to draw"):
        label_noise(joint(()))
