"""Settings are checked at start-up; a bad one is named with its value, never guessed around."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from store.config import MOST_MEGABYTES, read_settings
from store.model.errors import Unusable
from store.rules.uploads import Limits
from tests.source import ROOT


def test_without_any_setting_everything_has_its_default():
    settings = read_settings({"PATH": "/bin"})
    assert (settings.store, settings.host, settings.port, settings.access, settings.sample) == (
        Path("data/xiaohao.db"),
        "127.0.0.1",
        8501,
        "open",
        True,
    )
    assert settings.today is None


def test_every_setting_is_read():
    settings = read_settings(
        {
            "XIAOHAO_STORE": "x.db",
            "XIAOHAO_HOST": "10.0.0.7",
            "XIAOHAO_PORT": "80",
            "XIAOHAO_ACCESS": "accounts",
            "XIAOHAO_LANG": "en",
        }
        | {"XIAOHAO_TODAY": "2026-11-23", "XIAOHAO_SAMPLE": "0"}
    )
    assert (settings.host, settings.port, settings.access, settings.language) == ("10.0.0.7", 80, "accounts", "en")
    assert (settings.today, settings.sample) == (date(2026, 11, 23), False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("XIAOHAO_PORT", "eighty"),
        ("XIAOHAO_PORT", "99999"),
        ("XIAOHAO_ACCESS", "everybody"),
        ("XIAOHAO_LANG", "fr"),
        ("XIAOHAO_TODAY", "tomorrow"),
        ("XIAOHAO_SAMPLE", "maybe"),
    ],
)
def test_a_bad_value_is_refused_by_name(name, value):
    with pytest.raises(Unusable) as error:
        read_settings({name: value})
    assert (error.value.code, error.value.params["name"]) == ("bad_setting", name)


def test_the_store_may_be_a_database():
    settings = read_settings({"XIAOHAO_STORE": "postgresql://me:secret@db/ledger"})
    assert str(settings.store) == "postgresql://me@db/ledger"
    assert "secret" not in repr(settings.store)


def test_an_address_of_a_database_that_cannot_be_read_is_refused_without_repeating_it():
    with pytest.raises(Unusable, match="bad_address") as error:
        read_settings({"XIAOHAO_STORE": "postgresql://me:secret@[db/ledger"})
    assert "secret" not in str(error.value)


def test_a_misspelt_setting_is_refused():
    with pytest.raises(Unusable, match="unknown_setting"):
        read_settings({"XIAOHAO_STROE": "x.db"})


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "ledger.example"])
def test_open_access_is_only_for_a_loopback_address(host):
    with pytest.raises(Unusable, match="open_needs_loopback"):
        read_settings({"XIAOHAO_HOST": host})
    assert read_settings({"XIAOHAO_HOST": host, "XIAOHAO_ACCESS": "accounts"}).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.9.9.9"])
def test_every_loopback_address_may_be_open(host):
    assert read_settings({"XIAOHAO_HOST": host}).access == "open"


def test_the_limits_of_evidence_are_read():
    limits = read_settings({"XIAOHAO_EVIDENCE_MB": "5", "XIAOHAO_EVIDENCE_TYPES": "PDF, .jpg,zip", "XIAOHAO_EVIDENCE_FILES": "9"})
    assert limits.evidence == Limits(5, ("pdf", "jpg", "zip"), 9)
    assert read_settings({}).evidence == Limits()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("XIAOHAO_EVIDENCE_MB", "0"),
        ("XIAOHAO_EVIDENCE_MB", str(MOST_MEGABYTES + 1)),
        ("XIAOHAO_EVIDENCE_MB", "20MB"),
        ("XIAOHAO_EVIDENCE_TYPES", "pdf,html"),
        ("XIAOHAO_EVIDENCE_TYPES", ","),
        ("XIAOHAO_EVIDENCE_FILES", "0"),
    ],
)
def test_a_limit_of_evidence_that_cannot_be_kept_is_refused(name: str, value: str):
    with pytest.raises(Unusable, match="bad_setting"):
        read_settings({name: value})


def test_no_limit_is_above_what_the_server_takes_from_a_form():
    server = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["server"]
    assert server["maxUploadSize"] == MOST_MEGABYTES
