"""How far something long has got, as a bar on standard error; nothing is drawn where nobody looks at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

from store.words import house_language, text


@contextmanager
def bar(key: str) -> Iterator[Callable[[int, int], None] | None]:
    """``with bar("cli.backing_up") as told``: call ``told(done, whole)`` now and then; None without a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    shape = "{desc} {percentage:3.0f}%|{bar}|"
    with tqdm(desc=text(house_language(), key), file=sys.stderr, leave=False, mininterval=0, bar_format=shape) as shown:

        def told(done: int, whole: int) -> None:
            if whole != shown.total or done < shown.n:  # another part of the work begins
                shown.reset(whole)
            shown.update(done - shown.n)

        yield told
