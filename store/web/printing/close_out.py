"""The form of a close-out 销号申请单: what was asked and proved, what the verifier decided; what is not known is left to sign."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from store.model.closure import Closure
from store.model.enums import Outcome, Status, Verdict
from store.model.evidence import Evidence
from store.model.issue import Issue
from store.web.gate import Find
from store.web.printing.frame import Paper, answer
from store.web.printing.sheet import about, sheet
from store.web.printing.telling import Telling, evidence, facts, measures, paragraph

LINES = 3
"""Empty lines for what is written by hand."""
BOX, TICKED = "□", "☑"


async def close_out(find: Find, request: Request) -> Response:
    """The form of the problem with that number: its last request, or an empty form while nothing is asked."""
    return await answer(find, request, about(request.path_params["ref"], close_out_sheet), "print.no_such_issue")


def close_out_sheet(tell: Telling) -> Paper | None:
    """The whole form; a draft has nothing to be struck off."""
    issue = tell.issue
    if issue.status is Status.DRAFT:
        return None
    asked = issue.closures[-1] if issue.closures else None
    parts = (
        facts(_problem(tell)),
        f"<h2>{tell.t('print.done')}</h2>{measures(tell)}",
        f"<h2>{tell.t('issue.evidence')}</h2>{evidence(tell, handed_in(issue, asked))}",
        f"<h2>{tell.t('print.opinions')}</h2>{facts(_opinions(tell, asked), kind='facts opinion')}",
    )
    return sheet(tell, "print.close_out", "".join(parts))


def handed_in(issue: Issue, asked: Closure | None) -> Iterator[Evidence]:
    """The evidence that the verdict rests on: what stands, without what was added after it."""
    until = asked.decided_at if asked else ""
    return (one for one in issue.standing_evidence if not until or one.added_at <= until)


def _problem(tell: Telling) -> Iterator[tuple[str, ...]]:
    def pair(one: str, other: str) -> tuple[str, ...]:
        return tell.t(f"field.{one}"), tell.value(one), tell.t(f"field.{other}"), tell.value(other)

    yield tell.t("field.title"), f"<strong>{tell.value('title')}</strong>"
    yield pair("unit", "category")
    yield pair("owner", "lead")
    yield tell.t("field.found_on"), tell.value("found_on"), tell.t("field.deadline"), tell.due()
    yield tell.t("field.finding"), tell.value("finding")
    yield tell.t("field.target"), tell.value("target")
    yield tell.t("field.closure_criteria"), tell.value("closure_criteria")


def _opinions(tell: Telling, asked: Closure | None) -> Iterator[tuple[str, str]]:
    """Who asks, who answers for the unit, who verifies, who decides: filled where the ledger knows it."""
    note = paragraph(tell.typed(asked.note)) if asked else _lines()
    round_ = tell.t("review.round", number=len(tell.issue.closures)) if len(tell.issue.closures) > 1 else ""
    by = (tell.person(asked.requested_by), tell.moment(asked.requested_at)) if asked else ("", "")
    yield tell.t("field.request_close_note"), paragraph(round_) + note + _signed(tell, "asker", *by)
    yield tell.t("print.unit_opinion"), _lines() + _signed(tell, "head")
    yield tell.t("print.verdict"), _verdict(tell, asked)
    yield tell.t("print.office_opinion"), _lines() + _signed(tell, "office")


def _verdict(tell: Telling, asked: Closure | None) -> str:
    """The outcome as boxes, ticked once it is decided, and the opinion of the verifier."""
    decided = asked if asked and asked.verdict else None
    chosen = (decided.outcome or decided.verdict) if decided else None
    boxes = [(one, tell.t(f"outcome.{one.value}")) for one in Outcome]
    boxes += [(Verdict.RETURNED, tell.t("verdict.returned"))]  # type: ignore[list-item]
    ticks = "".join(f"<span>{TICKED if one is chosen else BOX} {said}</span>" for one, said in boxes)
    opinion = paragraph(tell.typed(decided.opinion)) if decided else _lines()
    by = (tell.person(decided.decided_by), tell.moment(decided.decided_at)) if decided else ("", "")
    return f'<p class="choices">{ticks}</p>{opinion}{_signed(tell, "verifier", *by)}'


def _lines() -> str:
    return f'<div class="lines">{"<hr>" * LINES}</div>'


def _signed(tell: Telling, who: str, name: str = "", at: str = "") -> str:
    """Where somebody signs; with who it was and when, as far as the ledger knows."""
    day = at or tell.t("urging.slip_day")
    return f'<p class="signed"><span>{tell.t(f"print.sign_{who}")}{name}</span><span>{day}</span></p>'
