"""The ledger for programs: JSON under /api, with a token, by the same verbs and rules and with the same words as the forms."""

from __future__ import annotations

from store.web.api.door import Api, Under

__all__ = ["Api", "Under"]
