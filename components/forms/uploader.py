"""Handing in files: the widget in the reader's words, what is wrong with a file as soon as it is chosen, and the files chosen."""

from __future__ import annotations

import json
from pathlib import Path
from string import Template

import streamlit as st

from components.forms import inputs
from components.forms.form import Form
from components.i18n import t
from components.session import store
from store.config import MOST_MEGABYTES
from store.model.evidence import Upload
from store.model.issue import Issue
from store.rules.uploads import faults_of_file, uploads

LOOK = Template(Path(__file__).with_name("uploader.css").read_text(encoding="utf-8"))


def uploader(form: Form, field: str, called: str, required: bool, issue: Issue) -> None:
    """Files for a verb, several at once.

    They are in this session only, never in the draft: that is told, as a reload loses them.
    """
    uploader_words()
    limits = store().ledger.limits
    st.file_uploader(
        inputs.label_of(field, called=called, required=required),
        accept_multiple_files=True,
        key=form.key(field),
        help=t("evidence.help", types=limits.types),
        on_change=_chosen,
        args=(form, field),
    )
    inputs.faults(form, field)
    st.caption(t("evidence.limits", most=limits.megabytes))


def uploader_words() -> None:
    """Put the reader's language into every file widget of the page."""
    words = {name: t(f"uploader.{name}") for name in ("choose", "or_drop", "drop_here")}
    words["not_sent"] = t("uploader.not_sent", most=MOST_MEGABYTES)
    quoted = {name: json.dumps(said, ensure_ascii=False) for name, said in words.items()}
    st.html(f"<style>{LOOK.substitute(quoted)}</style>")


def chosen(form: Form, field: str) -> list[Upload]:
    """The files that stand in the widget."""
    return [Upload(one.name, one.getvalue()) for one in st.session_state.get(form.key(field)) or ()]


def _chosen(form: Form, field: str) -> None:
    """Say at once what would be refused; the others stay chosen."""
    form.changed(field)
    limits = store().ledger.limits
    found = [fault for one in uploads(chosen(form, field), None) for fault in faults_of_file(one, limits)]
    if found:
        form.memory["faults"][field] = found
        form.memory["mended"] = [name for name in form.memory["mended"] if name != field]
