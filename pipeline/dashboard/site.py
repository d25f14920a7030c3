"""The pages put together: navigation, looks, and the one place where errors become sentences."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.resources import files

import streamlit as st

from pipeline.dashboard import (
    bodies,
    calendar,
    data,
    ledger,
    lists,
    markup,
    overview,
    reader,
    review,
    review_panel,
    sql,
    upload,
)
from pipeline.errors import DubanError, StoreBusy

LOG = logging.getLogger(__name__)
BUSY = "另一个程序正在写入（例如正在导入讲话）。请稍等片刻再试；您的筛选条件都还在。"
INTERNAL = "错误类型：{kind}。请刷新本页重试；若仍出现，请把这句话报告给管理员。"


def run() -> None:
    """Show the page that the URL names."""
    st.set_page_config("督办台账", page_icon="📋", layout="wide", menu_items={"About": None})
    _looks()
    text = st.Page(reader.show, title="讲话原文", url_path=reader.PAGE)
    rows = st.Page(ledger.show, title="督办台账", url_path=ledger.PAGE)
    days = st.Page(calendar.show, title="时限", url_path=calendar.PAGE)
    first = st.Page(partial(overview.show, rows, text), title="总览", url_path="overview", default=True)
    whom = st.Page(partial(bodies.show, rows), title="责任单位", url_path=bodies.PAGE)
    kept = st.Page(lists.show, title="清单", url_path=lists.PAGE)
    check = st.Page(review.show, title="校对", url_path=review_panel.PAGE)
    taken = st.Page(upload.show, title="导入", url_path=upload.PAGE)
    free = st.Page(sql.show, title="查询", url_path=sql.PAGE, visibility="visible" if sql.enabled() else "hidden")
    chosen = st.navigation([first, rows, days, text, whom, kept, taken, check, free], position="top")
    with _border():
        chosen.run()


def _looks() -> None:
    """The style sheet, and a script of ours that follows links without a new start; no words of a speech."""
    folder = files(__package__)
    st.html(f"<style>{(folder / 'page.css').read_text(encoding='utf-8')}</style>")
    script = (folder / "page.js").read_text(encoding="utf-8")
    with st.container(key="duban-script"):
        st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


@contextmanager
def _border() -> Iterator[None]:
    """No traceback and no path goes beyond this point."""
    try:
        yield
    except StoreBusy:
        st.html(markup.notice("数据库正忙。", BUSY))
        st.button("重试", type="primary")
    except DubanError as error:
        LOG.warning("%s: %s", error.code, error.message)
        ours = error.code == "sql"  # nobody writes SQL on these pages
        told = INTERNAL.format(kind="查询") if ours else data.without_paths(error.message)
        st.html(markup.notice("无法显示这一页。", told))
        st.button("重试")
    except Exception as error:
        LOG.exception("page failed")
        st.html(markup.notice("程序内部错误。", INTERNAL.format(kind=type(error).__name__)))
