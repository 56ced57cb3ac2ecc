"""What two standings of the ledger differ in: the sides that the URL names, compared once for all who see the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

import streamlit as st

from components.choice import CHOSEN
from components.faults import fault_words, refusal
from components.i18n import fmt_date, language, t
from components.rows import Key, key, own_rows
from components.session import campaign, store, today, who
from store import moved as words_of
from store.comparisons import DAY, FILE, NOW, SNAPSHOT
from store.model.documents import Actor
from store.model.errors import Invalid, NotFound, Unusable, XiaohaoError
from store.rules.movement import (
    OTHER,
    Change,
    Movement,
    Side,
    changed_cells,
    flow,
    in_order,
    kinds_of,
    movement,
)

FROM, TO, KIND, PAGE = "from", "to", "kind", "page"
"""What the URL says: both sides, the kinds of movement to show, and the screen of the table."""
HELD = "compared_file"
"""Session key of the file that somebody handed in; it is in this session only, and never in the store."""


@dataclass(frozen=True)
class Held:
    """A file in the session."""

    name: str
    content: bytes
    sha256: str


@dataclass(frozen=True)
class Compared:
    """Both sides and what happened in between; ``kinds`` and ``changes`` by the number of the problem."""

    before: Side
    after: Side
    moved: Movement
    kinds: dict[str, tuple[str, ...]]
    changes: dict[str, list[Change]]
    flow: dict[tuple[str, str], tuple[str, ...]]

    def of(self, kinds: Sequence[str]) -> list[str]:
        """The numbers of the problems that are told of: all that changed, or those under any of ``kinds``."""
        if not kinds:
            return list(self.changes)
        under = {number for kind in kinds for number in (self.others if kind == OTHER else self.moved.of(kind))}
        return in_order(under)

    @property
    def others(self) -> list[str]:
        """What is changed without being moved."""
        return [number for number in self.changes if number not in self.kinds]


def held() -> Held | None:
    """The file of this session."""
    found: Held | None = st.session_state.get(HELD)
    return found


def hold(name: str, content: bytes) -> None:
    """Keep a file for this session."""
    st.session_state[HELD] = Held(name, content, sha256(content).hexdigest())


def follow_campaign() -> None:
    """The campaign that was chosen on another page is meant here too, and the address says so."""
    chosen = st.session_state.get(CHOSEN, {}).get("campaign")
    if chosen and "campaign" not in st.query_params:
        st.query_params["campaign"] = chosen


def codes() -> tuple[str, str]:
    """Both sides as the URL names them; what cannot be read is told, and the usual side taken in its place."""
    usual = {FROM: store().comparisons.since_last(campaign().code), TO: NOW}
    asked = {end: st.query_params.get(end) or usual[end] for end in (FROM, TO)}
    wrong = [end for end, code in asked.items() if not _is_known(code)]
    if wrong:
        st.info(t("filter.unreadable", what=", ".join(f"{end}={asked[end]}"[:60] for end in wrong)), icon=":material/link_off:")
        for end in wrong:
            st.query_params.pop(end, None)
    return (
        usual[FROM] if FROM in wrong else asked[FROM],
        usual[TO] if TO in wrong else asked[TO],
    )


def _is_known(code: str) -> bool:
    try:
        store().comparisons.day_of(code)
        return code.partition(":")[0] != SNAPSHOT or snapshot_of(code).campaign == campaign().code
    except XiaohaoError:
        return False


def snapshot_of(code: str):
    """The snapshot that a code names. Raises NotFound."""
    return store().snapshots.one(int(code.partition(":")[2]))


def choose(**values: str) -> None:
    """A callback: compare otherwise; an empty value takes a key away, and the table begins anew."""
    kept = {name: st.query_params[name] for name in ("campaign", FROM, TO, KIND) if name in st.query_params}
    st.query_params.from_dict({name: value for name, value in (kept | values).items() if value})


def days_ago(days: int) -> str:
    """The code of a past day."""
    return f"{DAY}:{(today() - timedelta(days=days)).isoformat()}"


def compared(before: str, after: str) -> Compared:
    """What lies between both sides, for this reader. Raises as :meth:`store.comparisons.Comparisons.side`."""
    file = held()
    content = file.content if file and FILE in (before, after) else b""
    return _compared(made_of(before, after), who(), before, after, content)


def why_not(error: XiaohaoError) -> str:
    """Why two sides cannot be compared, in one sentence."""
    if isinstance(error, Invalid):
        return fault_words(error.faults[0])
    lost = isinstance(error, Unusable) or (isinstance(error, NotFound) and error.params["kind"] == "file")
    return t("snapshots.damaged_means") if lost else refusal(error)


def made_of(before: str, after: str) -> Key:
    """What a comparison depends on."""
    file = held()
    return (*key(), before, after, file.sha256 if file and FILE in (before, after) else "")


@st.cache_resource(max_entries=4, show_spinner=False)
def _compared(key: Key, _actor: Actor, before: str, after: str, _content: bytes) -> Compared:
    sides = store().comparisons.pair(_actor, before, after, campaign().code, _content)
    moved, changes = movement(*sides), {}
    for change in changed_cells(*sides):
        changes.setdefault(change.ref_no, []).append(change)
    return Compared(*sides, moved, kinds_of(moved), changes, flow(*sides))


def side_name(code: str) -> str:
    """What a side is called."""
    kind = code.partition(":")[0]
    name = snapshot_of(code).name if kind == SNAPSHOT else getattr(held(), "name", "") if kind == FILE else ""
    return words_of.side_said(language(), code, store().comparisons.day_of(code), name)


def since(before: str, after: str) -> str:
    """How the sentence begins."""
    return words_of.since_said(language(), side_name(before), side_name(after), after == NOW)


def day_said(day: date | None) -> str:
    """A day in short: without its year when that is this year's."""
    return fmt_date(day, form="day" if day and day.year == today().year else "full")


def openable() -> set[str]:
    """The numbers of the problems that this reader can open now; the others have left the ledger."""
    return set(own_rows()["ref_no"])
