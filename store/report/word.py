"""The report as a Word document: each block by its style, numbers as text, charts as images."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.shared import Mm

from store.report import xml
from store.report.blocks import Block, Chart, Heading, Paragraph, Report, Table, flat
from store.report.layout import LINE, new_document, sealed
from store.report.pictures import png

KINDS = {"body": "Normal", "address": "Report Address", "signature": "Report Signature", "note": "Report Note"}
"""The style of each kind of paragraph."""


def docx(report: Report, *, here: Collection[str] = ()) -> bytes:
    """The bytes of the document; ``here`` are the fonts to choose from where it is known that an office's are not there."""
    document = new_document(report.lang, here)
    document.add_paragraph(tidy(report.title), style="Title")
    for block in report.blocks:
        _WRITE[type(block)](document, block, report)
    return sealed(document, report.title, report.day)


def tidy(text: str) -> str:
    """Text without the characters that XML has no place for."""
    return "".join(char for char in text if char in "\t\n" or (char >= " " and char not in "\ufffe\uffff"))


def _heading(document: Any, block: Heading, report: Report) -> None:
    document.add_paragraph(tidy(block.text), style=f"Heading {block.level}")


def _paragraph(document: Any, block: Paragraph, report: Report) -> None:
    paragraph = document.add_paragraph(style=KINDS[block.kind])
    if block.lead:
        paragraph.add_run(tidy(block.lead), style="Report Lead")
    paragraph.add_run(tidy(flat(block.runs)))


def _table(document: Any, block: Table, report: Report) -> None:
    document.add_paragraph(tidy(block.caption), style="Caption")
    table = document.add_table(rows=0, cols=len(block.head), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    xml.set_cell_margins(table, beside=60, above=20)
    for column, width in zip(table.columns, widths(block), strict=True):
        column.width = width
    _row(document, table, block, list(block.head), heads=True)
    for number, row in enumerate(block.rows, 1):
        _row(document, table, block, [flat(cell) for cell in row], bold=block.total and number == len(block.rows))


def widths(block: Table) -> list[Mm]:
    """The width of each column; together they fill the line."""
    return [Mm(LINE * share / sum(block.widths)) for share in block.widths]


def _row(document: Any, table: Any, block: Table, cells: list[str], *, heads: bool = False, bold: bool = False) -> None:
    row = table.add_row()
    xml.keep_together(row)
    if heads:
        xml.repeat_as_header(row)
    for place, (cell, text, width) in enumerate(zip(row.cells, cells, widths(block), strict=True)):
        cell.width = width
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.style = document.styles[_cell_style(block, place in block.wordy and not heads)]
        paragraph.add_run(tidy(text)).bold = heads or bold
        if heads:
            xml.shade(cell, "EFEDE8")


def _cell_style(block: Table, words: bool) -> str:
    """Text stands left and small; a table of problems, which has more columns of it, is small in all of them."""
    if words:
        return "Report Words"
    return "Report Small" if len(block.wordy) > 1 else "Report Cell"


def _chart(document: Any, block: Chart, report: Report) -> None:
    paragraph = document.add_paragraph(style="Report Picture")
    picture = paragraph.add_run().add_picture(io.BytesIO(png(block, report.lang)), width=Mm(LINE))
    xml.describe(picture, tidy(block.alt))
    caption = document.add_paragraph(tidy(block.caption), style="Caption")
    caption.paragraph_format.keep_with_next = False


_WRITE: dict[type[Block], Callable[[Any, Any, Report], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Table: _table,
    Chart: _chart,
}
