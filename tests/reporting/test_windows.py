"""The strip of a policy's models, from frames made by hand."""

import numpy as np
import pandas as pd

from reporting.charts.windows import life_of, said, windows_chart
from reporting.look import alt_of, style

from .results import HOSTILE, points, trace

STARTS = [str(s + 1) for s in range(6)]


def life(delay=1, starts=STARTS, candidate="sliding", what="retrained"):
    """Of 80 learning rows and two steps each: refitted after steps 2 and 4 of 6, labels a step late."""
    served = pd.DataFrame(
        {
            "strategy": "EveryKSteps", "candidate": candidate, "model": [0, 1, 2],
            "what": ["as uploaded", what, what], "first": [0, 2, 4], "last": [1, 3, 5],
            "n_learning": [80, 40, 0], "window_first": [-1, 0, 1], "window_last": [-1, 0, 2], "n_labels": [0, 40, 80],
            "half_life": 0,
        }
    )  # fmt: skip
    n_labels = [0] * delay + [40] * (6 - delay)
    arrived = pd.DataFrame({"strategy": "EveryKSteps", "candidate": candidate, "step": range(6), "n_labels": n_labels})
    return life_of(candidate, served, arrived, delay, starts, style(3))


def bars(figure, name):
    bar = trace(figure, name)
    return sorted(zip(bar.y, bar.base, np.add(bar.base, bar.x)))


def test_each_model_has_its_window_and_the_steps_that_it_answered():
    figure = windows_chart(life(), 5)
    learned = bars(figure, "learned from")
    assert [(m, a, b) for m, a, b in learned if b > 0.6] == [(1, 0.5, 1.5), (2, 1.5, 3.5)]
    rest = [(m, b - a) for m, a, b in learned if b < 0.6]
    assert rest == [(0, 1.0), (1, 0.5)]  # half of the learning rows is half as long
    assert bars(figure, "answered") == [(0, 0.5, 2.5), (1, 2.5, 4.5), (2, 4.5, 6.5)]


def test_what_comes_after_the_marked_step_is_faint():
    figure = windows_chart(life(), 2)
    assert bars(figure, "answered") == [(0, 0.5, 2.5), (1, 2.5, 3.5)]
    assert bars(figure, "answers later") == [(1, 3.5, 4.5), (2, 4.5, 6.5)]
    assert list(trace(figure, "step 3").x) == [3, 3]


def test_labels_that_had_come_are_full():
    # Step 4 is answered when the labels of steps 1 and 2 are there: they come a step late, after the answers.
    figure = windows_chart(life(), 3)
    assert list(trace(figure, "labels had come").base) == [0.65, 1.65]
    assert "40 labels were still to come" in trace(figure, "no labels yet").text[0]
    assert "after the last step" in trace(figure, "no labels yet").text[-1]


def test_it_says_what_it_shows():
    assert alt_of(windows_chart(life(), 5)) == said(life(), 5)
    assert said(life(), 5) == (
        "sliding: 3 models over 6 steps. At step 6 model 2 (retrained) answers. It had learned from 80 labelled rows "
        "of steps 2 to 3; the labels of steps 1 to 4 had come."
    )
    assert said(life(), 0).endswith("It had learned from 80 of 80 learning rows; no labels had come.")
    dated = life(starts=[f"2013-0{s + 1}" for s in range(6)])
    assert "At 2013-03 model 1 (retrained) answers." in said(dated, 2) and "of 2013-01;" in said(dated, 2)


def test_labels_that_never_come():
    late = life(delay=6)
    assert said(late, 5).endswith("no labels had come.")
    assert not len(trace(windows_chart(late, 5), "labels had come").x)


def test_names_do_nothing_and_one_step_is_enough():
    figure = windows_chart(life(candidate=HOSTILE, what=HOSTILE, starts=[HOSTILE] * 6), 5)
    assert "<script>" not in figure.to_json()
    one = life().served.iloc[:1].assign(last=0)
    come = pd.DataFrame({"strategy": "s", "candidate": "sliding", "step": [0], "n_labels": [40]})
    assert len(windows_chart(life_of("sliding", one, come, 0, ["1"], style(0)), 0).data) == 6


def test_many_models_stay_within_the_points_of_a_page():
    n = 400
    served = pd.DataFrame(
        {
            "strategy": "e", "candidate": "every", "model": range(n), "what": "retrained", "first": range(n),
            "last": range(n), "n_learning": 80, "window_first": np.arange(n) - 2, "window_last": np.arange(n) - 1,
            "n_labels": 40, "half_life": 0,
        }
    )  # fmt: skip
    come = pd.DataFrame({"strategy": "e", "candidate": "every", "step": range(n), "n_labels": 40})
    figure = windows_chart(life_of("every", served, come, 0, [str(s + 1) for s in range(n)], style(0)), 200)
    assert points(figure) <= 2000 and figure.layout.height < 800
