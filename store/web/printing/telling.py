"""What the papers about one problem say of it, in the reader's language; words of ours and typed ones alike come out escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from html import escape

from store.exchange.wording import VOCABULARIES, person
from store.model.documents import Campaign, Unit
from store.model.evidence import Evidence
from store.model.issue import Issue, Measure
from store.rules.lights import light
from store.said import light_said
from store.words import NOTHING, fmt_date, fmt_number, fmt_percent, label, text, text_n

ENUMERATIONS = frozenset({"status", "severity", "mode"})


@dataclass(frozen=True)
class Telling:
    """One problem, told in ``lang`` as of ``day``."""

    issue: Issue
    campaign: Campaign
    known_units: tuple[Unit, ...]
    lang: str
    day: date

    @cached_property
    def units(self) -> Mapping[str, str]:
        return {unit.code: unit.name for unit in self.known_units}

    def t(self, key: str, **params: object) -> str:
        """A sentence of ours."""
        return escape(text(self.lang, key, **params))

    def tn(self, key: str, n: int, **params: object) -> str:
        return escape(text_n(self.lang, key, n, **params))

    def typed(self, words: str) -> str:
        """What somebody wrote."""
        return escape(words.strip()) or NOTHING

    def value(self, field: str) -> str:
        """A field of the problem as a reader reads it."""
        value = getattr(self.issue, field)
        if field == "unit":
            return self.typed(self.units.get(value, value))
        if field in VOCABULARIES:
            names = {one.code: label(one.name, self.lang) for one in getattr(self.campaign, VOCABULARIES[field])}
            return self.typed(names.get(value, value))
        if field in ENUMERATIONS:
            return self.t(f"{field}.{value.value}")
        if isinstance(value, bool):
            return self.t("value.yes" if value else "value.no")
        return self.date(value) if value is None or isinstance(value, date) else self.typed(value)

    def date(self, day: date | None) -> str:
        return escape(fmt_date(day, self.lang))

    def moment(self, at: str) -> str:
        return escape(fmt_date(datetime.fromisoformat(at), self.lang, "moment")) if at else NOTHING

    def number(self, number: int) -> str:
        return escape(fmt_number(number, self.lang))

    def person(self, name: str) -> str:
        return escape(person(name, self.lang, self.units))

    def by(self, name: str, at: str) -> str:
        """Who and when, in small letters."""
        return f'<p class="told by">{self.person(name)} {self.moment(at)}</p>'

    def light(self) -> str:
        """The light: shape, words and colour."""
        shown = light(self.issue, self.day, self.campaign.warning_days, self.campaign.country)
        said = light_said(self.lang, shown.light.value, shown.reason, shown.days, shown.extended)
        return f'<span class="light {shown.light.value}">{escape(said)}</span>'

    def due(self) -> str:
        """The day of reckoning, with the first date where that was another."""
        issue = self.issue
        moved = issue.original_due and issue.due and issue.original_due != issue.due
        first = self.t("urging.first_due", due=issue.original_due) if moved else ""
        return "\n".join(part for part in (self.date(issue.deadline), first) if part)

    def how_far(self, measure: Measure) -> str:
        if measure.done_on:
            return self.t("issue.done_on", day=measure.done_on)
        return escape(fmt_percent(measure.percent / 100, self.lang, digits=0))

    def belongs(self, piece: Evidence) -> str:
        """What a piece proves: a measure, a request for close-out, or the problem as a whole."""
        places = {measure.id: number for number, measure in enumerate(self.issue.measures, 1)}
        if piece.closure:
            return self.t("evidence.of_round", number=piece.closure)
        return self.t("evidence.of_measure", number=places[piece.measure]) if piece.measure in places else NOTHING


def paragraph(words: str, *, kind: str = "told") -> str:
    """A paragraph of escaped words, nothing of nothing."""
    return f'<p class="{kind}">{words}</p>' if words else ""


_COLUMNS = '<colgroup><col class="head"><col><col class="head"><col></colgroup>'


def facts(rows: Iterable[tuple[str, ...]], *, kind: str = "facts") -> str:
    """A form: each row a name and a value, or two of each."""
    cells = {2: "<tr><th>{}</th><td colspan='3'>{}</td></tr>", 4: "<tr><th>{}</th><td>{}</td><th>{}</th><td>{}</td></tr>"}
    return f'<table class="{kind}">{_COLUMNS}{"".join(cells[len(row)].format(*row) for row in rows)}</table>'


def listed(heads: Iterable[tuple[str, str]], rows: Iterable[Iterable[str]]) -> str:
    """A table whose head comes again on every page; a head is its words and the width of its column."""
    columns = list(heads)
    named = "".join(f'<th class="{width}">{words}</th>' for words, width in columns)
    filled = "".join(
        f"<tr>{''.join(f'<td class={width!r}>{cell}</td>' for cell, (_, width) in zip(row, columns, strict=True))}</tr>"
        for row in rows
    )
    return f'<table class="list"><thead><tr>{named}</tr></thead><tbody>{filled}</tbody></table>'


def measures(tell: Telling) -> str:
    """The measures, or that there is none yet."""
    if not tell.issue.measures:
        return paragraph(tell.t("issue.no_measures"), kind="none")
    heads = [
        (tell.t("sheets.number"), "no"),
        (tell.t("field.measure_kind"), "short"),
        (tell.t("field.measure_text"), ""),
        (tell.t("field.owner"), "short"),
        (tell.t("field.due"), "day"),
        (tell.t("field.measure_percent"), "day"),
    ]
    rows = [
        (
            tell.number(number),
            tell.t(f"measure_kind.{measure.kind.value}"),
            tell.typed(measure.text),
            tell.typed(measure.owner),
            tell.date(measure.due),
            tell.how_far(measure),
        )
        for number, measure in enumerate(tell.issue.measures, 1)
    ]
    return listed(heads, rows)


def evidence(tell: Telling, pieces: Iterable[Evidence]) -> str:
    """The pieces as a table; one that was taken back is struck out, with who did so and why."""
    heads = [
        (tell.t("sheets.number"), "no"),
        (tell.t("print.evidence_title"), ""),
        (tell.t("field.dated"), "day"),
        (tell.t("print.evidence_of"), "far"),
    ]
    rows = [
        (tell.number(number), _piece(tell, piece), tell.date(piece.dated), tell.belongs(piece))
        for number, piece in enumerate(pieces, 1)
    ]
    return listed(heads, rows) if rows else paragraph(tell.t("print.no_evidence"), kind="none")


def _piece(tell: Telling, piece: Evidence) -> str:
    title, file = tell.typed(piece.title), paragraph(escape(piece.file.name), kind="told by") if piece.file else ""
    if not piece.removed:
        return title + file
    why = {"at": tell.moment(piece.removed_at), "by": person(piece.removed_by, tell.lang, tell.units), "why": piece.removed_why}
    return f"<s>{title}</s>{paragraph(tell.t('evidence.removed', **why), kind='told by')}"
