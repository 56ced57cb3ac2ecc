"""The file of the history: a row for each changed field, in codes or words, formulas made harmless."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from store.exchange.history import COLUMNS, history_csv
from store.model.documents import Actor
from store.model.errors import Invalid
from store.opening import Store
from store.words import LANGUAGES
from tests.store.conftest import CONTACT, OFFICE, TODAY, VIEWER, registered


def rows(store: Store, actor: Actor = OFFICE, **query: str) -> list[dict[str, str]]:
    content = history_csv(store.history, actor, {"kind": "issue", **query}).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_each_changed_field_is_a_row_with_old_and_new(store: Store):
    issue = registered(store)
    store.ledger.edit(CONTACT, issue.ref_no, 1, {"owner": "刘启", "lead": "=1+1"})
    changed = rows(store, action="edit")
    assert [(row["field"], row["before"], row["after"]) for row in changed] == [
        ("lead", issue.lead, "'=1+1"),
        ("owner", issue.owner, "刘启"),
    ]
    assert {(row["actor"], row["role"], row["ref"], row["unit"], row["kind"]) for row in changed} == {
        (CONTACT.name, "unit", issue.ref_no, "U01", "issue")
    }


def test_a_changed_part_is_there_as_a_whole(store: Store):
    issue = registered(store)
    store.ledger.do(OFFICE, "urge", issue.ref_no, 1, level="reminder", text="请尽快", answer_by=TODAY + timedelta(days=3))
    (row,) = rows(store, action="urge")
    assert row["field"] == "urges.0"
    assert row["note"] == "请尽快"
    assert '"number":"2026-001"' in row["after"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_in_words_the_header_is_of_the_language_and_has_as_many_columns(store: Store, lang: str):
    registered(store)
    content = history_csv(store.history, OFFICE, {"header": lang}).decode("utf-8-sig")
    header, *lines = csv.reader(io.StringIO(content, newline=""))
    assert len(header) == len(set(header)) == len(COLUMNS)
    assert not set(header) & set(COLUMNS)
    assert any({"zh_CN": "登记", "en": "Registered"}[lang] in line for line in lines)


def test_a_viewer_gets_only_what_a_viewer_sees(store: Store):
    store.ledger.save_draft(CONTACT, "c", {"unit": "U01", "title": "还是草稿"})
    assert rows(store, VIEWER) == []
    assert len(rows(store, CONTACT)) > 1


def test_a_header_that_is_no_language_is_told(store: Store):
    with pytest.raises(Invalid):
        history_csv(store.history, OFFICE, {"header": "fr"})
