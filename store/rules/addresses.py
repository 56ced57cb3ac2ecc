"""Which text is a mail address: one mailbox, in letters that every mail server takes, and nothing that could end a header."""

from __future__ import annotations

import re

from store.model.errors import Fault

LONGEST = 254
_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{1,64}}@){_WORD}(?:\.{_WORD})*@{_LABEL}(?:\.{_LABEL})*")


def is_address(text: str) -> bool:
    """Whether ``text`` is one plain mail address (the domain of a house may have no dot)."""
    return len(text) <= LONGEST and _ADDRESS.fullmatch(text) is not None


def email_faults(email: str) -> list[Fault]:
    """What is wrong with the address of an account; none is allowed."""
    return [Fault("email", "not_an_email", {"value": email[:80]})] if email and not is_address(email) else []
