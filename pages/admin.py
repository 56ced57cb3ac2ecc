"""Running the ledger: units, accounts and the settings of the campaign, each a part of its own in the URL."""

from __future__ import annotations

from components.admin import accounts, campaign, units
from components.admin.place import chosen_part
from components.cards import title_row
from components.session import open_page

SHOW = {"units": units.part, "accounts": accounts.part, "campaign": campaign.part}

with title_row():
    open_page("admin")
    part = chosen_part(tuple(SHOW))
SHOW[part]()
