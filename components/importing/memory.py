"""What this session knows of the import at hand: what was given, what was said about it, the plan, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from components.i18n import language
from components.session import campaign, store, today, who
from store.batches import Applied
from store.exchange.importing.header import Header, find_header, header_at, likely_sheet
from store.exchange.importing.lexicon import FIELDS
from store.exchange.importing.rows import Source
from store.exchange.importing.sheets import Book
from store.import_plan import Plan
from store.model.errors import XiaohaoError
from store.rules.permissions import check_role

PLACE = "importing"
"""Session key."""


@dataclass
class Import:
    """One import of one person."""

    owner: str
    book: Book | None = None
    sheet: int = 0
    first: int | None = None
    fields: dict[int, str] = field(default_factory=dict)
    explained: dict[str, dict[str, str]] = field(default_factory=dict)
    supposed: dict[str, Any] = field(default_factory=dict)
    error: XiaohaoError | None = None
    plan: tuple[tuple[Any, ...], Plan] | None = None
    rows: tuple[tuple[Any, ...], Any] | None = None
    wanted: tuple[int, ...] | None = None
    done: Applied | None = None
    recalled: bool = False
    round: int = 0

    def choose_sheet(self, number: int) -> None:
        """Another sheet of the file."""
        self.sheet, self.fields, self.explained = number, {}, {}
        book = self.book
        found = find_header(book.sheets[number]) if book else None
        self.first = found.first if found else None
        self._recall()

    def choose_header(self, first: int) -> None:
        """Another row as the header."""
        self.first, self.fields = first, {}
        self._recall()

    @property
    def header(self) -> Header | None:
        """The header in force, with what a person chose."""
        if self.book is None or self.first is None:
            return None
        return header_at(self.book.sheets[self.sheet], self.first).with_fields(self.fields)

    @property
    def source(self) -> Source | None:
        """What would be imported; None as long as there is no header."""
        header = self.header
        if self.book is None or header is None:
            return None
        return Source(self.book, self.book.sheets[self.sheet], header, self.explained, self.supposed)

    def made_of(self) -> tuple[Any, ...]:
        """What a plan depends on: when none of it changed, the plan of before still holds."""
        said = (self.round, self.sheet, self.first, _frozen(self.fields), _frozen(self.explained), _frozen(self.supposed))
        return (*said, store().ledger.frames.current().edition, today(), campaign().code, campaign().revision, str(who()))

    def _recall(self) -> None:
        self.supposed = store().imports.supposed(who(), campaign().code)
        header = self.header
        known = store().imports.remembered(who(), header) if header else {}
        self.recalled = bool(known)
        if header and known:
            columns: list[str] = known["columns"]
            chosen = {one.at: said for one, said in zip(header.columns, columns, strict=True) if said != one.field}
            self.fields = {at: said for at, said in chosen.items() if said in ("", *FIELDS)}
            self.explained = {name: dict(words) for name, words in known["explained"].items()}
            self.supposed |= known["supposed"]


def _frozen(said: Any) -> Any:
    if isinstance(said, Mapping):
        return tuple(sorted((name, _frozen(value)) for name, value in said.items()))
    return said


def memory() -> Import:
    """The import of whoever sits here now; somebody else's is forgotten."""
    check_role("import", who())
    known = st.session_state.get(PLACE)
    if known is None or known.owner != str(who()):
        known = st.session_state[PLACE] = Import(str(who()))
    found: Import = known
    return found


def give(book: Book) -> None:
    """Another file: begin with its likeliest sheet, and what was said last about files with these headings."""
    begun = st.session_state[PLACE] = Import(str(who()), book, round=memory().round + 1)
    begun.choose_sheet(book.sheets.index(likely_sheet(book)))


def forget() -> None:
    """Begin again; for callbacks."""
    st.session_state[PLACE] = Import(str(who()), round=memory().round + 1)


def worded_for() -> tuple[Any, ...]:
    """What the words of a plan depend on besides the plan."""
    return (language(),)
