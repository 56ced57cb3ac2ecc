"""Looking back: which day a page shows, the banner that says so, the choice of another day, and the way back to today.

The day stands in the URL (``as_of=2026-11-01``) and is kept from page to page, as a choice of rows is. Pages on which something
is written are of today: whoever goes to one of them has come back.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import streamlit as st

from components.i18n import fmt_date, t, tn
from components.pages import PAGES
from components.said import say
from components.session import AS_OF, campaign, past_day, store, today, who
from store.model.issue import Issue
from store.rules.fields import Wrong, day
from store.rules.permissions import may

KEPT = "looking_back"
"""Session key of the day that is kept from page to page."""
TOLD = "looking_back_told"
"""Session key of a day that a link named and that cannot be looked at, with the key of the sentence that says why."""
LOOK = Path(__file__).with_name("looking_back.css")


def settle_day(page: str) -> None:
    """A page begins: the URL then names the past day that it shows, or none."""
    asked, kept = st.query_params.get(AS_OF), st.session_state.get(KEPT)
    if not PAGES[page].past:
        if asked or kept:
            back_to_today()
            say(t("asof.left"), "today")
    elif asked:
        _take(asked)
    elif kept:
        st.query_params[AS_OF] = kept


def _take(asked: str) -> None:
    """A link, or the address bar, names a day."""
    try:
        named = day(asked)
    except Wrong:
        named = None
    if named is None or named > today():
        st.session_state[TOLD] = ("asof.coming" if named else "asof.unreadable", asked[:40])
    look_at(named or today())


def look_at(chosen: date) -> None:
    """Look at the ledger as it stood at the end of a day; today, or a day to come, is the present."""
    if chosen >= today():
        back_to_today()
        return
    st.session_state[KEPT] = chosen.isoformat()
    if st.query_params.get(AS_OF) != chosen.isoformat():
        st.query_params[AS_OF] = chosen.isoformat()


def back_to_today() -> None:
    """Look at the present again."""
    st.session_state.pop(KEPT, None)
    st.query_params.pop(AS_OF, None)


def banner() -> None:
    """Stands above a page that looks back: the day, how long ago it was, and one button back; or why a day is not shown."""
    if told := st.session_state.pop(TOLD, None):
        st.info(t(told[0], what=told[1]), icon=":material/link_off:")
    shown = past_day()
    if shown is None:
        return
    st.html(LOOK)
    with st.container(key="looking_back", horizontal=True, vertical_alignment="center", gap="small"):
        said = t("asof.banner", day=fmt_date(shown, form="weekday_full"))
        ago = tn("asof.ago", (today() - shown).days)
        st.markdown(f":material/history: **{said}** &ensp; {ago} &ensp; :gray[{t('asof.read_only')}]", width="content")
        st.button(t("asof.back"), key="looking_back_end", icon=":material/today:", on_click=back_to_today)


def day_picker() -> None:
    """The day that the page looks at, as a button; behind it other days."""
    shown = past_day()
    told = t("asof.until", day=fmt_date(shown, form="day" if shown.year == today().year else "full")) if shown else t("asof.now")
    with st.popover(told, icon=":material/history:", key="day_sheet", help=t("asof.choose_means")):
        with st.container(horizontal=True, gap="xsmall", width=320):
            for name, near in near_days(today()).items():
                words, said = t(f"asof.{name}"), fmt_date(near, form="weekday_full")
                st.button(words, key=f"as_of_{name}", help=said, disabled=near == shown, on_click=look_at, args=(near,))
        key = f"as_of:{shown or today()}"
        first = min(store().ledger.begins(), campaign().starts, shown or today())
        st.date_input(
            t("asof.choose"),
            shown or today(),
            min_value=first,
            max_value=today(),
            key=key,
            format="YYYY-MM-DD",
            on_change=_take_picked,
            args=(key,),
            width=320,
        )
        if shown:
            st.button(t("asof.back"), key="as_of_today", icon=":material/today:", on_click=back_to_today)


def near_days(now: date) -> dict[str, date]:
    """The days that people ask for: yesterday, the end of last week's work, a week ago, the last month's end."""
    return {
        "yesterday": now - timedelta(days=1),
        "friday": now - timedelta(days=now.weekday() + 3),
        "week": now - timedelta(days=7),
        "month": now.replace(day=1) - timedelta(days=1),
    }


def _take_picked(key: str) -> None:
    if picked := st.session_state.get(key):
        look_at(picked)


def offered(verb: str, issue: Issue) -> bool:
    """Whether this person may do ``verb`` with the problem as the page shows it: nothing is done in the past."""
    return past_day() is None and may(verb, who(), issue)


def nothing_then() -> None:
    """Instead of a page over nothing: on that day there was no problem yet."""
    shown, first = past_day() or today(), store().ledger.begins()
    with st.container(border=True, key="nothing_here", horizontal_alignment="center", gap="small"):
        st.subheader(t("asof.nothing", day=shown), anchor=False, text_alignment="center")
        if shown < first:
            st.markdown(t("asof.begins", day=first), text_alignment="center")
        st.button(t("asof.back"), key="nothing_today", type="primary", icon=":material/today:", on_click=back_to_today)
