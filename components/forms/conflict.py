"""Somebody saved first: what they changed is shown, and where both changed the same place, the person chooses, field by field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from components.cards import plain
from components.forms.form import Form
from components.history import event_words
from components.i18n import t, tn
from components.session import store, who
from components.wording import moment_words, person, value_words
from store.model.documents import Event
from store.model.issue import Issue
from store.rules.merging import Change, changes, merged


def events_since(ref_no: str, revision: int) -> list[Event]:
    """What happened to the problem after that revision, oldest first."""
    return [event for event in store().ledger.history(who(), ref_no) if event.doc_revision > revision]


def overtaken_notice(issue: Issue) -> None:
    """For a verb: what somebody else saved meanwhile; pressing the button again goes on from there."""
    st.warning(t("conflict.again"), icon=":material/sync_problem:")
    for event in events_since(issue.ref_no, issue.revision):
        st.markdown(event_words(event))


def choose_sides(form: Form, ref_no: str, theirs: dict[str, Any], save: Callable[[dict[str, Any]], None]) -> None:
    """For an edit: their changes, with mine beside them where we both changed a place, and one button that saves the choice."""
    memory = form.memory
    mine = form.values() | {"measures": form.measures()}
    found = changes(memory["base"], mine, theirs)
    clashes = [change for change in found if change.clashes]
    with st.container(border=True, key="conflict", gap="small"):
        st.subheader(t("conflict.title"), anchor=False)
        _who(events_since(ref_no, memory["revision"]))
        for change in found:
            if not change.clashes:
                st.markdown(_taken(change, memory["base"]))
        if clashes:
            st.markdown(f"**{tn('conflict.choose', len(clashes))}**")
        for change in clashes:
            _choice(form, change, memory["base"])
        st.button(
            t("conflict.save"),
            key="conflict-save",
            type="primary",
            icon=":material/merge:",
            on_click=_save,
            args=(form, theirs, save),
        )


def _who(events: Sequence[Event]) -> None:
    for event in events:
        params = {"who": plain(person(event.actor)), "at": plain(moment_words(event.at)), "what": t(f"action.{event.action}")}
        st.markdown(t("conflict.who", **params))


def _taken(change: Change, base: dict[str, Any]) -> str:
    told = t(
        "history.change",
        name=_name(change.path, base),
        before=plain(_shown(change, change.base)),
        after=plain(_shown(change, change.theirs)),
    )
    return f"- {told}"


def _choice(form: Form, change: Change, base: dict[str, Any]) -> None:
    with st.container(border=True, gap="small"):
        st.markdown(f"**{_name(change.path, base)}** &ensp; :gray[{t('conflict.was', value=plain(_shown(change, change.base)))}]")
        key = form.seed(f"side-{change.path}", "mine")
        sides = {"mine": change.mine, "theirs": change.theirs}
        st.radio(
            _name(change.path, base),
            list(sides),
            key=key,
            format_func=lambda side: t(f"conflict.{side}", value=plain(_shown(change, sides[side]))),
            label_visibility="collapsed",
        )


def _save(form: Form, theirs: dict[str, Any], save: Callable[[dict[str, Any]], None]) -> None:
    mine = form.values() | {"measures": form.measures()}
    found = changes(form.memory["base"], mine, theirs)
    take = {change.path: st.session_state.get(form.key(f"side-{change.path}")) == "theirs" for change in found}
    save(merged(form.memory["base"], mine, theirs, take))


def _name(path: str, base: dict[str, Any]) -> str:
    """``标题``, ``措施 2 责任人``: a measure by its place when the form was opened, a newer one by its being new."""
    parts = path.split(".")
    if parts[0] != "measures":
        return t(f"field.{path}")
    places = [measure["id"] for measure in base["measures"]]
    number = int(parts[1])
    told = t("conflict.measure", number=places.index(number) + 1) if number in places else t("conflict.new_measure")
    return f"{told} {t(f'field.measure_{parts[2]}')}" if len(parts) == 3 else told


def _shown(change: Change, value: Any) -> str:
    """A side's value in words; of a whole measure its text, or that it is gone."""
    parts = change.path.split(".")
    if len(parts) == 2 and parts[0] == "measures":
        return str(value["text"]) if value else t("conflict.gone")
    return value_words(parts[-1], value)
