"""Evidence 佐证 of an issue: papers named, handed in, and taken back without a gap in the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from store.model.errors import Fault, Invalid, Refused
from store.model.evidence import Evidence, File
from store.model.issue import Issue
from store.rules.acts.base import Act, needs
from store.rules.uploads import stem_of


def with_evidence(
    issue: Issue,
    act: Act,
    title: str = "",
    dated: date | None = None,
    measure: int | None = None,
    files: Sequence[File] = (),
) -> Issue:
    """A piece of evidence for each file, or a paper named only; what comes while a close-out waits belongs to that round."""
    if not files:
        needs("title", title)
    if dated and dated > act.today:
        raise Invalid([Fault("dated", "in_the_future", {"today": act.today})])
    if measure is not None and measure not in [one.id for one in issue.measures]:
        raise Invalid([Fault("measure", "unknown_code", {"value": measure})])
    closure = len(issue.closures) if issue.pending_closure else None
    return attached(issue, act, Evidence(0, title, dated, act.at, act.actor.name, measure, closure=closure), files)


def attached(issue: Issue, act: Act, like: Evidence, files: Sequence[File]) -> Issue:
    """Pieces ``like`` this one, one a file; one without a title is called by its file."""
    pieces = tuple(
        replace(like, id=issue.last_part + number, file=file, title=like.title or (stem_of(file.name) if file else ""))
        for number, file in enumerate(files or (None,), 1)
    )
    return replace(issue, evidence=(*issue.evidence, *pieces), last_part=issue.last_part + len(pieces))


def without_evidence(issue: Issue, act: Act, piece: int, reason: str) -> Issue:
    """A piece taken back: it stays, struck through, with who, when and why. Raises Refused ``no_such_evidence``."""
    if piece not in [one.id for one in issue.standing_evidence]:
        raise Refused("no_such_evidence")
    evidence = tuple(_taken_back(one, act, reason) if one.id == piece else one for one in issue.evidence)
    return replace(issue, evidence=evidence)


def _taken_back(piece: Evidence, act: Act, reason: str) -> Evidence:
    return replace(piece, removed_at=act.at, removed_by=act.actor.name, removed_why=reason)
