"""Past days asked for in any order are the same as each walked back to on its own."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from store.frames import Frames, past_documents
from store.rules.frame import build
from tests.lived_ledger import lived
from tests.small_ledger import small

__all__ = ["small"]

DAYS = (date(2026, 10, 15), date(2026, 11, 4), date(2026, 11, 16))


@pytest.mark.parametrize("order", list(permutations(DAYS)))
def test_the_order_of_asking_does_not_matter(small: Any, order: tuple[date, ...]):
    lived(small)
    frames = Frames(small.repository)
    for day in order:
        assert frames.as_of(day).equals(build(past_documents(small.repository, day)))
