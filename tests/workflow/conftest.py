"""The toy procedure in play: its people, its desk, and a loan to begin with; and databases without any schema."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from tests import postgres
from tests.conftest import NOON
from tests.copies import settings_for
from tests.workflow.toy import Loan
from workflow.columns import new_id
from workflow.context import Actor
from workflow.database import Database
from workflow.definition import Workflow
from workflow.engine import open_case

READER_ID = UUID("01900000-0000-7000-8000-000000000001")
READER = Actor(UUID("01900000-0000-7000-8000-00000000000a"), READER_ID)
LIBRARIAN = Actor(UUID("01900000-0000-7000-8000-00000000000b"), new_id(), frozenset({"librarian"}))
OTHER_LIBRARIAN = Actor(UUID("01900000-0000-7000-8000-00000000000c"), new_id(), frozenset({"librarian"}))
LATER = NOON + timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("loans")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind: the test brings it to the revision it wants."""
    if request.param == "sqlite":
        database = Database(settings_for(f"sqlite:///{tmp_path}/empty.sqlite3", tmp_path))
        yield database
        database.engine.dispose()
        return
    name = f"afilia_schema_{os.getpid()}_{abs(hash(tmp_path)) % 10**8}"
    database = Database(settings_for(postgres.create_database(name), tmp_path))
    yield database
    database.engine.dispose()
    postgres.drop_database(name)


def states_allowed(database: Database, workflow: Workflow) -> set[str]:
    """The states that the CHECK of a procedure's table allows, as it stands in the database."""
    table = workflow.model.__tablename__
    checks = {check["name"]: check["sqltext"] for check in inspect(database.engine).get_check_constraints(table)}
    return set(re.findall(r"'(\w+)'", checks[f"ck_{table}_state"]))


def ask(
    session: Session, *, key: str | None = None, title: str = "Momo", email: str | None = "ana@example.org"
) -> Loan:
    """A loan that the reader has asked for."""
    data = {"reader_id": READER_ID, "title": title, "email": email, "reader_name": "Ana Prueba"}
    return open_case(session, Loan, "ask", READER, NOON, key=key, data=data).case
