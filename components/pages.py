"""The table of pages: address, section of the navigation, sign, and the roles that may open it."""

from __future__ import annotations

from dataclasses import dataclass

from store.model.enums import Role

EVERYBODY = frozenset(Role)
ENTERING = frozenset({Role.UNIT, Role.OFFICE})


@dataclass(frozen=True)
class Entry:
    """One page of the navigation: its section, its sign, and who may open it."""

    section: str
    icon: str
    roles: frozenset[Role] = EVERYBODY
    listed: bool = True


PAGES: dict[str, Entry] = {
    "overview": Entry("see", "monitoring"),
    "category": Entry("see", "category"),
    "unit": Entry("see", "apartment"),
    "deadline": Entry("see", "event"),
    "cause": Entry("see", "account_tree"),
    "compare": Entry("see", "compare_arrows"),
    "report": Entry("see", "description"),
    "ledger": Entry("work", "table_rows"),
    "new": Entry("work", "edit_note", ENTERING),
    "mine": Entry("work", "inbox", ENTERING),
    "review": Entry("work", "verified", frozenset({Role.OFFICE})),
    "history": Entry("work", "history"),
    "snapshots": Entry("work", "photo_camera"),
    "issue": Entry("work", "article", listed=False),
    "admin": Entry("run", "admin_panel_settings", frozenset({Role.ADMIN})),
    "account": Entry("run", "password", listed=False),
    "help": Entry("about", "help"),
}
"""The pages by their url_path; the file is of the same name in pages/."""
