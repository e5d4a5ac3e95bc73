"""A real SMTP server for tests: it keeps what it accepts and can be told to refuse or to go away."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Mailbox:
    """What arrived, in order, and what the server answers to whom."""

    accepted: list[bytes] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    after_data: str | None = None
    seconds: float = 0.0

    @property
    def mails(self) -> list[Message]:
        """What arrived, parsed."""
        return [message_from_bytes(raw, policy=default) for raw in self.accepted]

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        """Refuse the addresses that are to be refused."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the message, after thinking it over for as long as it was told to."""
        await asyncio.sleep(self.seconds)
        self.accepted.append(envelope.content)
        return self.after_data or f"250 queued as {len(self.accepted)}"


@contextmanager
def mail_server(mailbox: Mailbox, port: int | None = None) -> Iterator[str]:
    """A server on this machine while the block runs; its address as a setting."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
