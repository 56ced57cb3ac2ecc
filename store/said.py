"""A light in words, with its shape and its reason: the same on a page, in a mail and in a file."""

from __future__ import annotations

from store.words import fmt_number, text, text_n

SHAPES = {"red": "■", "yellow": "▲", "green": "●", "grey": "✓"}
"""Colour is never alone: each light has a shape, also in this order when sorted by it."""

COUNTED = {"overdue", "due_soon", "returned", "on_track", "closed_late"}
"""Reasons of a light that say a number of days or times."""


def reason_word(lang: str, reason: str, days: int, extended: int = 0) -> str:
    """Why a light is as it is: overdue by six days, three working days left; also that its day was ``extended``."""
    if extended:
        return text(lang, "urging.reason_extended", reason=reason_word(lang, reason, days))
    if reason == "due_soon" and days == 0:
        return text(lang, "reason.due_today")
    if reason not in COUNTED:
        return text(lang, f"reason.{reason}")
    return text_n(lang, f"reason.{reason}", days, days=fmt_number(days, lang))


def light_said(lang: str, light: str, reason: str, days: int, extended: int = 0) -> str:
    """The light with its reason; what is settled has no shape unless it was struck off."""
    shape = SHAPES[light] if light != "grey" or reason.startswith("closed") else "–"
    return f"{shape} {reason_word(lang, reason, days, extended)}"
