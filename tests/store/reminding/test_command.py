"""``python -m store remind`` on a real store, to a real mail server and a real group's service on this machine."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from store.__main__ import main
from store.opening import Store
from store.reminding.digests import digests
from store.rules.waiting import total
from store.setup import SYSTEM
from tests.source import ROOT
from tests.store.conftest import OFFICE, TODAY, registered
from tests.store.reminding.conftest import HOUSE, PASSWORD
from tools.live import clean_environment, free_port


@pytest.fixture
def remind(staffed: Store):
    """The command on the store of the test, which stays open as a server would have it."""
    return lambda *more: main(["remind", *more, "--store", str(staffed.settings.store)])


def test_each_gets_a_letter_of_their_own_and_whoever_only_looks_gets_none(mail_server, by_mail, remind, capsys):
    server = mail_server()
    by_mail(server.port)
    assert remind() == 0
    assert sorted(str(one["To"].addresses[0].addr_spec) for one in server.letters) == [
        "li@house.example",
        "zhao@house.example",
        "zhou@house.example",
    ]
    told = server.letter_to("li").get_body(("plain",)).get_content()
    assert "li先生，您好" in told
    assert "1 个逾期，1 个临期" in told
    assert f"{HOUSE}/issue?ref=XH-0001" in told
    assert "会议过多" not in told
    assert capsys.readouterr().err.count("已提醒") == 3


def test_the_letter_counts_what_the_page_counts(staffed: Store, mail_server, by_mail, remind):
    server = mail_server()
    by_mail(server.port)
    remind("--to", "zhou")
    (digest,) = digests(staffed, "zhou")
    assert digest.count == total(staffed.ledger.waiting(digest.actor, TODAY)) == 2
    assert "2 件待办" in server.letters[0]["Subject"]


def test_nobody_is_told_twice_a_day_unless_asked_for(mail_server, by_mail, remind, monkeypatch, capsys):
    server = mail_server()
    by_mail(server.port)
    assert [remind("--to", "li"), remind("--to", "LI"), len(server.letters)] == [0, 0, 1]
    assert "今天已经提醒过" in capsys.readouterr().err
    assert [remind("--to", "li", "--again"), len(server.letters)] == [0, 2]
    monkeypatch.setenv("XIAOHAO_TODAY", (TODAY + timedelta(days=1)).isoformat())
    assert [remind("--to", "li"), len(server.letters)] == [0, 3]


def test_that_it_was_sent_is_an_event_without_the_address(staffed: Store, mail_server, by_mail, remind):
    by_mail(mail_server().port)
    remind("--to", "li")
    (account,) = [one for one in staffed.accounts.all() if one.name == "li"]
    event = staffed.repository.select("event", subject=f"account:{account.id}")[-1]
    assert (event["action"], event["actor"], event["ref"], event["note"]) == ("remind", SYSTEM.name, "li", "2")
    assert "house.example" not in str(event)


def test_one_refused_address_does_not_stop_the_others_and_is_tried_again(mail_server, by_mail, remind, capsys):
    server = mail_server()
    server.refused.add("li@house.example")
    by_mail(server.port)
    assert remind() == 1
    said = capsys.readouterr().err
    assert len(server.letters) == 2
    assert "li：未发出" in said
    assert "没有全部提醒到：li" in said
    assert "550" in said
    assert "@" not in said
    server.refused.clear()
    assert [remind(), len(server.letters)] == [0, 3]


def test_a_server_that_is_down_is_told_once_a_person_and_nothing_counts_as_sent(by_mail, mail_server, remind, capsys):
    by_mail(free_port())
    assert remind() == 1
    assert capsys.readouterr().err.count("连不上邮件服务器") == 3
    server = mail_server()
    by_mail(server.port)
    assert [remind(), len(server.letters)] == [0, 3]


def test_whoever_has_no_address_is_named_and_that_is_no_failure(staffed: Store, mail_server, by_mail, remind, capsys):
    staffed.accounts.create(SYSTEM, "wu", PASSWORD, "office")
    server = mail_server()
    by_mail(server.port)
    assert remind() == 0
    assert "wu：没有可用的邮箱" in capsys.readouterr().err
    assert len(server.letters) == 3


def test_whoever_may_not_come_in_any_more_is_not_reminded(staffed: Store, mail_server, by_mail, remind):
    staffed.accounts.deactivate(SYSTEM, "li")
    server = mail_server()
    by_mail(server.port)
    assert [remind("--to", "li"), len(server.letters)] == [1, 0]


def test_a_dry_run_sends_nothing_and_shows_everything(mail_server, by_mail, remind, group, monkeypatch, capsys):
    server = mail_server()
    by_mail(server.port)
    monkeypatch.setenv("XIAOHAO_WEBHOOK_URL", group.url)
    assert remind("--dry-run") == 0
    told = capsys.readouterr().out
    assert (server.letters, group.posted) == ([], [])
    assert all(words in told for words in ("li先生", "zhao先生", "zhou先生", "整改提醒"))
    assert [remind(), len(server.letters)] == [0, 3]


def test_where_nothing_is_configured_it_is_printed(remind, capsys):
    assert remind() == 0
    assert capsys.readouterr().out.count("您好") == 3


def test_without_accounts_each_unit_and_the_office_have_theirs(store: Store, capsys):
    registered(store, due=TODAY - timedelta(days=6), found_on=TODAY - timedelta(days=30))
    assert main(["remind", "--store", str(store.settings.store)]) == 0
    told = capsys.readouterr().out
    assert "办公室，您好" in told
    assert "整改组，您好" in told
    assert "人事处，您好" not in told
    assert main(["remind", "--to", "U01", "--store", str(store.settings.store)]) == 0
    assert "整改组，您好" not in capsys.readouterr().out


def test_nothing_is_sent_where_nothing_waits(store: Store, mail_server, by_mail, group, monkeypatch, capsys):
    store.accounts.create(SYSTEM, "li", PASSWORD, "unit", "U01", email="li@house.example")
    server = mail_server()
    by_mail(server.port)
    monkeypatch.setenv("XIAOHAO_WEBHOOK_URL", group.url)
    assert main(["remind", "--store", str(store.settings.store)]) == 0
    assert (server.letters, group.posted) == ([], [])
    assert capsys.readouterr().out == ""


def test_nobody_of_that_name_is_told(remind, capsys):
    assert remind("--to", "nobody") == 1
    assert "nobody" in capsys.readouterr().err


def test_the_language_is_the_readers(staffed: Store, mail_server, by_mail, remind, monkeypatch):
    monkeypatch.setenv("XIAOHAO_LANG", "en")
    server = mail_server()
    by_mail(server.port)
    remind("--to", "li")
    assert "2 things to do" in server.letters[0]["Subject"]


def test_the_group_is_told_once_a_day_after_the_letters(mail_server, by_mail, remind, group, monkeypatch):
    by_mail(mail_server().port)
    monkeypatch.setenv("XIAOHAO_WEBHOOK_URL", group.url)
    assert [remind(), remind(), len(group.posted)] == [0, 0, 1]
    assert [remind("--to", "li", "--again"), len(group.posted)] == [0, 1]


def test_a_group_that_answers_with_an_error_is_told_without_its_address(remind, group, monkeypatch, capsys):
    group.status = 500
    monkeypatch.setenv("XIAOHAO_WEBHOOK_URL", group.url)
    assert remind() == 1
    said = capsys.readouterr().err
    assert "工作群" in said
    assert "500" in said
    assert "s3cret" not in said
    group.status = 200
    assert [remind(), len(group.posted)] == [0, 2]


def test_no_password_is_ever_printed(mail_server, by_mail, remind, certificate, capfd):
    server = mail_server(certificate, "s3cret-mail")
    by_mail(server.port, TLS="starttls", CA=str(certificate), USER="robot", PASSWORD="wrong-s3cret")
    assert remind() == 1
    out, err = capfd.readouterr()
    assert "s3cret" not in out + err
    assert "XIAOHAO_SMTP_PASSWORD" in err


def test_it_runs_as_a_program_for_cron(staffed: Store, mail_server, certificate: Path):
    """As an administrator sets it up: everything in the environment, a server that asks for cipher and password."""
    server = mail_server(certificate, "s3cret-mail")
    way = {"HOST": "127.0.0.1", "PORT": str(server.port), "TLS": "starttls", "CA": str(certificate), "USER": "robot"}
    given = {f"XIAOHAO_SMTP_{name}": value for name, value in way.items()} | {
        "XIAOHAO_SMTP_PASSWORD": "s3cret-mail",
        "XIAOHAO_MAIL_FROM": "xiaohao@house.example",
        "XIAOHAO_URL": HOUSE,
        "XIAOHAO_TODAY": TODAY.isoformat(),
        "XIAOHAO_STORE": str(staffed.settings.store),
    }
    done = subprocess.run(
        [sys.executable, "-m", "store", "remind"],
        check=False,
        cwd=ROOT,
        env=clean_environment() | given,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert "s3cret" not in done.stderr
    assert (len(server.letters), server.in_cipher, server.users) == (3, [True] * 3, ["robot"])


def test_what_is_done_is_reminded_of_no_more(staffed: Store):
    issue = staffed.ledger.issue(OFFICE, "XH-0003")
    staffed.ledger.do(OFFICE, "dismiss", issue.ref_no, issue.revision, reason="不属实")
    assert [digest.count for digest in digests(staffed, "li")] == [1]
