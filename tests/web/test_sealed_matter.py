"""Hunted on every page of everybody: a child who was to be enrolled shows nowhere but in the sealed matter itself."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from pydantic import SecretStr
from sqlalchemy import select

from cli.main import afilia
from enrolment.people.invented import invented_person
from enrolment.people.protection_models import ProtectionMatter
from tests.enrolment import parties
from tests.web.conftest import Visitor
from web.app import create_app
from workflow.clock import real_now
from workflow.database import Database
from workflow.engine import fire
from workflow.metrics import exposition
from workflow.people import AccessLog, Login
from workflow.sealing import unopened

NOON = datetime(2026, 3, 10, 18, tzinfo=UTC)
CHILD = invented_person("a child", born=date(2012, 1, 20))
NAMES = (CHILD.curp, CHILD.nss, CHILD.first_surname, CHILD.given_names)
OFFICE = ("/office", "/office?state=any", "/office/decisions", "/office/overview", "/payments/files")


@pytest.fixture
def case_ids(sqlite_database: Database) -> tuple[str, str]:
    """A filing that stopped, and the matter that was opened instead."""

    def command(session):  # type: ignore[no-untyped-def]
        case = parties.affiliation(session, parties.household(session, NOON), NOON, CHILD, NOON.date())
        matter = session.scalars(select(ProtectionMatter)).one()
        return str(case.id), str(matter.id)

    found: tuple[str, str] = sqlite_database.run(command)
    return found


@pytest.mark.parametrize("role", ["caseworker", "supervisor", "operator", "household", "domestic_worker"])
def test_no_list_search_or_figure_shows_the_child(
    visitor: Visitor, login_of: Callable[..., Login], case_ids: tuple[str, str], role: str
) -> None:
    visitor.be(login_of("alguien", role))
    words = (CHILD.curp, CHILD.first_surname, case_ids[0][-8:], case_ids[1][-8:])
    searched = [f"/office?text={word}" for word in words]
    for path in (*OFFICE, *searched, "/operations", "/home", "/home/past", "/me", "/mailbox"):
        page = visitor.get(path)
        if page.status_code == 200:
            # What was typed into the search stays in its field and in the addresses of its page.
            shown = re.sub(r'value="[^"]*"|text=[^"&]*', "", page.text)
            assert not [word for word in (*NAMES, *case_ids) if word in shown], path
            assert "protection_matter" not in shown or path == "/office", path


@pytest.mark.parametrize("role", ["caseworker", "operator", "household", "domestic_worker"])
def test_neither_case_exists_for_those_who_do_not_protect(
    visitor: Visitor, login_of: Callable[..., Login], case_ids: tuple[str, str], role: str
) -> None:
    visitor.be(login_of("alguien", role))
    stopped, matter = case_ids
    for path in (f"/cases/affiliation/{stopped}", f"/cases/protection_matter/{matter}", "/protection"):
        assert visitor.get(path).status_code == 404, path


@pytest.mark.parametrize("role", ["protection", "supervisor"])
def test_each_opening_is_written_down(
    visitor: Visitor,
    login_of: Callable[..., Login],
    sqlite_database: Database,
    case_ids: tuple[str, str],
    role: str,
) -> None:
    login = login_of("guardia", role)
    visitor.be(login)
    listed = visitor.get("/protection").text
    assert not [word for word in NAMES if word in listed]
    assert case_ids[1][-8:].upper() in listed
    for _time in range(2):
        assert CHILD.curp in visitor.get(f"/cases/protection_matter/{case_ids[1]}").text
    with sqlite_database.read() as session:
        read = session.scalars(select(AccessLog).where(AccessLog.subject == "protection_matter")).all()
    assert [(str(entry.subject_id), entry.login_id) for entry in read] == [(case_ids[1], login.id)] * 2


def test_what_protectors_write_is_read_on_the_page_of_the_matter(
    visitor: Visitor, login_of: Callable[..., Login], sqlite_database: Database, case_ids: tuple[str, str]
) -> None:
    login, said = login_of("guardia", "protection"), "Está con su tía."

    def command(session):  # type: ignore[no-untyped-def]
        matter = session.scalars(select(ProtectionMatter)).one()
        fire(session, matter, "take_up", login.as_actor(), NOON)
        fire(session, matter, "note", login.as_actor(), NOON, comment=said)

    sqlite_database.run(command)
    assert said in visitor.be(login).get(f"/cases/protection_matter/{case_ids[1]}").text


def test_figures_for_the_operator_do_not_count_it(sqlite_database: Database, case_ids: tuple[str, str]) -> None:
    assert case_ids
    with sqlite_database.read() as session:
        figures = exposition(session, NOON, real_now()).decode()
    assert "protection_matter" not in figures
    assert 'state="stopped"' not in figures


def with_keys(database: Database, secret: str, *former: str) -> Database:
    """The same database as an installation under other keys sees it."""
    given = {"secret_key": SecretStr(secret), "former_secret_keys": tuple(SecretStr(key) for key in former)}
    return Database(database.settings.model_copy(update=given))


OTHER_KEY = "another-secret-for-tests-only-0123456789"


def test_under_a_wrong_key_who_protects_reads_a_sentence_and_nothing_is_lost(
    sqlite_database: Database, login_of: Callable[..., Login], case_ids: tuple[str, str]
) -> None:
    path, right = f"/cases/protection_matter/{case_ids[1]}", sqlite_database.settings.secret
    protects, others = login_of("protege", "protection"), login_of("ajena", "caseworker")
    answers = []
    for database in (
        with_keys(sqlite_database, OTHER_KEY),
        with_keys(sqlite_database, OTHER_KEY, right),
        sqlite_database,
    ):
        app = create_app(database.settings, database)
        app.test_client_class = Visitor
        client = app.test_client()
        assert isinstance(client, Visitor)
        answers.append((client.be(protects).get(path), client.be(others).get(path)))
        with database.read() as session:
            closed = unopened(session, database.settings)
        assert bool(closed) == (database.settings.secret == OTHER_KEY and not database.settings.former_secret_keys)
    assert [(mine.status_code, theirs.status_code) for mine, theirs in answers] == [(503, 404), (200, 404), (200, 404)]
    assert "No se perdió nada" in answers[0][0].text
    assert CHILD.first_surname in answers[1][0].text
    assert CHILD.first_surname not in answers[0][0].text


def test_the_check_of_an_installation_names_the_key_that_is_missing(
    sqlite_database: Database, case_ids: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = sqlite_database.settings
    monkeypatch.setenv("AFILIA_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("AFILIA_SECRET_KEY", OTHER_KEY)
    found = CliRunner().invoke(afilia, ["check"])
    assert found.exit_code == 1
    assert "sealed records: 1 cannot be opened" in found.output
    assert "AFILIA_FORMER_SECRET_KEYS" in found.output
    monkeypatch.setenv("AFILIA_FORMER_SECRET_KEYS", f"an-older-one-still-0123456789-0123456 {settings.secret}")
    assert "sealed records: the keys given open all of them" in CliRunner().invoke(afilia, ["check"]).output
