"""A problem that has had everything: many measures and reports, evidence, slips, more time, rounds of close-out, a reopening."""

from __future__ import annotations

from datetime import date
from typing import Any

from store.model.evidence import Upload
from store.model.issue import Issue
from store.opening import Store
from tests.lived_ledger import OWNER, REVIEWER, Life
from tests.small_ledger import FIRST, OFFICE, problem, someone
from tests.store.papers import PDF

LONG = "窗口首问责任没有落实，来访人先后被推转三次，最后无人负责到底；回访时仍有四成群众不知道找谁。"
LAST_WORDS = "这是最后一次申请的说明，写到这里为止。"


class LongLife:
    """The problem ``ref``, one verb after the other on days of their own; everything in it ends in words a test can find."""

    def __init__(self, store: Store, **other: Any) -> None:
        self.life = Life(store)
        measures = [
            {"kind": kind, "text": f"第{number}项措施：{LONG}", "owner": OWNER, "due": "2026-09-20"}
            for number, kind in enumerate(("containment", "corrective", "corrective", "preventive", "preventive"), 1)
        ]
        texts = {"finding": LONG * 12 + "问题表现完", "cause": LONG * 6 + "原因完", "target": LONG, "closure_criteria": LONG}
        fields = problem(found_on="2026-08-03", due="2026-09-20", measures=measures, lead="高领导", **texts) | other
        self.issue: Issue = self.life.on("2026-08-04").register(someone(FIRST), "fix", fields)

    def do(self, day: str, verb: str, who: Any = None, **inputs: Any) -> None:
        ledger, actor = self.life.on(day), who or someone(FIRST)
        self.issue = ledger.do(actor, verb, self.issue.ref_no, self.issue.revision, **inputs)

    def lived(self) -> Issue:
        """Up to the last request, which waits for its verdict."""
        office = someone(OFFICE)
        self.do("2026-08-05", "start")
        for number in range(1, 8):
            self.do(f"2026-08-{10 + number}", "report_progress", note=f"进展第{number}条：{LONG}")
        self.do("2026-09-01", "request_extension", new_due="2026-10-30", reason="等上级批复")
        self.do("2026-09-02", "decide_extension", office, decision="refused", opinion="措施未动")
        self.do("2026-09-10", "request_extension", new_due="2026-10-30", reason="人手调整")
        self.do("2026-09-11", "decide_extension", office, decision="granted", granted_due=date(2026, 10, 16), opinion="酌情")
        self.do("2026-10-19", "urge", office, level="reminder", text="请抓紧。" + LONG, answer_by=date(2026, 10, 22))
        self.do("2026-10-21", "answer_urge", number="2026-001", answer="本周完成。" + LONG)
        self.do("2026-10-26", "add_evidence", title="拿错的材料", dated=date(2026, 10, 20))
        self.do("2026-10-26", "remove_evidence", piece=self.issue.evidence[-1].id, reason="与本问题无关")
        for measure in self.issue.measures:
            self.do("2026-10-27", "report_progress", note="做完了", measure=measure.id, percent=100)
            paper = Upload(f"第{measure.id}项佐证.pdf", PDF)
            self.do("2026-10-27", "add_evidence", title=f"第{measure.id}项的佐证", measure=measure.id, files=[paper])
        self.do("2026-10-28", "request_close", note="第一次申请")
        self.do("2026-10-29", "return", office, missing="缺少抽查记录")
        self.do("2026-11-02", "request_close", note="第二次申请")
        self.do("2026-11-03", "close", REVIEWER, opinion="属实，同意", outcome="mostly", check_on=date(2026, 11, 10))
        self.do("2026-11-10", "record_check", office, check_verdict="failed", result="又有推诿")
        self.do("2026-11-11", "reopen", office, reason="回头看反弹", due=date(2026, 12, 4))
        self.do("2026-11-12", "urge", office, level="urge", text="请说明反弹原因。", answer_by=date(2026, 11, 16))
        self.do("2026-11-20", "request_close", note=LONG * 3 + LAST_WORDS)
        return self.issue


def long_problem(store: Store, **other: Any) -> Issue:
    """As it stands on 23 November, awaiting its third verdict."""
    return LongLife(store, **other).lived()
