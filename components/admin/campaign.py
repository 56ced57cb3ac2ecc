"""The campaign part: its words and dates in one form, and each of its vocabularies as a list."""

from __future__ import annotations

import streamlit as st

from components.admin.editor import Editor, typing
from components.admin.entries import vocabulary
from components.admin.place import chosen_list
from components.cards import panel
from components.forms import inputs
from components.forms.deadline import pair
from components.i18n import LANGUAGES, language, t
from components.session import campaign, store, who
from store.model.documents import Campaign
from store.rules.setting_up import COUNTRIES, SETTINGS
from store.rules.vocabularies import VOCABULARIES
from store.words import country_name

BASICS = "basics"


def part() -> None:
    """Whatever the URL asks for."""
    chosen = chosen_list((BASICS, *VOCABULARIES))
    if chosen == BASICS:
        _basics()
    else:
        vocabulary(chosen)


def _basics() -> None:
    editor = _editor(campaign())
    with typing():
        _words(editor)
        _days(editor)
        editor.foot(_save)


def _words(editor: Editor) -> None:
    with panel(t("admin.campaign_words"), key="admin-words", height="content", note=campaign().code):
        for name in ("title", "short_title"):
            with pair() as columns:
                for column, lang in zip(columns, LANGUAGES, strict=True):
                    with column:
                        editor.line(f"{name}.{lang}")
        with pair() as columns:
            for column, lang in zip(columns, LANGUAGES, strict=True):
                with column:
                    editor.area(f"goal.{lang}", height=140)


def _days(editor: Editor) -> None:
    with panel(t("admin.campaign_days"), key="admin-days", height="content"):
        with pair() as (first, second):
            with first:
                editor.day("starts")
            with second:
                editor.day("ends")
        with pair() as (first, second):
            with first:
                _warning_days(editor)
            with second:
                inputs.pick(
                    editor.form,
                    "country",
                    sorted(COUNTRIES),
                    lambda code: country_name(code, language()),
                    called="campaign_country",
                    required=True,
                )


def _warning_days(editor: Editor) -> None:
    form = editor.form
    st.number_input(
        t("entry.required", name=t("field.campaign_warning_days")),
        min_value=0,
        max_value=60,
        step=1,
        key=form.seed("warning_days", form.memory["values"]["warning_days"]),
        help=t("help.campaign_warning_days"),
        on_change=form.changed,
        args=("warning_days",),
    )
    inputs.faults(form, "warning_days")


def _editor(shown: Campaign) -> Editor:
    values = {path: _value(shown, path) for path in SETTINGS}
    return Editor(f"admin campaign {shown.id}", "campaign", values, shown.revision)


def _value(shown: Campaign, path: str) -> object:
    name, _, lang = path.partition(".")
    value = getattr(shown, name)
    if lang:
        return value.get(lang, "")
    return value.isoformat() if name in ("starts", "ends") and value else value


def _save() -> None:
    shown = campaign()
    if _editor(shown).save(lambda revision, raw: store().campaigns.edit(who(), shown.code, revision, raw)):
        st.toast(t("admin.saved"), icon=":material/check_circle:")
