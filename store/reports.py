"""What the office writes into stage reports by hand, kept by campaign, day and language; all readers of the report read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from store.engine.repository import Document
from store.model.codec import from_dict, to_dict
from store.model.documents import Actor, ReportText
from store.model.errors import Conflict, Fault, Invalid
from store.record import Record
from store.rules.fields import Field, clean_inputs, text
from store.rules.permissions import check_role

FIELDS = {
    "recipients": Field(text(200)),
    "opening": Field(text(4000)),
    "problems": Field(text(8000)),
    "practice": Field(text(8000)),
    "next": Field(text(8000)),
    "signature": Field(text(200)),
}
"""The parts that may be written by hand, in the order of the report."""


class Reports(Record):
    """Writing a part, and going back to what the figures propose; each an event."""

    def texts(self, campaign: str, day: date, language: str) -> ReportText:
        """What was written for that report; a document of revision 0 where nobody has written anything."""
        return _of(self.repository.snapshot("report_text")[1], campaign, day.isoformat(), language)

    def days(self, campaign: str) -> list[date]:
        """The days of the reports into which something was written, oldest first."""
        known = (from_dict(ReportText, one) for one in self.repository.snapshot("report_text")[1])
        return sorted({date.fromisoformat(one.day) for one in known if one.campaign == campaign and one.texts})

    def put(self, actor: Actor, seen: ReportText, part: str, words: str) -> ReportText:
        """``words`` as the ``part`` of the report that ``seen`` is of; blank ones bring the proposal back.

        Raises Refused (role), Invalid, or Conflict when somebody wrote into it since it was ``seen``.
        """
        check_role("write_report", actor)
        if part not in FIELDS:
            raise Invalid([Fault("part", "unknown_field")])
        cleaned: str = clean_inputs({part: words}, FIELDS)[part]
        with self.repository.transaction() as transaction:
            before = _of(transaction.all("report_text"), seen.campaign, seen.day, seen.language)
            if before.revision != seen.revision:
                raise Conflict(to_dict(before))
            others = {name: kept for name, kept in before.texts.items() if name != part}
            after = replace(before, texts=others | ({part: cleaned} if cleaned else {}))
            if after == before:
                return before
            action = "write_report_text" if cleaned else "restore_report_text"
            return self.write(transaction, actor, action, before if before.revision else None, after)


def _of(documents: Iterable[Document], campaign: str, day: str, language: str) -> ReportText:
    new = ReportText(name=f"{campaign} {day} {language}", campaign=campaign, day=day, language=language)
    return next((from_dict(ReportText, one) for one in documents if one["name"] == new.name), new)
