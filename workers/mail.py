"""The next hands of a notice: a mail server, or the console when none is configured."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from typing import Protocol
from urllib.parse import unquote, urlsplit

import click

from workflow.settings import Settings

TIMEOUT_SECONDS = 15
PORTS = {"smtp": 25, "smtps": 465}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
ACCEPTED = frozenset({250, 251})
CLOSING = 421  # RFC 5321, 3.8
# Lines folded and characters encoded so that every mail server of the last forty years takes them.
_WIRE = SMTP.clone(cte_type="7bit")


class ServerAway(OSError):
    """The mail server cannot be reached or refuses us altogether: no fault of any one message."""


class Refusal(Exception):
    """The mail server refused this message; the text is its answer."""


class Gateway(Protocol):
    """Something that takes a message and answers with a proof that it did."""

    def send(self, mail: EmailMessage) -> str:
        """Hand the message over; the proof is what the next hands answered. Raises `Refusal` or `ServerAway`."""


@contextmanager
def gateway(settings: Settings) -> Iterator[Gateway]:
    """The gateway the settings name, open for a batch. Raises `ServerAway`."""
    if not settings.smtp_url:
        yield Console()
        return
    connection = _connect(settings.smtp_url)
    try:
        yield Server(connection)
    finally:
        connection.close()


@dataclass(frozen=True, slots=True)
class Console:
    """Shows that a notice would have been sent. What it says stays in the person's mailbox in Afilia."""

    def send(self, mail: EmailMessage) -> str:
        """Print one line that says nothing of the content and hides the address."""
        name, _, domain = mail["To"].partition("@")
        click.echo(f"notice {mail['Message-ID']} for {name[:1]}***@{domain}")
        return "console"


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server, over one connection for the whole batch."""

    connection: smtplib.SMTP

    def send(self, mail: EmailMessage) -> str:
        """Hand the message over step by step, because only so the server's last answer can be kept as proof."""
        try:
            self.connection.rset()
            self._accepted(self.connection.mail(mail["From"]))
            self._accepted(self.connection.rcpt(mail["To"]))
            return self._accepted(self.connection.data(mail.as_bytes(policy=_WIRE)))
        except smtplib.SMTPDataError as error:
            raise Refusal(_text(error.smtp_code, error.smtp_error)) from error
        except OSError as error:  # which every fault of smtplib's is
            raise ServerAway(str(error)) from error

    def _accepted(self, answer: tuple[int, bytes]) -> str:
        code, text = answer
        if code == CLOSING:
            raise ServerAway(_text(code, text))
        if code not in ACCEPTED:
            raise Refusal(_text(code, text))
        return _text(code, text)


def _text(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"


def _connect(address: str) -> smtplib.SMTP:
    """A connection ready to send, encrypted where the server can and is not this machine itself."""
    url = urlsplit(address)
    host, port = url.hostname or "", url.port or PORTS.get(url.scheme, 25)
    try:
        if url.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
            )
        else:
            connection = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
        connection.ehlo()
        if connection.has_extn("starttls") and host not in LOOPBACK:
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo()
        if url.username:
            connection.login(unquote(url.username), unquote(url.password or ""))
    except (smtplib.SMTPException, OSError) as error:
        raise ServerAway(str(error)) from error
    return connection
