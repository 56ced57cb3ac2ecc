"""The letter as HTML: the look of the pages in inline styles, as mail programs want it; every word is escaped here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template

from store.reminding.lines import Heap, Line
from store.words import fmt_number, text

_SHEET = Template(Path(__file__).with_name("letter.html").read_text(encoding="utf-8"))

CALM, AZURITE = "#5C636E", "#1F5F8B"
INKS = {"red": ("#A53022", "#F8E7E2"), "yellow": ("#85560F", "#F7EDDA"), "green": ("#26684D", "#E5F0EA")}
SETTLED = (CALM, "#EFEDE8")
"""Ink and paper of a light, as the pages have them."""

CELL = "padding:9px 0;border-top:1px solid #E3DED3;vertical-align:top"
STYLES = {
    "heading": "margin:22px 0 6px;font-size:16px;font-weight:600",
    "count": f"color:{CALM};font-weight:400",
    "table": "border-collapse:collapse",
    "problem": f"{CELL};padding-right:12px",
    "urgency": f"{CELL};font-size:13px;text-align:right;white-space:nowrap",
    "number": f"color:{CALM}",
    "title": "font-weight:600",
    "link": f"color:{AZURITE};text-decoration:none",
    "facts": f"color:{CALM};font-size:13px",
    "step": f"color:{AZURITE}",
    "more": f"margin:4px 0 0;color:{CALM};font-size:13px",
    "button": f"display:inline-block;padding:8px 18px;border-radius:4px;background:{AZURITE};color:#FFFFFF;text-decoration:none",
    "under": "margin:26px 0 0",
}


def sheet(lang: str, said: Mapping[str, str], heaps: Sequence[Heap], desk: str) -> str:
    """The whole letter; ``said`` are its sentences, ``desk`` the address of the reader's page, if there is one."""
    button = _in("p", "under", _link(desk, "button", escape(text(lang, "remind.open")))) if desk else ""
    shown = {name: escape(words) for name, words in said.items()}
    body = "".join(_heap(lang, heap) for heap in heaps)
    return _SHEET.substitute(shown, lang=lang.replace("_", "-"), heaps=body, button=button)


def _heap(lang: str, heap: Heap) -> str:
    count = _in("span", "count", "&ensp;" + fmt_number(heap.count, lang))
    heading = _in("h2", "heading", escape(heap.heading) + count)
    rows = "".join(_row(lang, line) for line in heap.lines)
    table = f'<table width="100%" cellpadding="0" cellspacing="0" style="{STYLES["table"]}">{rows}</table>'
    return heading + table + (_in("p", "more", escape(heap.more)) if heap.more else "")


def _row(lang: str, line: Line) -> str:
    ink, paper = INKS.get(line.light, SETTLED)
    badge = f'<span style="padding:1px 7px;border-radius:4px;background:{paper};color:{ink}">{escape(line.urgency)}</span>'
    named = _in("span", "number", escape(line.ref_no)) + "&ensp;" + _in("strong", "title", escape(line.title))
    problem = (_link(line.link, "link", named) if line.link else named) + "<br>" + _in("span", "facts", escape(line.facts))
    step = _in("span", "step", escape(text(lang, "remind.next", step=line.step)))
    return "<tr>" + _in("td", "problem", problem) + _in("td", "urgency", f"{badge}<br>{step}") + "</tr>"


def _in(tag: str, style: str, body: str) -> str:
    return f'<{tag} style="{STYLES[style]}">{body}</{tag}>'


def _link(to: str, style: str, body: str) -> str:
    return f'<a href="{escape(to)}" style="{STYLES[style]}">{body}</a>'
