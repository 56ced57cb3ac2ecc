"""The stretch of days that a report tells of, and those that are proposed for it; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from store.model.documents import Campaign

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From the morning of ``first`` to the evening of ``last``, the day the report is as of."""

    first: date
    last: date

    @property
    def before(self) -> date:
        """The day at whose end the period begins: what stood then is what changes are counted from."""
        return self.first - DAY


def period_of(first: date | None, last: date | None, today: date, campaign: Campaign) -> Period:
    """The period asked for as far as it makes sense: nothing of the future, and never the wrong way round."""
    until = min(last or today, today)
    since = first or month_of(until, campaign).first
    return Period(min(since, until), until)


def month_of(day: date, campaign: Campaign) -> Period:
    """The month of ``day`` as far as it has gone, not before the campaign began."""
    first = day.replace(day=1)
    return Period(max(first, campaign.starts) if campaign.starts and campaign.starts <= day else first, day)


def proposals(today: date, campaign: Campaign, reported: Sequence[date] = ()) -> dict[str, Period]:
    """The periods that are offered, by name; what would be empty is left out. ``reported``: the days of earlier reports."""
    last_month = month_of(today.replace(day=1) - DAY, campaign)
    begun = campaign.starts if campaign.starts and campaign.starts <= today else None
    marks = {
        "since_report": [day for day in reported if day < today],
        "since_milestone": [milestone.day for milestone in campaign.milestones if milestone.day < today],
    }
    found = {"month": month_of(today, campaign), "last_month": last_month}
    found |= {name: Period(max(days) + DAY, today) for name, days in marks.items() if days}
    found |= {"whole": Period(begun, today)} if begun else {}
    if begun and last_month.last < begun:
        del found["last_month"]
    return found
