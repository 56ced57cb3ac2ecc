"""How cells look: type, lines, colours of the lights, formats of days and rates; each look is made once a workbook."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

INK, LINE, PANEL, AZURITE, SOFT = "#1B2430", "#8A8F98", "#EEF2F5", "#1F5F8B", "#5C636E"
TINTS = {
    "red": ("#A53022", "#F8E7E2"),
    "yellow": ("#80540F", "#FBF0D9"),
    "green": ("#22654A", "#E4F1EA"),
    "grey": ("#5C636E", "#F1F2F3"),
}
"""Ink and paper of each light; beside its shape and its words, so that a black-and-white print says the same."""

FONTS = {"zh_CN": ("SimSun", "SimHei"), "en": ("Calibri", "Calibri")}
"""Of text and of headings, by language: what offices have. A machine without them takes its own."""

_BOX = {"border": 1, "border_color": LINE, "font_color": INK, "valign": "vcenter", "text_wrap": True}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_size": 20, "bold": True, "align": "center", "valign": "vcenter", "font_color": INK},
    "left": {"align": "left", "valign": "vcenter", "font_color": INK},
    "middle": {"align": "center", "valign": "vcenter", "font_color": INK},
    "right": {"align": "right", "valign": "vcenter", "font_color": INK},
    "head": {**_BOX, "bold": True, "align": "center", "bg_color": PANEL},
    "text": {**_BOX, "align": "left"},
    "centred": {**_BOX, "align": "center"},
    "day": {**_BOX, "align": "center", "num_format": "yyyy-mm-dd"},
    "number": {**_BOX, "align": "center", "num_format": "#,##0"},
    "decimal": {**_BOX, "align": "center", "num_format": "#,##0.0"},
    "rate": {**_BOX, "align": "center", "num_format": "0.0%"},
    "part": {"bold": True, "font_size": 12, "font_color": AZURITE, "valign": "vcenter"},
    "note": {"font_color": SOFT, "text_wrap": True, "valign": "top"},
    **{light: {**_BOX, "align": "center", "font_color": ink, "bg_color": paper} for light, (ink, paper) in TINTS.items()},
}
_IN_HEADINGS = frozenset({"title", "head", "part"})


class Looks:
    """The looks of one workbook, in the type of one language."""

    def __init__(self, book: Workbook, lang: str) -> None:
        self._book = book
        self._fonts = FONTS[lang]
        self._made: dict[tuple[str, float, bool], Format] = {}

    def __call__(self, name: str, size: float = 10, bold: bool = False) -> Format:
        """The look of that name in ``size`` points, unless its size is its own."""
        key = (name, size, bold)
        if key not in self._made:
            font = self._fonts[name in _IN_HEADINGS]
            told = {"font_size": size, "font_name": font, **LOOKS[name]}
            self._made[key] = self._book.add_format(told | {"bold": True} if bold else told)
        return self._made[key]
