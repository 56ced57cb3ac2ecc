"""What the command line does: one function a command; __main__.py reads what was typed and tells how it ended."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from getpass import getpass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl

import orjson

from store.engine.blobs import copy
from store.engine.embedded import EmbeddedRepository
from store.engine.folder import FolderBlobs, beside
from store.exchange.taking import take
from store.files import missing, references
from store.model.documents import Account, Snapshot
from store.model.enums import Role
from store.model.errors import Fault, Invalid
from store.opening import Store
from store.report.material import Asked
from store.report.pdf import pdf
from store.report.word import docx
from store.report.writing import build
from store.rules.fields import Wrong, day
from store.rules.periods import period_of
from store.setup import SYSTEM
from store.words import house_language, text, text_n

STAYS_HERE = ("secret", "session", "attempt")
"""Kinds that a dump leaves out: whoever reads it must not come in with them, and elsewhere they mean nothing."""


class Desk(NamedTuple):
    """What a command works with: the store, its engine, and what was typed."""

    store: Store
    repository: EmbeddedRepository
    given: argparse.Namespace


def say(key: str, **params: object) -> None:
    """A sentence to whoever typed the command; standard output is for files."""
    print(text(house_language(), key, **params), file=sys.stderr)


def say_n(key: str, n: int, **params: object) -> None:
    """The same with a number."""
    print(text_n(house_language(), key, n, **params), file=sys.stderr)


def create_admin(desk: Desk) -> None:
    made = desk.store.accounts.create(SYSTEM, desk.given.name, _password(desk.given), Role.ADMIN)
    say("cli.account_made", account=made.name)


def create_account(desk: Desk) -> None:
    given = desk.given
    made = desk.store.accounts.create(
        SYSTEM, given.name, _password(given), given.role, given.unit, given.display_name, given.email
    )
    say("cli.account_made", account=made.name)


def set_password(desk: Desk) -> None:
    say("cli.password_set", account=desk.store.accounts.set_password(SYSTEM, desk.given.name, _password(desk.given)).name)


def deactivate(desk: Desk) -> None:
    say("cli.deactivated", account=desk.store.accounts.deactivate(SYSTEM, desk.given.name).name)


def activate(desk: Desk) -> None:
    say("cli.activated", account=desk.store.accounts.activate(SYSTEM, desk.given.name).name)


def accounts(desk: Desk) -> None:
    for account in desk.store.accounts.all():
        print("\t".join(_line(account)))


def export(desk: Desk) -> None:
    query = dict(parse_qsl(desk.given.query.removeprefix("?"))) | {"header": desk.given.header}
    _write(desk.given.output, take(desk.store, SYSTEM, desk.given.file, query).content)


def report(desk: Desk) -> None:
    """As Word, or as PDF when the file is called so; ``from`` is no name that Python lets us write."""
    store, lang = desk.store, house_language()
    campaign = store.ledger.campaign(desk.given.campaign)
    first, last = _day("from", getattr(desk.given, "from")), _day("to", desk.given.to)
    period = period_of(first, last, store.ledger.today(), campaign)
    texts = store.reports.texts(campaign.code, period.last, lang).texts
    told = build(store, SYSTEM, Asked(campaign.code, period, lang, desk.given.restricted, texts))
    as_pdf = desk.given.output is not None and desk.given.output.suffix.lower() == ".pdf"
    _write(desk.given.output, pdf(told) if as_pdf else docx(told))


def _day(name: str, typed: str) -> date | None:
    try:
        return day(typed) if typed else None
    except Wrong as wrong:
        raise Invalid([Fault(f"--{name}", wrong.code, wrong.params)]) from None


def dump(desk: Desk) -> None:
    tables = {kind: documents for kind, documents in desk.repository.dump().items() if kind not in STAYS_HERE}
    _write(desk.given.output, orjson.dumps(tables) + b"\n")
    documents = (tables.get(kind, {}).values() for kind in ("issue", "snapshot"))
    files = len({digest for _, digest, _ in references(*documents)})
    if not files:
        return
    if desk.given.output is None:
        say("cli.files_left_out", number=files)
        return
    folder = beside(desk.given.output)
    faults = copy(desk.repository.blobs, FolderBlobs(folder))
    say("cli.files_written", folder=str(folder))
    _raise(faults)


def load(desk: Desk) -> None:
    try:
        tables = orjson.loads(desk.given.file.read_bytes())
    except orjson.JSONDecodeError:
        tables = None
    if not isinstance(tables, dict):
        raise Invalid([Fault(str(desk.given.file), "not_a_table")])
    desk.repository.load(tables)
    faults = copy(FolderBlobs(beside(desk.given.file)), desk.repository.blobs)
    say("cli.loaded", file=str(desk.given.file), path=str(desk.repository.path))
    _raise(faults + missing(desk.repository))


def verify(desk: Desk) -> None:
    _raise(desk.repository.verify() + missing(desk.repository))
    say("cli.verified", path=str(desk.repository.path))


def backup(desk: Desk) -> None:
    desk.repository.backup_to(desk.given.file)
    say("cli.backed_up", file=str(desk.given.file))


def snapshot(desk: Desk) -> None:
    """For a timetable: a name that says the day unless one is given."""
    named = desk.given.name or text(house_language(), "snapshots.by_timetable", day=desk.store.ledger.today())
    taken = desk.store.snapshots.take(SYSTEM, desk.given.campaign, named)
    print(_snapshot_line(taken))
    say("cli.snapshot_taken", name=taken.name, rows=taken.rows)


def snapshots(desk: Desk) -> None:
    for kept in desk.store.snapshots.all(desk.given.campaign):
        print(_snapshot_line(kept))


def _snapshot_line(kept: Snapshot) -> str:
    """Number, day, problems, checksum and name, for people and programs."""
    return "\t".join([str(kept.id), str(kept.day), str(kept.rows), kept.sha256, kept.name])


def _raise(faults: list[Fault]) -> None:
    if faults:
        raise Invalid(faults)


def _password(given: argparse.Namespace) -> str:
    """From standard input, or typed twice without being shown."""
    if given.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    first, again = (getpass(text(house_language(), f"access.{name}") + ": ") for name in ("password", "again"))
    if first != again:
        raise Invalid([Fault("password", "password_differs")])
    return first


def _write(output: Path | None, content: bytes) -> None:
    """To standard output, or into a file that only its owner reads."""
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    with open(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    say("cli.written", file=str(output))


def _line(account: Account) -> list[str]:
    lang = house_language()
    state = "cli.active" if account.active else "cli.inactive"
    return [account.name, text(lang, f"role.{account.role.value}"), account.unit, account.display_name, text(lang, state)]
