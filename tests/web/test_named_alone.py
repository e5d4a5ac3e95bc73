"""Enrolments that workers start tell neither side of others: page by page the same, line by line."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import Household
from enrolment.relation import inviting
from enrolment.relation.invitation_models import Invitation
from tests.conftest import NOON
from tests.copies import settings_for
from tests.enrolment import invitation_edges as edges
from tests.enrolment import parties
from tests.web.conftest import Visitor
from tests.web.test_one_household_alone import Crawl
from web.app import create_app
from workflow import clock
from workflow.database import Database
from workflow.engine import fire
from workflow.people import Login, Person

Live = Callable[[str, Callable[[Session], tuple[UUID, tuple[str, ...]]]], Crawl]
STAGES = ("taken up", "begun", "enrolled")


@pytest.fixture
def live(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """A database of its own for each way things may be, and every page that a login then reaches."""
    monkeypatch.setattr(clock, "real_now", lambda: NOON)
    databases = []

    def crawl(name: str, happen: Callable[[Session], tuple[UUID, tuple[str, ...]]]) -> Crawl:
        folder = tmp_path / name.replace(" ", "-")
        folder.mkdir()
        copyfile(sqlite_template, folder / "afilia.sqlite3")
        database = Database(settings_for(f"sqlite:///{folder}/afilia.sqlite3", folder))
        databases.append(database)
        login_id, paths = database.run(happen)
        app = create_app(database.settings, database)
        app.test_client_class = Visitor
        with database.read() as session:
            login = session.get_one(Login, login_id)
        return Crawl(app, database, login, paths[1:], home=paths[0])

    yield crawl
    for database in databases:
        database.engine.dispose()


def assert_same(alone: Crawl, other: Crawl) -> None:
    """The same pages, every line of them, and the same notices."""
    assert alone.dead == other.dead == []
    for seen, mine in zip(alone.pages, other.pages, strict=True):
        assert mine == seen, [line for line in mine if line not in seen]
    assert alone.notices == other.notices


def _with_code(session: Session, stage: str, *, others: bool) -> tuple[UUID, tuple[str, ...]]:
    """A household that brings her code; with `others`, two more had brought one before and one more is handed over."""
    her = edges.starter(session, NOON, "named alone")
    if others:
        for number in (7, 8):
            _take_up(session, her, parties.household(session, NOON, number), "enrolled")
        edges.invited(session, her, NOON, employer_name="Otra casa")
        edges.requested(session, her, NOON, employer_name="Otra más")
    who = parties.household(session, NOON, 1)
    case = _take_up(session, her, who, stage)
    assert who.actor.login_id is not None
    own = () if stage == "enrolled" else (f"/cases/invitation/{case.id}",)  # then the relation stands by itself
    return who.actor.login_id, ("/home", *own, f"/home/invitations/{case.id}")


def _take_up(session: Session, her: edges.Starter, who: parties.Payer, stage: str) -> Invitation:
    case = edges.taken_up(session, her, who, NOON)
    if stage != "taken up":
        draft = inviting.start_enrolment(session, case.id, who.actor, NOON).case
        if stage == "enrolled":
            edges.finish(session, draft, who, NOON, worker_curp=her.invented.curp, worker_nss=her.invented.nss)
    return case


@pytest.mark.parametrize("stage", STAGES)
def test_a_household_with_her_code_learns_nothing_of_others(live: Live, stage: str) -> None:
    alone = live("alone", lambda session: _with_code(session, stage, others=False))
    among_others = live("among others", lambda session: _with_code(session, stage, others=True))
    assert len(alone.pages) > 5
    assert_same(alone, among_others)


def _naming(session: Session, end: str, *, known: bool) -> tuple[UUID, tuple[str, ...]]:
    """She names a household by its name and home, which is registered here or is not, and sends it on."""
    who = parties.payer(session, NOON, 3)
    if known:
        parties.registration(session, who, NOON)
        assert session.scalars(select(Household).where(Household.person_id == who.person_id)).one()
    home = {name: parties.HOME[name] for name in ("street", "neighbourhood", "postal_code", "municipality")}
    said: dict[str, Any] = {**home, "employer_name": session.get_one(Person, who.person_id).full_name}
    her = edges.starter(session, NOON, "names one")
    if end == "code":
        case, _code = edges.invited(session, her, NOON, **said)
    else:
        case = edges.requested(session, her, NOON, **said)
    if end == "asked":
        inviting.ask_household(session, case.id, parties.official(session, NOON), NOON, "¿Trabaja en su casa?")
    if end == "refused":
        clerk = parties.official(session, NOON)
        fire(session, case, "refuse", clerk, NOON, comment="No se mostró que trabaje ahí.")
    assert her.actor.login_id is not None
    return her.actor.login_id, ("/me", f"/cases/invitation/{case.id}", f"/me/enrolments/{case.id}/request")


@pytest.mark.parametrize("end", ["code", "request", "asked", "refused"])
def test_her_pages_are_the_same_whomever_she_names(live: Live, end: str) -> None:
    known = live("known", lambda session: _naming(session, end, known=True))
    unknown = live("unknown", lambda session: _naming(session, end, known=False))
    assert_same(unknown, known)


@pytest.mark.parametrize("end", ["code", "request", "asked"])
def test_a_household_that_is_named_finds_nothing(live: Live, end: str) -> None:
    """Until the letter is in its hands its pages are those of a household that nobody has named."""

    def happen(session: Session, *, named: bool) -> tuple[UUID, tuple[str, ...]]:
        who = parties.household(session, NOON, 3)
        if named:
            _naming_it(session, who, end)
        assert who.actor.login_id is not None
        return who.actor.login_id, ("/home", "/home/invitations", "/invitation")

    assert_same(
        live("not named", lambda session: happen(session, named=False)),
        live("named", lambda session: happen(session, named=True)),
    )


def _naming_it(session: Session, who: parties.Payer, end: str) -> None:
    name = session.get_one(Person, who.person_id).full_name
    her = edges.starter(session, NOON, "names one")
    if end == "code":
        edges.invited(session, her, NOON, employer_name=name)
        return
    case = edges.requested(session, her, NOON, employer_name=name)
    if end == "asked":
        inviting.ask_household(session, case.id, parties.official(session, NOON), NOON, "¿Trabaja en su casa?")
