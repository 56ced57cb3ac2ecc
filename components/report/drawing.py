"""The blocks of a report on the screen: prose and tables whose numbers are links, charts whose bars open their rows."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from components.cards import plain
from components.charts.base import palette, show
from components.choice import LEDGER, OPENED
from components.i18n import language, t
from components.problem_links import link_to
from components.session import today
from store.report.blocks import Block, Chart, Heading, Number, Paragraph, Problem, Report, Run, Runs, Table
from store.report.charts import Ink, spec_of

SHEET = Path(__file__).with_name("sheet.css")
"""The sheet's width and its tables; hooked to the key of its container."""
INDENTED = "&emsp;&emsp;"
"""Two characters: where a Chinese paragraph begins."""


def draw(blocks: Sequence[Block], report: Report, *, key: str) -> None:
    """Draw the blocks in order; text that stands together goes out together."""
    text: list[str] = []
    for number, block in enumerate(blocks):
        if isinstance(block, Chart):
            _flush(text)
            _chart(block, report, key=f"{key}_{number}")
        elif isinstance(block, Paragraph) and block.kind == "signature":
            _flush(text)
            st.markdown(said(block.runs), text_alignment="right")
        else:
            text.append(_markdown(block, report.lang))
    _flush(text)


def _flush(text: list[str]) -> None:
    if text:
        st.markdown("\n\n".join(text))
        text.clear()


def _markdown(block: Block, lang: str) -> str:
    if isinstance(block, Heading):
        return f"{'#' * (block.level + 3)} {plain(block.text)}"
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Paragraph):
        return _paragraph(block, lang)
    return ""


def _paragraph(block: Paragraph, lang: str) -> str:
    words = _lead(block.lead) + said(block.runs)
    if block.kind == "note":
        return f":gray[:small[{words}]]"
    return INDENTED + words if lang == "zh_CN" and block.kind == "body" else words


def _lead(lead: str) -> str:
    """The heading that runs into a paragraph; Markdown ends no emphasis between a full stop and a Chinese character."""
    words = lead.rstrip()
    end = len(words.rstrip(string.punctuation + t("report.full_stops")))
    return f"**{plain(words[:end])}**{plain(words[end:])}{' ' * (words != lead)}" if lead else ""


def _table(block: Table) -> str:
    """The caption, then the table; figures in the middle, words to the left."""
    rule = [":--" if place in block.wordy else ":-:" for place in range(len(block.head))]
    head = [plain(word) for word in block.head]
    rows = [[said(cell) for cell in row] for row in block.rows]
    if block.total and rows:
        rows[-1] = [f"**{cell}**" for cell in rows[-1]]
    lines = [f"| {' | '.join(cells)} |" for cells in (head, rule, *rows)]
    return f"**{plain(block.caption)}**\n\n" + "\n".join(lines)


def said(runs: Runs) -> str:
    """Runs as Markdown that shows exactly what they say."""
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    if isinstance(run, Problem):
        return link_to(run.ref_no)
    if isinstance(run, Number):
        return f"[{plain(run.text)}]({address(run)})" if run.count else plain(run.text)
    edges = " " * run.startswith(" "), " " * (run.endswith(" ") and len(run) > 1)
    return edges[0] + plain(run) + edges[1]


def address(number: Number) -> str:
    """Where the rows of a number are."""
    return f"ledger?{urlencode(_query(number.query, number.day))}"


def _query(query: Mapping[str, str], day: date) -> dict[str, str]:
    return {**query, **({"as_of": day.isoformat()} if day < today() else {})}


def _chart(block: Chart, report: Report, *, key: str) -> None:
    spec = spec_of(block.name, language(), ink())
    st.markdown(f"**{plain(block.caption)}**")
    clicked = show(spec, block.data, key=key, alt=block.alt, height=block.height, pick=block.pick or None)
    if clicked:
        query = {**clicked, **report.base}
        st.session_state[OPENED] = query
        st.switch_page(LEDGER, query_params=_query(query, report.day))


def ink() -> Ink:
    """The colours of the theme in force by the names that the report's charts use."""
    colour = palette()
    return colour | {"soft": colour["grey_text"], "found": colour["found"]}
