"""The history of the whole ledger on the screen: what to look for, day by day what happened, and the file of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from components.cards import LOOK, plain
from components.history import changed_lines
from components.i18n import fmt_date, fmt_number, language, t, tn
from components.session import AS_OF, chosen_day, past_day, store, who, with_day
from components.vocabulary import words
from components.wording import person
from store.exchange.history import history_csv
from store.history import Found, History, Wanted, kind_of
from store.model.documents import Actor, Event
from store.model.errors import Invalid

KEYS = ("person", "unit", "action", "kind", "ref", "from", "to", AS_OF, "page")
AT_ONCE = 50
"""Events on one screen."""


def wanted() -> Wanted:
    """What the address asks for; a day that cannot be read is left out and told."""
    try:
        return Wanted.read(st.query_params)
    except Invalid as invalid:
        for fault in invalid.faults:
            st.query_params.pop(fault.field, None)
        st.info(t("filter.unreadable", what=", ".join(fault.field for fault in invalid.faults)), icon=":material/link_off:")
        return Wanted.read(st.query_params)


def narrowing(found: Found, asked: Wanted) -> None:
    """The row of what can be looked for; each choice stands in the address."""
    with st.grid(6, min_column_width=150, gap="small", key="history_filters"):
        _codes("person", asked.person, found.people, person)
        _codes("unit", asked.unit, list(words("unit")), lambda code: words("unit").get(code, code))
        _codes("action", asked.action, found.actions, lambda code: t(f"action.{code}"))
        if len(found.kinds) > 1:
            _codes("kind", asked.kind, found.kinds, lambda code: t(f"kind.{code}"))
        _days(asked)
        st.session_state["history_ref"] = asked.ref
        st.text_input(t("column.ref_no"), key="history_ref", on_change=_take_ref, placeholder=t("filter.any"))


def _codes(key: str, chosen: Sequence[str], offered: Sequence[str], said: Callable[[str], str]) -> None:
    name = f"history_{key}"
    options = [*offered, *(code for code in chosen if code not in offered)]
    st.session_state[name] = list(chosen)
    st.multiselect(
        t(f"history.by_{key}"),
        options,
        key=name,
        format_func=said,
        placeholder=t("filter.any"),
        select_all=False,
        on_change=lambda: _write(**{key: ",".join(st.session_state[name])}),
    )


def _days(asked: Wanted) -> None:
    """A span of days; its key names the days in force, so that a link shows in it too."""
    days = [one for one in (asked.first, asked.last) if one]
    key = ":".join(("history_days", *map(str, days)))
    st.date_input(t("history.by_day"), days, key=key, format="YYYY-MM-DD", on_change=_take_days, args=(key,))


def _take_days(key: str) -> None:
    """Both days or none; after the first of two the reader is still choosing."""
    days = [one.isoformat() for one in st.session_state[key]]
    if len(days) != 1:
        first, last = days or ("", "")
        _write(**{"from": first, "to": last})


def _take_ref() -> None:
    _write(ref=st.session_state["history_ref"].strip())


def _write(**values: str) -> None:
    """Ask for something else, from its first screen on."""
    kept = {key: st.query_params[key] for key in KEYS if key in st.query_params and key != "page"} | values
    st.query_params.from_dict({key: value for key, value in kept.items() if value})


def chronicle(found: Found) -> None:
    """One screen of the events found, newest first, day by day."""
    page, last = _page(len(found.ids))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="history_tools"):
        st.markdown(f"**{tn('history.count', len(found.ids))}**", width="content")
        with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="xsmall"):
            _turn(page, last)
            _download()
    events = store().history.events(who(), found.ids[page * AT_ONCE : (page + 1) * AT_ONCE])
    titles = _titles(events)
    st.html(LOOK)
    with st.container(key="history_list"):
        for day, of_day in groupby(events, lambda event: event.at[:10]):
            st.markdown(f"##### {fmt_date(date.fromisoformat(day))}")
            st.markdown("\n".join([*_head(), *(_line(event, titles) for event in of_day)]))


def _page(count: int) -> tuple[int, int]:
    """Which screen the address asks for, from 0, and the last there is."""
    last = max(0, (count - 1) // AT_ONCE)
    asked = st.query_params.get("page", "1")
    return min(int(asked) - 1 if asked.isdecimal() and asked != "0" else 0, last), last


def _turn(page: int, last: int) -> None:
    if last:
        _to("newer", "left", page, page == 0)
        st.markdown(t("history.page", page=fmt_number(page + 1), last=fmt_number(last + 1)), width="content")
        _to("older", "right", page + 2, page == last)


def _to(name: str, side: str, number: int, here: bool) -> None:
    icon = f":material/chevron_{side}:"
    st.button(t(f"history.{name}"), key=f"history_{name}", icon=icon, disabled=here, on_click=_go, args=(number,))


def _go(number: int) -> None:
    st.query_params["page"] = str(number)


def _download() -> None:
    """The file of everything found, and the address that gives it again."""
    query = {key: st.query_params[key] for key in KEYS if key in st.query_params and key != "page"}
    st.download_button(
        t("history.download"),
        partial(_file, store().history, who(), query | {"header": language()}),
        f"{t('csv.file_history', day=fmt_date(chosen_day()))}.csv",
        "text/csv",
        key="history_download",
        icon=":material/download:",
        on_click="ignore",
    )
    st.link_button(
        t("ledger.link"), f"/export/history.csv?{urlencode(query)}", icon=":material/link:", help=t("ledger.link_means")
    )


def _file(history: History, actor: Actor, query: dict[str, str]) -> bytes:
    return history_csv(history, actor, query)


def _titles(events: Iterable[Event]) -> dict[str, tuple[str, str]]:
    """Title and unit of the problems that the events are about, by subject."""
    rows = store().ledger.seen(who(), past_day())
    about = rows[rows["id"].isin([int(one.subject.partition(":")[2]) for one in events if kind_of(one.subject) == "issue"])]
    return {f"issue:{row.id}": (row.title, words("unit").get(row.unit, row.unit)) for row in about.itertuples()}


def _head() -> list[str]:
    names = [t(f"history.{name}") for name in ("time", "by_person", "by_action", "about", "what")]
    return [f"| {' | '.join(names)} |", f"|{' --- |' * len(names)}"]


def _line(event: Event, titles: dict[str, tuple[str, str]]) -> str:
    cells: list[Any] = [
        fmt_date(datetime.fromisoformat(event.at), form="time"),
        plain(person(event.actor)) or t("history.nobody"),
        f"**{t(f'action.{event.action}')}**",
        _about(event, titles),
        _what(event),
    ]
    return f"| {' | '.join(cells)} |"


def _what(event: Event) -> str:
    """The note as it was written, and the changes beside it."""
    changes = t("list.semicolon").join(changed_lines(event))
    return " &ensp; ".join(part for part in (plain(event.note), f":gray[{changes}]" if changes else "") if part)


def _about(event: Event, titles: dict[str, tuple[str, str]]) -> str:
    """The problem with its unit, as a link to it; otherwise the document's name."""
    if event.subject not in titles:
        return f"{t(f'kind.{kind_of(event.subject)}')} {plain(event.ref)}"
    title, unit = titles[event.subject]
    return f"[{plain(event.ref)}](/issue?{urlencode(with_day({'ref': event.ref}))}) {plain(title)} :gray[{plain(unit)}]"
