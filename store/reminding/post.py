"""Handing letters to the mail server: over a line that is secured as the settings say, or not at all."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from types import TracebackType

from store.model.errors import NotSent
from store.outgoing import MailServer

PATIENCE = 20.0
"""Seconds to wait for each answer of the server."""


class Post:
    """One line to the server for all letters of a run, opened with the first. ``send`` raises NotSent."""

    def __init__(self, server: MailServer, patience: float = PATIENCE) -> None:
        self._server = server
        self._patience = patience
        self._line: smtplib.SMTP | None = None
        self._closed: NotSent | None = None

    def __enter__(self) -> Post:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._hang_up()

    def send(self, message: EmailMessage) -> None:
        """Hand over one letter. Where the server could not be reached at all, the next letters are told so without waiting."""
        if self._closed:
            raise self._closed
        try:
            line = self._open_line()
        except (OSError, UnicodeError) as error:
            self._hang_up()
            self._closed = why(error)
            raise self._closed from None
        try:
            line.send_message(message)
        except OSError as error:
            if not isinstance(error, smtplib.SMTPException) or isinstance(error, smtplib.SMTPServerDisconnected):
                self._hang_up()
            raise why(error) from None

    def _open_line(self) -> smtplib.SMTP:
        """The line, if it still stands (servers hang up after so many letters), or a new one."""
        if self._line and not _stands(self._line):
            self._hang_up()
        if self._line is None:
            self._line = self._dialled()
            if self._server.user:
                self._line.login(self._server.user, self._server.password)
        return self._line

    def _dialled(self) -> smtplib.SMTP:
        to, patience = (self._server.host, self._server.port), self._patience
        if self._server.security == "none":
            return smtplib.SMTP(*to, timeout=patience)
        trusted = ssl.create_default_context(cafile=self._server.authority)
        if self._server.security == "tls":
            return smtplib.SMTP_SSL(*to, timeout=patience, context=trusted)
        self._line = smtplib.SMTP(*to, timeout=patience)
        self._line.starttls(context=trusted)  # raises where the server offers none: nothing is ever sent in the clear instead
        return self._line

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line:
            try:
                line.quit()
            except OSError:
                line.close()


def _stands(line: smtplib.SMTP) -> bool:
    try:
        return line.noop()[0] == 250
    except OSError:
        return False


WHY: tuple[tuple[type[Exception], str], ...] = (
    (smtplib.SMTPRecipientsRefused, "recipient"),
    (smtplib.SMTPAuthenticationError, "password"),
    (smtplib.SMTPNotSupportedError, "not_offered"),
    (smtplib.SMTPResponseException, "answer"),
    (ssl.SSLError, "untrusted"),
    (TimeoutError, "timeout"),
    (UnicodeError, "password"),
    (OSError, "unreachable"),
)
"""The first that fits says why a letter was not taken; what else the server said may name people, so only its number is told."""


def why(error: Exception) -> NotSent:
    """An error of the line as one that can be told."""
    late = isinstance(error.__context__, TimeoutError)  # smtplib calls a server that says nothing one that hung up
    code = "timeout" if late else next(code for kind, code in WHY if isinstance(error, kind))
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return NotSent(code, answer=next((answer for answer, _ in error.recipients.values()), 0))
    return NotSent(code, answer=getattr(error, "smtp_code", 0))
