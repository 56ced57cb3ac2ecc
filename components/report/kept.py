"""Reports that are made once: for the same ledger, day, reader, period and texts a rerun costs a look-up."""

from __future__ import annotations

import streamlit as st

from components.i18n import t
from components.rows import Key, key
from components.session import store, who
from store.model.documents import Actor
from store.report.blocks import Report
from store.report.material import Asked
from store.report.pdf import pdf
from store.report.writing import build


def made_of(asked: Asked) -> Key:
    """What a report depends on."""
    texts = tuple(sorted(asked.texts.items()))
    return (*key(), asked.campaign, asked.period, asked.lang, asked.restricted, texts)


def report(asked: Asked) -> Report:
    """The report as this reader gets it."""
    with st.spinner(t("nothing.loading")):
        return _report(made_of(asked), asked, who())


def as_pdf(asked: Asked, told: Report) -> bytes:
    """The same as PDF. Raises Unusable; a failure is not kept."""
    with st.spinner(t("report.making_pdf")):
        return _pdf(made_of(asked), told)


@st.cache_resource(max_entries=12, show_spinner=False)
def _report(key: Key, _asked: Asked, _actor: Actor) -> Report:
    return build(store(), _actor, _asked)


@st.cache_resource(max_entries=4, show_spinner=False)
def _pdf(key: Key, _report: Report) -> bytes:
    return pdf(_report)
