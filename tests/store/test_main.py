"""The command line on a real store: what it does, what it says, and how it ends."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from tinydb import TinyDB

from store import passwords
from store.__main__ import ALONE, ARGUMENTS, COMMANDS, main, parser
from store.exchange.taking import take
from store.model.enums import Role
from store.opening import Store
from tests.source import ROOT
from tests.store.conftest import OFFICE, TODAY, registered

PASSWORD = "correct horse"
EVERY: dict[str, tuple[object, tuple[str, ...]]] = {**COMMANDS, **ALONE}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()
    monkeypatch.setenv("XIAOHAO_TODAY", TODAY.isoformat())


@pytest.fixture
def path(store: Store) -> str:
    """The store of the test, which stays open as a server would have it."""
    return str(store.settings.store)


def typed(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(password + "\n"))


def test_the_first_administrator_is_known_to_the_running_server(store: Store, path: str, monkeypatch, capsys):
    typed(monkeypatch, PASSWORD)
    assert main(["create-admin", "zhang", "--password-stdin", "--store", path]) == 0
    actor = store.accounts.actor_of(store.accounts.sign_in("zhang", PASSWORD))
    assert actor is not None
    assert actor.role is Role.ADMIN
    assert "zhang" in capsys.readouterr().err


def test_a_password_is_asked_for_twice_without_being_shown(store: Store, path: str, monkeypatch, capsys):
    answers = [PASSWORD, PASSWORD, PASSWORD, "something else"]
    monkeypatch.setattr("store.commands.getpass", lambda prompt: answers.pop(0))
    assert main(["create-admin", "zhang", "--store", path]) == 0
    assert main(["create-admin", "li", "--store", path]) == 1
    assert [account.name for account in store.accounts.all()] == ["zhang"]
    assert PASSWORD not in "".join(capsys.readouterr())


def test_an_account_has_its_role_unit_and_name(store: Store, path: str, monkeypatch):
    typed(monkeypatch, PASSWORD)
    command = [
        "create-account",
        "li",
        "--role",
        "unit",
        "--unit",
        "U01",
        "--display-name",
        "李明",
        "--password-stdin",
        "--store",
        path,
    ]
    assert main(command) == 0
    (account,) = store.accounts.all()
    assert (account.role, account.unit, account.display_name) == (Role.UNIT, "U01", "李明")


def test_an_account_may_have_an_address_for_reminders_and_a_wrong_one_is_refused(store: Store, path: str, monkeypatch, capsys):
    for email, ended in (("li@house.example", 0), ("li@house.example, all@house.example", 1)):
        typed(monkeypatch, PASSWORD)
        name = f"li{ended}"
        command = ["create-account", name, "--role", "office", "--email", email, "--password-stdin", "--store", path]
        assert main(command) == ended
    assert [account.email for account in store.accounts.all()] == ["li@house.example"]
    assert "email" in capsys.readouterr().err


def test_every_fault_is_told_and_nothing_is_made(store: Store, path: str, monkeypatch, capsys):
    typed(monkeypatch, "short")
    assert main(["create-account", "a b", "--role", "unit", "--password-stdin", "--store", path]) == 1
    told = capsys.readouterr().err
    assert [line.partition(":")[0] for line in told.splitlines()] == ["name", "password", "unit"]
    assert store.accounts.all() == []


def test_accounts_are_listed_locked_and_unlocked(store: Store, path: str, monkeypatch, capsys):
    typed(monkeypatch, PASSWORD)
    main(["create-admin", "zhang", "--password-stdin", "--store", path])
    typed(monkeypatch, PASSWORD)
    main(["create-account", "li", "--role", "viewer", "--password-stdin", "--store", path])
    cookie = store.accounts.sign_in("li", PASSWORD)
    assert main(["deactivate", "li", "--store", path]) == 0
    assert store.accounts.actor_of(cookie) is None
    assert main(["deactivate", "zhang", "--store", path]) == 1
    capsys.readouterr()
    assert main(["accounts", "--store", path]) == 0
    assert capsys.readouterr().out == "zhang\t管理员\t\t\t在用\nli\t与会者\t\t\t停用\n"
    assert main(["activate", "li", "--store", path]) == 0


def test_a_new_password_replaces_the_old_one(store: Store, path: str, monkeypatch):
    store.accounts.create_first("zhang", PASSWORD)
    typed(monkeypatch, "another password")
    assert main(["set-password", "zhang", "--password-stdin", "--store", path]) == 0
    assert store.accounts.sign_in("zhang", "another password")


def test_an_export_is_the_same_as_over_http(store: Store, path: str, capfdbinary, tmp_path: Path):
    registered(store)
    registered(store, unit="U02")
    wanted = take(store, OFFICE, "issues.csv", {"unit": "U02", "header": "en"}).content
    assert main(["export", "issues.csv", "--query", "?unit=U02", "--header", "en", "--store", path]) == 0
    assert capfdbinary.readouterr().out == wanted
    for file in ("issues.xlsx", "issues.json"):
        wanted = take(store, OFFICE, file, {"unit": "U02", "header": "zh_CN"}).content
        assert main(["export", file, "--query", "?unit=U02", "--output", str(tmp_path / file), "--store", path]) == 0
        assert (tmp_path / file).read_bytes() == wanted
    capfdbinary.readouterr()
    assert main(["export", "measures.csv", "--output", str(tmp_path / "m.csv"), "--store", path]) == 0
    assert (tmp_path / "m.csv").read_bytes() == take(store, OFFICE, "measures.csv", {}).content


def test_a_dump_is_a_tinydb_file_without_anything_one_could_come_in_with(store: Store, path: str, tmp_path: Path, capsys):
    registered(store)
    store.accounts.create_first("zhang", PASSWORD)
    store.accounts.sign_in("zhang", PASSWORD)
    file = tmp_path / "dump.json"
    assert main(["dump", "--output", str(file), "--store", path]) == 0
    assert file.stat().st_mode & 0o077 == 0 or os.name == "nt"
    assert not {"secret", "session", "attempt"} & set(json.loads(file.read_bytes()))
    with TinyDB(file) as database:
        assert [issue["ref_no"] for issue in database.table("issue")] == ["XH-0001"]
    capsys.readouterr()


def test_a_dump_fills_an_empty_store_and_no_other(store: Store, path: str, tmp_path: Path, capfdbinary):
    registered(store)
    store.accounts.create_first("zhang", PASSWORD)
    file, fresh = str(tmp_path / "dump.json"), str(tmp_path / "fresh.db")
    main(["dump", "--output", file, "--store", path])
    assert main(["load", file, "--store", fresh]) == 0
    assert main(["load", file, "--store", fresh]) == 1
    capfdbinary.readouterr()
    main(["export", "issues.csv", "--store", fresh])
    assert capfdbinary.readouterr().out == take(store, OFFICE, "issues.csv", {}).content


def test_a_backup_is_a_store_of_its_own(store: Store, path: str, tmp_path: Path, capsys):
    registered(store)
    copy = str(tmp_path / "copy.db")
    assert main(["backup", copy, "--store", path]) == 0
    assert main(["verify", "--store", copy]) == 0
    assert copy in capsys.readouterr().err
    assert main(["backup", path, "--store", path]) == 1


@pytest.mark.parametrize("content", ["not json", "[]", '{"issue": 3}'])
def test_a_file_that_is_no_dump_is_refused(tmp_path: Path, capsys, content: str):
    (tmp_path / "bad.json").write_text(content)
    assert main(["load", str(tmp_path / "bad.json"), "--store", str(tmp_path / "new.db")]) == 1
    assert capsys.readouterr().err.count(":") >= 1


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys):
    assert main(["load", str(tmp_path / "none.json"), "--store", str(tmp_path / "new.db")]) == 1
    assert "none.json" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["verify"], ["accounts"], ["dump"], ["export", "issues.csv"], ["backup", "x.db"]])
def test_a_wrong_path_is_no_empty_ledger(tmp_path: Path, capsys, command: list[str]):
    wrong = tmp_path / "typo.db"
    assert main([*command, "--store", str(wrong)]) == 1
    assert "typo.db" in capsys.readouterr().err
    assert not wrong.exists()


def test_a_damaged_store_is_told(tmp_path: Path, capsys):
    (tmp_path / "note.db").write_text("销号" * 500)
    assert main(["verify", "--store", str(tmp_path / "note.db")]) == 1
    assert "note.db" in capsys.readouterr().err


def test_a_bad_setting_is_told(monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.setenv("XIAOHAO_TODAY", "soon")
    assert main(["accounts"]) == 1
    assert "XIAOHAO_TODAY" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["nonsense"], ["export", "passwords.csv"], ["create-admin"], ["sample", "--size", "many"]]
)
def test_what_is_no_command_ends_with_two(arguments: list[str], capsys):
    with pytest.raises(SystemExit) as error:
        main(arguments)
    assert error.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_sample_fills_an_empty_store_and_no_other(path: str, tmp_path: Path, capfdbinary):
    fresh = str(tmp_path / "sample.db")
    assert main(["sample", "--size", "5", "--store", fresh]) == 0
    assert main(["sample", "--size", "5", "--store", fresh]) == 1
    assert main(["sample", "--size", "5", "--store", path]) == 1
    capfdbinary.readouterr()
    main(["export", "issues.csv", "--store", fresh])
    assert capfdbinary.readouterr().out.count(b"\r\n") - 1 == 5


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_every_command_and_option_is_explained(monkeypatch: pytest.MonkeyPatch, capsys, lang: str):
    monkeypatch.setenv("XIAOHAO_LANG", lang)
    told = parser().format_help()
    assert all(command in told for command in EVERY)
    for command in EVERY:
        with pytest.raises(SystemExit):
            main([command, "--help"])
        assert capsys.readouterr().out
    assert {argument for _, wanted in EVERY.values() for argument in wanted} | {"--store"} == set(ARGUMENTS)


def test_it_runs_as_a_program_beside_a_server_on_the_same_store(store: Store, path: str):
    command = [sys.executable, "-m", "store", "create-admin", "zhang", "--password-stdin", "--store", path]
    done = subprocess.run(command, check=False, cwd=ROOT, input=f"{PASSWORD}\n", capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "")
    assert store.accounts.find("zhang") is not None


def test_a_row_that_cannot_be_read_is_told_in_words(store: Store, path: str, tmp_path: Path, capsys):
    copy = str(tmp_path / "copy.db")
    assert main(["backup", copy, "--store", path]) == 0
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE documents SET doc = '[1]' WHERE kind = 'unit' AND id = 1")
        connection.execute("UPDATE documents SET doc = 'nonsense' WHERE kind = 'unit' AND id = 2")
    capsys.readouterr()
    assert main(["restore", copy, "--store", str(tmp_path / "new.db")]) == 1
    told = capsys.readouterr().err
    assert ("unit.1" in told, "unit.2" in told, "{" in told) == (True, True, False)
