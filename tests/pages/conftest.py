"""What tests of pages stand on."""

from tests.small_ledger import small

__all__ = ["small"]
