"""The life cycle as a picture: a box for every state, an arrow for every move, laid out by hand for a projector and a phone."""

from __future__ import annotations

from html import escape

import streamlit as st

from components.charts.style import palette
from components.i18n import t
from store.model.enums import UNFINISHED, Status

LEFT, TOP, WIDE, HIGH = 30, 6, 404, 458
FONT = "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
"""A picture knows the reader's own fonts only, not those of the page."""
HALF_WIDTH, HALF_HEIGHT = 60, 20
PLACES: dict[Status, tuple[int, int]] = {
    Status.DRAFT: (190, 30),
    Status.OPEN: (190, 125),
    Status.IN_PROGRESS: (190, 220),
    Status.PENDING: (190, 335),
    Status.CLOSED: (190, 440),
    Status.DISMISSED: (365, 76),
    Status.ONGOING: (365, 278),
    Status.REFERRED: (365, 440),
}
"""The middle of each state's box: the straight way runs down on the left."""
UNFINISHED_FRAME = (70, 100, 361, 265)
"""A frame around the unfinished states; a move that leads out of all of them starts at it."""
Route = tuple[str, str, tuple[int, int]]
"""An arrow: its line, where its head points (d, u, l, r), and where its words begin."""
ROUTES: dict[tuple[str, Status | None], Route] = {
    ("register", Status.DRAFT): ("M190,50 V104", "d", (199, 80)),
    ("dismiss", Status.DRAFT): ("M250,30 H345 Q365,30 365,50 V55", "d", (259, 22)),
    ("dismiss", Status.OPEN): ("M250,125 H345 Q365,125 365,105 V97", "u", (259, 118)),
    ("start", Status.OPEN): ("M190,145 V199", "d", (199, 175)),
    ("keep_going", Status.IN_PROGRESS): ("M250,220 H345 Q365,220 365,240 V257", "d", (259, 212)),
    ("request_close", Status.IN_PROGRESS): ("M190,240 V314", "d", (199, 282)),
    ("request_close", Status.ONGOING): ("M365,298 V315 Q365,335 345,335 H251", "l", (259, 353)),
    ("return", Status.PENDING): ("M130,335 H115 Q95,335 95,315 V234 Q95,214 115,214 H129", "r", (103, 298)),
    ("close", Status.PENDING): ("M190,355 V419", "d", (199, 393)),
    ("reopen", Status.CLOSED): ("M130,440 H60 Q40,440 40,420 V248 Q40,228 60,228 H129", "r", (52, 432)),
    ("refer", None): ("M365,365 V419", "d", (373, 393)),
}
"""Every arrow by its move and where it starts; None is the frame of the unfinished."""
ASIDE = frozenset({"return", "reopen", "refer", "dismiss"})
"""Moves off the straight way: dashed."""
HEADS = {"d": "-6,-9 0,0 6,-9", "u": "-6,9 0,0 6,9", "l": "9,-6 0,0 9,6", "r": "-9,-6 0,0 -9,6"}


def life_chart() -> None:
    """Everything that can happen to a problem, from top to bottom."""
    st.image(life_picture(palette()), width="stretch", alt=t("guide.life"))


def life_picture(colour: dict[str, str]) -> str:
    """The picture in SVG; the table of moves beside it says the same in words."""
    x, y, width, height = UNFINISHED_FRAME
    frame = f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="8" fill="{colour["panel"]}" stroke="{colour["line"]}"/>'
    parts = [frame, *(_arrow(name, source, colour) for name, source in ROUTES), *(_box(status, colour) for status in PLACES)]
    size = f'viewBox="{LEFT} {TOP} {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{escape(FONT)}">{"".join(parts)}</svg>'


def _box(status: Status, colour: dict[str, str]) -> str:
    x, y = PLACES[status]
    fill = colour["closed" if status is Status.CLOSED else "found" if status in UNFINISHED else "grey_text"]
    place = f'x="{x - HALF_WIDTH}" y="{y - HALF_HEIGHT}" width="{2 * HALF_WIDTH}" height="{2 * HALF_HEIGHT}"'
    words = t(f"status.{status.value}")
    shape = f'text-anchor="middle" font-weight="600" font-size="{_fitting(words)}"'
    return f'<rect {place} rx="6" fill="{fill}"/>' + _words(escape(words), x, y + 6, colour["paper"], shape)


def _fitting(words: str) -> int:
    """The size at which bold ``words`` fit a box; a Chinese letter is as wide as it is high, a Latin one about half as wide."""
    letters = sum(1.0 if ord(letter) > 0x2E80 else 0.56 for letter in words)
    return min(16, int((2 * HALF_WIDTH - 8) / letters))


def _arrow(name: str, source: Status | None, colour: dict[str, str]) -> str:
    line, head, (x, y) = ROUTES[name, source]
    aside = name in ASIDE
    tone, dashes = (colour["grey_text"], ' stroke-dasharray="5 4"') if aside else (colour["ink"], "")
    tip = end_of(line)
    points = " ".join(f"{int(dx) + tip[0]},{int(dy) + tip[1]}" for dx, dy in (pair.split(",") for pair in HEADS[head].split()))
    drawn = f'<path d="{line}" fill="none" stroke="{tone}" stroke-width="1.6"{dashes}/><polygon points="{points}" fill="{tone}"/>'
    return drawn + _words(escape(t(f"verb.{name}")), x, y, tone, 'font-size="15"')


def end_of(line: str) -> tuple[int, int]:
    """Where a line of straight and rounded parts ends."""
    x = y = 0
    for part in line.split():
        kind, numbers = (part[0], part[1:]) if part[0].isalpha() else ("L", part)
        if kind == "H":
            x = int(numbers)
        elif kind == "V":
            y = int(numbers)
        else:
            x, y = (int(number) for number in numbers.split(","))
    return x, y


def _words(words: str, x: int, y: int, tone: str, more: str) -> str:
    return f'<text x="{x}" y="{y}" fill="{tone}" {more}>{words}</text>'
