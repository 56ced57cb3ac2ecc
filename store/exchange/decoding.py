"""A CSV of ours on its way back as text: the encodings that spreadsheets save in; a workbook, or what is no text, is refused."""

from __future__ import annotations

from store.model.errors import Fault, Invalid


def unreadable(code: str, **params: object) -> Invalid:
    """The refusal of a whole file."""
    return Invalid([Fault("file", code, params)])


def decoded(content: bytes) -> str:
    """UTF-8 with or without BOM, UTF-16 with BOM, GB18030. Raises Invalid ``file_is_a_workbook`` or ``file_not_text``."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise unreadable("file_is_a_workbook")
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            said = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in said:
            return said
    raise unreadable("file_not_text")
