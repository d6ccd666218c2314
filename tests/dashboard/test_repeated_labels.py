"""What the page says where labels follow one another."""

import pytest
from streamlit.testing.v1 import AppTest


def told(timeline: str, matters: bool) -> None:
    """The sentence and the chart, of a worker's answer made up."""
    from types import SimpleNamespace

    import pandas as pd

    from dashboard import asking
    from dashboard.detect_tabs import repeated_labels
    from optimizers.experiment import Experiment
    from sandbox.arrow import to_arrow

    frame = pd.DataFrame({"step": [0, 1], "accuracy": [0.8, 0.7], "no_change": [0.9, 0.8]})
    head = {"matters": matters, "sentence": "Labels follow one another: kappa_t = -0.81.", "labels": ["1", "2"]}
    before, asking.ask = asking.ask, lambda *_: SimpleNamespace(head=head, blobs=[to_arrow(frame)])
    settings = SimpleNamespace(experiment=Experiment(timeline=timeline), metric="accuracy")
    try:
        repeated_labels(SimpleNamespace(facts={"task": "classification"}), settings)
        repeated_labels(SimpleNamespace(facts={"task": "classification"}), settings, chart=True)
    finally:
        asking.ask = before


@pytest.mark.parametrize("timeline, matters, said", [("rows", True, 1), ("rows", False, 0), ("simulated", True, 0)])
def test_it_is_said_where_rows_are_in_their_order_and_it_matters(timeline, matters, said):
    app = AppTest.from_function(told, args=(timeline, matters)).run()
    assert not app.exception
    assert len(app.info) == len(app.get("plotly_chart")) == len(app.caption) == said
    assert not said or "Labels follow one another" in app.info[0].value
