"""Add a sentence to the catalogue in both languages, and keep the catalogue's files in order.

    python tools/words.py entry field.owner 责任人 "Person responsible"
    python tools/words.py entry count.measures "{n} 项措施" "{n} measure" "{n} measures"     (a plural: English has two forms)
    python tools/words.py                                                                      (only sorts every file)

The first word names the area, which is the file: ``locale/<language>/LC_MESSAGES/<area>.po``.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

LOCALE = Path(__file__).parents[1] / "locale"
ENCODING = ("MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit")


def main(arguments: list[str]) -> None:
    if arguments:
        area, key, chinese, *english = arguments
        refuse_second_home(area, key)
        add(LOCALE / "zh_CN" / "LC_MESSAGES" / f"{area}.po", key, [chinese], plural=len(english) > 1)
        add(LOCALE / "en" / "LC_MESSAGES" / f"{area}.po", key, english, plural=len(english) > 1)
    else:
        for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
            write(path, read(path))


def refuse_second_home(area: str, key: str) -> None:
    """A key stands in one file, or one of the two sentences would be read and the other mended."""
    others = [path for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")) if path.stem != area and key in read(path)]
    if others:
        sys.exit(f"{key} is already in {others[0].stem}; name that area to change it")


def add(path: Path, key: str, forms: list[str], *, plural: bool) -> None:
    """Put ``key`` into the file, replacing what it said before."""
    words = read(path)
    words.delete(key)
    words.add((key, key) if plural else key, tuple(forms) if plural else forms[0])
    write(path, words)


def read(path: Path) -> Catalog:
    """The words of one file; an area that is not there yet begins empty."""
    return read_po(BytesIO(path.read_bytes() if path.exists() else b""), locale=path.parts[-3])


def write(path: Path, words: Catalog) -> None:
    path.write_bytes(ordered(path.parts[-3], words))


def in_order(path: Path) -> bool:
    """Whether the file is as this tool would write it."""
    return path.read_bytes() == ordered(path.parts[-3], read(path))


def ordered(lang: str, words: Catalog) -> bytes:
    """One message after the other in key order, so that two people's additions seldom touch the same lines."""
    told = BytesIO()
    write_po(told, words, width=0, sort_output=True, omit_header=True)
    head = ['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in header(lang, words))]
    return ("\n".join([*head, "", ""]).encode() + told.getvalue()).rstrip(b"\n") + b"\n"


def header(lang: str, words: Catalog) -> list[str]:
    """Only what readers of the file need: no dates and no tool versions, which would differ at every writing."""
    return [f"Language: {lang}", f"Plural-Forms: {words.plural_forms}", *ENCODING]


if __name__ == "__main__":
    main(sys.argv[1:])
