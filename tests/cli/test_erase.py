"""`afilia erase`: says first what it would do, does it only when asked, names nobody, and the record verifies after."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from cli.main import afilia
from enrolment.models import Registration
from tests.conftest import NOON
from tests.enrolment import parties
from workflow import clock
from workflow.database import Database
from workflow.engine import fire
from workflow.people import Login, Person

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command on the database of the test."""
    settings = sqlite_database.settings
    monkeypatch.setenv("AFILIA_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("AFILIA_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("AFILIA_SECRET_KEY", settings.secret)
    return lambda *words: CliRunner().invoke(afilia, list(words))


@pytest.fixture
def casa(sqlite_database: Database) -> parties.Payer:
    """A household that registered and closed at once, who signs in as `casa`."""

    def command(session):  # type: ignore[no-untyped-def]
        who = parties.household(session, NOON, 1)
        session.get_one(Login, who.actor.login_id).username = "casa"
        fire(session, session.scalars(select(Registration)).one(), "close", who.actor, NOON)
        return who

    return sqlite_database.run(command)


def name_of(database: Database, who: parties.Payer) -> str:
    with database.read() as session:
        return session.get_one(Person, who.person_id).first_surname


def test_it_only_says_what_it_would_do(run: Run, casa: parties.Payer, sqlite_database: Database) -> None:
    said = run("erase", "--username", "casa")
    assert said.exit_code == 0, said.output
    assert "would erase how they are reached, and nothing else yet" in said.output
    assert "LSS 15 II" in said.output
    assert "Nothing was changed" in said.output
    assert casa.person.first_surname not in said.output
    assert name_of(sqlite_database, casa) == casa.person.first_surname


def test_when_asked_it_does_it_and_the_record_verifies(
    run: Run, casa: parties.Payer, sqlite_database: Database
) -> None:
    assert "Nobody" in run("erase", "--due").output
    sqlite_database.run(lambda session: clock.move_to(session, clock.real_now() + timedelta(days=6 * 366)))
    said = run("erase", "--due", "--really")
    assert "erased everything that names them" in said.output, said.output
    assert name_of(sqlite_database, casa) == "—"
    assert run("audit", "verify").exit_code == 0
    assert "Nobody" in run("erase", "--due").output
    assert run("erase", "--person", str(casa.person_id)).exit_code == 2


@pytest.mark.parametrize("words", [(), ("--due", "--username", "casa"), ("--username", "nadie"), ("--person", "x")])
def test_what_is_asked_wrongly_is_said(run: Run, casa: parties.Payer, words: tuple[str, ...]) -> None:
    said = run("erase", *words)
    assert said.exit_code == 2
    assert "Traceback" not in said.output
