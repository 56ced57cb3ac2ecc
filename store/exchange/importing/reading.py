"""Which kind of file the bytes are, and the book that is in them; everything that is no list is refused with the way out."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice

from store.exchange.importing.sheets import LARGEST, Book, Filling, unreadable
from store.exchange.importing.workbook import read_workbook

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"<?xml", b"<!DOCTYPE", b"<html", b"{\\rtf")
"""How files begin that people take for lists: scans, web pages that are called .xls, texts."""
_DELIMITERS = ",\t;|\uff5c"
_QUOTED = re.compile(r'"[^"]*"')
_CJK_IN_UTF8 = re.compile(rb"(?:[\xe0-\xef][\x80-\xbf]{2}){3,}")
LOOKED_AT = 50
"""Lines from which the delimiter is found out."""


def read_book(name: str, content: bytes) -> Book:
    """The sheets of a file. Raises Invalid with one fault of ``file``."""
    if len(content) > LARGEST:
        raise unreadable("import_too_large", most=LARGEST // 1_000_000)
    if not content.strip():
        raise unreadable("import_empty")
    if content.startswith(_OLE):
        raise unreadable("import_encrypted" if _ENCRYPTED in content else "import_old_excel")
    if content.startswith(_ZIP):
        return read_workbook(name, content)
    if content.lstrip().startswith(_OTHERS):
        raise unreadable("import_wrong_type")
    return _table(name, _decoded(content), strict=True)


def read_block(words: str, name: str = "") -> Book:
    """What was pasted: cells between tabs as spreadsheets put them on the clipboard, or a CSV. Raises Invalid."""
    if not words.strip():
        raise unreadable("import_empty")
    return _table(name, words, strict=False)


def _decoded(content: bytes) -> str:
    """UTF-8 with or without BOM, UTF-16 with BOM, GB18030. Raises Invalid for anything else, and for a mixture."""
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in words:
            raise unreadable("import_not_text")
        if encoding == "gb18030" and any(_is_utf8(line) for line in content.split(b"\n")):
            raise unreadable("import_mixed_encodings")
        return words
    raise unreadable("import_mixed_encodings" if any(map(_is_utf8, content.split(b"\n"))) else "import_not_text")


def _is_utf8(line: bytes) -> bool:
    """Whether a line has Chinese in UTF-8: three characters in a row, so that GB18030 does not look like it by chance."""
    if not _CJK_IN_UTF8.search(line):
        return False
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _table(name: str, words: str, *, strict: bool) -> Book:
    delimiter = _delimiter(words)
    sheet = Filling("")
    try:
        for number, cells in _lines(words, delimiter, strict=True):
            sheet.add(number, cells)
    except csv.Error:
        if strict:
            raise unreadable("import_quotes") from None
        sheet = Filling("")
        for number, line in enumerate(words.splitlines(), 1):
            sheet.add(number, line.split(delimiter))
    if not sheet.rows:
        raise unreadable("import_empty")
    return Book(name, (sheet.done(),), neutral=True)


def _lines(words: str, delimiter: str, *, strict: bool) -> enumerate[list[str]]:
    return enumerate(csv.reader(io.StringIO(words, newline=""), delimiter=delimiter, strict=strict), 1)


def _delimiter(words: str) -> str:
    """What stands between cells: in most lines there is one, and then many of it."""
    lines = _QUOTED.sub("", "\n".join(islice(words.split("\n"), LOOKED_AT))).split("\n")
    return max(_DELIMITERS, key=lambda one: (sum(one in line for line in lines), sum(line.count(one) for line in lines)))
