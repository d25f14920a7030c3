"""The pages in Streamlit's simulated app: what every test of them begins with."""

import re
from html import unescape
from pathlib import Path

from pipeline.store import Store

ROOT = Path(__file__).parents[1]


def filled(path, extractions):
    with Store.open(path) as store:
        store.add(extractions, "r1")
    return path


def opened(monkeypatch, url_path, database, may_fail=False, **parameters):
    """Run a page; gives the simulated app and everything that it sent as HTML."""
    from streamlit.testing.v1 import AppTest
    from streamlit.util import calc_hash

    monkeypatch.setenv("DUBAN_DB", str(database))
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    app._page_hash = calc_hash(url_path) if url_path else ""
    app.query_params.update(parameters)
    app.run()
    assert not app.exception
    assert may_fail or "程序内部错误" not in html_of(app)
    return app, html_of(app)


def html_of(app):
    bodies = [one.proto.body for one in app.get("html")]
    return "\n".join(body for body in bodies if not body.startswith(("<style>", "<script>")))


def words_of(markup_text):
    """What a browser would show of some HTML."""
    return unescape(re.sub("<[^>]*>", "", markup_text))
