"""The corners of WordprocessingML that python-docx has no words for: fonts for Chinese, fields, table rows, alternative text."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def element(name: str, **attributes: str) -> Any:
    """An element with attributes, all of the main namespace."""
    made = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    return made


def set_fonts(properties: Any, east: str, latin: str) -> None:
    """The fonts of a style or run, for Chinese and for Latin letters; what a theme would say is taken away."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = element("rFonts", ascii=latin, hAnsi=latin, eastAsia=east, cs=latin)
    properties.insert(0, fonts)


def set_indent(properties: Any, characters: int, points: float) -> None:
    """First line in by so many characters; ``points`` says the same for programs that do not count characters."""
    for old in properties.findall(qn("w:ind")):
        properties.remove(old)
    if characters:
        twips = round(characters * points * 20)
        properties.append(element("ind", firstLineChars=str(characters * 100), firstLine=str(twips)))


def add_page_number(paragraph: Any) -> None:
    """``— 1 —``, as the standard writes it."""
    for kind, text in (("", "— "), ("begin", ""), ("instr", "PAGE"), ("end", ""), ("", " —")):
        run = paragraph.add_run(text if not kind else "")
        if kind in ("begin", "end"):
            run._r.append(element("fldChar", fldCharType=kind))
        elif kind == "instr":
            code = element("instrText")
            code.text = text
            run._r.append(code)


def repeat_as_header(row: Any) -> None:
    """The row stands again at the top of every page that the table goes on to."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def keep_together(row: Any) -> None:
    """The row is never split between pages."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))


def shade(cell: Any, colour: str) -> None:
    """A background for a cell."""
    cell._tc.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill=colour))


def set_cell_margins(table: Any, beside: int, above: int) -> None:
    """The space around what stands in a cell, in twips."""
    margins = element("tblCellMar")
    for side, twips in (("top", above), ("left", beside), ("bottom", above), ("right", beside)):
        margins.append(element(side, w=str(twips), type="dxa"))
    table._tbl.tblPr.append(margins)


def describe(picture: Any, words: str) -> None:
    """What a picture says to whom cannot see it."""
    picture._inline.docPr.set("descr", words)
