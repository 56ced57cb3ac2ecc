"""The files of evidence over real sockets: who is given them, how a browser may treat them, and no way around the address."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import quote

import pytest

from store.engine.folder import beside
from store.model.issue import Issue
from tests.store.conftest import CONTACT, OFFICE, fields
from tests.store.papers import PAPER, PHOTO
from tests.store.test_evidence import handed_in
from tests.store.test_web import Site
from tests.store.test_web import _quick as _quick
from tests.store.test_web import open_site as open_site
from tests.store.test_web import site as site


def address(issue: Issue, number: int = 0) -> str:
    piece = issue.evidence[number]
    return f"/evidence/{issue.ref_no}/{piece.id}/{quote(piece.file.name if piece.file else 'x')}"


@pytest.mark.parametrize("role", ["unit", "office", "inspector", "viewer", "admin"])
def test_whoever_sees_the_problem_is_given_exactly_the_bytes(site: Site, role: str):
    issue = handed_in(site.store, PHOTO)
    answer = site.signed_in(role).get(address(issue))
    assert (answer.status_code, answer.content) == (200, PHOTO.content)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"].startswith("private")


def test_a_stranger_is_given_nothing(site: Site):
    issue = handed_in(site.store, PHOTO)
    answer = site.client(accept="image/png").get(address(issue))
    assert (answer.status_code, PHOTO.content in answer.content) == (401, False)


def test_the_paper_of_a_problem_one_does_not_see_is_not_there(site: Site):
    draft = site.store.ledger.save_draft(OFFICE, "c", fields(unit="U02"))
    with site.store.repository.transaction() as transaction:
        document = transaction.get("issue", draft.id)
        shown = transaction.get("issue", handed_in(site.store, PHOTO).id)
        transaction.replace("issue", document | {"evidence": shown["evidence"]}, document["revision"])
    path = f"/evidence/{draft.ref_no}/{shown['evidence'][0]['id']}/x.png"
    assert [site.signed_in(role).get(path).status_code for role in ("office", "unit", "viewer")] == [200, 404, 404]


def test_the_paper_of_a_confidential_problem_is_not_there_for_a_meeting(site: Site):
    issue = handed_in(site.store, PHOTO)
    with site.store.repository.transaction() as transaction:
        document = transaction.get("issue", issue.id)
        transaction.replace("issue", document | {"confidential": True}, document["revision"])
    codes = {role: site.signed_in(role).get(address(issue)).status_code for role in ("office", "unit", "viewer")}
    assert codes == {"office": 200, "unit": 200, "viewer": 404}


def test_what_was_taken_back_is_for_those_who_oversee(site: Site):
    issue = handed_in(site.store, PHOTO)
    inputs = {"piece": issue.evidence[0].id, "reason": "传错了"}
    taken = site.store.ledger.do(CONTACT, "remove_evidence", issue.ref_no, issue.revision, **inputs)
    roles = ("office", "admin", "unit", "viewer", "inspector")
    codes = {role: site.signed_in(role).get(address(taken)).status_code for role in roles}
    assert codes == {"office": 200, "admin": 200, "unit": 404, "viewer": 404, "inspector": 404}


def test_a_file_is_saved_under_its_name_unless_a_picture_or_a_pdf_is_asked_to_be_shown(open_site: Site):
    issue = handed_in(open_site.store, PHOTO, PAPER)
    client = open_site.client()
    for number, name in enumerate((PHOTO.name, PAPER.name)):
        saved = client.get(address(issue, number)).headers
        assert saved["content-disposition"].startswith("attachment;")
        assert f"filename*=UTF-8''{quote(name)}" in saved["content-disposition"]
        assert saved["content-disposition"].isascii()
        shown = client.get(address(issue, number) + "?inline").headers
        assert shown["content-disposition"].startswith("inline;")
        assert shown["content-security-policy"].startswith("default-src 'none'")
        assert "script-src" not in shown["content-security-policy"]


def test_a_media_type_that_a_browser_would_run_is_never_told_even_when_the_record_says_so(open_site: Site):
    issue = handed_in(open_site.store, PHOTO)
    with open_site.store.repository.transaction() as transaction:
        document = transaction.get("issue", issue.id)
        document["evidence"][0]["file"]["media_type"] = "text/html"
        transaction.replace("issue", document, issue.revision)
    answer = open_site.client().get(address(issue) + "?inline")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")


def test_a_browser_that_has_it_is_told_so_and_asks_each_time(open_site: Site):
    issue = handed_in(open_site.store, PHOTO)
    client = open_site.client()
    tag = client.get(address(issue)).headers["etag"]
    assert tag == f'"{sha256(PHOTO.content).hexdigest()}"'
    again = client.get(address(issue), headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/evidence/XH-0001/3/../../../etc/passwd",
        "/evidence/XH-0001/3/..%2F..%2Fxiaohao.db",
        "/evidence/..%2F..%2Fetc/3/passwd",
        "/evidence/XH-0001/99/x.png",
        "/evidence/XH-0001/-1/x.png",
        "/evidence/XH-0001/0x3/x.png",
        "/evidence/XH-4711/3/x.png",
    ],
)
def test_no_other_address_leads_to_a_file(open_site: Site, path: str):
    handed_in(open_site.store, PHOTO)
    answer = open_site.client().get(path)
    assert PHOTO.content not in answer.content
    assert answer.status_code == 404 or answer.text == "the page"


def test_a_file_that_was_touched_is_not_given_out(open_site: Site):
    issue = handed_in(open_site.store, PHOTO)
    digest = sha256(PHOTO.content).hexdigest()
    (beside(open_site.store.settings.store) / digest[:2] / digest).write_bytes(b"something else")
    answer = open_site.client().get(address(issue))
    assert answer.status_code == 500
    assert "something else" not in answer.text
    assert "verify" in answer.text
