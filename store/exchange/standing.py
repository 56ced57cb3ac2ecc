"""A standing of the ledger as bytes: issues.csv in code wording with every problem on the books, and its rows read back.

Snapshots, past days, the present and files that come back are all compared in this one form.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from store.exchange.csv import issues_csv, restored
from store.frames import past_documents
from store.model.documents import Actor
from store.model.enums import Status
from store.reading import Reading
from store.rules.movement import Row
from store.rules.permissions import sees
from store.setup import SYSTEM

TRUE = "true"
_END = b"\r\n"


def standing(ledger: Reading, campaign: str, past: date | None = None) -> bytes:
    """The file of a campaign now, or as it stood at the end of a ``past`` day; whole, whoever asks. Raises NotFound."""
    today = ledger.today()
    past = past if past and past < today else None
    rows = ledger.rows(SYSTEM, today, past, campaign)
    rows = rows[rows["status"] != Status.DRAFT.value]
    lights = zip(rows["light"], rows["reason"], rows["days"].tolist(), strict=True)
    judged = dict(zip(rows["id"].tolist(), lights, strict=True))
    documents = past_documents(ledger.repository, past) if past else ledger.repository.snapshot("issue")[1]
    return issues_csv([document for document in documents if document["id"] in judged], judged)


def rows_of(content: bytes) -> dict[str, Row]:
    """The rows of such a file by their number, every cell as it was before it was made harmless for spreadsheets."""
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    columns, meant = next(lines), _Meant()
    rows = (dict(zip(columns, map(meant.__getitem__, line), strict=True)) for line in lines)
    return {row["ref_no"]: row for row in rows}


class _Meant(dict[str, str]):
    """What each cell means, kept once: most cells of a column say the same few things, which spares memory too."""

    def __missing__(self, cell: str) -> str:
        meant = self[cell] = restored(cell)
        return meant


def withheld(actor: Actor, rows: Mapping[str, Row], hidden: Collection[str]) -> frozenset[str]:
    """The numbers of ``rows`` that do not exist for ``actor``: by the mark of then, or because they are ``hidden`` now."""
    return frozenset(
        number
        for number, row in rows.items()
        if number in hidden or (row.get("confidential") == TRUE and not sees(actor, row.get("unit", ""), Status.OPEN, True))
    )


def without(content: bytes, numbers: Collection[str]) -> bytes:
    """The file without the rows of these numbers; every other byte is as it was."""
    if not numbers:
        return content
    head, *records = _records(content)
    kept = (record for record, number in zip(records, rows_of(content), strict=True) if number not in numbers)
    return _END.join([head, *kept, b""])


def _records(content: bytes) -> Iterator[bytes]:
    """The records of the file as bytes: an end of line within quotes is part of its cell."""
    begun: list[bytes] = []
    for part in content.removesuffix(_END).split(_END):
        begun.append(part)
        if sum(piece.count(b'"') for piece in begun) % 2 == 0:
            yield _END.join(begun)
            begun = []
