"""A small ledger that has lived: problems in every state, entered and closed on different days, with the history behind them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from store.ledger import Ledger
from store.model.documents import Actor
from store.model.enums import Role
from store.model.issue import Issue
from store.opening import Store
from tests.small_ledger import FIRST, OFFICE, problem, someone

REVIEWER = Actor("吴复核", Role.OFFICE)
OWNER = "周海宁"


class Life:
    """Problems of one store, each verb on a day of its own."""

    def __init__(self, store: Store) -> None:
        self.repository = store.repository

    def on(self, day: str) -> Ledger:
        moment = datetime.combine(date.fromisoformat(day), datetime.min.time().replace(hour=9)).astimezone()
        return Ledger(self.repository, lambda: moment)

    def found(self, day: str, due: str, **other: Any) -> Issue:
        measures = [{"kind": "corrective", "text": "每日抽查窗口一次", "owner": OWNER, "due": due}]
        fields = problem(found_on=day, due=due, measures=measures) | other
        issue = self.on(day).register(someone(OFFICE), "fix", fields)
        return self.on(day).do(someone(OFFICE), "start", issue.ref_no, issue.revision)

    def asked(self, issue: Issue, day: str) -> Issue:
        ledger, office = self.on(day), someone(OFFICE)
        issue = ledger.do(
            office, "report_progress", issue.ref_no, issue.revision, note="做完", measure=issue.measures[0].id, percent=100
        )
        issue = ledger.do(office, "add_evidence", issue.ref_no, issue.revision, title="抽查记录")
        return ledger.do(office, "request_close", issue.ref_no, issue.revision, note="已整改")

    def closed(self, issue: Issue, day: str) -> Issue:
        issue = self.asked(issue, day)
        return self.on(day).do(REVIEWER, "close", issue.ref_no, issue.revision, opinion="同意", outcome="full")


def lived(store: Store) -> None:
    """Seen on 23 November: 2 red (1 of them awaits review), 1 yellow, 2 green, 2 closed, 1 referred, 1 dismissed, 1 draft."""
    life, office = Life(store), someone(OFFICE)
    life.found("2026-11-02", "2026-11-10", title="逾期的")
    life.asked(life.found("2026-11-01", "2026-11-16", unit="U02", title="逾期又待复核的"), "2026-11-15")
    life.found("2026-11-03", "2026-11-25", unit="U02", category="C2", title="临期的")
    life.found("2026-11-20", "2026-12-20", title="正常的")
    life.found("2026-11-22", "2026-12-30", unit="U03", category="C2", title="也正常的")
    life.closed(life.found("2026-10-10", "2026-11-25", title="近日按期销号的"), "2026-11-20")
    life.closed(life.found("2026-10-05", "2026-10-20", unit="U03", title="早先逾期销号的"), "2026-10-30")
    moved = life.found("2026-10-20", "2026-12-01", unit="U03", category="C2", title="移交的")
    life.on("2026-11-05").do(office, "refer", moved.ref_no, moved.revision, recipient="督察", reason="涉及纪律")
    doubtful = life.on("2026-11-05").register(office, "fix", problem(title="查无此事的"))
    life.on("2026-11-06").do(office, "dismiss", doubtful.ref_no, doubtful.revision, reason="查无此事")
    life.on("2026-11-21").save_draft(someone(FIRST), "fix", {"unit": "U01", "title": "草稿"})
