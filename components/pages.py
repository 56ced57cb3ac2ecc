"""The table of pages: address, section of the navigation, sign, and the roles that may open it."""

from __future__ import annotations

from dataclasses import dataclass

from store.model.enums import Role

EVERYBODY = frozenset(Role)
ENTERING = frozenset({Role.UNIT, Role.OFFICE})
IMPORTING = ENTERING | {Role.ADMIN}


@dataclass(frozen=True)
class Entry:
    """One page of the navigation: its section, its sign, and who may open it.

    ``past``: it shows any day that the URL names (``as_of``). The others, where something is written, are of today.
    """

    section: str
    icon: str
    roles: frozenset[Role] = EVERYBODY
    listed: bool = True
    past: bool = False


PAGES: dict[str, Entry] = {
    "overview": Entry("see", "monitoring", past=True),
    "category": Entry("see", "category", past=True),
    "unit": Entry("see", "apartment", past=True),
    "deadline": Entry("see", "event", past=True),
    "cause": Entry("see", "account_tree", past=True),
    "ledger": Entry("work", "table_rows", past=True),
    "new": Entry("work", "edit_note", ENTERING),
    "mine": Entry("work", "inbox", ENTERING),
    "review": Entry("work", "verified", frozenset({Role.OFFICE})),
    "history": Entry("work", "history", past=True),
    "issue": Entry("work", "article", listed=False, past=True),
    "meeting": Entry("meet", "present_to_all"),
    "compare": Entry("meet", "compare_arrows"),
    "report": Entry("papers", "description"),
    "snapshots": Entry("papers", "photo_camera"),
    "import": Entry("papers", "upload_file", IMPORTING),
    "admin": Entry("run", "admin_panel_settings", frozenset({Role.ADMIN})),
    "account": Entry("run", "password", listed=False),
    "help": Entry("about", "help"),
}
"""The pages by their url_path; the file is of the same name in pages/."""
