"""``python -m store report``: the stage report of a period as Word, or as PDF when the file is called so."""

from __future__ import annotations

from datetime import date

from store.commands import Desk, write_out
from store.model.errors import Fault, Invalid
from store.report.material import Asked
from store.report.pdf import pdf
from store.report.word import docx
from store.report.writing import build
from store.rules.fields import Wrong, day
from store.rules.periods import period_of
from store.setup import SYSTEM
from store.words import house_language


def report(desk: Desk) -> None:
    """In the house's language; ``from`` is no name that Python lets us write."""
    store, lang = desk.store, house_language()
    campaign = store.ledger.campaign(desk.given.campaign)
    first, last = _day("from", getattr(desk.given, "from")), _day("to", desk.given.to)
    period = period_of(first, last, store.ledger.today(), campaign)
    texts = store.reports.texts(campaign.code, period.last, lang).texts
    told = build(store, SYSTEM, Asked(campaign.code, period, lang, desk.given.restricted, texts))
    as_pdf = desk.given.output is not None and desk.given.output.suffix.lower() == ".pdf"
    write_out(desk.given.output, pdf(told) if as_pdf else docx(told))


def _day(name: str, typed: str) -> date | None:
    try:
        return day(typed) if typed else None
    except Wrong as wrong:
        raise Invalid([Fault(f"--{name}", wrong.code, wrong.params)]) from None
