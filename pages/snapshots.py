"""The ledger as it stood at moments that were kept: take one, check it, take its file away, compare it with now."""

from components.comparing import follow_campaign
from components.session import open_page
from components.snapshot_list import snapshot_list, taking

open_page("snapshots")
follow_campaign()
taking()
snapshot_list()
