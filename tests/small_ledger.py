"""A small real ledger for tests of pages: one campaign, three units, a store of its own, and sessions over it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from components.i18n import KEY, choose_language
from components.session import ACTING
from store.access import acting
from store.config import read_settings
from store.model.documents import Actor, Campaign, Category, Milestone, Option, StandingMeasure, Unit
from store.model.issue import Issue
from store.opening import Store, open_store, the_store
from store.setup import SYSTEM
from tests.source import ROOT

TODAY = date(2026, 11, 23)
OFFICE, FIRST, SECOND = "office", "unit:U01", "unit:U02"
"""Roles as the cookie of open access names them."""

CAMPAIGN = Campaign(
    code="fix",
    ref_prefix="XH",
    title={"zh_CN": "专项整治", "en": "Campaign"},
    short_title={"zh_CN": "专项整治", "en": "Campaign"},
    starts=date(2026, 8, 1),
    ends=date(2026, 12, 31),
    categories=(
        Category(
            "C1",
            {"zh_CN": "不担当不作为", "en": "Shirking"},
            {"zh_CN": "不担当", "en": "Shirking"},
            {"zh_CN": "推诿扯皮，遇事绕道走", "en": "Passing on what is one's own to do"},
            (StandingMeasure("C1-1", {"zh_CN": "公开首问责任清单", "en": "Publish who answers first"}),),
        ),
        Category("C2", {"zh_CN": "文山会海", "en": "Paper and meetings"}, {"zh_CN": "文山会海", "en": "Paper"}),
    ),
    sources=(Option("self", {"zh_CN": "自查", "en": "Self-check"}), Option("inspection", {"zh_CN": "督察", "en": "Inspection"})),
    cause_kinds=(
        Option("rules", {"zh_CN": "制度缺失", "en": "No rule"}, institutional=True),
        Option("care", {"zh_CN": "责任心", "en": "Care"}),
    ),
    milestones=(Milestone("M1", {"zh_CN": "集中整改结束", "en": "End of rectification"}, date(2026, 12, 10)),),
)
UNITS = tuple(
    Unit(code=f"U0{number}", name=name, short_name=name) for number, name in enumerate(("一支队", "二支队", "办公室"), 1)
)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The store of this process, on a file of its own, with the campaign and its units and no problem yet."""
    monkeypatch.setenv("XIAOHAO_STORE", str(tmp_path / "small.db"))
    monkeypatch.setenv("XIAOHAO_TODAY", TODAY.isoformat())
    monkeypatch.setenv("XIAOHAO_SAMPLE", "0")
    the_store.cache_clear()
    prepared = open_store(read_settings(os.environ))
    prepared.setup.set_up(SYSTEM, CAMPAIGN, UNITS)
    yield the_store()
    prepared.repository.close()
    the_store.cache_clear()


def someone(role: str) -> Actor:
    """Whoever took that role at this machine."""
    actor = acting(role)
    assert actor
    return actor


def session(role: str, page: str, lang: str = "zh-CN", **query: str) -> AppTest:
    """A new session of that role, with the page open."""
    at = AppTest.from_file(ROOT / "components" / "shell.py", default_timeout=30)
    at.context = {"locale": lang}
    at.session_state[ACTING] = someone(role)
    st.session_state[KEY] = at.session_state[KEY] = choose_language(
        lang, None
    )  # AppTest words the options of a widget outside of the session
    at.run()
    at.switch_page(f"../pages/{page}.py")
    for name, value in query.items():
        at.query_params[name] = value
    return at.run()


def problem(**other: Any) -> dict[str, Any]:
    """What a form sends for a problem, ready to be started."""
    measures = [{"kind": "corrective", "text": "每日抽查窗口一次", "owner": "周海宁", "due": "2026-12-04"}]
    fields = {"category": "C1", "unit": "U01", "title": "窗口首问责任落空", "finding": "来访人被推转三次", "source": "self"}
    dated = {"found_on": "2026-11-02", "due": "2026-12-04", "owner": "周海宁", "cause_kind": "rules", "cause": "没有首问清单"}
    return {**fields, **dated, "measures": measures, **other}


def registered(store: Store, role: str = FIRST, **other: Any) -> Issue:
    """A problem on the books."""
    return store.ledger.register(someone(role), "fix", problem(**other))
