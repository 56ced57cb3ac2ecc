"""How quick the files of the ledger are made, as ratios to pandas writing the same cells in the same run.

Run as ``python -m bench.export_bench --sizes 1000 10000``. pandas writes bare cells; ours also judge, word, neutralise, size
and colour them.
"""

from __future__ import annotations

import argparse
import io
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from sample_data.generate import fill
from store.config import read_settings
from store.exchange.csv import in_order
from store.exchange.sheets.columns import COLUMNS
from store.exchange.taking import FILES, take
from store.opening import Store, open_store
from store.setup import SYSTEM

SIZES = (1_000, 10_000)
RUNS = 3
DAY = "2026-11-23"


@dataclass(frozen=True)
class Figure:
    """One file made by us and the same cells by pandas, in seconds; and how large ours is."""

    what: str
    size: int
    ours: float
    plain: float
    megabytes: float


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    print(f"{'':<34} {'issues':>8} {'ours s':>9} {'pandas s':>9} {'ratio':>7} {'MB':>7}")
    for size in parser.parse_args().sizes:
        with tempfile.TemporaryDirectory() as folder:
            for figure in figures(Path(folder), size):
                ratio = figure.ours / figure.plain
                print(
                    f"{figure.what:<34} {figure.size:>8,} {figure.ours:>9.2f} {figure.plain:>9.2f} {ratio:>7.2f} "
                    f"{figure.megabytes:>7.1f}",
                    flush=True,
                )


def figures(folder: Path, size: int) -> Iterator[Figure]:
    """Every file at one size; the list with a sheet a unit has every row twice, and so has its counterpart."""
    store = open_store(read_settings({"XIAOHAO_STORE": str(folder / "bench.db"), "XIAOHAO_TODAY": DAY}))
    fill(store, size)
    csv, cells = frames(store)
    yield figure(store, "issues.csv ÷ to_csv", "issues.csv", {}, size, lambda: csv.to_csv(io.StringIO(), index=False))
    yield figure(store, "issues.json ÷ to_json", "issues.json", {}, size, lambda: csv.to_json(orient="records"))
    yield figure(store, "issues.xlsx ÷ to_excel", "issues.xlsx", {}, size, lambda: excel(cells, 1))
    yield figure(store, "issues.xlsx per unit ÷ to_excel × 2", "issues.xlsx", {"per": "unit"}, size, lambda: excel(cells, 2))
    store.repository.close()


def frames(store: Store) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What pandas writes: the cells of our CSV, and those of our list (without looks)."""
    content = take(store, SYSTEM, "issues.csv", {"header": "zh_CN"}).content
    csv = pd.read_csv(io.BytesIO(content), keep_default_na=False, dtype=str)
    documents = in_order(store.repository.snapshot("issue")[1])
    dates = {"due", "closed_on"}
    cells = {
        column.code: [
            date.fromisoformat(doc[column.code]) if column.code in dates and doc[column.code] else str(doc.get(column.code) or "")
            for doc in documents
        ]
        for column in COLUMNS
    }
    return csv, pd.DataFrame(cells)


def excel(frame: pd.DataFrame, sheets: int) -> None:
    """The frame as so many sheets of a workbook, by the same library that we write with."""
    with pd.ExcelWriter(io.BytesIO(), engine="xlsxwriter") as writer:
        for number in range(sheets):
            frame.to_excel(writer, sheet_name=str(number), index=False)


def figure(store: Store, what: str, file: str, query: dict[str, str], size: int, plain: Callable[[], object]) -> Figure:
    """The median of some runs in turns, so that both meet the same machine."""
    assert file in FILES
    made = len(take(store, SYSTEM, file, {"header": "zh_CN", **query}).content)
    pairs = [(timed(lambda: take(store, SYSTEM, file, {"header": "zh_CN", **query})), timed(plain)) for _ in range(RUNS)]
    ours, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    return Figure(what, size, ours, theirs, made / 1e6)


def timed(action: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    before = time.perf_counter()
    action()
    return time.perf_counter() - before


if __name__ == "__main__":
    main()
