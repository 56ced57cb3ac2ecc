"""The calendar over real sockets: the days of whoever the token belongs to, by the letter of the standard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from icalendar import Calendar

from store.engine.embedded import open_embedded
from store.exchange.calendar import Setting, calendar, entries
from store.exchange.subscribed import subscribed
from store.model.documents import Actor
from store.model.enums import MeasureKind, Role, Status
from store.model.issue import Issue, Measure
from store.opening import Store, over
from store.setup import SYSTEM
from store.words import text
from tests.store import rfc5545
from tests.store.conftest import ADMIN, CONTACT, OFFICE, REVIEWER, TODAY, Clock, registered
from tests.store.programs import Programs
from tests.store.programs import _quick as _quick
from tests.store.programs import programs as programs
from tests.store.test_web import PASSWORD

DUE = TODAY + timedelta(days=20)


def events(content: bytes) -> dict[str, rfc5545.Part]:
    """The entries of a calendar by the part of their UID before the @; it is read twice, by the standard and by a library."""
    parsed = Calendar.from_ical(content)
    assert not [part.errors for part in parsed.walk() if part.errors]
    found = [part for part in rfc5545.read(content).parts if part.name == "VEVENT"]
    assert len(found) == len(parsed.walk("VEVENT"))
    uids = [part.value("UID") for part in found]
    assert len(set(uids)) == len(uids)
    return {uid.partition("@")[0]: part for uid, part in zip(uids, found, strict=True)}


def days(store: Store, actor: Actor = OFFICE, lang: str = "zh_CN", **query: str) -> dict[str, str]:
    found = events(subscribed(store, actor, query, lang))
    return {code: part.value("DTSTART") for code, part in found.items()}


def started(store: Store, **changed: Any) -> Issue:
    issue = registered(store, **changed)
    return store.ledger.do(OFFICE, "start", issue.ref_no, issue.revision)


def struck_off(store: Store, check_on: Any = None) -> Issue:
    issue = started(store)
    for measure in issue.measures:
        issue = store.ledger.do(CONTACT, "report_progress", issue.ref_no, issue.revision, measure=measure.id, percent=100)
    issue = store.ledger.do(CONTACT, "add_evidence", issue.ref_no, issue.revision, title="抽查记录")
    issue = store.ledger.do(CONTACT, "request_close", issue.ref_no, issue.revision, note="已整改")
    inputs = {"opinion": "同意", "outcome": "full", "check_on": check_on}
    return store.ledger.do(REVIEWER, "close", issue.ref_no, issue.revision, **inputs)


def test_deadlines_measures_and_answers_of_what_is_not_settled(store: Store):
    issue = started(store)
    store.ledger.do(OFFICE, "urge", issue.ref_no, 2, level="reminder", text="请抓紧", answer_by="2026-11-27")
    assert days(store) == {
        "XH-0001-deadline": "20261213",
        "XH-0001-measure-1": "20261128",
        "XH-0001-measure-2": "20261208",
        "XH-0001-answer-2026-001": "20261127",
    }


def test_what_is_ongoing_has_its_next_review(store: Store):
    issue = started(store)
    store.ledger.do(OFFICE, "keep_going", issue.ref_no, issue.revision, next_review="2027-01-11")
    assert days(store, kind="deadline,review") == {"XH-0001-review": "20270111"}


def test_what_is_closed_drops_out_but_for_the_check_that_is_planned(store: Store):
    struck_off(store)
    struck_off(store, check_on=TODAY + timedelta(days=40))
    assert days(store) == {"XH-0002-check": "20270102"}


def test_what_was_done_or_answered_drops_out(store: Store):
    issue = started(store)
    issue = store.ledger.do(OFFICE, "urge", issue.ref_no, 2, level="reminder", text="请抓紧", answer_by="2026-11-27")
    issue = store.ledger.do(CONTACT, "answer_urge", issue.ref_no, issue.revision, number="2026-001", answer="好")
    store.ledger.do(CONTACT, "report_progress", issue.ref_no, issue.revision, measure=1, percent=100)
    assert set(days(store)) == {"XH-0001-deadline", "XH-0001-measure-2"}


def test_an_entry_keeps_its_name_and_says_that_it_changed(store: Store, clock: Clock):
    issue = started(store)
    before = events(subscribed(store, OFFICE, {"kind": "deadline"}, "zh_CN"))["XH-0001-deadline"]
    clock.go_to(TODAY + timedelta(days=1))
    store.ledger.do(OFFICE, "grant_extension", issue.ref_no, 2, new_due="2027-01-20", reason="设备未到")
    after = events(subscribed(store, OFFICE, {"kind": "deadline"}, "zh_CN"))["XH-0001-deadline"]
    assert before.value("UID") == after.value("UID")
    assert (before.value("SEQUENCE"), after.value("SEQUENCE")) == ("2", "3")
    assert (before.value("DTSTART"), after.value("DTSTART")) == ("20261213", "20270120")
    assert before.value("DTSTAMP") < after.value("DTSTAMP")


def test_nothing_changed_means_the_same_bytes_on_another_day_too(store: Store, clock: Clock):
    started(store)
    first = subscribed(store, OFFICE, {}, "en")
    clock.go_to(TODAY + timedelta(days=9))
    assert subscribed(store, OFFICE, {}, "en") == first


def test_two_ledgers_never_have_the_same_entry_and_a_copy_goes_on_with_its_own(store: Store, tmp_path, clock: Clock):
    registered(store)
    uid = events(subscribed(store, OFFICE, {}, "en"))["XH-0001-deadline"].value("UID")
    store.repository.backup_to(tmp_path / "copy.db")
    with_copy = over(open_embedded(tmp_path / "copy.db"), store.settings, clock)
    assert events(subscribed(with_copy, OFFICE, {}, "en"))["XH-0001-deadline"].value("UID") == uid
    with_copy.repository.close()
    assert len(uid.partition("@")[2]) == 36


def test_after_the_sample_was_taken_away_its_numbers_mean_other_entries(store: Store):
    campaign = store.ledger.campaign()
    with store.repository.transaction() as transaction:
        transaction.replace("campaign", transaction.get("campaign", campaign.id) | {"sample": True}, campaign.revision)
    registered(store)
    before = events(subscribed(store, OFFICE, {}, "en"))["XH-0001-deadline"].value("UID")
    store.setup.start_empty(SYSTEM)
    registered(store)
    assert events(subscribed(store, OFFICE, {}, "en"))["XH-0001-deadline"].value("UID") != before


@pytest.mark.parametrize(
    ("actor", "query", "found"),
    [
        (OFFICE, {}, ["XH-0001", "XH-0002", "XH-0003"]),
        (CONTACT, {}, ["XH-0001", "XH-0003"]),
        (CONTACT, {"unit": "U02"}, ["XH-0002"]),
        (OFFICE, {"unit": "U02"}, ["XH-0002"]),
        (OFFICE, {"unit": "U01,U02"}, ["XH-0001", "XH-0002", "XH-0003"]),
        (OFFICE, {"person": "刘领导"}, ["XH-0002"]),
        (OFFICE, {"person": "陈措施"}, ["XH-0001", "XH-0002"]),
        (OFFICE, {"mine": "1"}, []),
        (Actor("liu", Role.VIEWER, "", "刘领导"), {}, ["XH-0002"]),
        (Actor("liu", Role.VIEWER, "", "刘领导"), {"unit": "U01"}, ["XH-0001", "XH-0003"]),
        (Actor("督", Role.INSPECTOR), {}, ["XH-0001", "XH-0002", "XH-0003"]),
    ],
    ids=str,
)
def test_a_calendar_is_of_a_person_or_a_unit(store: Store, actor: Actor, query: dict[str, str], found: list[str]):
    registered(store)
    registered(store, unit="U02", lead="刘领导")
    registered(store, measures=[])
    assert {code[:7] for code in days(store, actor, **query)} == set(found)


def test_of_a_person_who_answers_for_one_measure_only_that_one_is_there(store: Store):
    registered(store)
    assert set(days(store, person="陈措施")) == {"XH-0001-measure-2"}


@pytest.mark.parametrize(
    ("name", "sees"), [("unit", True), ("other", False), ("office", True), ("viewer", False), ("admin", True)]
)
def test_restricted_matter_is_in_the_calendar_of_those_who_may_see_it(programs: Programs, name: str, sees: bool):
    registered(programs.store, confidential=True, title="内部掌握的")
    content = programs.stranger().get("/calendar.ics", params={"token": programs.secret(name, "calendar"), "unit": "U01"}).content
    assert ("XH-0001-deadline" in events(content)) is sees
    assert (b"CLASS:CONFIDENTIAL" in content) is sees


def test_a_calendar_with_nothing_in_it_is_still_one(store: Store):
    assert days(store) == {}


def test_it_reads_in_the_language_asked_for_and_leads_back_to_the_problem(store: Store):
    registered(store, title="一；二，三\\四", measures=[])
    at_home = replace(
        store, settings=replace(store.settings, outgoing=replace(store.settings.outgoing, url="https://desk.example/x"))
    )
    for lang in ("zh_CN", "en"):
        part = events(subscribed(at_home, OFFICE, {}, lang))["XH-0001-deadline"]
        wanted = text(lang, "calendar.deadline", ref="XH-0001", title="一；二，三\\四")
        assert rfc5545.unescaped(part.value("SUMMARY")) == wanted
        assert part.value("URL") == "https://desk.example/x/issue?ref=XH-0001"
        told = rfc5545.unescaped(part.value("DESCRIPTION")).split("\n")
        assert told[:2] == [
            text(lang, "history.said", name=text(lang, f"field.{field}"), value=value)
            for field, value in (("unit", "办公室"), ("owner", "王责任"))
        ]
    assert "URL:" not in subscribed(store, OFFICE, {}, "en").decode()


WORDS = some.text(some.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=80)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(title=WORDS, owner=WORDS, told=WORDS, unit=WORDS)
def test_whatever_somebody_typed_it_is_valid_and_comes_back_as_typed(title: str, owner: str, told: str, unit: str):
    measure = Measure(1, MeasureKind.CORRECTIVE, told, owner, DUE)
    issue = Issue(ref_no="XH-1", status=Status.OPEN, due=DUE, title=title, owner=owner, unit="U", measures=(measure,))
    issue = replace(issue, updated_at="2026-11-23T09:00:00.123+08:00", revision=3)
    content = calendar(entries(issue), Setting("zh_CN", {"U": unit}, "", lambda one: "here", "销号台"))
    found = events(content)
    assert set(found) == {"XH-1-deadline", "XH-1-measure-1"}
    assert found["XH-1-deadline"].value("DTSTAMP") == "20261123T010000Z"
    summary = rfc5545.unescaped(found["XH-1-deadline"].value("SUMMARY"))
    assert summary == text("zh_CN", "calendar.deadline", ref="XH-1", title=title)


def test_a_program_that_has_it_already_is_told_so(programs: Programs):
    registered(programs.store)
    client, query = programs.stranger(), {"token": programs.secret("office", "calendar")}
    first = client.get("/calendar.ics", params=query)
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    assert first.headers["cache-control"] == "private, no-cache"
    again = client.get("/calendar.ics", params=query, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    registered(programs.store)
    assert client.get("/calendar.ics", params=query, headers={"if-none-match": first.headers["etag"]}).status_code == 200
    head = client.head("/calendar.ics", params=query)
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize(("scope", "status"), [("calendar", 200), ("read", 200), ("write", 200)])
def test_any_token_opens_the_calendar_and_that_of_the_calendar_nothing_else(programs: Programs, scope: str, status: int):
    secret = programs.secret("office", scope)
    assert programs.stranger().get("/calendar.ics", params={"token": secret}).status_code == status
    assert programs.with_secret(secret).get("/api/issues").status_code == (403 if scope == "calendar" else 200)


def test_without_a_good_token_there_is_no_calendar(programs: Programs):
    client = programs.site.signed_in("office")
    for query in ({}, {"token": ""}, {"token": "xh_guess"}, {"token": PASSWORD}):
        answer = client.get("/calendar.ics", params=query)
        assert (answer.status_code, answer.text) == (401, text("zh_CN", "refused.token_unknown") + "\n")
    for _ in range(20):
        client.get("/calendar.ics", params={"token": "xh_guess"})
    answer = client.get("/calendar.ics", params={"token": "xh_guess"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "15")


def test_a_revoked_token_ends_the_subscription(programs: Programs):
    secret = programs.secret("unit", "calendar")
    (token,) = programs.store.tokens.all()
    programs.store.tokens.revoke(ADMIN, token.id)
    assert programs.stranger().get("/calendar.ics", params={"token": secret}).status_code == 401


@pytest.mark.parametrize(("query", "field"), [({"knd": "check"}, "knd"), ({"kind": "nonsense"}, "kind")])
def test_what_cannot_be_read_is_refused_by_name(programs: Programs, query: dict[str, str], field: str):
    answer = programs.stranger().get("/calendar.ics", params={"token": programs.secret("office"), **query})
    assert answer.status_code == 422
    assert field in answer.text or text("zh_CN", "fault.unknown_code", value="nonsense") in answer.text


def test_the_account_may_say_its_language_and_the_address_another(programs: Programs):
    registered(programs.store)
    account = programs.store.accounts.named("office")
    with programs.store.repository.transaction() as transaction:
        document = transaction.get("account", account.id)
        transaction.replace("account", document | {"language": "en"}, document["revision"])
    client, secret = programs.stranger(**{"accept-language": "zh-CN"}), programs.secret("office")
    assert b"SUMMARY:Due XH-0001" in client.get("/calendar.ics", params={"token": secret}).content
    assert "SUMMARY:期限" in client.get("/calendar.ics", params={"token": secret, "lang": "zh_CN"}).text
