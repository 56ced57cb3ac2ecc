"""What may leave the machine is set up wholly or not at all; a secret is never told, not even in a refusal."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.config import read_settings
from store.model.errors import Unusable
from store.web.server import told

MAIL = {
    "XIAOHAO_SMTP_HOST": "mail.house.example",
    "XIAOHAO_MAIL_FROM": "x@house.example",
    "XIAOHAO_URL": "https://ledger.example/",
}
WEBHOOK = {"XIAOHAO_WEBHOOK_URL": "https://robot.example/send?key=s3cret"}


def test_without_settings_nothing_may_leave():
    outgoing = read_settings({}).outgoing
    assert (outgoing.mail, outgoing.webhook, outgoing.url) == (None, None, "")


@pytest.mark.parametrize(("security", "port"), [("", 587), ("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_follows_from_how_the_way_is_secured(security: str, port: int):
    mail = read_settings(MAIL | {"XIAOHAO_SMTP_TLS": security}).outgoing.mail
    assert (mail.port, mail.security) == (port, security or "starttls")


def test_everything_is_read(tmp_path: Path):
    authority = tmp_path / "ca.pem"
    authority.write_text("x")
    more = {"PORT": "2525", "CA": str(authority), "USER": "robot", "PASSWORD": "s3cret"}
    outgoing = read_settings(MAIL | WEBHOOK | {f"XIAOHAO_SMTP_{name}": value for name, value in more.items()}).outgoing
    assert (outgoing.mail.port, outgoing.mail.authority, outgoing.mail.user) == (2525, authority, "robot")
    assert (outgoing.url, outgoing.webhook.shape) == ("https://ledger.example", "plain")
    assert "s3cret" not in repr(outgoing)


@pytest.mark.parametrize("name", ["XIAOHAO_MAIL_FROM", "XIAOHAO_URL"])
def test_half_a_mail_server_is_refused(name: str):
    with pytest.raises(Unusable) as error:
        read_settings({key: value for key, value in MAIL.items() if key != name})
    assert (error.value.code, error.value.params) == ("setting_needs", {"name": "XIAOHAO_SMTP_HOST", "needed": name})
    assert name in told(error.value)


@pytest.mark.parametrize(
    ("given", "needed"),
    [
        ({"XIAOHAO_MAIL_FROM": "x@house.example"}, "XIAOHAO_SMTP_HOST"),
        ({"XIAOHAO_SMTP_PORT": "25"}, "XIAOHAO_SMTP_HOST"),
        (MAIL | {"XIAOHAO_SMTP_USER": "robot"}, "XIAOHAO_SMTP_PASSWORD"),
        (MAIL | {"XIAOHAO_SMTP_PASSWORD": "s3cret"}, "XIAOHAO_SMTP_USER"),
        ({"XIAOHAO_WEBHOOK_FORMAT": "wecom"}, "XIAOHAO_WEBHOOK_URL"),
    ],
)
def test_what_makes_no_sense_alone_is_refused(given: dict[str, str], needed: str):
    with pytest.raises(Unusable, match="setting_needs") as error:
        read_settings(given)
    assert error.value.params["needed"] == needed
    assert "s3cret" not in told(error.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("XIAOHAO_URL", "ledger.example"),
        ("XIAOHAO_URL", "https://ledger.example/?a=1"),
        ("XIAOHAO_URL", "javascript:alert(1)"),
        ("XIAOHAO_SMTP_PORT", "smtp"),
        ("XIAOHAO_SMTP_PORT", "0"),
        ("XIAOHAO_SMTP_TLS", "perhaps"),
        ("XIAOHAO_SMTP_CA", "/nowhere/ca.pem"),
        ("XIAOHAO_MAIL_FROM", "x@house.example\nBcc: y@house.example"),
        ("XIAOHAO_MAIL_FROM", "somebody"),
        ("XIAOHAO_WEBHOOK_URL", "file:///etc/s3cret"),
        ("XIAOHAO_WEBHOOK_FORMAT", "slack"),
    ],
)
def test_a_bad_value_is_refused_by_name_and_a_secret_one_is_not_repeated(name: str, value: str):
    with pytest.raises(Unusable) as error:
        read_settings(MAIL | WEBHOOK | {name: value})
    assert (error.value.code, error.value.params["name"]) == ("bad_setting", name)
    assert "s3cret" not in told(error.value)


def test_a_password_never_goes_to_another_machine_in_the_clear():
    signed = MAIL | {"XIAOHAO_SMTP_TLS": "none", "XIAOHAO_SMTP_USER": "robot", "XIAOHAO_SMTP_PASSWORD": "s3cret"}
    with pytest.raises(Unusable, match="password_in_the_clear") as error:
        read_settings(signed)
    assert "s3cret" not in told(error.value)
    assert read_settings(signed | {"XIAOHAO_SMTP_HOST": "127.0.0.1"}).outgoing.mail.user == "robot"
