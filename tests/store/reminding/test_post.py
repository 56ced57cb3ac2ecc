"""The line to the mail server: only over a cipher whose certificate is trusted, and what went wrong as a code."""

from __future__ import annotations

import socket
from email.message import EmailMessage
from pathlib import Path

import pytest

from store.model.errors import NotSent
from store.outgoing import MailServer
from store.reminding.post import Post
from tools.live import free_port


def message(to: str = "li@house.example") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "xiaohao@house.example", to, "待办"
    made.set_content("督办")
    return made


def way(port: int, security: str = "none", authority: Path | None = None, user: str = "", password: str = "") -> MailServer:
    return MailServer("127.0.0.1", port, security, "xiaohao@house.example", authority, user, password)


def refused(server: MailServer, patience: float = 5) -> str:
    with Post(server, patience) as post, pytest.raises(NotSent) as error:
        post.send(message())
    return error.value.code


def test_a_certificate_of_the_house_is_taken_when_its_authority_is_named(mail_server, certificate):
    server = mail_server(certificate)
    with Post(way(server.port, "starttls", certificate)) as post:
        post.send(message())
    assert server.in_cipher == [True]


def test_a_certificate_that_nobody_vouches_for_is_refused_and_nothing_is_sent(mail_server, certificate):
    server = mail_server(certificate)
    assert refused(way(server.port, "starttls")) == "untrusted"
    assert server.letters == []


def test_nothing_is_sent_in_the_clear_where_the_server_offers_no_cipher(mail_server):
    server = mail_server()
    assert refused(way(server.port, "starttls")) == "not_offered"
    assert server.letters == []


def test_a_wrong_password_is_told_apart(mail_server, certificate):
    server = mail_server(certificate, "right")
    assert refused(way(server.port, "starttls", certificate, "robot", "wrong")) == "password"
    assert refused(way(server.port, "starttls", certificate, "robot", "密码")) == "password"


def test_one_refused_recipient_leaves_the_line_open_for_the_next(mail_server):
    server = mail_server()
    server.refused.add("li@house.example")
    with Post(way(server.port)) as post:
        with pytest.raises(NotSent) as error:
            post.send(message())
        post.send(message("zhao@house.example"))
    assert (error.value.code, error.value.params) == ("recipient", {"answer": 550})
    assert [one["To"] for one in server.letters] == ["zhao@house.example"]


def test_a_line_that_the_server_dropped_is_opened_anew(mail_server):
    server = mail_server()
    with Post(way(server.port)) as post:
        post.send(message())
        post._line.sock.shutdown(socket.SHUT_RDWR)
        post.send(message())
    assert len(server.letters) == 2


def test_a_server_that_is_down_is_asked_once():
    with Post(way(free_port())) as post:
        codes = []
        for _ in range(3):
            with pytest.raises(NotSent) as error:
                post.send(message())
            codes.append(error.value.code)
    assert codes == ["unreachable"] * 3


def test_a_server_that_says_nothing_is_not_waited_for():
    with socket.create_server(("127.0.0.1", 0)) as mute:
        assert refused(way(mute.getsockname()[1]), patience=0.3) == "timeout"
