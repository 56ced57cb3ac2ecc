"""Which files are taken: by content and not by name, within the limits, under a name that misleads nobody."""

from __future__ import annotations

import pytest

from store.model.errors import Invalid
from store.model.evidence import Upload
from store.rules.uploads import KINDS, LONGEST_NAME, Limits, files_of, tidy_name
from tests.store.papers import DRAWING, OLE, PAGE, PDF, PROGRAM, package, picture

GENUINE = {
    "pdf": PDF,
    "jpg": picture(kind="JPEG"),
    "jpeg": picture(kind="JPEG"),
    "png": picture(),
    "gif": picture(kind="GIF"),
    "webp": picture(kind="WEBP"),
    "docx": package("_rels/.rels", "docProps/app.xml", "docProps/core.xml", "customXml/item1.xml", "a.xml", "word/document.xml"),
    "xlsx": package("[Content_Types].xml", "xl/workbook.xml"),
    "pptx": package("[Content_Types].xml", "ppt/presentation.xml"),
    **dict.fromkeys(("doc", "xls", "ppt", "wps", "et"), OLE),
    "ofd": package("OFD.xml", "Doc_0/Document.xml"),
    "txt": "登记簿：首问一次办结".encode(),
    "csv": "编号,单位\r\n1,办公室".encode("gb18030"),
    "zip": package("a.txt"),
}
ALL = Limits(types=tuple(KINDS))


def refused(upload: Upload, limits: Limits = ALL) -> list[str]:
    with pytest.raises(Invalid) as told:
        files_of([upload], limits)
    return [fault.code for fault in told.value.faults]


@pytest.mark.parametrize("ending", KINDS)
def test_a_genuine_file_of_every_kind_is_taken(ending: str):
    (file,) = files_of([Upload(f"材料.{ending.upper()}", GENUINE[ending])], ALL)
    assert (file.media_type, file.size) == (KINDS[ending][1], len(GENUINE[ending]))


@pytest.mark.parametrize("ending", KINDS)
@pytest.mark.parametrize("content", [PROGRAM, PAGE, DRAWING], ids=["exe", "html", "svg"])
def test_what_a_browser_or_a_machine_would_run_is_refused_whatever_it_is_called(ending: str, content: bytes):
    if KINDS[ending][0] == "text" and content is not PROGRAM:
        return  # text is saved as text and never shown, whatever stands in it
    assert refused(Upload(f"材料.{ending}", content)) == ["file_disguised"]


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.exe", "a.pdf.js", "pdf", "a.", "a.docm"])
def test_an_ending_that_is_not_taken_is_refused(name: str):
    assert refused(Upload(name, PDF)) == ["file_type"]


def test_one_office_package_is_not_another():
    assert refused(Upload("a.xlsx", GENUINE["docx"])) == ["file_disguised"]
    assert refused(Upload("a.docx", package("a.exe"))) == ["file_disguised"]
    assert refused(Upload("a.docx", GENUINE["docx"][:60])) == ["file_disguised"]


def test_zip_is_not_taken_unless_it_is_named():
    assert refused(Upload("a.zip", GENUINE["zip"]), Limits()) == ["file_type"]


def test_a_file_may_be_as_large_as_the_limit_and_no_larger():
    limits = Limits(megabytes=1)
    most = PDF + b"\0" * (1024 * 1024 - len(PDF))
    assert files_of([Upload("a.pdf", most)], limits)[0].size == 1024 * 1024
    with pytest.raises(Invalid) as told:
        files_of([Upload("a.pdf", most + b"\0" * 600_000)], limits)
    (fault,) = told.value.faults
    assert (fault.code, fault.params) == ("file_too_large", {"name": "a.pdf", "size": "1.6", "most": 1})


def test_a_size_just_over_the_limit_is_not_told_as_the_limit():
    with pytest.raises(Invalid) as told:
        files_of([Upload("a.pdf", PDF + b"\0" * 1024 * 1024)], Limits(megabytes=1))
    assert told.value.faults[0].params["size"] == "1.1"


def test_an_empty_file_is_refused():
    assert refused(Upload("a.pdf", b"")) == ["file_empty"]


def test_every_file_that_is_refused_is_named():
    with pytest.raises(Invalid) as told:
        files_of([Upload("a.exe", PROGRAM), Upload("b.pdf", PDF), Upload("c.pdf", PAGE)], Limits())
    assert [fault.params["name"] for fault in told.value.faults] == ["a.exe", "c.pdf"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("会议纪要.pdf", "会议纪要.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\li\\桌面\\表.xlsx", "表.xlsx"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("照片\u202egnp.exe", "照片gnp.exe"),
        ("...pdf", "pdf"),
        ("  a   b .pdf ", "a b .pdf"),
        ("/", "file"),
        ("", "file"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_a_name_is_the_last_part_without_what_misleads(given: str, kept: str):
    assert tidy_name(given) == kept


def test_a_long_name_keeps_its_ending():
    kept = tidy_name("长" * 300 + ".pdf")
    assert len(kept) == LONGEST_NAME
    assert kept.endswith("长.pdf")
