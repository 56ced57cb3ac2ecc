"""What waits for me or my unit, most urgent first, and the next step on each."""

from __future__ import annotations

from components.desk import desk, own_drafts
from components.session import campaign, open_page, store, today, who
from store.rules.waiting import waiting

open_page("mine")
rows = store().ledger.rows(who(), today(), campaign=campaign().code)
desk(waiting(rows, who(), own_drafts(rows)))
