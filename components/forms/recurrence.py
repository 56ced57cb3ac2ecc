"""While a problem is typed: the known problems it is like, the rule that should have prevented it, and the link to one of them.

Its two lines under the finding are always there, so nothing below moves when something is found; the rest opens over the page.
"""

from __future__ import annotations

import streamlit as st

from components.cards import plain
from components.forms import inputs
from components.forms.form import Form
from components.i18n import t, tn
from components.problem_links import named
from components.session import store, who
from components.wording import paragraphs
from store.model.enums import Status
from store.model.errors import NotFound
from store.model.issue import Issue
from store.rules.recurrence import Match, Probe, rules_made

FIELD = "recurrence_of"


@st.fragment
def recurrence_line(form: Form, ref_no: str = "") -> None:
    """What the problem (``ref_no``, when it is edited) recurs from, or what it looks like; follows title and finding."""
    chosen, found = str(form.value(FIELD)), _similar(form, ref_no)
    with st.container(gap=None, key=form.key("recurrence")):
        st.markdown(f":small[{_said(chosen, found)}]")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if chosen:
                icon, args = ":material/link_off:", (form, "")
                st.button(t("recurrence.unlink"), key=form.key("unlink"), type="tertiary", icon=icon, on_click=_set, args=args)
            elif found:
                _take(form, found[0][0])
            _more(form, found)
    if all(fault.code != "no_such_issue" for fault in form.memory["faults"].get(FIELD, [])):  # that the first line says already
        inputs.faults(form, FIELD)


def _said(chosen: str, found: list[tuple[Issue, Match]]) -> str:
    if chosen:
        return _linked(chosen)
    if found:
        return f":orange[:material/history:] {t('recurrence.like', problem=named(found[0][0]))}"
    return f":gray[:material/history: {t('recurrence.nothing_yet')}]"


def _linked(ref_no: str) -> str:
    try:
        return f":orange[:material/link:] **{t('recurrence.linked', problem=named(store().ledger.issue(who(), ref_no)))}**"
    except NotFound:
        return f":red[:material/error: {t('fault.no_such_issue', ref=plain(ref_no))}]"


def _similar(form: Form, ref_no: str) -> list[tuple[Issue, Match]]:
    title, finding, category, unit = (str(form.value(name)) for name in ("title", "finding", "category", "unit"))
    if not title and not finding:
        return []
    return store().checks.similar(who(), Probe(title, finding, category, unit), but=ref_no)


def _take(form: Form, issue: Issue, place: str = "") -> None:
    key, icon = form.key(f"link{place}-{issue.ref_no}"), ":material/link:"
    st.button(t("recurrence.link"), key=key, type="tertiary", icon=icon, on_click=_set, args=(form, issue.ref_no))


def _set(form: Form, ref_no: str) -> None:
    form.memory["values"][FIELD] = ref_no
    form.changed(FIELD)


def _more(form: Form, found: list[tuple[Issue, Match]]) -> None:
    """Every problem found with why it was found and which rule there was; and the number by hand."""
    label = tn("recurrence.found", len(found)) if found else t("recurrence.by_hand")
    with st.popover(label, type="tertiary", key=form.key("similar")):
        for issue, match in found:
            with st.container(border=True, gap="small"):
                st.markdown(f"**{named(issue)}**  \n:gray[:small[{_why(match)}]]")
                st.markdown(rules_said(issue))
                _take(form, issue, "-too")
        _by_hand(form)


def _by_hand(form: Form) -> None:
    """A field beside the draft, not of it: a closed popover's field does not hear when a button sets the number."""
    key, hint = form.key("recurrence-number"), t("recurrence.number_hint")
    st.text_input(t("recurrence.by_hand"), key=key, placeholder=hint, autocomplete="off", on_change=_take_number, args=(form,))


def _take_number(form: Form) -> None:
    typed = st.session_state.get(form.key("recurrence-number"))
    if typed is not None:  # None: the form was saved or given up in the same message
        _set(form, str(typed).strip())


def _why(match: Match) -> str:
    reasons = [t("recurrence.same_unit")] * match.same_unit + [t("recurrence.same_category")] * match.same_category
    shared = t("named.list").join(plain(words) for words in match.shared)
    return t("list.semicolon").join([*reasons, *([t("recurrence.shared", words=shared)] if shared else [])])


def rules_said(issue: Issue) -> str:
    """The rules made when the earlier problem was put right (or to be made, while it is not), or that there are none."""
    rules = rules_made(issue)
    if not rules:
        return f":gray[{t('recurrence.no_rule')}]"
    head = t("recurrence.rules" if issue.status is Status.CLOSED else "recurrence.rules_so_far")
    return "\n".join([f":gray[:small[{head}]]", "", *(f"- {paragraphs(rule)}" for rule in rules)])
