"""The command line around a server: restore, the order of the help, bars, and how commands end while a server is writing."""

from __future__ import annotations

import fcntl
import io
import json
import os
import pty
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from store import bar
from store.__main__ import ALONE, COMMANDS, GROUPS, main, parser
from store.config import read_settings
from store.exchange.taking import FILES
from store.model.documents import Actor
from store.model.enums import Role
from store.opening import Store, open_store
from store.setup import SYSTEM
from store.words import text
from tests.small_ledger import problem
from tests.source import ROOT
from tests.store.conftest import OFFICE, TODAY, registered
from tests.store.papers import PHOTO
from tests.store.test_evidence import handed_in
from tools.live import Server, serve

CLERK = Actor("office", Role.OFFICE)


def ran(*arguments: str, path: Path | str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """The command line as a program of its own."""
    command = [sys.executable, "-m", "store", *arguments, "--store", str(path)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XIAOHAO_")}
    environment["XIAOHAO_TODAY"] = TODAY.isoformat()
    return subprocess.run(
        command, check=False, cwd=ROOT, env=environment, input=stdin, capture_output=True, text=True, timeout=120
    )


def test_a_restored_ledger_is_the_one_that_was_backed_up(store: Store, tmp_path: Path, capfdbinary):
    issue = handed_in(store, PHOTO)
    path, copy, fresh = str(store.settings.store), str(tmp_path / "copy.db"), str(tmp_path / "fresh" / "fresh.db")
    assert main(["backup", copy, "--store", path]) == 0
    assert main(["restore", copy, "--store", fresh]) == 0
    capfdbinary.readouterr()
    exported = [(main(["export", "issues.csv", "--store", one]), capfdbinary.readouterr().out) for one in (path, fresh)]
    assert exported[0] == exported[1]
    again = open_store(read_settings({"XIAOHAO_STORE": fresh}))
    file = again.ledger.file(OFFICE, issue.ref_no, issue.evidence[0].id)
    assert again.ledger.content(file) == PHOTO.content
    again.repository.close()


def test_a_store_that_holds_something_wants_the_word_replace_and_keeps_what_was_there(store: Store, tmp_path: Path, capsys):
    registered(store)
    copy, other = str(tmp_path / "copy.db"), str(tmp_path / "other.db")
    main(["backup", copy, "--store", str(store.settings.store)])
    assert main(["sample", "--size", "3", "--store", other]) == 0
    assert main(["restore", copy, "--store", other]) == 1
    assert "other.db" in capsys.readouterr().err
    assert main(["restore", copy, "--replace", "--store", other]) == 0
    assert "other.db.replaced-1" in capsys.readouterr().err
    assert main(["verify", "--store", other]) == 0


def test_a_store_that_is_open_is_not_restored(store: Store, tmp_path: Path, capsys):
    copy = str(tmp_path / "copy.db")
    main(["backup", copy, "--store", str(store.settings.store)])
    issue = registered(store)
    assert main(["restore", copy, "--replace", "--store", str(store.settings.store)]) == 1
    assert text("zh_CN", "refused.store_in_use", path=str(store.settings.store)) in capsys.readouterr().err
    assert store.ledger.issue(OFFICE, issue.ref_no) == issue


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_the_help_lists_every_command_once_in_the_order_of_its_groups(monkeypatch: pytest.MonkeyPatch, lang: str):
    monkeypatch.setenv("XIAOHAO_LANG", lang)
    there = {**COMMANDS, **ALONE}
    told = parser().format_help().splitlines()
    listed = [line.split()[0] for line in told if line.startswith("  ") and line.split()[0] in there]
    assert listed == [name for group in GROUPS.values() for name in group if name in there]
    assert sorted(listed) == sorted(there)
    headings = [text(lang, f"cli.group_{group}") for group in GROUPS]
    assert [line for line in told if line in headings] == [one for one in headings if one in told] == headings


def test_the_help_tells_how_commands_end():
    assert text("zh_CN", "cli.ends") in parser().format_help()


def test_the_command_line_offers_every_file_there_is(capsys):
    with pytest.raises(SystemExit) as error:
        main(["export", "--help"])
    assert error.value.code == 0
    told = "".join(capsys.readouterr().out.split())
    assert [file for file in FILES if file not in told] == []


def test_where_nobody_looks_no_bar_is_drawn(store: Store, tmp_path: Path, capfd):
    assert main(["backup", str(tmp_path / "copy.db"), "--store", str(store.settings.store)]) == 0
    out, err = capfd.readouterr()
    assert (out, len(err.splitlines()), "%" in err) == ("", 1, False)


def test_on_a_terminal_a_bar_is_drawn_and_cleared(store: Store, tmp_path: Path):
    registered(store)
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    command = [sys.executable, "-m", "store", "backup", str(tmp_path / "copy.db"), "--store", str(store.settings.store)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while more := os.read(ours, 4096):
            shown += more
    except OSError:
        pass  # the terminal is gone with the last who had it
    os.close(ours)
    assert process.stdout
    assert (process.wait(60), process.stdout.read()) == (0, b"")
    process.stdout.close()
    assert "100%" in shown.decode()
    assert text("zh_CN", "cli.backing_up") in shown.decode()
    assert shown.decode().rstrip().splitlines()[-1].endswith(text("zh_CN", "cli.backed_up", file=str(tmp_path / "copy.db")))


def test_a_bar_goes_from_part_to_part(monkeypatch: pytest.MonkeyPatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with bar.bar("cli.restoring") as told:
        assert told
        for done, whole in ((1, 2), (2, 2), (10, 1000), (1000, 1000)):
            told(done, whole)
    assert text("zh_CN", "cli.restoring") in screen.getvalue()


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[tuple[Server, Path, list[int]]]:
    """A server on whose ledger a program is entering problems all the time; the list grows with the statuses it was answered."""
    path = tmp_path / "live" / "xiaohao.db"
    environment = {"XIAOHAO_STORE": str(path), "XIAOHAO_ACCESS": "accounts", "XIAOHAO_SAMPLE": "0", "XIAOHAO_TODAY": str(TODAY)}
    with serve(**environment) as server:
        store = open_store(read_settings(environment))
        store.accounts.create(SYSTEM, "office", "correct horse", Role.OFFICE)
        campaign = store.ledger.campaign()
        codes = {"category": campaign.categories[0].code, "source": campaign.sources[0].code}
        body = problem(**codes, unit=store.ledger.units()[0].code, cause_kind=campaign.cause_kinds[0].code)
        _, secret = store.tokens.make(CLERK, {"name": "x", "scope": "write"})
        store.repository.close()
        statuses: list[int] = []
        over = threading.Event()

        def enter() -> None:
            with httpx.Client(base_url=server.url, headers={"authorization": f"Bearer {secret}"}, trust_env=False) as client:
                while not over.is_set():
                    statuses.append(client.post("/api/issues", json=body).status_code)

        thread = threading.Thread(target=enter)
        thread.start()
        try:
            yield server, path, statuses
        finally:
            over.set()
            thread.join()


def test_every_command_works_while_a_server_is_writing_and_only_restore_is_refused(
    writing: tuple[Server, Path, list[int]], tmp_path: Path
):
    server, path, statuses = writing
    copy = tmp_path / "copy.db"
    assert ran("create-admin", "zhang", "--password-stdin", path=path, stdin="correct horse\n").returncode == 0
    assert ran("backup", str(copy), path=path).returncode == 0
    assert ran("verify", path=path).returncode == 0
    assert ran("verify", path=copy).returncode == 0
    exported = ran("export", "issues.csv", path=path)
    assert (exported.returncode, exported.stdout.count("XH-") > 0) == (0, True)
    dumped = ran("dump", path=path)
    assert len(json.loads(dumped.stdout)["issue"]) > 0
    assert "token" not in json.loads(dumped.stdout)
    assert ran("remind", "--dry-run", path=path).returncode == 0
    refused = ran("restore", str(copy), "--replace", path=path)
    assert (refused.returncode, "xiaohao.db" in refused.stderr) == (1, True)
    before = len(statuses)
    assert httpx.post(f"{server.url}/sign-in", data={"name": "zhang", "password": "correct horse"}, trust_env=False).status_code
    assert set(statuses) == {201}
    assert before > 10
    assert "Traceback" not in server.said()
    assert ran("restore", str(copy), path=tmp_path / "elsewhere.db").returncode == 0


def test_what_was_typed_wrong_ends_with_two_and_what_was_refused_with_one(store: Store, tmp_path: Path):
    assert ran("restore", path=tmp_path / "x.db").returncode == 2
    refused = ran("restore", str(tmp_path / "none.db"), path=tmp_path / "x.db")
    assert (refused.returncode, "none.db" in refused.stderr, refused.stdout) == (1, True, "")
    assert not (tmp_path / "x.db").exists()
