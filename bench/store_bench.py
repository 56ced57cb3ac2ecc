"""How quick the embedded store is, as ratios to the plainest way of doing the same on the same disk in the same run.

Run as ``python -m bench.store_bench --sizes 1000 10000``.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from tinydb import TinyDB

from store.engine.embedded import EmbeddedRepository, open_embedded

SIZES = (1_000, 10_000)
SAVES = 300
STOCK_SAVES = 3
OPENINGS = 3
FLUSH: Callable[[int], None] = getattr(os, "fdatasync", os.fsync)
"""What makes bytes durable at the least cost; not every system has the cheaper call."""
TEXT = "该单位对重点岗位人员的廉政谈话未按规定开展，责任落实不到位，需限期整改并报送佐证材料。"


@dataclass(frozen=True)
class Figure:
    """One thing done by the store and in the plain way; both in seconds."""

    what: str
    size: int
    ours: float
    plain: float

    @property
    def ratio(self) -> float:
        """How many times as long as the plain way the store takes."""
        return self.ours / self.plain


def issue(number: int) -> dict[str, Any]:
    """A problem of about two kilobytes, as they are in a ledger."""
    due = "2026-06-01"
    words = {"finding": TEXT * 3, "cause": TEXT, "target": TEXT, "closure_criteria": TEXT, "title": TEXT[:16]}
    codes = {"unit": f"U{number % 30:02}", "status": "in_progress", "owner": "张三", "due": due, "original_due": due}
    measure = {"kind": "corrective", "text": TEXT[:30], "owner": "张三", "due": due, "percent": 40, "done_on": None}
    return {"ref_no": f"XH-{number:05}", **words, **codes, "leader_led": False, "measures": [measure] * 4, "evidence": []}


def event(number: int) -> dict[str, Any]:
    """What the history keeps of one save."""
    return {"subject": f"issue/{number}", "at": f"2026-05-01T08:00:{number:05}", "actor": "zs", "action": "edit", "note": TEXT}


def median(times: Iterator[float]) -> float:
    """The median, free of the run's few long waits for the disk."""
    return statistics.median(times)


def timed(action: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    before = time.perf_counter()
    action()
    return time.perf_counter() - before


def filled(folder: Path, size: int) -> EmbeddedRepository:
    """An open store with so many problems."""
    repository = open_embedded(folder / f"{size}.db")
    with repository.transaction() as transaction:
        for number in range(size):
            transaction.insert("issue", issue(number))
    return repository


def save(repository: EmbeddedRepository, number: int) -> None:
    """What every verb of the ledger does: a document and its event in one durable transaction."""
    with repository.transaction() as transaction:
        document = transaction.get("issue", number)
        document["note"] = number
        transaction.replace("issue", document, document["revision"])
        transaction.insert("event", event(number))


def numbers(size: int) -> Iterator[int]:
    """Ids all over the store, the same in every run."""
    return (turn * 7919 % size + 1 for turn in range(SAVES))


def saving(repository: EmbeddedRepository, folder: Path, size: int) -> Figure:
    """A save against appending the same bytes to a file and waiting for the disk; in turns, so that both see the same disk."""
    pairs = []
    with (folder / "raw").open("ab", buffering=0) as raw:
        for number in numbers(size):
            body = orjson.dumps(issue(number)) + orjson.dumps(event(number))

            def append(body: bytes = body) -> None:
                raw.write(body)
                FLUSH(raw.fileno())

            pairs.append((timed(lambda number=number: save(repository, number)), timed(append)))
    return Figure("save ÷ append and fdatasync", size, median(ours for ours, _ in pairs), median(plain for _, plain in pairs))


def against_stock(repository: EmbeddedRepository, folder: Path, size: int) -> Iterator[Figure]:
    """A save and a look by id against stock TinyDB, whose JSON file of this size is read and written whole."""
    file = folder / f"{size}.json"
    file.write_text(json.dumps({"issue": {str(number): issue(number) for number in range(1, size + 1)}}), encoding="utf-8")
    with TinyDB(file) as db:
        table = db.table("issue")
        update = median(timed(lambda: table.update({"note": 1}, doc_ids=[size // 2])) for _ in range(STOCK_SAVES))
        look = median(timed(lambda: table.get(doc_id=size // 2)) for _ in range(STOCK_SAVES))
    yield Figure(
        "save ÷ stock TinyDB's update", size, median(timed(lambda n=n: save(repository, n)) for n in numbers(size)), update
    )
    ours = median(timed(lambda n=n: repository.get("issue", n)) for n in numbers(size))
    yield Figure("get by id ÷ stock TinyDB's", size, ours, look)


def opening(path: Path, size: int) -> Figure:
    """Opening a store against parsing the same documents from memory, both without the garbage collector."""
    ours, plain = [], []
    for _ in range(OPENINGS):
        before = time.perf_counter()
        repository = open_embedded(path)
        ours.append(time.perf_counter() - before)
        bodies = [orjson.dumps(document) for document in repository.snapshot("issue")[1]]
        repository.close()
        del repository
        gc.disable()
        plain.append(timed(lambda bodies=bodies: [orjson.loads(body) for body in bodies]))
        gc.enable()
    return Figure("open ÷ orjson's parse", size, median(iter(ours)), median(iter(plain)))


def figures(size: int, folder: Path) -> Iterator[Figure]:
    """Every figure at one size."""
    repository = filled(folder, size)
    yield saving(repository, folder, size)
    yield from against_stock(repository, folder, size)
    repository.close()
    yield opening(folder / f"{size}.db", size)


def told(figure: Figure) -> str:
    """One line of the table."""
    return f"{figure.what:<30} {figure.size:>8,} {figure.ours * 1000:>12.3f} {figure.plain * 1000:>12.3f} {figure.ratio:>10.3g}"


def main() -> None:
    """Measure in a folder of the current disk and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    print(f"{'':<30} {'issues':>8} {'ours ms':>12} {'plain ms':>12} {'ratio':>10}")
    # Not the folder for temporary files: that may be memory, where waiting for the disk costs nothing.
    with tempfile.TemporaryDirectory(prefix=".bench-", dir=Path.cwd()) as folder:
        for size in parser.parse_args().sizes:
            for figure in figures(size, Path(folder)):
                print(told(figure), flush=True)


if __name__ == "__main__":
    main()
