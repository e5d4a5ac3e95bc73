"""The toy procedure in play: its people, its desk, and a loan to begin with."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from tests.conftest import NOON
from tests.workflow.toy import Loan
from workflow.columns import new_id
from workflow.context import Actor
from workflow.engine import open_case

READER_ID = UUID("01900000-0000-7000-8000-000000000001")
READER = Actor(UUID("01900000-0000-7000-8000-00000000000a"), READER_ID)
LIBRARIAN = Actor(UUID("01900000-0000-7000-8000-00000000000b"), new_id(), frozenset({"librarian"}))
OTHER_LIBRARIAN = Actor(UUID("01900000-0000-7000-8000-00000000000c"), new_id(), frozenset({"librarian"}))
LATER = NOON + timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("loans")


def ask(
    session: Session, *, key: str | None = None, title: str = "Momo", email: str | None = "ana@example.org"
) -> Loan:
    """A loan that the reader has asked for."""
    data = {"reader_id": READER_ID, "title": title, "email": email, "reader_name": "Ana Prueba"}
    return open_case(session, Loan, "ask", READER, NOON, key=key, data=data).case
