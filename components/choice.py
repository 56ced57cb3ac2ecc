"""Which rows this reader has chosen: codes in the URL, carried from page to page, and narrowed by a click on a number or a bar.

A click in the navigation clears the query string, so what was chosen in a filter bar is kept in the session and written back.
A number that is clicked narrows the choice on the ledger page only; going back to a dashboard finds it as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import NoReturn

import streamlit as st

from components.session import with_day
from components.vocabulary import words
from store.model.errors import Invalid
from store.rules.filters import KEYS, Filters
from store.rules.narrowing import narrowed

LEDGER, ISSUE, REVIEW = "../pages/ledger.py", "../pages/issue.py", "../pages/review.py"
"""Pages as the main script finds them."""

CHOSEN = "chosen_rows"
"""Session key of what was chosen in a filter bar or came with a link; holds on every page."""
UNREADABLE = "unreadable_choice"
"""Session key of what a link named that is not known here; the filter bar tells it once."""
IGNORED = "ignored_choice"
"""Session key of the filters that this page does not apply."""
FROM_ISSUE = "ref"
"""What the URL of a problem says; Streamlit's history gives it to the page before when the browser goes back."""
HERE = "opened_here"
"""Session key: whether this page shows what a click opens."""
OPENED = "opened_rows"
"""Session key of the query that a click on a number opened; holds as long as it stands in the URL."""


def begin(*, opened: bool) -> None:
    """A page begins; ``opened``: it is the one that a click on a number opens, so a narrower choice may stand here."""
    st.session_state[HERE] = opened


def in_force() -> Filters:
    """The choice of rows on this page: the URL's when it names any, else what was chosen before; the URL then says so.

    The narrower choice of a click belongs to the ledger: a dashboard that the browser goes back to does not take it over.
    """
    named = _named()
    opened = bool(named) and named == st.session_state.get(OPENED)
    if not named or (opened and not st.session_state.get(HERE)):
        named = _came_back_to() or _kept()
        _write(named)
    elif not opened:
        st.session_state.pop(OPENED, None)
        st.session_state[CHOSEN] = named
    return _readable(named)


def _came_back_to() -> dict[str, str]:
    """The narrower choice that the browser's back button leads to from a problem; the ledger visited anew has none."""
    if not st.session_state.get(HERE):
        return {}
    if FROM_ISSUE not in st.query_params:
        st.session_state.pop(OPENED, None)
    return dict(st.session_state.get(OPENED, {}))


def change(**values: str | None) -> None:
    """Choose otherwise: each key gets its value, or None takes it away; for callbacks of the filter bar."""
    named = _named()
    if named and named == st.session_state.get(OPENED):
        st.session_state[OPENED] = _with(named, values)
    st.session_state[CHOSEN] = _with(_kept(), values)
    _write(_with(named, values))


def clear() -> None:
    """Choose everything."""
    take({})


def take(query: Mapping[str, str]) -> None:
    """Choose exactly the rows of ``query``."""
    st.session_state.pop(OPENED, None)
    st.session_state[CHOSEN] = dict(query)
    _write(query)


def open_rows(query: Mapping[str, str]) -> NoReturn:
    """Go to the ledger, to the rows of ``query`` among those chosen: exactly the rows that a number, bar or cell counts."""
    ignored = st.session_state.get(IGNORED, ())
    wanted = narrowed({key: value for key, value in in_force().chosen.items() if key not in ignored}, query)
    st.session_state[OPENED] = wanted
    st.switch_page(LEDGER, query_params=with_day(wanted))
    raise AssertionError("switch_page does not return")


def page_at(path: str) -> st.Page:
    """The page of a file, for many links at once: a link that names the file instead looks for it on the disk each time."""
    return st.Page(path, url_path=PurePath(path).stem)


def open_issue(ref_no: str) -> NoReturn:
    """Go to one problem."""
    st.switch_page(ISSUE, query_params=with_day({"ref": ref_no}))
    raise AssertionError("switch_page does not return")


def _named() -> dict[str, str]:
    """What the URL names."""
    return {key: value for key, value in st.query_params.items() if key in KEYS and value}


def _kept() -> dict[str, str]:
    return dict(st.session_state.get(CHOSEN, {}))


def _readable(named: Mapping[str, str]) -> Filters:
    """The filters of ``named`` without what cannot be read; that is noted for the reader, and the URL says it no longer."""
    known, unknown = _sorted_out(named)
    if unknown:
        st.session_state[UNREADABLE] = unknown
        st.session_state.pop(OPENED, None)
        st.session_state[CHOSEN] = known
        _write(known)
    return Filters(known)


def _sorted_out(named: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """What of ``named`` is known, and what is not, as ``key=value``."""
    known, unknown = {}, []
    for key, value in named.items():
        codes = words(key)
        good = [code for code in value.split(",") if code in codes] if codes and key != "figure" else [value]
        unknown += [f"{key}={code}" for code in value.split(",") if codes and key != "figure" and code not in codes]
        if good:
            known[key] = ",".join(good)
    try:
        Filters(known)
    except Invalid as invalid:
        wrong = {fault.field for fault in invalid.faults}
        return {key: known[key] for key in known if key not in wrong}, unknown + [f"{key}={known[key]}" for key in sorted(wrong)]
    return known, unknown


def _with(query: Mapping[str, str], values: Mapping[str, str | None]) -> dict[str, str]:
    return {key: value for key, value in {**query, **values}.items() if value}


def _write(query: Mapping[str, str]) -> None:
    """Put ``query`` into the URL in place of the filters there; whatever else it says stays."""
    said = {key: st.query_params.get_all(key) for key in st.query_params}
    wanted = {key: values for key, values in said.items() if key not in (*KEYS, FROM_ISSUE)} | {
        key: [query[key]] for key in KEYS if query.get(key)
    }
    if wanted != said:
        st.query_params.from_dict(wanted)
