"""The beginning of the report: to whom, what for, how the ledger stands, and how that changed within the period."""

from __future__ import annotations

from collections.abc import Sequence

from store.report.blocks import Block, Chart, Heading, Number, Paragraph, Part, Runs, Table
from store.report.charts import over_time
from store.report.handwritten import written
from store.report.material import Material
from store.report.numbering import Numbering
from store.rules.forecast import forecast
from store.rules.movement import moved_by
from store.rules.progress import SELECTIONS
from store.words import fmt_number, label

LIGHTS = ("red", "yellow", "green")
KINDS = ("added", "closed", "returned", "extended", "reopened", "referred", "dismissed", "turned_red", "left_red")
"""What is told of the period; a problem that turned yellow is among those due soon."""
ASIDES = ("leader_led", "returned", "extended", "recurred")
"""Figures told beside the state, where there are any."""


def opening(m: Material) -> list[Part]:
    """The line of recipients and the paragraph that says what the report is about."""
    campaign, period = label(m.campaign.title, m.asked.lang), m.asked.period
    about = m.pen.say("report.opening", campaign=campaign, first=period.first, last=period.last)
    return [
        written(m, "recipients", (Paragraph(m.pen.say("report.recipients"), kind="address"),), kind="address"),
        written(m, "opening", (Paragraph(about),)),
    ]


def state(m: Material, numbering: Numbering) -> list[Part]:
    """How the ledger stands, with its course as a chart."""
    blocks: list[Block] = [
        Heading(1, numbering.first(m.pen.term("report.state_heading"))),
        Heading(2, numbering.second(m.pen.term("report.basics_heading"))),
        *(Paragraph(runs) for runs in (_standing(m), _course(m)) if runs),
    ]
    chart: list[Chart] = [over_time(m, numbering.chart(m.pen.term("report.over_time")))] if m.now.found else []
    return [Part((*blocks, *chart)), Part(_changes(m, numbering))]


def _standing(m: Material) -> Runs:
    """Found, closed, and in which light the rest is."""
    if not m.now.found:
        return m.pen.say("report.nothing_found", day=m.day)
    found = m.figure("found")
    units = int(m.rows["unit"][SELECTIONS["found"](m.rows)].nunique())
    by = m.pen.plural("report.units", units, n=m.worded(fmt_number(units, m.asked.lang), found.count, figure="found"))
    parts = [
        m.pen.counted("report.found", found, day=m.day, units=by, closed=m.figure("closed"), rate=_close_out_rate(m)),
        _unsettled(m),
        m.pen.counted("report.pending", m.figure("pending")) if m.now.pending else (),
    ]
    return m.pen.joined(parts)


def _close_out_rate(m: Material) -> Number:
    return m.rate(m.now.rate, m.now.closed, {"figure": "closed"})


def _unsettled(m: Material) -> Runs:
    if not m.now.unsettled:
        return m.pen.counted("report.all_settled", m.figure("found"))
    lights = [m.pen.counted(f"report.light_{light}", m.figure(light)) for light in LIGHTS if getattr(m.now, light)]
    told = m.pen.counted("report.unsettled", m.figure("unsettled"), lights=lights)
    return told if m.now.red else m.pen.joined([told, m.pen.say("report.none_red")])


def _course(m: Material) -> Runs:
    """How closing went, what was done for it, and when the ledger will be empty."""
    now, lang = m.now, m.asked.lang
    parts = []
    if now.closed:
        parts.append(
            m.pen.counted(
                "report.closed",
                m.figure("closed"),
                on_time=m.figure("on_time"),
                rate=m.rate(now.on_time_rate, now.on_time, {"figure": "on_time"}),
                mean=m.worded(fmt_number(now.mean_days, lang, 1), now.closed, figure="closed"),
                median=m.worded(fmt_number(now.median_days, lang, 1), now.closed, figure="closed"),
            )
        )
    parts += [_asides(m), _measures(m), _forecast(m)]
    return m.pen.joined(parts)


def _asides(m: Material) -> Runs:
    told = [m.pen.counted(f"report.aside_{name}", m.figure(name)) for name in ASIDES if getattr(m.now, name)]
    return m.pen.say("report.asides", parts=told) if told else ()


def _measures(m: Material) -> Runs:
    if not m.now.measures:
        return ()
    words = (fmt_number(number, m.asked.lang) for number in (m.now.measures, m.now.measures_done))
    whole, done = (m.worded(word, m.now.found, figure="found") for word in words)
    share = m.rate(m.now.measures_done / m.now.measures, m.now.found, {"figure": "found"})
    return m.pen.plural("report.measures", m.now.measures, n=whole, done=done, rate=share)


def _forecast(m: Material) -> Runs:
    told = forecast(m.rows, m.day)
    if told.day is None:
        return ()
    weeks = fmt_number(len(told.pace.closings), m.asked.lang)
    return m.pen.say("report.forecast", weeks=weeks, day=told.day, earliest=told.earliest, latest=told.latest)


def _changes(m: Material, numbering: Numbering) -> tuple[Block, ...]:
    """What is different from the day before the period."""
    moved = _moved(m)
    if moved or m.now != m.then:
        told = m.pen.joined([moved, _rate_moved(m), _red_moved(m)])
    else:
        told = m.pen.say("report.no_change", day=m.asked.period.before)
    heading = Heading(2, numbering.second(m.pen.term("report.changes_heading")))
    return heading, Paragraph(told), *_by_unit(m, numbering)


def _moved(m: Material) -> Runs:
    """What happened to how many, from the day before to the last."""
    told = [m.pen.counted(f"report.moved_{kind}", m.these(m.moved.of(kind))) for kind in KINDS if m.moved.of(kind)]
    return m.pen.say("report.moved", day=m.asked.period.before, parts=told) if told else ()


def _by_unit(m: Material, numbering: Numbering) -> tuple[Table, ...]:
    """The same unit by unit."""
    found = moved_by(m.moved, *m.sides, "unit")
    kinds = [kind for kind in KINDS if m.moved.of(kind)]
    units = [code for code in m.units if any((code, kind) in found for kind in kinds)]
    if not units:
        return ()
    rows = [_line(m, m.named("unit", code), [found.get((code, kind), ()) for kind in kinds]) for code in units]
    rows.append(_line(m, m.pen.term("report.total"), [m.moved.of(kind) for kind in kinds]))
    head = (m.pen.term("report.column_unit"), *(m.pen.term(f"report.column_{kind}") for kind in kinds))
    caption = numbering.table(m.pen.term("report.changes_table"))
    return (Table(caption, head, tuple(rows), (34, *(17 for _ in kinds)), total=True),)


def _line(m: Material, name: str, cells: Sequence[Sequence[str]]) -> tuple[Runs, ...]:
    return ((name,), *((m.these(refs),) for refs in cells))


def _rate_moved(m: Material) -> Runs:
    if not (m.now.found and m.then.found):
        return ()
    points = round(abs(m.now.rate - m.then.rate) * 100, 1)
    way = "same" if not points else "up" if m.now.rate > m.then.rate else "down"
    then = m.earlier_figure("closed")
    earlier = Number(m.rate(m.then.rate, 0, {}).text, then.count, then.query, then.day)
    moved = m.worded(fmt_number(points, m.asked.lang, 1), m.now.closed, figure="closed")
    return m.pen.say(f"report.rate_{way}", then=earlier, now=_close_out_rate(m), points=moved)


def _red_moved(m: Material) -> Runs:
    now, then = m.now.red, m.then.red
    if not (now or then):
        return ()
    way = "same" if now == then else "up" if now > then else "down"
    return m.pen.counted(f"report.red_{way}", m.figure("red"), then=m.earlier_figure("red"))
