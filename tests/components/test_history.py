"""History in words: codes worded, measures told by what differs, typed text escaped."""

from __future__ import annotations

from typing import Any

import pytest

from components.history import changed_lines, event_words
from store.model.documents import Event
from tests.small_ledger import small

pytestmark = pytest.mark.usefixtures("small")
__all__ = ["small"]


def event(before: dict[str, Any], after: dict[str, Any], **other: Any) -> Event:
    at = "2026-11-20T14:05:00.000+08:00"
    return Event(at=at, actor="local:office", doc_revision=2, action="edit", before=before, after=after, **other)


def lines(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [line.replace("\\", "") for line in changed_lines(event(before, after))]


def test_a_changed_field_shows_old_and_new():
    assert lines({"due": "2026-11-26"}, {"due": "2026-12-10"}) == ["完成日期：2026年11月26日 → 2026年12月10日"]
    assert lines({"category": "C1"}, {"category": "C2"}) == ["问题类别：不担当 → 文山会海"]
    assert lines({"owner": ""}, {"owner": "刘启"}) == ["责任人：— → 刘启"]


def test_the_state_comes_first():
    assert (
        lines({"closed_on": None, "status": "pending"}, {"closed_on": "2026-11-20", "status": "closed"})[0]
        == "状态：待复核 → 已销号"
    )


def test_a_measure_is_told_by_what_differs():
    before = {"id": 1, "kind": "corrective", "text": "x", "owner": "a", "due": None, "percent": 0, "done_on": None}
    assert lines({"measures.1": before}, {"measures.1": before | {"percent": 50}}) == ["措施 2　进度：0% → 50%"]
    assert lines({}, {"measures.0": before}) == ["新增措施 1：x"]
    assert lines({"measures.0": before}, {}) == ["删除措施 1：x"]


def test_who_and_when_are_in_words_and_a_note_is_only_text():
    told = event_words(event({}, {}, note="**粗** [x](http://y)"))
    assert "整改组" in told
    assert "2026年11月20日 14:05" in told.replace("\\", "")
    assert r"\*\*粗\*\*" in told
