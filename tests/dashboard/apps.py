"""Driving the app without a browser: whole pages, run by streamlit's own test runner."""

import json
from pathlib import Path

import plotly.io
from streamlit.testing.v1 import AppTest

from tests.dashboard import uploads

ROOT = Path(__file__).parents[2]
PAGES = ("over_time", "model_card", "your_model", "samples")
SMALL = {"steps": "6", "rows": "60", "timeline": "simulated"}


def start(page="over_time", **query):
    """A new session, its page run once; lists repeat a parameter of the link."""
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    app.query_params.update(query)
    if page == "over_time":
        return ran(app.run())
    # The runner knows pages by path only after a first run; a page's address needs none.
    from streamlit.util import calc_hash

    app._page_hash = calc_hash(page)
    return ran(app.run())


def ran(app):
    assert not app.exception, app.exception[0].value
    return app


def turn_to(app, page):
    return ran(app.switch_page(f"pages/{page}.py").run())


def small(case="loans", *drifts, **more):
    """The query of a quick experiment; the drifts are texts."""
    return {"case": case, **SMALL, **({"drift": list(drifts)} if drifts else {}), **more}


def charts(app):
    return [plotly.io.from_json(e.proto.spec, skip_invalid=True) for e in app.get("plotly_chart")]


def values(app, chart=0):
    """The numbers that a chart draws."""
    return json.loads(charts(app)[chart].to_json())["data"]


def sentence(app):
    return next(m.value for m in app.markdown if m.value.startswith("#### ")).replace("\\", "")


def said(app):
    """Every message on the page, unescaped."""
    return [e.value.replace("\\", "") for kind in (app.error, app.warning, app.info, app.success) for e in kind]


def objected(app):
    """What is wrong with what was asked: refusals, and notes about the link."""
    return [e.value for e in app.error] + noted(app)


def noted(app):
    """What the page says about its link."""
    return [w.value.replace("\\", "") for w in app.warning if w.icon == ":material/link_off:"]


def widget(widgets, label):
    return next(w for w in widgets if w.label == label)


def give(app, role, name, raw):
    """Lay a file into one of the upload boxes."""
    app.file_uploader(key=f"up-{role}").set_value((name, raw, "application/octet-stream"))


def open_upload(app, table=None):
    """From files to the page over time, as a user does it."""
    app = turn_to(app, "your_model")
    give(app, "model", "forest.joblib", uploads.forest())
    give(app, "table", "rows.csv", table or uploads.table())
    app = ran(app.run())
    widget(app.button, "Open this case").click()
    return arrived(app)


def arrived(app, page="over_time"):
    """Run a click that leads to another page; the runner would go back to the old one at the next run."""
    ran(app.run())
    return app.switch_page(f"pages/{page}.py")
