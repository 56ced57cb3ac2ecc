"""The minutes as a Word document in the form of an office paper: what, when, who, how it stood, what moved, what was decided."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from store.exchange.minutes import Line, lines
from store.exchange.wording import person
from store.model.documents import Actor
from store.model.meeting import Meeting
from store.moved import sentence
from store.opening import Store
from store.rules import progress
from store.rules.permissions import check_role
from store.words import fmt_date, fmt_number, fmt_percent, label, text, text_n

LATIN = "Times New Roman"
BODY, HEADING, TITLE = "FangSong", "SimHei", "SimSun"
"""Chinese faces of an office paper, by the names that office suites know; where one is missing they take their own."""
COLUMNS = {"number": 1.0, "ref_no": 2.0, "title": 3.3, "unit": 2.3, "decision": 4.3, "responsible": 1.7, "answer_by": 2.4}
"""The columns of the table of decisions and their centimetres: together the width of an A4 sheet between its margins."""


def minutes_docx(store: Store, actor: Actor, id: int, lang: str) -> bytes:
    """The minutes of a meeting as ``actor`` may read them. Raises NotFound or Refused."""
    check_role("export", actor)
    meeting = store.meetings.get(actor, id)
    paper = _paper(lang)
    campaign = store.ledger.campaign(meeting.campaign)
    _line(paper, label(campaign.title, lang), TITLE, 16, centred=True)
    _line(paper, text(lang, "minutes.heading"), TITLE, 24, centred=True, bold=True)
    for name, said in _head(store, meeting, lang).items():
        _named(paper, text(lang, f"minutes.{name}"), said)
    parts = {"state": _state(store, actor, meeting, lang), "since": _since(store, actor, meeting, lang)}
    numbered = [(name, said) for name, said in parts.items() if said]
    for number, (name, said) in enumerate(numbered, 1):
        _heading(paper, lang, number, name)
        _body(paper, said)
    _heading(paper, lang, len(numbered) + 1, "decisions")
    _decisions(paper, list(lines(store, actor, meeting, lang)), lang)
    return _bytes(paper)


def _head(store: Store, meeting: Meeting, lang: str) -> dict[str, str]:
    units = {unit.code: unit.name for unit in store.ledger.units()}
    begun, ended = (datetime.fromisoformat(at) if at else None for at in (meeting.started_at, meeting.ended_at))
    until = text(lang, "minutes.until", at=fmt_date(ended, lang, "time")) if ended else ""
    return {
        "name": meeting.name + text(lang, "minutes.nth", n=fmt_number(meeting.number, lang)),
        "day": f"{fmt_date(meeting.day, lang)} {fmt_date(begun, lang, 'time')}{until}",
        "present": meeting.present or text(lang, "minutes.nobody_named"),
        "recorded": person(meeting.started_by, lang, units),
    }


def _state(store: Store, actor: Actor, meeting: Meeting, lang: str) -> str:
    """How the ledger stood on the day of the meeting, in one sentence."""
    day = date.fromisoformat(meeting.started_at[:10])
    now = progress.summary(store.meetings.rows(actor, meeting, as_of=day if day < store.ledger.today() else None))
    counts = {name: fmt_number(getattr(now, name), lang) for name in ("found", "closed", "unsettled", "red", "yellow", "pending")}
    return text(lang, "minutes.stood", day=day, rate=fmt_percent(now.rate, lang), **counts)


def _since(store: Store, actor: Actor, meeting: Meeting, lang: str) -> str:
    found = store.meetings.since_last(actor, meeting)
    if found is None:
        return ""
    before, moved = found
    said = sentence(lang, text(lang, "meeting.since", name=before.name, day=before.day), moved)
    return text(lang, "minutes.sentence", said=said)


def _paper(lang: str) -> Any:
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.4)
    usual = paper.styles["Normal"]
    usual.font.size = Pt(14)
    _face(usual.element.get_or_add_rPr(), BODY)
    usual.paragraph_format.space_after = Pt(4)
    paper.core_properties.language = lang.replace("_", "-")
    _page_number(section.footer.paragraphs[0])
    return paper


def _face(properties: Any, chinese: str) -> None:
    """Latin letters in one face, Chinese in another: a run names both, or Word takes what it likes."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for script, face in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{script}"), face)


def _write(paragraph: Any, said: str, face: str = BODY, size: float = 14, *, bold: bool = False) -> None:
    run = paragraph.add_run(said)
    run.bold, run.font.size = bold, Pt(size)
    _face(run._r.get_or_add_rPr(), face)


def _line(paper: Any, said: str, face: str, size: float, *, centred: bool = False, bold: bool = False) -> None:
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    _write(paragraph, said, face, size, bold=bold)


def _named(paper: Any, name: str, said: str) -> None:
    paragraph = paper.add_paragraph()
    _write(paragraph, name, HEADING)
    for number, line in enumerate(said.splitlines()):
        if number:
            paragraph.add_run().add_break()
        _write(paragraph, line)


def _heading(paper: Any, lang: str, number: int, name: str) -> None:
    paragraph = paper.add_heading(level=1)
    paragraph.paragraph_format.space_before = Pt(12)
    _write(paragraph, text(lang, f"minutes.part_{number}", heading=text(lang, f"minutes.{name}_heading")), HEADING, 16)
    paragraph.runs[0].font.color.rgb = None
    properties = paragraph.runs[0]._r.get_or_add_rPr()
    colour = OxmlElement("w:color")
    colour.set(qn("w:val"), "000000")
    properties.append(colour)


def _body(paper: Any, said: str) -> None:
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(28)
    _write(paragraph, said)


def _decisions(paper: Any, found: Sequence[Line], lang: str) -> None:
    if not found:
        _body(paper, text(lang, "minutes.no_decisions"))
        return
    _body(paper, text_n(lang, "minutes.so_many", len(found)))
    table = paper.add_table(rows=1, cols=len(COLUMNS))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, COLUMNS.values(), strict=True):
        column.width = Cm(width)
    _row(table.rows[0], [text(lang, f"minutes.{name}") for name in COLUMNS], HEADING)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for line in found:
        _row(table.add_row(), [_cell(line, name, lang) for name in COLUMNS], BODY)


def _cell(line: Line, name: str, lang: str) -> str:
    if name == "decision":
        return "\n".join(part for part in (line.decision, line.words) if part)
    if name == "answer_by" and line.answer_by:
        return fmt_date(date.fromisoformat(line.answer_by), lang)
    return str(getattr(line, name))


def _row(row: Any, cells: Sequence[str], face: str) -> None:
    unsplit = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(unsplit)
    for cell, said, width in zip(row.cells, cells, COLUMNS.values(), strict=True):
        cell.width = Cm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        for number, part in enumerate(said.splitlines()):
            if number:
                paragraph.add_run().add_break()
            _write(paragraph, part, face, 10.5)


def _page_number(paragraph: Any) -> None:
    """``- 2 -`` at the foot, as a field that the office suite reckons."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(paragraph, "- ", size=12)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    number = OxmlElement("w:t")
    number.text = "1"
    run.append(number)
    field.append(run)
    paragraph._p.append(field)
    _write(paragraph, " -", size=12)


def _bytes(paper: Any) -> bytes:
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()
