"""A problem named in passing: its number as a link that opens it beside this page, its title, and how it stands."""

from __future__ import annotations

from urllib.parse import urlencode

from components.cards import plain
from components.i18n import fmt_date, t
from components.session import with_day
from components.wording import value_words
from store.model.issue import Issue


def link_to(ref_no: str) -> str:
    """The number as a link; it opens in a tab of its own, so that nothing here is left."""
    return f"[{plain(ref_no)}](issue?{urlencode(with_day({'ref': ref_no}))})"


def named(issue: Issue) -> str:
    """``XH-0031 咨询电话无人接听（已销号 10月8日，一支队）``."""
    state = t(f"status.{issue.status.value}")
    since = t("named.closed_on", state=state, day=fmt_date(issue.closed_on, form="day")) if issue.closed_on else state
    unit = plain(value_words("unit", issue.unit))
    return t("named.problem", link=link_to(issue.ref_no), title=plain(issue.title), state=since, unit=unit)
