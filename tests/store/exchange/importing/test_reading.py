"""A gallery of files: every encoding and shape that is read, and of every broken one the sentence that it gets."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook

from store.exchange.importing import reading, workbook
from store.exchange.importing.reading import read_block, read_book
from store.exchange.importing.sheets import MOST_COLUMNS, MOST_ROWS
from store.model.errors import Invalid
from store.words import LANGUAGES, text
from tests.store.lists_of_others import MEETING, ROWS, USUAL, WINDOW, as_csv, as_workbook, usual

NUL, NEL = "\0", "\x85"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_every_encoding_with_every_delimiter(encoding: str, delimiter: str):
    rows = read_book("x.csv", as_csv(USUAL, WINDOW, encoding=encoding, delimiter=delimiter)).sheets[0].rows
    assert rows == (tuple(USUAL), tuple(WINDOW))


def test_other_delimiters_within_cells_do_not_hide_it():
    rows = read_book("x.csv", as_csv(["问题表现", "责任单位"], ["\t；;;;\t\t", "a"], ["\t|||", "b"])).sheets[0].rows
    assert [len(row) for row in rows] == [2, 2, 2]


def test_titles_without_a_delimiter_do_not_hide_it():
    assert len(read_book("x.csv", usual()).sheets[0].rows[0]) == len(USUAL)


def test_a_workbook_is_read_as_a_person_sees_it():
    content = as_workbook(["a", 3, 3.0, 2.5, True, date(2026, 11, 5), datetime.fromisoformat("2026-11-05 08:30"), None, "尾"])
    assert read_book("x.xlsx", content).sheets[0].rows[0] == (
        *("a", "3", "3", "2.5", "true", "2026-11-05", "2026-11-05 08:30:00", "", "尾"),
    )


def test_empty_rows_are_left_out_and_the_others_keep_their_numbers():
    sheet = read_book("x.csv", "问题,单位\r\n\r\n , \r\n甲,办公室\r\n".encode()).sheets[0]
    assert sheet.numbers == (1, 4)


def test_a_block_from_the_clipboard_keeps_lines_within_its_cells():
    block = '问题表现\t整改措施\n甲\t"1.先改\n2.再改，说""好"""\n'
    assert read_block(block).sheets[0].rows == (("问题表现", "整改措施"), ("甲", '1.先改\n2.再改，说"好"'))


def test_a_quotation_mark_in_a_pasted_cell_is_no_fault():
    assert read_block('问题表现\t单位\n"首问"制未落实\t办公室\n').sheets[0].rows[1] == ('"首问"制未落实', "办公室")


def test_results_that_a_workbook_does_not_hold_are_told():
    content = as_workbook(["问题表现", "完成时限"], ["甲", "=TODAY()"])
    (told,) = read_book("x.xlsx", content).sheets[0].told
    assert told.code == "import_uncalculated"


def test_a_formula_gives_its_saved_result_and_a_link_is_not_followed():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["问题表现", "责任单位"])
        page.write_formula(1, 0, "='[http://elsewhere.example/x.xlsx]A'!A1", None, "甲")
        page.write_url(1, 1, "http://elsewhere.example/", string="办公室")
    assert read_book("x.xlsx", file.getvalue()).sheets[0].rows[1] == ("甲", "办公室")


def packed(**parts: bytes | str) -> bytes:
    """A package with these parts; ``__`` in a name is a slash, ``_`` before its ending a point."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


def tampered(change: Callable[[str, bytes], bytes], content: bytes = b"") -> bytes:
    """A good workbook with some parts changed."""
    file = io.BytesIO()
    good_one = io.BytesIO(content or as_workbook(USUAL, *ROWS))
    with zipfile.ZipFile(good_one) as good, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            bad.writestr(name, change(name, good.read(name)))
    return file.getvalue()


def with_entities(name: str, content: bytes) -> bytes:
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    return content.replace(b"<worksheet", laughs + b"<worksheet", 1) if "sheet1" in name else content


def cut(name: str, content: bytes) -> bytes:
    return content[: len(content) // 2] if "sheet1" in name else content


def marked_encrypted() -> bytes:
    content = bytearray(as_workbook(USUAL))
    at = content.index(b"PK\x01\x02")
    while at >= 0:
        flags = struct.unpack_from("<H", content, at + 8)[0]
        struct.pack_into("<H", content, at + 8, flags | 1)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GALLERY: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "import_empty"),
    "spaces": (lambda: b" \r\n\t\r\n", "import_empty"),
    "only delimiters": (lambda: b",,,\r\n,,,\r\n", "import_empty"),
    "a workbook without a cell": (as_workbook, "import_empty"),
    "a scan": (lambda: b"%PDF-1.7\n...", "import_wrong_type"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "import_wrong_type"),
    "a web page called xls": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "import_wrong_type"),
    "another package": (lambda: packed(word__document_xml="<w/>"), "import_wrong_type"),
    "old Excel": (lambda: OLE + bytes(600), "import_old_excel"),
    "binary Excel": (lambda: packed(**{"xl__workbook.bin": b"x"}), "import_old_excel"),
    "a password (OLE)": (lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "import_encrypted"),
    "a password (zip)": (marked_encrypted, "import_encrypted"),
    "cut off": (lambda: as_workbook(USUAL, *ROWS)[:2000], "import_damaged"),
    "a sheet cut in the middle": (lambda: tampered(cut), "import_damaged"),
    "entities": (lambda: tampered(with_entities), "import_damaged"),
    "a bomb": (lambda: tampered(lambda n, c: c + b" " * 30_000_000 if "sheet1" in n else c), "import_swollen"),
    "noise": (lambda: bytes(range(128, 256)) * 20, "import_not_text"),
    "NULs": ("问题表现,责任单位\r\n甲\0,办公室".encode, "import_not_text"),
    "two encodings": (
        lambda: as_csv(USUAL, WINDOW, encoding="utf-8") + as_csv(MEETING, encoding="gb18030"),
        "import_mixed_encodings",
    ),
    "three encodings": (
        lambda: as_csv(WINDOW, encoding="gb18030") + as_csv(USUAL, encoding="utf-8") + "é,ü\r\n".encode("latin-1"),
        "import_mixed_encodings",
    ),
    "a quotation mark left open": ('问题表现,责任单位\r\n"甲,办公室\r\n'.encode, "import_quotes"),
    "5,000 columns": (lambda: as_csv(["列"] * 5000), "import_too_wide"),
    "a workbook of 5,000 columns": (lambda: as_workbook(["列"] * 5000), "import_too_wide"),
    "too many rows": (lambda: as_csv(*[["甲", "乙"]] * (MOST_ROWS + 1)), "import_too_long"),
}


@pytest.mark.parametrize("name", GALLERY)
def test_a_broken_file_is_refused_with_a_sentence_in_both_languages(name: str):
    make, code = GALLERY[name]
    with pytest.raises(Invalid) as error:
        read_book("x", make())
    (fault,) = error.value.faults
    assert (fault.field, fault.code) == ("file", code)
    for lang in LANGUAGES:
        assert "{" not in text(lang, f"fault.{code}", **fault.params)


def test_a_hundred_megabytes_are_refused_before_they_are_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "LARGEST", 1000)
    with pytest.raises(Invalid) as error:
        read_book("x.csv", b"a" * 1001)
    assert error.value.faults[0].code == "import_too_large"


def test_a_sheet_that_claims_to_be_as_large_as_excel_goes_is_read_as_large_as_it_is():
    def claim(name: str, content: bytes) -> bytes:
        return content.replace(b'ref="A1:M5"', b'ref="A1:XFD1048576"') if "sheet1" in name else content

    content = tampered(claim)
    assert len(read_book("x.xlsx", content).sheets[0].rows) == 1 + len(ROWS)


def test_a_format_far_below_and_far_to_the_right_adds_nothing():
    book = Workbook()
    page: Any = book.active
    page.append(["问题表现", "责任单位"])
    page.append(["甲", "办公室"])
    page.cell(row=900, column=16000).number_format = "0.00"
    file = io.BytesIO()
    book.save(file)
    sheet = read_book("x.xlsx", file.getvalue()).sheets[0]
    assert (len(sheet.rows), len(sheet.rows[0])) == (2, 2)


def test_a_title_merged_over_the_whole_width_does_no_harm():
    content = as_workbook(["大标题"], ["问题表现", "责任单位"], ["甲", "办公室"], merged=("A1:XFD1",))
    assert len(read_book("x.xlsx", content).sheets[0].rows[0]) == MOST_COLUMNS


def test_what_a_merged_range_covers_is_bounded():
    small = as_workbook(["问题表现", "责任单位"], ["甲", "办公室"], merged=("B2:B3",))
    content = tampered(lambda name, part: part.replace(b"B2:B3", b"B2:B1048576"), small)
    assert len(read_book("x.xlsx", content).sheets[0].rows) == 2
    assert workbook.MOST_MERGED < 1_048_575


@given(st.binary(max_size=300))
def test_any_bytes_are_either_read_or_refused_calmly(content: bytes):
    try:
        found = len(read_book("x", content).sheets[0].rows)
    except Invalid as invalid:
        found = len([fault for fault in invalid.faults if fault.field == "file"])
    assert found >= 1


@example([["\t", "\t"], ["\t", "\t"]])
@given(
    st.lists(
        st.lists(st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters=NUL)), min_size=2, max_size=4),
        min_size=1,
        max_size=4,
    )
)
def test_a_csv_gives_back_what_was_written(rows: list[list[str]]):
    content = as_csv(["问题表现", "责任单位"], *rows, encoding="utf-8-sig")
    told = [row for row in rows if any(cell.strip() for cell in row)]
    found = [list(row) for row in read_book("x.csv", content).sheets[0].rows[1:]]
    width = max(map(len, found), default=0)
    stripped = [[*row[: max(at + 1 for at, cell in enumerate(row) if cell.strip())]] for row in told]
    assert found == [[*row, *[""] * (width - len(row))] for row in stripped]
