"""The sheet of an official paper as a Word document: A4, margins, styles and page numbers by GB/T 9704."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from store.report import xml
from store.report.fonts import FONTS, TYPES, Type, family

MARGINS = {"top_margin": 37, "left_margin": 28, "right_margin": 26, "bottom_margin": 35}
"""Millimetres; they leave a field of 156 by 225."""
LINE = 156
"""Millimetres of a line."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The only date in the archive, so that the same report is the same file."""


@dataclass(frozen=True)
class Look:
    """How one style looks."""

    font: str
    size: str = "body"
    bold: bool = False
    align: Any = ALIGN.JUSTIFY
    indent: bool = True
    exact: bool = True
    together: bool = False
    before: float = 0
    after: float = 0


STYLES = {
    "Normal": Look("body"),
    "Title": Look("title", "title", align=ALIGN.CENTER, indent=False, after=1),
    "Heading 1": Look("heading", together=True),
    "Heading 2": Look("second", together=True),
    "Caption": Look("heading", "caption", align=ALIGN.CENTER, indent=False, exact=False, together=True, before=0.4, after=0.2),
    "Report Address": Look("body", align=ALIGN.LEFT, indent=False),
    "Report Signature": Look("body", align=ALIGN.RIGHT, indent=False),
    "Report Note": Look("body", "caption", exact=False, before=0.3),
    "Report Cell": Look("page", "table", align=ALIGN.CENTER, indent=False, exact=False),
    "Report Words": Look("page", "small", align=ALIGN.LEFT, indent=False, exact=False),
    "Report Small": Look("page", "small", align=ALIGN.CENTER, indent=False, exact=False),
    "Report Picture": Look("page", align=ALIGN.CENTER, indent=False, exact=False, together=True, before=0.4),
    "Footer": Look("page", "page", align=ALIGN.RIGHT, indent=False, exact=False),
}
"""Every style of the document; a heading of English is bold, because its fonts differ less."""


def new_document(lang: str, here: Collection[str]) -> Any:
    """An empty sheet with its styles."""
    document, kind = Document(), TYPES[lang]
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, millimetres in MARGINS.items():
        setattr(section, name, Mm(millimetres))
    section.footer_distance = Mm(25)
    for name, look in STYLES.items():
        _style(document, name, look, kind, lang, here)
    lead = document.styles.add_style("Report Lead", WD_STYLE_TYPE.CHARACTER)
    xml.set_fonts(lead.element.get_or_add_rPr(), family("second", here), family("latin", here))
    lead.font.bold = lang == "en"
    _number_pages(document, section)
    if not here:
        _name_substitutes(document)
    return document


def _style(document: Any, name: str, look: Look, kind: Type, lang: str, here: Collection[str]) -> None:
    known = {style.name for style in document.styles}
    style = document.styles[name] if name in known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    points = 14.0 if look.size == "page" else float(getattr(kind, look.size))
    style.font.size, style.font.italic = Pt(points), False
    style.font.bold = look.bold or (lang == "en" and look.font in ("title", "heading", "second"))
    style.font.color.rgb = RGBColor(0, 0, 0)
    xml.set_fonts(style.element.get_or_add_rPr(), family(look.font, here), family("latin", here))
    _paragraph(style, look, kind, points)


def _paragraph(style: Any, look: Look, kind: Type, points: float) -> None:
    shape = style.paragraph_format
    shape.alignment, shape.keep_with_next, shape.widow_control = look.align, look.together, True
    english = not kind.indent and look.size == "body" and look.exact
    shape.space_before, shape.space_after = Pt(look.before * kind.line), Pt((look.after + 0.3 * english) * kind.line)
    if look.exact:
        wide = kind.line * (1.2 if look.size == "title" else 1)
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(wide)
    else:
        shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    xml.set_indent(properties, kind.indent if look.indent else 0, points)


def _number_pages(document: Any, section: Any) -> None:
    """The number stands outside: right on odd pages, left on even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style, paragraph.alignment = document.styles["Footer"], align
        xml.add_page_number(paragraph)


def _name_substitutes(document: Any) -> None:
    """Tell Word what may stand in for a font of the standard that a machine does not have."""
    part = next(one.target_part for one in document.part.rels.values() if one.reltype.endswith("/fontTable"))
    entries = "".join(
        f'<w:font w:name="{names[0]}"><w:altName w:val="{",".join(names[1:])}"/></w:font>' for names in FONTS.values()
    )
    part._blob = part.blob.replace(b"</w:fonts>", f"{entries}</w:fonts>".encode())


def sealed(document: Any, title: str, day: date) -> bytes:
    """The document as bytes, the same for the same report; its properties name the title and the day, and nobody."""
    properties = document.core_properties
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)
    for name in ("author", "last_modified_by", "comments", "keywords", "subject", "category"):
        setattr(properties, name, "")
    properties.title, properties.created, properties.modified, properties.revision = title, moment, moment, 1
    written, again = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, EARLIEST), source.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()
