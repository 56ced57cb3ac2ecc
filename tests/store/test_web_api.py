"""The API over real sockets: the ledger's own verbs, rules and sentences, for whoever comes with a token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from store import telling
from store.access import acting
from store.model.documents import Actor
from store.model.enums import Role, Status
from store.model.errors import Invalid, Refused
from store.model.issue import Issue
from store.opening import Store, over
from store.rules.filters import Filters
from store.rules.verbs import VERBS
from store.words import text, text_n
from tests.store.conftest import ADMIN, CONTACT, OFFICE, TODAY, Clock, fields, registered
from tests.store.programs import PASSWORD, Programs
from tests.store.programs import _quick as _quick
from tests.store.programs import programs as programs
from tests.store.test_web import serving

UNITS = {"U01": "办公室", "U02": "人事处"}
PROBLEM = "application/problem+json"


def body(**changed: Any) -> dict[str, Any]:
    """What a program sends for a whole problem: as a form, in JSON."""

    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return [{name: plain(one) for name, one in item.items()} for item in value]
        return value.isoformat() if hasattr(value, "isoformat") else value

    return {name: plain(value) for name, value in fields(**changed).items()}


def refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem that an answer tells."""
    assert answer.headers["content-type"] == PROBLEM
    told: dict[str, Any] = answer.json()
    assert (answer.status_code, told["status"], told["code"]) == (status, status, code), told
    return told


def test_without_a_token_nothing_is_said_and_how_to_come_in_is(programs: Programs):
    for method, path in (
        ("GET", "/api/issues"),
        ("POST", "/api/issues"),
        ("DELETE", "/api/x"),
        ("GET", "/api"),
        ("GET", "/api/me"),
    ):
        answer = programs.stranger().request(method, path)
        refused(answer, 401, "token_missing")
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("secret", ["xh_guess", "x", "%00", "x" * 5000])
def test_a_token_that_is_none_is_refused(programs: Programs, secret: str):
    refused(programs.stranger(authorization=f"Bearer {secret}").get("/api/issues"), 401, "token_unknown")


def test_a_sign_in_of_the_browser_is_no_token_and_a_token_no_sign_in(programs: Programs):
    client = programs.site.signed_in("office")
    refused(client.get("/api/issues"), 401, "token_missing")
    refused(client.post("/api/issues", json=body()), 401, "token_missing")
    assert programs.called("office").get("/export/issues.csv").status_code == 401


def test_a_revoked_token_is_out_at_once(programs: Programs):
    client = programs.called("office")
    assert client.get("/api/me").status_code == 200
    (token,) = programs.store.tokens.all()
    programs.store.tokens.revoke(ADMIN, token.id)
    refused(client.get("/api/me"), 401, "token_unknown")


def test_many_wrong_tokens_must_wait_and_the_right_one_need_not(programs: Programs):
    client = programs.stranger(authorization="Bearer xh_guess")
    for _ in range(20):
        assert client.get("/api/me").status_code == 401
    answer = client.get("/api/me")
    refused(answer, 429, "throttled")
    assert answer.headers["retry-after"] == "15"
    assert programs.called("office").get("/api/me").status_code == 200


def test_a_program_learns_as_whom_it_acts(programs: Programs):
    assert programs.called("unit", "read").get("/api/me").json() == {
        "name": "unit",
        "display_name": "",
        "role": "unit",
        "unit": "U01",
        "scope": "read",
        "today": TODAY.isoformat(),
    }


@pytest.mark.parametrize(("scope", "statuses"), [("calendar", (403, 403)), ("read", (200, 403)), ("write", (200, 201))])
def test_a_token_reaches_as_far_as_its_scope(programs: Programs, scope: str, statuses: tuple[int, int]):
    client = programs.called("office", scope)
    assert (client.get("/api/issues").status_code, client.post("/api/issues", json=body()).status_code) == statuses
    assert len(programs.store.repository.snapshot("issue")[1]) == (scope == "write")


def test_with_the_scope_to_write_a_viewer_still_writes_nothing(programs: Programs):
    issue = registered(programs.store)
    client = programs.called("viewer", "write")
    told = refused(client.post("/api/issues", json=body()), 403, "role_may_not")
    assert told["detail"] == text("zh_CN", "refused.role_may_not", role="viewer")
    refused(client.patch(f"/api/issues/{issue.ref_no}", json={"revision": 1, "title": "别的"}), 403, "role_may_not")
    refused(client.post(f"/api/issues/{issue.ref_no}/verbs/start", json={"revision": 1}), 403, "not_ready")


def test_what_is_entered_is_on_the_books_as_if_a_form_had_sent_it(programs: Programs):
    client = programs.called("unit")
    answer = client.post("/api/issues", json=body())
    assert answer.status_code == 201
    assert answer.headers["location"] == "/api/issues/XH-0001"
    assert answer.headers["etag"] == '"1"'
    issue = programs.store.ledger.issue(OFFICE, "XH-0001")
    assert (issue.status, issue.created_by, len(issue.measures)) == (Status.OPEN, "unit", 2)
    assert [event.actor for event in programs.store.ledger.history(OFFICE, "XH-0001")] == ["unit"]
    assert client.get(answer.headers["location"]).json() == answer.json()


def test_a_draft_needs_no_more_than_in_the_form(programs: Programs):
    answer = programs.called("unit").post("/api/issues", json={"draft": True, "unit": "U01", "title": "草稿", "campaign": "c"})
    assert (answer.status_code, answer.json()["status"]) == (201, "draft")


WRONG: list[dict[str, Any]] = [
    {"title": ""},
    {"title": "长" * 81, "found_on": "gestern", "severity": "enormous"},
    {"found_on": (TODAY + timedelta(days=1)).isoformat()},
    {"due": "2026-11-01"},
    {"category": "nonsense", "unit": "U99"},
    {"measures": [{"kind": "corrective", "text": ""}, {"text": "x", "due": "2026-13-01"}]},
    {"measures": "many"},
    {"leader_led": "yes", "recurrence_of": "XH-4711"},
    {"mode": "ongoing", "due": None},
    {"colour": "red"},
]


@pytest.mark.parametrize("changed", WRONG, ids=",".join)
@pytest.mark.parametrize(("lang", "accept"), [("zh_CN", "zh-CN"), ("en", "en-GB")])
def test_the_same_fault_has_the_same_words_as_in_the_form(programs: Programs, changed: dict[str, Any], lang: str, accept: str):
    raw = body() | changed
    with pytest.raises(Invalid) as error:
        programs.store.ledger.register(programs.actor("office"), "c", raw)
    told = refused(programs.called("office", lang=accept).post("/api/issues", json=raw), 422, "invalid")
    assert [(one["field"], one["code"], one["detail"]) for one in told["faults"]] == [
        (fault.field, fault.code, telling.fault_words(lang, fault, UNITS)) for fault in error.value.faults
    ]
    assert told["detail"] == telling.refusal(lang, error.value, UNITS)
    assert told["title"] == text(lang, "api.title_422")


@pytest.mark.parametrize(
    ("verb", "inputs", "role"),
    [
        ("request_close", {"note": "已整改"}, "unit"),
        ("close", {"opinion": "同意", "outcome": "full"}, "office"),
        ("start", {}, "other"),
        ("reopen", {"reason": "又来了", "due": "2026-12-30"}, "office"),
        ("answer_urge", {"number": "2026-999", "answer": "x"}, "unit"),
        ("decide_extension", {"decision": "granted"}, "office"),
        ("urge", {"level": "criticism", "text": "请抓紧", "answer_by": "2026-11-28"}, "office"),
        ("report_progress", {}, "unit"),
        ("recategorise", {"category": "nonsense", "reason": "x"}, "office"),
    ],
)
def test_the_same_refusal_has_the_same_words_as_on_the_page(programs: Programs, verb: str, inputs: dict[str, Any], role: str):
    issue = registered(programs.store)
    with pytest.raises((Invalid, Refused)) as error:
        programs.store.ledger.do(programs.actor(role), verb, issue.ref_no, 1, **inputs)
    answer = programs.called(role).post(f"/api/issues/{issue.ref_no}/verbs/{verb}", json={"revision": 1, **inputs})
    assert answer.status_code in (403, 409, 422)
    assert answer.json()["detail"] == telling.refusal("zh_CN", error.value, UNITS)
    assert programs.store.ledger.issue(OFFICE, issue.ref_no).revision == 1


def test_a_whole_life_by_moves_progress_and_urging(programs: Programs):
    unit, office, reviewer = (programs.called(name) for name in ("unit", "office", "reviewer"))
    issue = unit.post("/api/issues", json=body()).json()

    def do(client: httpx.Client, verb: str, **inputs: Any) -> dict[str, Any]:
        path = f"/api/issues/{issue['ref_no']}/verbs/{verb}"
        answer = client.post(path, json={"revision": issue["revision"], **inputs})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    issue = do(unit, "start")
    issue = do(office, "urge", level="reminder", text="请抓紧", answer_by="2026-11-27")
    assert issue["urges"][0]["number"] == "2026-001"
    issue = do(unit, "answer_urge", number="2026-001", answer="本周办完")
    for measure in issue["measures"]:
        issue = do(unit, "report_progress", note="做完", measure=measure["id"], percent=100)
    issue = do(unit, "add_evidence", title="抽查记录", dated="2026-11-20")
    issue = do(unit, "request_close", note="已整改")
    told = refused(
        unit.post(
            f"/api/issues/{issue['ref_no']}/verbs/close", json={"revision": issue["revision"], "opinion": "好", "outcome": "full"}
        ),
        403,
        "not_ready",
    )
    assert [fault["code"] for fault in told["faults"]] == ["role_may_not"]
    issue = do(reviewer, "close", opinion="同意", outcome="full", check_on="2027-01-15")
    assert (issue["status"], issue["closed_on"], issue["light"]["colour"]) == ("closed", TODAY.isoformat(), "grey")
    actions = [event.action for event in programs.store.ledger.history(OFFICE, issue["ref_no"])]
    assert actions[:3] == ["register", "start", "urge"]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_an_address_of_its_own(programs: Programs, verb: str):
    answer = programs.called("office").post(f"/api/issues/XH-4711/verbs/{verb}", json={"revision": 1})
    assert (answer.status_code, answer.json()["code"]) in ((404, "not_found"), (422, "invalid"))


@pytest.mark.parametrize("name", ["actor", "self", "verb", "ref_no", "files", "nonsense"])
def test_an_input_that_is_none_is_refused_by_name(programs: Programs, name: str):
    issue = registered(programs.store)
    answer = programs.called("office").post(f"/api/issues/{issue.ref_no}/verbs/start", json={"revision": 1, name: "x"})
    assert refused(answer, 422, "invalid")["faults"][0] == {
        "field": name,
        "code": "unknown_field",
        "params": {},
        "detail": text("zh_CN", "fault.unknown_field"),
    }


def test_a_field_of_a_measure_that_is_none_is_refused_by_name(programs: Programs):
    raw = body(measures=[{"kind": "corrective", "text": "抽查", "percent": 100, "id": "1"}])
    told = refused(programs.called("office").post("/api/issues", json=raw), 422, "invalid")
    assert [fault["field"] for fault in told["faults"]] == ["measures.0.percent", "measures.0.id"]


def test_whoever_saved_first_is_shown_and_nothing_is_lost(programs: Programs):
    issue, client = registered(programs.store), programs.called("office")
    path = f"/api/issues/{issue.ref_no}"
    first = client.patch(path, json={"revision": 1, "title": "先保存的"})
    assert (first.status_code, first.headers["etag"], first.json()["title"]) == (200, '"2"', "先保存的")
    second = client.patch(path, json={"revision": 1, "title": "后保存的"})
    told = refused(second, 409, "conflict")
    assert (told["current"], second.headers["etag"]) == (client.get(path).json(), '"2"')
    assert client.get(path).json()["title"] == "先保存的"
    assert client.patch(path, json={"revision": told["current"]["revision"], "title": "后保存的"}).status_code == 200


def test_the_revision_may_come_as_the_tag_of_what_was_read(programs: Programs):
    issue, client = registered(programs.store), programs.called("office")
    path = f"/api/issues/{issue.ref_no}"
    tag = client.get(path).headers["etag"]
    assert client.patch(path, json={"title": "一"}, headers={"if-match": tag}).headers["etag"] == '"2"'
    told = refused(client.patch(path, json={"title": "二"}, headers={"if-match": tag}), 412, "overtaken")
    assert told["current"]["title"] == "一"
    assert client.post(f"{path}/verbs/start", json={}, headers={"if-match": 'W/"2"'}).status_code == 200


@pytest.mark.parametrize(
    ("sent", "headers", "status"),
    [
        ({}, {}, 428),
        ({"revision": "1"}, {}, 422),
        ({"revision": 0}, {}, 422),
        ({"revision": True}, {}, 422),
        ({"revision": 2**70}, {}, 422),
        ({"revision": 1}, {"if-match": '"2"'}, 422),
        ({}, {"if-match": "*"}, 422),
    ],
)
def test_a_change_says_which_revision_it_is_of(programs: Programs, sent: dict[str, Any], headers: dict[str, str], status: int):
    issue = registered(programs.store)
    answer = programs.called("office").patch(f"/api/issues/{issue.ref_no}", json={"title": "别的", **sent}, headers=headers)
    assert answer.status_code == status
    assert programs.store.ledger.issue(OFFICE, issue.ref_no).title == issue.title


def listed(client: httpx.Client, **query: str) -> list[str]:
    return [one["ref_no"] for one in client.get("/api/issues", params=query).json()["items"]]


QUERIES: list[dict[str, str]] = [
    {},
    {"unit": "U02"},
    {"unit": "U01,U02", "category": "meetings"},
    {"light": "red"},
    {"light": "green,yellow", "status": "open"},
    {"figure": "unsettled"},
    {"figure": "found,red"},
    {"q": "首问"},
    {"due_from": "2026-11-01", "due_to": "2026-11-30"},
    {"age": "0-7"},
    {"owner": "王责任", "severity": "minor"},
    {"found_from": "2026-11-20"},
    {"reason": "overdue"},
]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_a_list_has_the_rows_of_the_page_with_the_same_filters(programs: Programs, query: dict[str, str]):
    ledger = programs.store.ledger
    for number, unit in enumerate(("U01", "U02", "U01", "U02")):
        changes = {"unit": unit, "category": "meetings" if number > 1 else "duty", "title": f"第 {number} 个"}
        found, due = TODAY - timedelta(days=9 * number + 1), TODAY + timedelta(days=6 - 6 * number)
        registered(programs.store, found_on=found, due=max(due, found), measures=[], **changes)
    rows = Filters.read(query).apply(ledger.rows(OFFICE, TODAY), TODAY)
    assert listed(programs.called("office", "read"), **query) == sorted(rows["ref_no"])


def test_a_list_of_a_past_day_is_as_the_ledger_stood(programs: Programs, clock: Clock):
    early = registered(programs.store)
    clock.go_to(TODAY + timedelta(days=3))
    programs.store.ledger.edit(OFFICE, early.ref_no, 1, {"title": "后来的题目"})
    registered(programs.store, title="后来的问题")
    answer = programs.called("office").get("/api/issues", params={"as_of": TODAY.isoformat()}).json()
    assert [one["title"] for one in answer["items"]] == [early.title]
    assert (answer["as_of"], answer["total"]) == (TODAY.isoformat(), 1)


def test_pages_of_a_list_follow_each_other_without_gap_or_repetition(programs: Programs):
    wanted = [registered(programs.store).ref_no for _ in range(7)]
    client, query, found, pages = programs.called("office"), {"limit": "3"}, [], 0
    while True:
        page = client.get("/api/issues", params=query).json()
        found += [one["ref_no"] for one in page["items"]]
        pages += 1
        if pages == 1:
            registered(programs.store)
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert (found[:7], len(found), pages) == (wanted, 8, 3)


def test_only_the_fields_that_are_asked_for(programs: Programs):
    registered(programs.store)
    client = programs.called("office")
    (item,) = client.get("/api/issues", params={"fields": "ref_no,light"}).json()["items"]
    assert set(item) == {"ref_no", "light"}
    assert item["light"] == {"colour": "green", "reason": "on_track", "days": 14, "words": item["light"]["words"]}
    assert item["light"]["words"] == text_n("zh_CN", "reason.on_track", 14, days="14")
    assert client.get("/api/issues/XH-0001", params={"fields": "title"}).json() == {"title": "窗口首问责任落空"}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"stauts": "open"}, "stauts"),
        ({"fields": "ref_no,secret"}, "fields"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"limit": "²"}, "limit"),
        ({"cursor": "-1"}, "cursor"),
        ({"as_of": "gestern"}, "as_of"),
        ({"due_from": "2026-13-01"}, "due_from"),
        ({"figure": "nonsense"}, "figure"),
    ],
)
def test_a_query_that_cannot_be_read_is_refused_by_name(programs: Programs, query: dict[str, str], field: str):
    told = refused(programs.called("office").get("/api/issues", params=query), 422, "invalid")
    assert [fault["field"] for fault in told["faults"]] == [field]


def test_a_campaign_that_is_not_there_is_told(programs: Programs):
    refused(programs.called("office").get("/api/issues", params={"campaign": "none"}), 404, "not_found")


@pytest.mark.parametrize(
    ("name", "sees"), [("unit", True), ("other", False), ("office", True), ("inspector", True), ("viewer", False)]
)
def test_restricted_matter_does_not_exist_for_those_who_may_not_see_it(programs: Programs, name: str, sees: bool):
    hidden = registered(programs.store, confidential=True, title="内部掌握的")
    later = registered(programs.store, recurrence_of=hidden.ref_no)
    client = programs.called(name)
    assert (hidden.ref_no in listed(client)) is sees
    assert client.get("/api/issues").json()["total"] == 1 + sees
    assert client.get(f"/api/issues/{hidden.ref_no}").status_code == (200 if sees else 404)
    assert (hidden.ref_no in client.get(f"/api/issues/{later.ref_no}").text) is sees
    if not sees:
        there = client.patch(f"/api/issues/{hidden.ref_no}", json={"revision": 1, "title": "x"})
        nowhere = client.patch("/api/issues/XH-4711", json={"revision": 1, "title": "x"})
        assert there.text.replace(hidden.ref_no, "") == nowhere.text.replace("XH-4711", "")


def test_drafts_of_others_do_not_exist(programs: Programs):
    draft = programs.store.ledger.save_draft(CONTACT, "c", {"unit": "U01", "title": "草稿"})
    for name, status in (("unit", 200), ("office", 200), ("other", 404), ("viewer", 404)):
        assert programs.called(name).get(f"/api/issues/{draft.ref_no}").status_code == status


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"{}", "text/plain", 415, "body_not_json"),
        (b"title=x", "application/x-www-form-urlencoded", 415, "body_not_json"),
        (b"{", "application/json", 400, "body_unreadable"),
        (b"[]", "application/json", 400, "body_unreadable"),
        (b"", "application/json", 400, "body_unreadable"),
        (b'{"title": NaN}', "application/json", 400, "body_unreadable"),
        (b'{"a": ' + b"[" * 50 + b"]" * 50 + b"}", "application/json", 400, "body_unreadable"),
        (b"[" * 100_000, "application/json", 400, "body_unreadable"),
        (b'{"title": "' + b"x" * 300_000 + b'"}', "application/json", 413, "body_too_large"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_body_that_is_none_is_refused(programs: Programs, content: bytes, kind: str, status: int, code: str):
    answer = programs.called("office").post("/api/issues", content=content, headers={"content-type": kind})
    refused(answer, status, code)


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/api/issues", "GET, POST, HEAD, OPTIONS"),
        ("/api/issues/XH-0001", "GET, PATCH, HEAD, OPTIONS"),
        ("/api/issues/XH-0001/verbs/urge", "POST, OPTIONS"),
        ("/api/openapi.json", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_method_that_an_address_does_not_take_is_told_with_those_it_does(programs: Programs, path: str, methods: str):
    client = programs.called("office")
    for method in ("DELETE", "PUT", "TRACE", "PROPFIND"):
        answer = client.request(method, path)
        refused(answer, 405, "no_such_method")
        assert answer.headers["allow"] == methods
    answer = programs.stranger(origin="http://evil.example").request("OPTIONS", path)
    assert (answer.status_code, answer.headers["allow"], answer.content) == (204, methods, b"")
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_the_head_of_an_answer_is_that_of_the_answer(programs: Programs):
    registered(programs.store)
    client = programs.called("office")
    head, whole = (client.request(method, "/api/issues/XH-0001") for method in ("HEAD", "GET"))
    assert (head.status_code, head.content) == (200, b"")
    assert (head.headers["etag"], head.headers["content-length"]) == (whole.headers["etag"], str(len(whole.content)))


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/nothing", "/api/issues/", "/api/issues/XH-1/verbs/fly", "/api/issues/a%2Fb"]
)
def test_an_address_that_is_none_is_told(programs: Programs, path: str):
    refused(programs.called("office").get(path), 404, "no_such_address")


def test_the_lists_a_program_needs_to_fill_in_a_problem(programs: Programs):
    client = programs.called("viewer", "read")
    assert [one["code"] for one in client.get("/api/units").json()["items"]] == ["U01", "U02"]
    (campaign,) = client.get("/api/campaigns").json()["items"]
    assert [one["code"] for one in campaign["categories"]] == ["duty", "meetings"]
    refused(client.get("/api/units", params={"q": "x"}), 422, "invalid")


def test_no_answer_is_kept_by_anything_on_the_way(programs: Programs):
    registered(programs.store)
    for path in ("/api/issues", "/api/issues/XH-0001", "/api/me", "/api/nothing"):
        assert programs.called("office").get(path).headers["cache-control"] == "no-store"


def test_in_open_access_a_token_acts_as_the_role_and_only_from_this_machine(store: Store, clock: Clock):
    actor = acting("unit:U01")
    assert isinstance(actor, Actor)
    assert actor.role is Role.UNIT
    with serving(over(store.repository, store.settings, clock)) as site:
        _, secret = site.store.tokens.make(actor, {"name": "x", "scope": "write"})
        client = site.client(authorization=f"Bearer {secret}")
        assert client.post("/api/issues", json=body()).json()["created_by"] == "local:unit:U01"
        assert site.client().get("/api/issues").status_code == 401
        assert client.get("/api/issues", headers={"host": "evil.example"}).status_code == 403


def test_the_password_is_no_token(programs: Programs):
    refused(programs.stranger(authorization=f"Bearer {PASSWORD}").get("/api/me"), 401, "token_missing")
    refused(programs.stranger(authorization="Basic b2ZmaWNlOng=").get("/api/me"), 401, "token_missing")


def test_every_field_of_a_problem_is_shown_but_what_only_the_store_needs(programs: Programs):
    issue = registered(programs.store)
    shown = programs.called("office").get(f"/api/issues/{issue.ref_no}").json()
    assert set(shown) == {name for name in vars(Issue()) if name not in ("extra", "last_part")} | {"light", "deadline"}
