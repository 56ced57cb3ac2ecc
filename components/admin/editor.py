"""One entry in a form: only what was changed is sent, a fault stands beside its field, and whoever saved first is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from components.admin.place import go
from components.cards import plain
from components.faults import fault_words, refusal
from components.forms import inputs
from components.forms.form import Form
from components.forms.keyboard import typing_help
from components.i18n import t
from components.wording import value_words
from store.model.errors import Fault, Invalid, XiaohaoError

Write = Callable[[int, dict[str, Any]], Any]
"""The revision that was seen and what was changed since, to what the store then has."""
TOLD = "admin-told"
"""Session key of a refusal that belongs to no field, told once above the list."""


@dataclass(frozen=True)
class Editor:
    """A form over one entry as it stands: ``values`` are those of its fields, ``called`` begins their names in the catalogue.

    ``within`` finds the entry in the document that was written by somebody else.
    """

    name: str
    called: str
    values: Mapping[str, Any]
    revision: int = 0
    within: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict

    @property
    def form(self) -> Form:
        """The form; what it began with and the revision it began at are kept with the draft."""
        values = {flat(path): value for path, value in self.values.items()}
        form = Form(self.name, tuple(values), {"values": values, "measures": []})
        if form.memory.get("revision", self.revision) != self.revision and form.values() == form.memory["base"]:
            form.close()  # nothing was typed, so the entry is shown as it stands by now
        form.memory.setdefault("base", values)
        form.memory.setdefault("revision", self.revision)
        return form

    def word(self, path: str) -> str:
        """What a field is called in the catalogue: ``unit_short_name``, ``entry_name_en``."""
        return f"{self.called}_{flat(path)}"

    def line(self, path: str, **options: Any) -> None:
        """A line of text."""
        inputs.line(self.form, flat(path), called=self.word(path), **options)

    def area(self, path: str, **options: Any) -> None:
        """Several lines of text."""
        inputs.area(self.form, flat(path), called=self.word(path), **options)

    def day(self, path: str) -> None:
        """A date."""
        inputs.day(self.form, flat(path), called=self.word(path), required=True)

    def switch(self, path: str) -> None:
        """Yes or no."""
        form, word, field = self.form, self.word(path), flat(path)
        key = form.seed(field, bool(form.memory["values"].get(field)))
        st.toggle(t(f"field.{word}"), key=key, help=inputs.help_of(word), on_change=form.changed, args=(field,))

    def changed(self) -> dict[str, Any]:
        """By path, the fields that stand otherwise than they did when the entry was opened."""
        base, now = self.form.memory["base"], self.form.values()
        return {path: now[flat(path)] for path in self.values if now[flat(path)] != base.get(flat(path))}

    def save(self, write: Write, place: Callable[[str], str] = lambda path: path) -> bool:
        """A callback's work: write what was changed; True when it is saved. ``place`` says which field a fault's path is."""
        form = self.form
        done = self._tried(write, place)
        current = form.memory["overtaken"]
        if current and not self._moved(current):  # something else of the document was changed: no concern of this form
            form.memory["revision"] = current["revision"]
            done = self._tried(write, place)
        elsewhere = [field for field in form.memory["faults"] if field not in (*form.fields, "password")]
        if elsewhere:
            faults = [fault for field in elsewhere for fault in form.memory["faults"].pop(field)]
            form.memory["told"] = told_together(faults)
        if done is None:
            return False
        form.close()
        return True

    def _tried(self, write: Write, place: Callable[[str], str]) -> Any:
        form = self.form
        return form.attempt(lambda: _placed(lambda: write(form.memory["revision"], self.changed()), place))

    def foot(self, save: Callable[[], None], words: str = "") -> None:
        """What is wrong, the button that saves, and the way back; then what somebody else saved meanwhile."""
        form, current = self.form, self.form.memory.get("overtaken")
        inputs.told(form)
        if current:
            self._overtaken(current)
        with st.container(horizontal=True, vertical_alignment="center"):
            again = t("admin.save_on_top") if current else words or t("admin.save")
            st.button(again, key=form.key("save"), type="primary", icon=":material/save:", on_click=save)
            if self.changed():
                st.button(t("admin.discard"), key=form.key("discard"), type="tertiary", on_click=form.close)
                st.caption(t("entry.kept"), width="content")
        typing_help("admin", form, form.memory.get("focus", ["", 0]))

    def _overtaken(self, current: Mapping[str, Any]) -> None:
        """Saving again goes on from there: it changes only the fields that were changed here."""
        self.form.memory["revision"] = current["revision"]
        st.warning(t("admin.overtaken"), icon=":material/sync_problem:")
        for path, (before, after) in self._moved(current).items():
            st.markdown("- " + t("history.change", name=t(f"field.{self.word(path)}"), before=plain(before), after=plain(after)))

    def _moved(self, current: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
        """What somebody else changed in the fields of this form, in words."""
        entry, base = self.within(current), self.form.memory["base"]
        words = {path: (value_words(path, base.get(flat(path))), value_words(path, _at(entry, path))) for path in self.values}
        return {path: sides for path, sides in words.items() if sides[0] != sides[1]}


def flat(path: str) -> str:
    """A path as a form calls its widget, whose key becomes the name of a class: ``name.en`` is ``name_en``."""
    return path.replace(".", "_")


def typing(key: str = "typing-admin") -> Any:
    """Where a form stands: what is typed in here is kept at once, and Ctrl+S saves (keyboard.py)."""
    return st.container(key=key)


def back(words: str) -> None:
    """The way back to the list."""
    st.button(words, key="admin-back", type="tertiary", icon=":material/arrow_back:", on_click=go)


def attempt(write: Callable[[], Any], done: str) -> Any:
    """What ``write`` returns, or None when it was refused; either is told where the reader looks next."""
    try:
        found = write()
    except XiaohaoError as error:
        st.session_state[TOLD] = told_together(list(error.faults)) if isinstance(error, Invalid) else refusal(error)
        return None
    st.toast(done, icon=":material/check_circle:")
    return found


def told_once() -> None:
    """What the last button was refused for."""
    if told := st.session_state.pop(TOLD, ""):
        st.error(told, icon=":material/block:")


def told_together(faults: list[Fault]) -> str:
    """Faults that belong to no field on the page, as one text."""
    return t("list.semicolon").join(dict.fromkeys(fault_words(fault) for fault in faults))


def _placed(write: Callable[[], Any], place: Callable[[str], str]) -> Any:
    try:
        return write()
    except Invalid as invalid:
        raise Invalid([Fault(flat(place(fault.field)), fault.code, fault.params) for fault in invalid.faults]) from None


def _at(document: Mapping[str, Any], path: str) -> Any:
    name, _, lang = path.partition(".")
    value = document.get(name)
    return value.get(lang, "") if lang and isinstance(value, Mapping) else value
