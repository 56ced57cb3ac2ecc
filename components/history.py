"""The history of a problem line by line: when, who, what was done, and each changed value from old to new."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from components.cards import plain
from components.i18n import language, t
from components.wording import moment_words, person, value_words
from store.exchange.minutes import decision_said
from store.model.codec import from_dict
from store.model.documents import Event
from store.model.meeting import Decided

SHOWN = 12
"""Events in view at first; the rest a click away."""

UNTOLD = frozenset({"campaign", "ref_no", "created_by", "original_due", "kept_by", "query", "columns", "revoked_at", "ended_at"})
"""Fields whose change says nothing that the action does not say."""

_MEASURE = ("kind", "text", "owner", "due", "percent", "done_on")
Change = Callable[[int, Mapping[str, Any] | None, Mapping[str, Any] | None], list[str]]


def history(events: Sequence[Event], *, key: str) -> None:
    """Newest first."""
    told = list(reversed(events))
    many = len(told) > SHOWN and not st.session_state.get(key)
    for event in told[:SHOWN] if many else told:
        st.markdown(event_words(event))
    if many:
        st.button(t("history.all", number=len(told)), key=f"{key}-all", type="tertiary", on_click=_show_all, args=(key,))


def _show_all(key: str) -> None:
    st.session_state[key] = True


def event_words(event: Event) -> str:
    """One event as Markdown: its headline and a line for each thing that changed."""
    head = f"**{t(f'action.{event.action}')}** &emsp; :gray[{plain(moment_words(event.at))} &ensp; {plain(person(event.actor))}]"
    note = [f"- {plain(event.note)}"] if event.note else []
    return "\n".join([head, "", *note, *(f"- {line}" for line in changed_lines(event))])


def changed_lines(event: Event) -> list[str]:
    """Each changed field with its old and new value, already safe as Markdown; of a new problem only that it is new."""
    if event.doc_revision == 1:
        return []
    lines: list[str] = []
    for path in sorted({*event.before, *event.after}, key=_in_order):
        name, _, index = path.partition(".")
        if name in UNTOLD:
            continue
        before, after = event.before.get(path), event.after.get(path)
        lines += _PARTS[name](int(index), before, after) if name in _PARTS and index else [change_words(name, before, after)]
    return lines


def change_words(field: str, before: Any, after: Any, called: str = "") -> str:
    """``责任人：周海宁 → 刘启``, safe as Markdown."""
    return t(
        "history.change",
        name=t(f"field.{called or field}"),
        before=plain(value_words(field, before)),
        after=plain(value_words(field, after)),
    )


def _in_order(path: str) -> tuple[bool, str, int]:
    name, _, index = path.partition(".")
    return name != "status", name, int(index or 0)


def _measure(index: int, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    number = index + 1
    if before is None or after is None:
        key = "history.measure_added" if before is None else "history.measure_removed"
        return [t(key, number=number, text=plain((after or before or {})["text"]))]
    changed = [name for name in _MEASURE if before.get(name) != after.get(name)]
    return [
        t("history.in_measure", number=number, change=change_words(name, before.get(name), after.get(name), f"measure_{name}"))
        for name in changed
    ]


def _evidence(index: int, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    if not after:
        return []
    if after.get("removed_at"):
        return [t("history.evidence_removed", title=plain(after["title"]))]
    told = t("history.evidence", title=plain(after["title"]), dated=value_words("dated", after["dated"]))
    return [told + (t("history.evidence_file", name=plain(after["file"]["name"])) if after.get("file") else "")]


def _urge(index: int, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    if before or not after:
        return [t("history.urge_answered", slip=after["number"])] if after else []
    level = t(f"urge_level.{after['level']}")
    return [t("history.urge", slip=after["number"], level=level, answer_by=date.fromisoformat(after["answer_by"]))]


def _extension(index: int, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    if not after:
        return []
    if before:
        return [t(f"decision.{after['decision']}")] if after["decision"] else []
    return [change_words("due", after["old_due"], after["new_due"], "new_due")]


def _closure(index: int, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    old, new = before or {}, after or {}
    told = {name: new[name] for name in ("outcome", "check_on") if new.get(name) and old.get(name) != new[name]}
    if len(new.get("checks", ())) > len(old.get("checks", ())):
        told["check_verdict"] = new["checks"][-1]["verdict"]
    return [t("history.said", name=t(f"field.{name}"), value=value_words(name, value)) for name, value in told.items()]


def _decided(index: int, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    """A decision of a meeting, with the problem it is about."""
    if not after:
        return []
    decided = from_dict(Decided, after)
    return [t("meeting.told", ref=decided.ref_no, what=plain(decision_said(language(), decided)), words=plain(decided.words))]


_PARTS: dict[str, Change] = {
    "decisions": _decided,
    "measures": _measure,
    "evidence": _evidence,
    "urges": _urge,
    "extensions": _extension,
    "closures": _closure,
    "progress": lambda index, before, after: [],
}
"""How a changed part of a problem is told; a progress note is the event's own note."""
