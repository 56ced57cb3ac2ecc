"""What a look back costs on the running server, as a ratio to the present day's rerun of the same page in the same run.

Run as ``python -m bench.past_bench --size 10000 --events 100000 --days 30``. Each day looked back at is one that nobody has
looked at before; the same day again is told beside it. A plain websocket client asks for a page and waits for the run to end.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path

from websockets.sync.client import ClientConnection, connect

from bench.page_bench import TODAY, ask, sampled, serving
from store.config import read_settings
from store.ledger import Ledger
from store.model.documents import Actor
from store.model.enums import Role
from store.opening import Store, open_store

PAGES = ("overview", "category", "unit", "deadline", "cause", "ledger")
COLD = 9
"""Days looked back at, around the day asked for."""
SPREAD = 60
"""Days over which the further events are spread."""
AT_ONCE = 500
OFFICE = Actor("bench", Role.OFFICE)


def main() -> None:
    """Print one line a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("--size", 10_000), ("--events", 100_000), ("--days", 30)):
        parser.add_argument(name, type=int, default=usual)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "bench.db", given.size, given.events) as address:
        around = date.fromisoformat(TODAY) - timedelta(days=given.days)
        told = [(page, *seconds(address, page, around, place)) for place, page in enumerate(PAGES)]
    print(f"\n{given.size:,} problems, {given.events:,} events, {given.days} days back; medians, ratio to the present day")
    for page, present, cold, again in told:
        ratios = f"cold {cold * 1000:7.1f} ms {cold / present:5.2f} ×   again {again * 1000:7.1f} ms {again / present:5.2f} ×"
        print(f"  {page:10} today {present * 1000:7.1f} ms   {ratios}")


@contextmanager
def served(path: Path, size: int, events: int) -> Iterator[str]:
    """A server on a ledger of so many problems and events; gives host:port."""
    sampled(path, size)
    store = open_store(read_settings({"XIAOHAO_STORE": str(path), "XIAOHAO_TODAY": TODAY}))
    lengthen(store, events)
    store.repository.close()
    with serving(path) as address:
        yield address


def lengthen(store: Store, events: int) -> None:
    """Go on reporting progress, day after day, until there are so many events."""
    rng, today = random.Random(1), date.fromisoformat(TODAY)
    rows = store.ledger.frames.current().rows
    refs = rows["ref_no"][rows["status"].isin(["in_progress", "ongoing"])].tolist()
    there = store.repository.select("event", newest_first=True, limit=1)[0]["id"]
    for begin in range(there, events, AT_ONCE):
        with store.repository.transaction():
            for _ in range(begin, min(begin + AT_ONCE, events)):
                note(store, rng.choice(refs), today - timedelta(days=rng.randrange(SPREAD)))


def note(store: Store, ref_no: str, day: date) -> None:
    """One more report on a problem, written on that day, or on the day of its last event when that was later."""
    with store.repository.transaction() as transaction:
        document = transaction.get("issue", store.ledger.frames.id_of(ref_no) or 0)
        last = datetime.fromisoformat(document["updated_at"])
        at = max(datetime.combine(day, time(12)).replace(tzinfo=last.tzinfo), last)
        ledger = Ledger(store.repository, lambda: at)
        ledger.frames = store.ledger.frames
        ledger.do(OFFICE, "report_progress", ref_no, document["revision"], note=f"{day} 又查一次，情况正常")


def seconds(address: str, page: str, around: date, place: int) -> tuple[float, float, float]:
    """The median time of a rerun today, of days that nobody looked at before, and of such a day again.

    All in turn, by one reader who stays in the present and one who looks back, so that a busy machine troubles all alike.
    ``place`` keeps the days of one page apart from those of the others.
    """
    days = [around + timedelta(days=(number - COLD // 2) * len(PAGES) // 2 + place) for number in range(COLD)]
    times: tuple[list[float], ...] = ([], [], [])
    with reader(address) as present, reader(address) as past:
        ask(present, page)
        ask(past, page, f"as_of={date.fromisoformat(TODAY) - timedelta(days=1)}")
        for day in days:
            runs = ((present, ""), (past, f"as_of={day}"), (past, f"as_of={day}"))
            for (session, query), taken in zip(runs, times, strict=True):
                taken.append(ask(session, page, query))
    now, cold, again = map(statistics.median, times)
    return now, cold, again


def reader(address: str) -> ClientConnection:
    """A session of its own."""
    return connect(f"ws://{address}/_stcore/stream", subprotocols=["streamlit"], max_size=None, compression=None)


if __name__ == "__main__":
    os.environ.pop("XIAOHAO_STORE", None)
    main()
