"""One's own account: another password, one's days as a calendar, and tokens for programs."""

from __future__ import annotations

from components.own_password import own_password
from components.session import open_page
from components.tokens import own_tokens

open_page("account")
own_password()
own_tokens()
