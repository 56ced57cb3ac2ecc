"""What waits for me or my unit, most urgent first, and the next step on each."""

from __future__ import annotations

from components.desk import desk, waiting_here
from components.session import open_page

open_page("mine")
desk(waiting_here())
