"""Every row of the file and what it would do: counted, filtered by kind, looked at cell by cell, ticked one by one."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components.cards import panel, plain
from components.faults import refusal
from components.i18n import fmt_number, t, tn
from components.importing.memory import Import, worded_for
from components.importing.words import KINDS, cell, column_word, fault_said, told, what_word, why
from components.session import campaign, store, who
from components.tables import fitting
from components.vocabulary import words
from store.import_plan import Plan
from store.model.errors import XiaohaoError
from store.rules.importing import Line
from store.rules.planning import CHANGED, FAULTY, NEW, SAME

SHOWN = 14
"""Rows of the table in view; it scrolls in itself."""
KIND = "import-kind"


def planned(known: Import) -> Plan | None:
    """The plan, made anew only when something that it depends on changed; with a bar while it is made."""
    key, source = known.made_of(), known.source
    if source is None:
        return None
    if known.plan is None or known.plan[0] != key:
        bar = st.progress(0.0, t("importing.planning"))
        try:
            plan = store().imports.plan(who(), source, campaign().code, lambda done, of: _step(bar, done, of))
        except XiaohaoError as error:
            bar.empty()
            st.warning(why(error), icon=":material/search_off:")
            return None
        bar.empty()
        known.plan = key, plan
    return known.plan[1]


def _step(bar: st.delta_generator.DeltaGenerator, done: int, of: int) -> None:
    bar.progress(done / max(of, 1), t("importing.planned", done=fmt_number(done), of=fmt_number(of)))


def preview(known: Import, plan: Plan) -> list[Line]:
    """Draw the table; returns the rows that are ticked."""
    counts = {what: len(plan.of(what)) for what in KINDS}
    with panel(t("importing.preview"), key="import-preview", height="content", note=_asides(plan)):
        kind = st.segmented_control(
            t("importing.kind"),
            ["", *(what for what in KINDS if counts[what])],
            key=f"{KIND}-{known.round}",
            default="",
            format_func=lambda what: _counted(what, counts, len(plan.lines)),
            label_visibility="collapsed",
            required=True,
            wrap=True,
        )
        lines = plan.of(kind) if kind else _in_order(plan)
        ticked, looked_at = _table(known, lines, kind or "")
        if looked_at:
            _details(looked_at)
        else:
            st.caption(t("importing.look_closer"))
    return ticked


def _counted(what: str, counts: dict[str, int], every: int) -> str:
    return f"{what_word(what)} {fmt_number(counts[what])}" if what else f"{t('importing.every')} {fmt_number(every)}"


def _asides(plan: Plan) -> str:
    return tn("importing.asides", len(plan.asides)) if plan.asides else ""


def _in_order(plan: Plan) -> list[Line]:
    """What wants a look first."""
    return [line for what in (FAULTY, CHANGED, NEW, SAME) for line in plan.of(what)]


def _table(known: Import, lines: Sequence[Line], kind: str) -> tuple[list[Line], Line | None]:
    event = st.dataframe(
        _worded(known, lines, kind),
        key=f"import-rows-{known.round}-{kind}-{hash(known.plan[0]) if known.plan else 0}",
        hide_index=True,
        column_config={
            "number": st.column_config.NumberColumn(t("importing.row"), width=60, format="%d"),
            "what": st.column_config.TextColumn(t("importing.what"), width=88),
            "ref_no": st.column_config.TextColumn(column_word("ref_no"), width=96),
            "title": st.column_config.TextColumn(column_word("title"), width=280),
            "unit": st.column_config.TextColumn(column_word("unit"), width=110),
            "told": st.column_config.TextColumn(t("importing.told"), width=620),
        },
        on_select="rerun",
        selection_mode=["multi-row", "single-cell"],
        height=fitting(len(lines), SHOWN),
        row_height=38,
        alt=t("importing.preview"),
        placeholder="",
    )
    chosen = event["selection"]
    cells = chosen["cells"]
    return [lines[at] for at in chosen["rows"] if at < len(lines)], lines[cells[0][0]] if cells else None


def _worded(known: Import, lines: Sequence[Line], kind: str) -> pd.DataFrame:
    """The rows in words, kept with the plan: ten thousand of them take a moment."""
    key = (known.plan[0] if known.plan else (), kind, *worded_for())
    if known.rows is None or known.rows[0] != key:
        unit = words("unit")
        columns = {
            "number": [line.number for line in lines],
            "what": [what_word(line.what) for line in lines],
            "ref_no": [line.ref_no for line in lines],
            "title": [line.title for line in lines],
            "unit": [unit.get(line.unit, line.unit) for line in lines],
            "told": [told(line) for line in lines],
        }
        known.rows = key, pd.DataFrame(columns)
    frame: pd.DataFrame = known.rows[1]
    return frame


def _details(line: Line) -> None:
    """One row in full: what is wrong or remarked, and each cell before and after."""
    with st.container(border=True, key="import-details", gap="small"):
        st.markdown(
            f"**{t('importing.row_number', number=line.number)}** &ensp; {what_word(line.what)} &ensp; {plain(line.title)}"
        )
        for fault in line.faults:
            st.markdown(f":red[:material/error: {plain(fault_said(fault))}]")
        if line.refused:
            st.markdown(f":red[:material/block: {plain(refusal(line.refused))}]")
        for notice in line.notices:
            st.markdown(f":orange[:material/info: {plain(fault_said(notice))}]")
        if line.changes:
            head = [t("importing.column"), *([t("importing.before")] if line.ref_no else []), t("importing.after")]
            rows = [_cells(line, name) for name in line.changes]
            st.markdown("\n".join(f"| {' | '.join(one)} |" for one in [head, ["---"] * len(head), *rows]))


def _cells(line: Line, name: str) -> list[str]:
    before, after = (plain(cell(name, value)) for value in line.changes[name])
    return [column_word(name), *([f"~~{before}~~"] if line.ref_no else []), f"**{after}**"]
