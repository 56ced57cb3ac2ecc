"""A paper about one problem: who may have it, and the sheet with its running head that comes again on every page."""

from __future__ import annotations

from collections.abc import Callable

from store.model.documents import Actor
from store.model.errors import NotFound
from store.opening import Store
from store.web.printing.frame import Make, Paper, template
from store.web.printing.telling import Telling
from store.words import label

_SHEET = template("sheet.html")


def about(ref: str, told: Callable[[Telling], Paper | None]) -> Make:
    """A paper about the problem of that number as it stands today; for whoever may not see it there is none."""

    def make(store: Store, actor: Actor, lang: str) -> Paper | None:
        try:
            issue = store.ledger.issue(actor, ref)
        except NotFound:
            return None
        campaign, units = store.ledger.campaign(issue.campaign), tuple(store.ledger.units())
        return told(Telling(issue, campaign, units, lang, store.ledger.today()))

    return make


def sheet(tell: Telling, form: str, body: str) -> Paper:
    """A form of that name (a key), in as many pages as ``body`` needs; what is restricted is marked so."""
    issue, name = tell.issue, tell.t(form)
    restricted = f'<p class="restricted">{tell.t("issue.restricted")}</p>' if issue.confidential else ""
    filled = _SHEET.substitute(
        campaign=tell.typed(label(tell.campaign.title, tell.lang)),
        form=name,
        ref=tell.typed(issue.ref_no),
        number=tell.t("urging.slip_number", slip=issue.ref_no),
        as_of=tell.t("sheets.as_of", day=tell.day),
        body=restricted + body,
    )
    return Paper(f"{name} {issue.ref_no}", tell.t("print.hint"), filled, "sheet.css")
