"""Entering a problem: one form, kept while it is typed, registered with one key."""

from __future__ import annotations

from components.forms.entering import entry_form
from components.session import open_page

open_page("new")
entry_form()
