"""What the office writes into a report is kept by campaign, day and language, and is never overwritten unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from store.model.errors import Conflict, Invalid, Refused
from store.opening import Store
from tests.store.conftest import ADMIN, CONTACT, INSPECTOR, OFFICE, REVIEWER, TODAY, VIEWER
from tests.store.report.reading import report, text_of

LAST = date(2026, 11, 23)


def written(store: Store, part: str = "opening", words: str = "各单位：") -> None:
    store.reports.put(OFFICE, store.reports.texts("c", LAST, "zh_CN"), part, words)


def test_a_part_that_was_written_stands_in_the_report(store: Store):
    written(store, "next", "一是抓紧。\n\n二是抓实。")
    texts = store.reports.texts("c", LAST, "zh_CN").texts
    said = text_of(report(store, OFFICE, texts=texts))
    assert "一是抓紧。\n二是抓实。" in said
    assert "深入开展查摆" not in said
    assert "七、下一步打算" in said


def test_another_day_another_language_and_another_campaign_have_texts_of_their_own(store: Store):
    written(store)
    assert store.reports.texts("c", LAST, "zh_CN").texts == {"opening": "各单位："}
    for place in (("c", LAST, "en"), ("c", date(2026, 11, 22), "zh_CN"), ("d", LAST, "zh_CN")):
        assert store.reports.texts(*place).texts == {}
    assert store.reports.days("c") == [LAST]
    assert store.reports.days("d") == []


def test_blank_words_bring_the_proposal_back(store: Store):
    written(store)
    written(store, words=" \n")
    assert store.reports.texts("c", LAST, "zh_CN").texts == {}
    assert store.reports.days("c") == []


def test_whoever_wrote_meanwhile_is_not_overwritten(store: Store):
    seen = store.reports.texts("c", LAST, "zh_CN")
    written(store, words="甲写的")
    with pytest.raises(Conflict) as conflict:
        store.reports.put(REVIEWER, seen, "opening", "乙写的")
    assert conflict.value.current["texts"] == {"opening": "甲写的"}
    assert store.reports.texts("c", LAST, "zh_CN").texts == {"opening": "甲写的"}


@pytest.mark.parametrize("actor", [CONTACT, VIEWER, INSPECTOR, ADMIN])
def test_only_the_office_writes(store: Store, actor):
    with pytest.raises(Refused, match="role_may_not"):
        store.reports.put(actor, store.reports.texts("c", LAST, "zh_CN"), "opening", "我写的")


def test_an_unknown_part_and_a_text_without_end_are_refused(store: Store):
    seen = store.reports.texts("c", LAST, "zh_CN")
    for part, words in (("figures", "二十"), ("opening", "长" * 4001)):
        with pytest.raises(Invalid):
            store.reports.put(OFFICE, seen, part, words)
    assert store.reports.texts("c", LAST, "zh_CN").revision == 0


def test_every_change_is_an_event_that_undoes_it(store: Store):
    written(store, words="一稿")
    written(store, words="二稿")
    written(store, words="二稿")
    written(store, words="")
    events = [one for one in store.repository.select("event") if one["subject"].startswith("report_text:")]
    assert [event["action"] for event in events] == ["write_report_text", "write_report_text", "restore_report_text"]
    assert events[1]["before"]["texts"] == {"opening": "一稿"}
    assert events[1]["ref"] == f"c {TODAY.isoformat()} zh_CN"


def test_taking_the_sample_away_takes_its_reports_away(store: Store):
    written(store)
    campaign = store.ledger.campaign()
    with store.repository.transaction() as transaction:
        store.setup.write(transaction, ADMIN, "set_up_campaign", campaign, replace(campaign, sample=True))
    store.setup.start_empty(ADMIN)
    assert store.reports.texts("c", LAST, "zh_CN").texts == {}
