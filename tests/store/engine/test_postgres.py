"""What only a database can do to us: it restarts, is killed, is away for a while, belongs to a later version, or refuses."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from store.engine.embedded import open_embedded
from store.engine.postgres.repository import PostgresRepository, open_postgres
from store.engine.postgres.schema import STEPS
from store.engine.postgres.server import is_server, read_server
from store.model.errors import Conflict, Refused, Unusable
from tests.cluster import Cluster, running
from tests.store.engine.verbs import add, change, happen, number, standing

NUMBERS = count(1)


@pytest.fixture(scope="module")
def own(cluster: Cluster) -> Iterator[Cluster]:
    """A cluster of this file's own, to be ill-treated. ``cluster`` says whether there can be one."""
    with running() as one:
        yield one


@pytest.fixture
def opened(own: Cluster) -> Iterator[Callable[[], PostgresRepository]]:
    """Opens one and the same new store again and again, as several servers would."""
    server = read_server(f"{own.url}?team=t{next(NUMBERS)}")
    handles: list[PostgresRepository] = []

    def open_one() -> PostgresRepository:
        handles.append(open_postgres(server))
        return handles[-1]

    yield open_one
    for handle in handles:
        handle.close()


def save(repository: PostgresRepository, acknowledged: list[int], enough: threading.Event) -> None:
    """Raise the count of the only issue, an event with each, until told to stop; note what was acknowledged."""
    while not enough.is_set():
        read = standing(repository)[0]
        try:
            with repository.transaction() as transaction:
                saved = transaction.replace("issue", read | {"n": read["n"] + 1}, read["revision"])
                transaction.insert("event", {"subject": "issue/1", "at": str(saved["n"]), "n": saved["n"]})
        except (Conflict, Unusable):
            continue
        acknowledged.append(saved["n"])


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_database_that_restarts_under_load_loses_and_doubles_nothing(
    own: Cluster, opened: Callable[[], PostgresRepository], mode: str
):
    first, second = opened(), opened()
    add(first, n=0)
    acknowledged: list[int] = []
    enough = threading.Event()
    threads = [threading.Thread(target=save, args=(one, acknowledged, enough)) for one in (first, second) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(2):
        twenty_more(acknowledged)
        own.restart(mode)
    twenty_more(acknowledged)
    enough.set()
    for thread in threads:
        thread.join()
    last = opened()
    (issue,) = standing(last)
    events = [event["n"] for event in last.select("event", subject="issue/1")]
    assert events == list(range(1, issue["n"] + 1))
    assert issue["revision"] == issue["n"] + 1
    assert sorted(acknowledged) == sorted(set(acknowledged))
    assert set(acknowledged) <= set(events)
    assert last.verify() == []


def twenty_more(acknowledged: list[int]) -> None:
    before = len(acknowledged)
    wait_for(lambda: len(acknowledged) > before + 20)


def wait_for(holds: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.02)


def test_while_the_database_is_away_what_was_known_is_shown_and_saving_is_refused_calmly(own: Cluster):
    repository = open_postgres(read_server(f"{own.url}?team=away"), patience=1)
    document = add(repository, n=1)
    own.stop("immediate")
    try:
        wait_for(lambda: bool(repository.version) and repository.trouble is not None)
        assert standing(repository) == [document]
        assert repository.get("issue", 1) == document
        for refused in (lambda: change(repository, document, n=2), repository.probe, lambda: repository.select("event")):
            with pytest.raises(Unusable, match="store_unreachable"):
                refused()
    finally:
        own.start()
    assert change(repository, document, n=2)["revision"] == 2
    assert repository.trouble is None
    repository.probe()
    repository.close()


def test_a_save_that_is_under_way_while_the_database_restarts_arrives_once(
    own: Cluster, opened: Callable[[], PostgresRepository]
):
    repository = opened()
    document = add(repository, n=1)
    with repository.transaction() as transaction:
        transaction.replace("issue", document | {"n": 2}, 1)
        transaction.insert("event", {"subject": "issue/1", "at": "2026"})
        own.restart("immediate")
    assert standing(opened()) == [document | {"n": 2, "revision": 2}]
    assert len(repository.select("event")) == 1


def test_a_save_that_somebody_overtook_while_the_database_restarted_is_refused(
    own: Cluster, opened: Callable[[], PostgresRepository]
):
    repository, other = opened(), opened()
    document = add(repository, n=1)

    def overtaken() -> None:
        with repository.transaction() as transaction:
            transaction.replace("issue", document | {"by": "the slow"}, 1)
            own.restart("immediate")
            change(other, document, by="the quick")

    with pytest.raises(Unusable):
        overtaken()
    assert standing(repository)[0]["by"] == "the quick"


def test_a_commit_whose_answer_was_lost_is_found_and_not_made_again(own: Cluster, opened: Callable[[], PostgresRepository]):
    repository = opened()
    write, lost = repository._writer._write, []

    def write_and_lose_the_answer(*arguments: object) -> None:
        write(*arguments)  # type: ignore[arg-type]
        if not lost:
            lost.append(True)
            raise psycopg.OperationalError("the connection is lost")

    repository._writer._write = write_and_lose_the_answer  # type: ignore[method-assign]
    assert add(repository, n=1)["id"] == 1
    happen(repository, "issue/1", "2026")
    assert (len(standing(opened())), len(repository.select("event"))) == (1, 1)


def test_what_another_server_saved_is_told_within_a_tenth_of_a_second(opened: Callable[[], PostgresRepository]):
    first, second = opened(), opened()
    wait_for(lambda: second._followed.is_told)
    before = second.version
    add(first)
    started = time.monotonic()
    wait_for(lambda: second.version > before)
    assert time.monotonic() - started < 1


def test_without_being_told_it_is_seen_all_the_same(own: Cluster, opened: Callable[[], PostgresRepository]):
    first, second = opened(), opened()
    second._followed.is_told = False
    before = second.version
    add(first)
    wait_for(lambda: second.version > before, seconds=5)


def test_stores_of_two_teams_in_one_database_know_nothing_of_each_other(own: Cluster):
    one, other = (open_postgres(read_server(f"{own.url}?team={team}")) for team in ("one", "other"))
    add(one, n=1)
    one.blobs.put(b"paper")
    assert (standing(other), list(other.blobs.digests()), number(other, "n")) == ([], [], 1)
    one.close()
    other.close()


def test_a_ledger_moves_between_the_engines_and_stays_the_same(tmp_path: Path, opened: Callable[[], PostgresRepository]):
    file, database = open_embedded(tmp_path / "store.db"), opened()
    change(file, add(file, title="漏洞\0", half=0.5, whole=1.0, big=2**53, nested={"b": 1, "a": [None]}), more=True)
    happen(file, "issue/1", "2026", note="。")
    number(file, "督办")
    database.load(file.dump())
    assert database.dump() == file.dump()
    back = open_embedded(tmp_path / "back.db")
    back.load(database.dump())
    assert list(back.get("issue", 1)) == list(file.get("issue", 1))
    assert number(back, "督办") == number(database, "督办") == 2
    with pytest.raises(Refused, match="store_not_empty"):
        database.load(file.dump())
    file.close()
    back.close()


def test_tables_of_a_later_version_are_refused(own: Cluster):
    with running() as later:
        open_postgres(read_server(later.url)).close()
        with psycopg.connect(later.url) as connection:
            connection.execute("UPDATE xiaohao SET value = %s WHERE name = 'schema'", (len(STEPS) + 1,))
        with pytest.raises(Unusable, match="store_newer"):
            open_postgres(read_server(later.url))


def test_a_standby_or_read_only_database_is_told(own: Cluster):
    server = read_server(f"{own.url}?team=fixed")
    open_postgres(server).close()
    with psycopg.connect(own.url, autocommit=True) as connection:
        connection.execute("ALTER DATABASE postgres SET default_transaction_read_only = on")
        try:
            with pytest.raises(Unusable, match="store_no_permission"):
                open_postgres(server)
        finally:
            connection.execute("SET default_transaction_read_only = off")
            connection.execute("ALTER DATABASE postgres RESET default_transaction_read_only")


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("postgresql://xiaohao:secret@127.0.0.1:1/postgres", "store_unreachable"),
        ("postgresql://xiaohao:secret@127.0.0.1:{port}/nowhere", "nowhere.*does not exist"),
        ("postgresql://xiaohao:secret@[broken/x", "bad_address"),
    ],
)
def test_a_database_that_cannot_be_had_is_told_without_the_password(own: Cluster, address: str, code: str):
    with pytest.raises(Unusable, match=code) as told:
        open_postgres(read_server(address.format(port=own.port)))
    assert "secret" not in str(told.value) + str(told.value.params)


def test_an_address_as_text_names_neither_password_nor_options():
    server = read_server("postgres://me:secret@db.example:5433/ledger?sslmode=require&team=north")
    assert str(server) == "postgresql://me@db.example:5433/ledger?team=north"
    assert server.conninfo == "postgresql://me:secret@db.example:5433/ledger?sslmode=require"
    assert (server.team, repr(server)) == ("north", "<Server postgresql://me@db.example:5433/ledger?team=north>")


@pytest.mark.parametrize(
    ("address", "is_one"), [("postgresql://x/y", True), ("postgres:///y", True), ("data/x.db", False), ("C:\\x.db", False)]
)
def test_an_address_of_a_database_is_told_from_a_path(address: str, is_one: bool):
    assert is_server(address) is is_one


def test_rows_that_were_tampered_with_are_found(own: Cluster, opened: Callable[[], PostgresRepository]):
    repository = opened()
    add(repository), add(repository)
    digest = repository.blobs.put(b"paper")
    with psycopg.connect(own.url) as connection:
        team = (repository.server.team,)
        connection.execute("UPDATE documents SET doc = '{' WHERE team = %s AND id = 1", team)
        connection.execute("UPDATE counters SET value = 1 WHERE team = %s AND name = 'id/issue'", team)
        connection.execute("UPDATE blobs SET content = 'pap3r' WHERE team = %s", team)
    assert [(fault.field, fault.code) for fault in repository.verify()] == [
        ("issue.1", "row_unreadable"),
        ("id/issue", "counter_behind"),
        (f"files.{digest}", "blob_damaged"),
    ]
    with pytest.raises(Unusable, match="store_unreadable"):
        opened()


def test_a_large_file_is_kept_in_parts(own: Cluster, opened: Callable[[], PostgresRepository]):
    repository, content = opened(), bytes(range(256)) * 8192
    digest = repository.blobs.put(content)
    assert (repository.blobs.get(digest) == content, repository.blobs.size(digest)) == (True, len(content))
    assert repository.blobs.get(repository.blobs.put(b"")) == b""
