"""The days of the ledger as a calendar to subscribe to (RFC 5545): deadlines, reviews, effectiveness checks, measures, answers.

The same entries always give the same bytes. What is settled drops out: a calendar that is subscribed to is replaced as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from urllib.parse import quote

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration

from store.model.enums import UNFINISHED, Status
from store.model.issue import Issue
from store.words import text

REFRESH = timedelta(hours=1)
"""How often a program should ask again."""
KEPT = 30_000
"""Lines kept in memory as they were written, some 20 MB."""
KINDS = ("deadline", "review", "check", "measure", "answer")


@dataclass(frozen=True)
class Entry:
    """One day on which something is due: ``kind`` (a code), what is to be told beside the title, and who is to do it.

    ``part`` tells several of one kind in one issue apart.
    """

    issue: Issue
    kind: str
    day: date
    told: str = ""
    people: tuple[str, ...] = ()
    part: str = ""

    @property
    def code(self) -> str:
        """What is stable of it: the number, the kind and the part."""
        return "-".join(filter(None, (self.issue.ref_no, self.kind, self.part)))


@dataclass(frozen=True)
class Line:
    """Everything that is written of an entry."""

    uid: str
    changed_at: str
    revision: int
    day: date
    summary: str
    description: str
    category: str
    confidential: bool
    url: str


@dataclass(frozen=True)
class Setting:
    """What a whole calendar is told with: language, names of units, home of the links, and the name of this installation."""

    lang: str
    units: Mapping[str, str]
    url: str
    installation: Callable[[Issue], str]
    title: str


def entries(issue: Issue) -> Iterator[Entry]:
    """Every day of ``issue`` that somebody still has to keep."""
    people = (issue.owner, issue.lead)
    last = issue.closures[-1] if issue.closures else None
    if issue.status is Status.CLOSED and last and last.next_check and not issue.failed_check:
        yield Entry(issue, "check", last.next_check, people=people)
    if issue.status not in UNFINISHED:
        return
    if issue.deadline:
        is_review = issue.status is Status.ONGOING or issue.due is None
        yield Entry(issue, "review" if is_review else "deadline", issue.deadline, people=people)
    for one in issue.measures:
        if one.due and not one.done:
            yield Entry(issue, "measure", one.due, one.text, (one.owner, *people), str(one.id))
    for slip in issue.urges:
        if not slip.answer:
            yield Entry(issue, "answer", slip.answer_by, slip.text, people, slip.number)


def calendar(found: Iterable[Entry], setting: Setting) -> bytes:
    """The calendar of these entries, in the order of their days."""
    whole = Calendar()
    whole.add("prodid", "-//Xiaohao//Calendar 1//EN")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        whole.add(name, setting.title)
    whole.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", vDuration(REFRESH))
    parts = [_written(_line(entry, setting)) for entry in sorted(found, key=lambda one: (one.day, one.code))]
    head, end, rest = bytes(whole.to_ical()).rpartition(b"END:VCALENDAR")
    return head + b"".join(parts or [bytes(_nothing().to_ical())]) + end + rest


def _nothing() -> Timezone:
    """A calendar must have some component; this is one that shows nowhere."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "UTC")
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 (RFC 5545: local time without a zone)
    standard.add("tzoffsetfrom", timedelta(0))
    standard.add("tzoffsetto", timedelta(0))
    zone.add_component(standard)
    return zone


def _line(entry: Entry, setting: Setting) -> Line:
    issue, lang = entry.issue, setting.lang
    return Line(
        f"{entry.code}@{setting.installation(issue)}",
        issue.updated_at,
        issue.revision,
        entry.day,
        text(lang, f"calendar.{entry.kind}", ref=issue.ref_no, title=issue.title),
        "\n".join(_description(entry, setting)),
        text(lang, f"calendar.kind_{entry.kind}"),
        issue.confidential,
        f"{setting.url}/issue?ref={quote(issue.ref_no, safe='')}" if setting.url else "",
    )


@lru_cache(maxsize=KEPT)
def _written(line: Line) -> bytes:
    """As the standard wants it; that takes a millisecond, and most lines are the same the next time they are asked for."""
    event = Event()
    event.add("uid", line.uid)
    changed = datetime.fromisoformat(line.changed_at).astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", line.revision)
    event.add("dtstart", line.day)
    event.add("dtend", line.day + timedelta(days=1))
    event.add("summary", line.summary)
    event.add("description", line.description)
    event.add("categories", [line.category])
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("class", "CONFIDENTIAL" if line.confidential else "PUBLIC")
    if line.url:
        event.add("url", line.url)
    return bytes(event.to_ical())


def _description(entry: Entry, setting: Setting) -> Iterator[str]:
    issue, lang = entry.issue, setting.lang
    told = {
        "unit": setting.units.get(issue.unit, issue.unit),
        "owner": entry.people[0],
        "lead": issue.lead,
        f"calendar_{entry.kind}": entry.told,
    }
    for field, value in told.items():
        if value:
            yield text(lang, "history.said", name=text(lang, f"field.{field}"), value=value)
