"""Evidence through the API: handed in as a form with files by the same checks, given out to whoever may open it."""

from __future__ import annotations

import httpx
import pytest

from store import telling
from store.model.errors import Invalid
from store.model.evidence import Upload
from tests.store.conftest import CONTACT, OFFICE, registered
from tests.store.papers import PAPER, PHOTO, PROGRAM
from tests.store.programs import Programs
from tests.store.programs import _quick as _quick
from tests.store.programs import programs as programs
from tests.store.test_evidence import handed_in


def hand_in(client: httpx.Client, ref: str, *files: Upload, **data: str) -> httpx.Response:
    given = [("files", (one.name, one.content)) for one in files]
    return client.post(f"/api/issues/{ref}/verbs/add_evidence", data={"revision": "1", **data}, files=given)


def test_files_are_handed_in_and_given_out_byte_for_byte(programs: Programs):
    issue, client = registered(programs.store), programs.called("unit")
    answer = hand_in(client, issue.ref_no, PHOTO, PAPER, measure="1", dated="2026-11-20")
    assert answer.status_code == 200, answer.text
    pieces = answer.json()["evidence"]
    assert [(one["file"]["name"], one["measure"], one["added_by"]) for one in pieces] == [
        (PHOTO.name, 1, "unit"),
        (PAPER.name, 1, "unit"),
    ]
    for piece, file in zip(pieces, (PHOTO, PAPER), strict=True):
        given = client.get(f"/api/issues/{issue.ref_no}/evidence/{piece['id']}")
        assert (given.status_code, given.content) == (200, file.content)
        assert given.headers["content-type"] == "application/octet-stream"
        assert given.headers["content-disposition"].startswith("attachment")


def test_a_disguised_file_is_refused_in_the_words_of_the_form(programs: Programs):
    issue, bad = registered(programs.store), Upload("照片.png", PROGRAM)
    with pytest.raises(Invalid) as error:
        programs.store.ledger.do(CONTACT, "add_evidence", issue.ref_no, 1, files=[bad])
    answer = hand_in(programs.called("unit"), issue.ref_no, bad)
    assert (answer.status_code, answer.json()["detail"]) == (422, telling.refusal("zh_CN", error.value, {}))
    assert programs.store.ledger.issue(OFFICE, issue.ref_no).evidence == ()


@pytest.mark.parametrize(
    ("data", "field"), [({"measure": "one"}, "measure"), ({"revision": "x"}, "revision"), ({"colour": "red"}, "colour")]
)
def test_what_is_wrong_beside_the_files_is_named(programs: Programs, data: dict[str, str], field: str):
    issue = registered(programs.store)
    answer = hand_in(programs.called("unit"), issue.ref_no, PHOTO, **data)
    assert (answer.status_code, [one["field"] for one in answer.json()["faults"]]) == (422, [field])


def test_more_than_one_file_may_be_is_too_large(programs: Programs):
    issue = registered(programs.store)
    answer = hand_in(programs.called("unit"), issue.ref_no, Upload("大.pdf", b"%PDF-1.4" + b"x" * 22 * 1024 * 1024))
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"nonsense", "multipart/form-data; boundary=x"),
        (b"--x\r\nnonsense\r\n--x--\r\n", "multipart/form-data; boundary=x"),
        (b"--x\r\n\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b'--x\r\nContent-Disposition: form-data; name="files"\r\n\r\ntext\r\n--x--\r\n', "multipart/form-data; boundary=x"),
    ],
)
def test_a_form_that_is_none_is_refused(programs: Programs, content: bytes, kind: str):
    issue = registered(programs.store)
    path = f"/api/issues/{issue.ref_no}/verbs/add_evidence"
    answer = programs.called("unit").post(path, content=content, headers={"content-type": kind})
    assert answer.status_code in (400, 428)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_verb_without_files_takes_no_form(programs: Programs):
    issue = registered(programs.store)
    answer = programs.called("unit").post(f"/api/issues/{issue.ref_no}/verbs/start", files=[("files", ("a.png", PHOTO.content))])
    assert (answer.status_code, answer.json()["code"]) == (415, "body_not_json")


def test_a_file_is_there_only_for_whoever_may_open_it(programs: Programs):
    issue = handed_in(programs.store, PHOTO)
    address = f"/api/issues/{issue.ref_no}/evidence/{issue.evidence[0].id}"
    assert programs.called("viewer", "read").get(address).status_code == 200
    programs.store.ledger.edit(OFFICE, issue.ref_no, issue.revision, {"confidential": True})
    for name, status in (("viewer", 404), ("other", 404), ("unit", 200), ("office", 200)):
        assert programs.called(name, "read").get(address).status_code == status
    assert programs.called("office", "calendar").get(address).status_code == 403
    for piece in ("99", "x", "1" * 30):
        assert programs.called("office").get(f"/api/issues/{issue.ref_no}/evidence/{piece}").status_code == 404
