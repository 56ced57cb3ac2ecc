"""Urging many problems at once: what each gets by the ladder, a text and a day for each level, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from components.cards import plain
from components.faults import fault_words, refusal
from components.forms import inputs
from components.forms.form import Form
from components.forms.keyboard import typing_help
from components.forms.urging import usual_day
from components.i18n import LANGUAGES, t, tn
from components.session import campaign, store, today, units, who
from components.slip_words import COLOURS, ask, because_said, opening
from components.vocabulary import light_said
from store.ledger import Done
from store.model.enums import UrgeLevel
from store.model.errors import Fault, Invalid, NotFound
from store.model.issue import Issue
from store.rules.ladder import LADDER, against, answer_day_faults, suggested
from store.rules.lights import light
from store.web.printing.slips import MOST

SUGGESTED = "suggested"
SENT = "urge-many:sent"
"""Session key of what became of the slips."""
Plan = dict[UrgeLevel, list[Issue]]


def urge_many(refs: Sequence[str]) -> None:
    """Open the dialog for these problems; called where a button was pressed, not in its callback.

    Numbers that are gone or not for this person are passed over. One number does as well as many.
    """
    st.session_state.pop(SENT, None)
    form = _form()
    days = {f"day_{level.value}": usual_day(level).isoformat() for level in LADDER}
    texts = {f"text_{level.value}": _typed(form, level) for level in LADDER}
    form.refill({"level": SUGGESTED, **texts, **days}, [], faults={}, mended=[], told="")
    st.dialog(t("urging.many"), width="large", icon=":material/campaign:", on_dismiss="rerun")(_dialog)(tuple(refs))


def _typed(form: Form, level: UrgeLevel) -> str:
    """What somebody wrote and did not send, else what is usually asked, in the language now read."""
    typed = str(form.memory["values"][f"text_{level.value}"])
    return ask(level) if typed in {ask(level, lang) for lang in LANGUAGES} else typed


def _form() -> Form:
    texts = {f"text_{level.value}": ask(level) for level in LADDER}
    days = {f"day_{level.value}": usual_day(level).isoformat() for level in LADDER}
    return Form("urge-many", ("level", *texts, *days), {"values": {"level": SUGGESTED, **texts, **days}, "measures": []})


def _dialog(refs: Sequence[str]) -> None:
    if SENT in st.session_state:
        _told(st.session_state[SENT])
        return
    form, issues = _form(), [issue for issue in map(_issue, refs) if issue]
    with st.container(key="typing-urge-many", gap="small"):
        inputs.choose(form, "level", [SUGGESTED, *(level.value for level in LADDER)], _level_word, called="urging_level")
        plan, left_out = planned(issues, form.value("level") or SUGGESTED)
        for level, chosen in plan.items():
            _group(form, level, chosen)
        if left_out:
            _left_out(left_out)
        inputs.told(form)
        count = sum(map(len, plan.values()))
        told = tn("urging.send", count) if count else t("urging.nothing_to_send")
        st.button(told, key="urge-many-send", type="primary", disabled=not count, on_click=_send, args=(form, plan))
    typing_help("urge-many", form, form.memory.get("focus", ["", 0]))


def _issue(ref: str) -> Issue | None:
    try:
        return store().ledger.issue(who(), ref)
    except NotFound:
        return None


def _level_word(level: str) -> str:
    return t("urging.as_suggested") if level == SUGGESTED else t(f"urge_level.{level}")


def planned(issues: Sequence[Issue], chosen: str) -> tuple[Plan, list[tuple[Issue, str]]]:
    """Which problem gets which rung, lowest rung first; and those that get none, with the reason."""
    plan: Plan = {level: [] for level in LADDER}
    left_out: list[tuple[Issue, str]] = []
    for issue in issues:
        level = suggested(issue, today()) if chosen == SUGGESTED else UrgeLevel(chosen)
        faults = against(level, issue, today()) if level else []
        if level and not faults:
            plan[level].append(issue)
        else:
            left_out.append((issue, fault_words(faults[0]) if faults else because_said(issue)))
    return {level: group for level, group in plan.items() if group}, left_out


def _group(form: Form, level: UrgeLevel, issues: Sequence[Issue]) -> None:
    with st.container(border=True, key=f"urge-group-{level.value}", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(t(f"urge_level.{level.value}"), color=COLOURS[level])
            st.markdown(f"**{tn('urging.problems', len(issues))}**", width="content")
        with st.container(height=190 if len(issues) > 6 else "content", border=False, gap=None):
            st.markdown("\n".join(f"- {_line(issue)}" for issue in issues))
        text, day = st.columns([3, 1], gap="small")
        with text:
            inputs.area(form, f"text_{level.value}", called="urging_text", required=True, height=90)
        with day:
            inputs.day(form, f"day_{level.value}", called="answer_by", required=True)


def _line(issue: Issue) -> str:
    """Number, name and unit of a problem, its light, and why this rung."""
    shown = light(issue, today(), campaign().warning_days, campaign().country)
    unit = units()[issue.unit].short_name if issue.unit in units() else issue.unit
    told = [plain(unit), light_said(shown.light.value, shown.reason, shown.days), plain(because_said(issue))]
    return f"{issue.ref_no} **{plain(issue.title)}** &ensp; :gray[:small[{' · '.join(told)}]]"


def _left_out(issues: Sequence[tuple[Issue, str]]) -> None:
    with st.expander(tn("urging.left_out", len(issues)), icon=":material/block:"):
        st.markdown(
            "\n".join(f"- {issue.ref_no} **{plain(issue.title)}**  \n  :gray[:small[{plain(why)}]]" for issue, why in issues)
        )


def _send(form: Form, plan: Plan) -> None:
    if SENT in st.session_state:
        return  # a second click that was on its way
    done: Done | None = form.attempt(lambda: _sent(form.values(), plan))
    if done:
        form.close()
        st.session_state[SENT] = done


def _sent(values: Mapping[str, Any], plan: Plan) -> Done:
    """Write a slip for each problem of the plan. Raises Invalid for a text or a day that is wrong for its whole level."""
    faults = [fault for level in plan for fault in _wrong(values, level)]
    if faults:
        raise Invalid(faults)
    chosen = {issue.ref_no: (issue.revision, _slip(values, level, issue)) for level, group in plan.items() for issue in group}
    return store().ledger.do_each(who(), "urge", chosen)


def _wrong(values: Mapping[str, Any], level: UrgeLevel) -> list[Fault]:
    text, day = f"text_{level.value}", f"day_{level.value}"
    missing = [Fault(name, "required") for name in (text, day) if not str(values[name]).strip()]
    wanted = inputs.day_of(values[day])
    unworked = answer_day_faults(wanted, today(), campaign().country) if wanted else []
    return [*missing, *(Fault(day, fault.code, fault.params) for fault in unworked)]


def _slip(values: Mapping[str, Any], level: UrgeLevel, issue: Issue) -> dict[str, Any]:
    """The common text of the level under a first line about this problem."""
    text = f"{opening(issue)}\n{values[f'text_{level.value}']}"
    return {"level": level, "text": text, "answer_by": values[f"day_{level.value}"]}


def _told(done: Done) -> None:
    """How many slips, with which numbers; who got none and why; and the way to paper."""
    numbers = [issue.urges[-1].number for issue in done.issues]
    if numbers:
        told = tn("urging.sent", len(numbers), first=numbers[0], last=numbers[-1])
        st.success(told, icon=":material/check_circle:")
    for ref, error in done.refused.items():
        st.warning(t("urging.not_sent", ref=plain(ref), why=plain(refusal(error))), icon=":material/block:")
    with st.container(horizontal=True, gap="small"):
        for start in range(0, len(numbers), MOST):
            part = numbers[start : start + MOST]
            to = f"/print/slips?{urlencode({'numbers': ','.join(part)})}"
            st.link_button(tn("urging.print_all", len(part)), to, icon=":material/print:", type="primary")
        if st.button(t("urging.finish"), key="urge-many-finish"):
            st.rerun()
