"""One's own account: another password."""

from __future__ import annotations

from components.own_password import own_password
from components.session import open_page

open_page("account")
own_password()
