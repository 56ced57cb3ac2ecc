"""A ledger that has lived, and the reports of it."""

from __future__ import annotations

from tests.small_ledger import small

__all__ = ["small"]
