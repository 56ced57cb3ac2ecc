"""The evidence of one problem on the screen: each paper with its dates and its file, pictures as pictures, nothing vanished."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import streamlit as st

from components.cards import panel, plain
from components.forms.removal import removal, removal_button
from components.i18n import fmt_date, fmt_number, t
from components.looking_back import offered
from components.session import who
from components.wording import moment_words, person
from store.model.evidence import Evidence, File
from store.model.issue import Issue
from store.rules.permissions import opens

LOOK = Path(__file__).with_name("issue_evidence.css")
ICONS = {
    "application/pdf": "picture_as_pdf",
    "application/zip": "folder_zip",
    "text/csv": "table_chart",
    "application/vnd.ms-excel": "table_chart",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "table_chart",
    "application/vnd.ms-powerpoint": "slideshow",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "slideshow",
}
"""What a file is, at a glance; any other is a sheet of paper."""


def evidence(issue: Issue) -> None:
    """Every piece, those that were taken back last, or that there is none."""
    with panel(t("issue.evidence"), key="issue-evidence", height="content", note=_count(issue)):
        if not issue.evidence:
            st.caption(t("issue.no_evidence"))
            return
        st.html(LOOK)
        removable = offered("remove_evidence", issue)
        for piece in sorted(issue.evidence, key=lambda one: one.removed):
            _piece(issue, piece, removable and not piece.removed)


def address(issue: Issue, piece: Evidence, *, shown: bool = False) -> str:
    """Where the file of a piece is; ``shown`` asks the browser to show it rather than save it, where it may."""
    name = quote(piece.file.name if piece.file else "", safe="")
    return f"/evidence/{quote(issue.ref_no, safe='')}/{piece.id}/{name}{'?inline' if shown else ''}"


def size_words(size: int) -> str:
    """``1.2 MB``, ``84 KB``."""
    megabytes = size / 1024**2
    if megabytes >= 1:
        return t("file.megabytes", size=fmt_number(megabytes, digits=1))
    return t("file.kilobytes", size=fmt_number(max(1, round(size / 1024))))


def _count(issue: Issue) -> str:
    return fmt_number(len(issue.standing_evidence)) if issue.standing_evidence else ""


def _piece(issue: Issue, piece: Evidence, removable: bool) -> None:
    with st.container(key=f"evidence-{issue.id}-{piece.id}", horizontal=True, gap="small", vertical_alignment="top"):
        st.markdown(_picture(issue, piece), width=76)
        with st.container(gap=None):
            st.markdown("  \n".join([_title(issue, piece), *(f":gray[:small[{line}]]" for line in _told(issue, piece))]))
            if removable:
                removal_button(issue, piece)
    if removable:
        removal(issue, piece)


def _picture(issue: Issue, piece: Evidence) -> str:
    """The picture itself, small, a click away from its full size; of anything else a sign of what it is."""
    if not _opens(piece) or not piece.file:
        return f":gray[:material/{'link_off' if piece.removed else 'description'}:]"
    if piece.file.media_type.startswith("image/"):
        url = address(issue, piece, shown=True)
        return f"[![{plain(piece.title)}]({url})]({url})"
    return f"[:material/{ICONS.get(piece.file.media_type, 'draft')}:]({address(issue, piece, shown=True)})"


def _title(issue: Issue, piece: Evidence) -> str:
    words = f"**{plain(piece.title)}**"
    if piece.file and _opens(piece):
        words = f"[{words}]({address(issue, piece, shown=True)})"
    return f"~~{words}~~" if piece.removed else words


def _told(issue: Issue, piece: Evidence) -> list[str]:
    """The day of the paper and what it belongs to; its file; when and by whom it came, and why it went."""
    lines = [" · ".join([t("evidence.dated", day=fmt_date(piece.dated)), *_belongs(issue, piece)])]
    if piece.file:
        lines.append(_file(issue, piece, piece.file))
    key = "evidence.uploaded" if piece.file else "evidence.named"
    lines.append(t(key, at=moment_words(piece.added_at), by=plain(person(piece.added_by))))
    if piece.removed:
        by, why = plain(person(piece.removed_by)), plain(piece.removed_why)
        lines.append(t("evidence.removed", at=moment_words(piece.removed_at), by=by, why=why))
    return lines


def _file(issue: Issue, piece: Evidence, file: File) -> str:
    told = f"{plain(file.name)} · {size_words(file.size)}"
    return f"{told} · [{t('evidence.download')}]({address(issue, piece)})" if _opens(piece) else told


def _belongs(issue: Issue, piece: Evidence) -> list[str]:
    places = {measure.id: number for number, measure in enumerate(issue.measures, 1)}
    if piece.closure:
        return [t("evidence.of_round", number=fmt_number(piece.closure))]
    return [t("evidence.of_measure", number=fmt_number(places[piece.measure]))] if piece.measure in places else []


def _opens(piece: Evidence) -> bool:
    return opens(who(), piece)
