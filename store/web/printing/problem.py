"""The sheet of one problem 问题整改单: everything of it on paper, to be laid before a leader and signed."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from store.model.closure import Check, Closure
from store.model.issue import Extension, Urge
from store.web.gate import Find
from store.web.printing.frame import Paper, answer
from store.web.printing.sheet import about, sheet
from store.web.printing.telling import Telling, evidence, facts, listed, measures, paragraph
from store.words import NOTHING

SIGNING = ("owner", "head", "office", "day")
"""Who signs at the foot of the sheet, and when."""


async def problem(find: Find, request: Request) -> Response:
    """The sheet of the problem with that number, for whoever reads its page."""
    return await answer(find, request, about(request.path_params["ref"], problem_sheet), "print.no_such_issue")


def problem_sheet(tell: Telling) -> Paper:
    """Part by part; what there is nothing of is left out."""
    parts = "".join(f"<h2>{tell.t(key)}</h2>{told}" for key, told in _parts(tell) if told)
    signed = "".join(f'<span class="{one}">{tell.t(f"print.sign_{one}")}</span>' for one in SIGNING)
    return sheet(tell, "print.problem", f'{_facts(tell)}{parts}<div class="signatures">{signed}</div>')


def _facts(tell: Telling) -> str:
    def pair(one: str, other: str) -> tuple[str, ...]:
        return tell.t(f"field.{one}"), tell.value(one), tell.t(f"field.{other}"), tell.value(other)

    return facts(
        [
            (tell.t("field.title"), f"<strong>{tell.value('title')}</strong>"),
            pair("unit", "category"),
            pair("owner", "lead"),
            (tell.t("field.deadline"), tell.due(), tell.t("column.light"), tell.light()),
            pair("status", "mode"),
            pair("source", "found_on"),
            pair("severity", "leader_led"),
            *_more_facts(tell),
            (tell.t("field.finding"), tell.value("finding")),
            (tell.t("field.cause"), _cause(tell)),
            *(
                (tell.t(f"field.{name}"), tell.value(name))
                for name in ("target", "closure_criteria")
                if getattr(tell.issue, name)
            ),
        ]
    )


def _cause(tell: Telling) -> str:
    return "\n".join(one for one in (tell.value("cause_kind"), tell.value("cause")) if one != NOTHING) or NOTHING


def _more_facts(tell: Telling) -> Iterator[tuple[str, ...]]:
    """What only some problems have."""
    for name in ("milestone", "referred_to", "recurrence_of", "closed_on"):
        if getattr(tell.issue, name):
            yield tell.t(f"field.{name}"), tell.value(name)


def _parts(tell: Telling) -> Iterator[tuple[str, str]]:
    issue = tell.issue
    yield "entry.part_measures", measures(tell)
    yield "issue.progress", _progress(tell)
    yield "issue.evidence", evidence(tell, sorted(issue.evidence, key=lambda one: one.removed))
    yield "issue.extensions", _extensions(tell)
    yield "issue.urges", _urges(tell)
    yield "issue.closures", _closures(tell)
    yield "issue.good_practice", paragraph(tell.value("good_practice")) if issue.good_practice else ""


def _progress(tell: Telling) -> str:
    heads = [(tell.t("print.at"), "far"), (tell.t("issue.progress"), ""), (tell.t("print.by"), "far")]
    rows = [(tell.moment(one.at), tell.typed(one.text), tell.person(one.by)) for one in tell.issue.progress if one.text]
    return listed(heads, rows) if rows else ""


def _extensions(tell: Telling) -> str:
    heads = [(tell.t("print.moved"), "wide"), (tell.t("field.reason"), ""), (tell.t("field.decision"), "wide")]
    rows = [(_moved(tell, one), _asked(tell, one), _decided(tell, one)) for one in tell.issue.extensions]
    return listed(heads, rows) if rows else ""


def _moved(tell: Telling, one: Extension) -> str:
    instead = tell.t("urging.granted_instead", day=one.granted_due) if one.granted_due else ""
    return paragraph(f"{tell.date(one.old_due)} → {tell.date(one.new_due)}") + paragraph(instead)


def _asked(tell: Telling, one: Extension) -> str:
    return paragraph(tell.typed(one.reason)) + tell.by(one.asked_by, one.asked_at)


def _decided(tell: Telling, one: Extension) -> str:
    if one.decision is None:
        return tell.t("issue.undecided" if one is tell.issue.pending_extension else "issue.lapsed")
    opinion = tell.typed(one.opinion) if one.opinion else ""
    return paragraph(tell.t(f"decision.{one.decision.value}")) + paragraph(opinion) + tell.by(one.decided_by, one.decided_at)


def _urges(tell: Telling) -> str:
    heads = [(tell.t("print.slip"), "far"), (tell.t("urging.slip_asked"), ""), (tell.t("field.answer"), "")]
    rows = [
        (_slip(tell, one), paragraph(tell.typed(one.text)) + tell.by(one.by, one.at), _answer(tell, one))
        for one in tell.issue.urges
    ]
    return listed(heads, rows) if rows else ""


def _slip(tell: Telling, one: Urge) -> str:
    return paragraph(tell.t(f"urge_level.{one.level.value}")) + paragraph(tell.typed(one.number))


def _answer(tell: Telling, one: Urge) -> str:
    until = paragraph(tell.t("urging.asked_until", day=one.answer_by), kind="told by")
    if not one.answer:
        return until
    return (
        paragraph(tell.typed(one.answer))
        + until
        + paragraph(tell.t("urging.answered_at", at=tell.moment(one.answered_at)), kind="told by")
    )


def _closures(tell: Telling) -> str:
    heads = [
        (tell.t("print.round"), "no"),
        (tell.t("verb.request_close"), ""),
        (tell.t("print.verdict"), "wide"),
        (tell.t("print.after"), "wide"),
    ]
    rows = [
        (
            tell.number(number),
            paragraph(tell.typed(one.note)) + tell.by(one.requested_by, one.requested_at),
            _verdict(tell, one),
            _after(tell, one),
        )
        for number, one in enumerate(tell.issue.closures, 1)
    ]
    return listed(heads, rows) if rows else ""


def _verdict(tell: Telling, one: Closure) -> str:
    if one.verdict is None:
        return tell.t("status.pending")
    outcome = tell.t(f"outcome.{one.outcome.value}") if one.outcome else ""
    said = paragraph(" · ".join(word for word in (tell.t(f"verdict.{one.verdict.value}"), outcome) if word))
    return said + paragraph(tell.typed(one.opinion)) + tell.by(one.decided_by, one.decided_at)


def _after(tell: Telling, one: Closure) -> str:
    """What came after the verdict: looked at again, to be looked at, reopened."""
    told = [_checked(tell, check) for check in one.held_checks]
    if one.next_check:
        told.append(paragraph(tell.t("review.check_planned", day=one.next_check)))
    if one.reopened_at:
        why = paragraph(tell.typed(one.reopen_reason))
        told.append(paragraph(tell.t("verb.reopen")) + why + tell.by(one.reopened_by, one.reopened_at))
    return "".join(told) or NOTHING


def _checked(tell: Telling, check: Check) -> str:
    said = tell.t(f"review.check_{check.verdict.value}") if check.verdict else tell.t("action.record_check")
    return paragraph(said) + paragraph(tell.typed(check.result)) + tell.by(check.by, check.at)
