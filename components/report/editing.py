"""Writing a part of the report by hand: a form that keeps what is typed, the way back to the proposal, nobody's text lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from components.cards import plain
from components.forms import inputs
from components.forms.form import Form
from components.forms.keyboard import typing_help
from components.i18n import t
from components.said import say
from components.session import store, who
from store.model.documents import ReportText
from store.report.blocks import Part
from store.report.material import Asked
from store.rules.permissions import PERMITS

EDIT = "edit"
"""The part whose form is open, in the query string: a reload finds it open, and what was typed last with it."""
LINES = {"recipients": 68, "signature": 68, "opening": 130}
"""Pixels of the field; the others are longer."""


@dataclass(frozen=True)
class Place:
    """A part of a report: whose texts, which part, what stands there by hand and what is proposed."""

    asked: Asked
    name: str
    own: str
    proposal: str

    def kept(self) -> ReportText:
        """What the store has for this report."""
        return store().reports.texts(self.asked.campaign, self.asked.period.last, self.asked.lang)

    def form(self) -> Form:
        """The form of this part; it begins with what stands there."""
        name = f"report:{self.asked.campaign}:{self.asked.period.last}:{self.asked.lang}:{self.name}"
        begun = {self.name: self.own or self.proposal}
        return Form(name, (self.name,), {"values": begun, "measures": [], "base": self.own})


def may_write() -> bool:
    """Whether this person writes reports."""
    return who().role in PERMITS["write_report"]


def editor(part: Part, asked: Asked) -> None:
    """Under a part: the button that opens its form, or the form."""
    place = Place(asked, part.name, asked.texts.get(part.name, ""), part.proposal)
    form = place.form()
    if st.query_params.get(EDIT) == part.name or form.memory["restored"]:
        _open_form(place, form)
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        label, key = t("report.edit"), f"edit-{part.name}"
        st.button(label, key=key, type="tertiary", icon=":material/edit:", on_click=_open, args=(place, form))
        if part.own:
            st.button(t("report.restore"), key=f"restore-{part.name}", type="tertiary", on_click=_restore, args=(place,))
            st.caption(t("report.is_own"))


def _open_form(place: Place, form: Form) -> None:
    with st.container(key=f"typing-{form.key('form')}", border=True, gap="small"):
        inputs.area(form, place.name, called=f"report_{place.name}", height=LINES.get(place.name, 260))
        st.caption(t("report.by_hand"))
        _overtaken(place, form)
        inputs.told(form)
        with st.container(horizontal=True):
            args = (place, form)
            st.button(
                t("entry.save"), key=f"save-{place.name}", type="primary", icon=":material/save:", on_click=_save, args=args
            )
            st.button(t("report.use_proposal"), key=f"proposal-{place.name}", on_click=_refill, args=args)
            st.button(t("entry.cancel"), key=f"cancel-{place.name}", type="tertiary", on_click=_close, args=(form,))
    typing_help(form.key("help"), form, form.memory.get("focus", ["", 0]))


def _overtaken(place: Place, form: Form) -> None:
    """Somebody saved another text since this one was begun: theirs is shown, and either may stay."""
    theirs: dict[str, Any] | None = form.memory.get("overtaken")
    if theirs is None:
        return
    words = theirs["texts"].get(place.name) or place.proposal
    st.warning(t("report.overtaken"), icon=":material/group:")
    st.markdown(f"> {plain(words)}")
    with st.container(horizontal=True):
        st.button(t("report.keep_mine"), key=f"mine-{place.name}", on_click=_keep_mine, args=(place, form))
        st.button(t("report.keep_theirs"), key=f"theirs-{place.name}", on_click=_close, args=(form,))


def _open(place: Place, form: Form) -> None:
    form.close()  # what this session remembers of it may be older than what stands there now
    st.query_params[EDIT] = place.name
    form.focus(place.name)


def _close(form: Form) -> None:
    form.close()
    st.query_params.pop(EDIT, None)


def _save(place: Place, form: Form) -> None:
    typed, kept = str(form.value(place.name)).strip(), place.kept()
    same = kept.texts.get(place.name, "") == form.memory.get("base", "")
    seen = kept if same else replace(kept, revision=-1)
    words = "" if typed == place.proposal.strip() else typed
    if form.attempt(lambda: store().reports.put(who(), seen, place.name, words)) is not None:
        _close(form)
        say(t("report.saved"))


def _keep_mine(place: Place, form: Form) -> None:
    form.memory["base"] = place.kept().texts.get(place.name, "")
    _save(place, form)


def _refill(place: Place, form: Form) -> None:
    form.refill({place.name: place.proposal}, [])


def _restore(place: Place) -> None:
    store().reports.put(who(), place.kept(), place.name, "")
    say(t("report.restored"))
