"""What one household may see: every page of its own is the same whether or not its worker has other households."""

import html
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enrolment.household.household_models import Delegation, Succession
from enrolment.insurance.certified_days import certificates_of
from enrolment.insurance.situation_models import Situation
from enrolment.models import Affiliation, Confirmation, Household
from enrolment.people.invented import invented_person
from enrolment.service import record_payment, submit
from tests.conftest import NOON
from tests.copies import settings_for
from tests.enrolment import parties
from tests.enrolment.money_lifecycles import money_cases
from tests.pdf_reading import words
from tests.web.conftest import Visitor
from web.app import create_app
from web.edge.access import AREAS
from workflow import clock
from workflow.clockwork import live_through
from workflow.database import Database
from workflow.definition import Actor
from workflow.engine import fire, open_case
from workflow.errors import NotReady
from workflow.people import Login
from workflow.tables import Message

WORKER = invented_person("worker of several homes")
LATER = NOON + timedelta(days=50)
# What differs between any two runs: numbers of cases, payment lines, tokens and keys, the user name, prints of files.
CHANCE = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|DEMO-[A-Z0-9-]+|(?<=value=\")(?:[\w.-]{16,}|(?:[2-9A-Z]{4}-){2}[2-9A-Z]{4})(?=\")|#?\b[0-9A-F]{8}\b|\b[0-9a-f]{12}\b|u\d+\.\d+"
)
LEFT_OUT = ("/static/", "/leave", "/mailbox", "lang=", "/account")

AWAY = {
    "take_vacation": {"first_day": date(2026, 3, 9), "last_day": date(2026, 3, 13)},
    "pause": {"kind": "pause", "first_day": date(2026, 8, 1), "last_day": date(2026, 8, 31)},
}
Worlds = Callable[..., "Crawl"]
# Ways in which one household may have enrolled her, and the pages that only such an enrolment has.
ENROLMENTS: dict[str, tuple[dict[str, Any], frozenset[str]]] = {
    "she began years before": ({"began_on": date(2024, 9, 2)}, frozenset({"arrears.show"})),
    "an NSS that the register knows": ({}, frozenset()),
    "an NSS that nobody knows": ({"worker_nss": invented_person("another number").nss}, frozenset()),
    "no NSS at all": ({"worker_nss": None}, frozenset()),
    "a second time at the same home": ({"again": True}, frozenset()),
}
# Words of her own area: her answer, her gaps and overlaps, the readings, what she keeps. None may reach a household.
HERS_ALONE = re.compile(
    r"nadie pagó|pagaron (el mismo día|los mismos días)|Mire el mes con cada regla|Lo que conserva al quedar sin seguro"
    r"|la conserva hasta el|conserva la atención médica hasta|strip__day--(unpaid|preserved|maybe|off)"
)


# Pages of the household's area that this household has no reason to reach.
ELSEWHERE = {
    "homes.end": "it has one home",
    "registration.show": "it is registered",
    "wizard.show": "its enrolment was sent",
    "taking.show": "nobody brought it a code; another test does",
    "taking.one": "nobody invited it; another test does",
    "arrears.show": "she was enrolled from her first day; another test has her begin before",
}


def pages_of_households(app: Flask) -> set[str]:
    """The pages of the household's area that can be opened: a new one must be looked at here too."""
    area = next(area for area in AREAS if area.code == "household")
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())} & area.endpoints


class Crawl:
    """Every page that somebody reaches by links, a household from its own page, and every notice they were sent."""

    def __init__(
        self, app: Flask, database: Database, login: Login, further: tuple[str, ...] = (), home: str = "/home"
    ) -> None:
        client = app.test_client()
        assert isinstance(client, Visitor)
        self.visitor = client.be(login)
        self.addresses = app.url_map.bind("localhost")
        self.paths: set[str] = set()
        self.pages: list[list[str]] = []
        self.kinds: set[str] = set()
        self.dead: list[str] = []
        with database.read() as session:
            for path in (home, "/notices", *_own_cases(session, login), *further):
                self._follow(path)
            mine = select(Message.template, Message.params).where(Message.person_id == login.person_id)
            self.notices = [(name, CHANCE.sub("*", text)) for name, text in session.execute(mine.order_by(Message.id))]

    def _follow(self, path: str) -> None:
        if path in self.paths or not path.startswith("/") or any(part in path for part in LEFT_OUT):
            return
        self.paths.add(path)
        answer = self.visitor.get(path, follow_redirects=True)
        if answer.status_code >= 400:
            self.dead.append(path)
        self.kinds.add(self.addresses.match(urlsplit(answer.request.url).path)[0])
        text = words(answer.data) if answer.mimetype == "application/pdf" else answer.text
        self.pages.append(CHANCE.sub("*", f"{path} {answer.status}\n{text}").splitlines())
        if answer.mimetype == "application/pdf":
            return
        for href in re.findall(r'href="([^"#]+)"', answer.text):
            self._follow(urljoin(path, html.unescape(href)))


def _own_cases(session: Session, login: Login) -> Iterator[str]:
    """The pages of the household's cases, where notices lead."""
    mine = select(Affiliation).join(Household).where(Household.person_id == login.person_id)
    for case in session.scalars(mine):
        yield f"/cases/affiliation/{case.id}"
        if case.enrolled_from:
            yield f"/identity/{case.id}"
        if case.enrolled_from:
            yield f"/home/workers/{case.id}/owed"
            yield f"/home/workers/{case.id}/owed/end?last_day=20/4/2026&reason=household_ended"
        for period in parties.periods(session, case):
            yield f"/cases/contribution_period/{period.id}"
            yield f"/home/payments/{period.id}/payer"
        for certificate in certificates_of(session, case.id):
            yield f"/cases/certified_period/{certificate.id}"


@pytest.fixture
def world(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worlds]:
    """Lives fifty days of one household, its worker alone with it or not, and looks at all its pages."""
    monkeypatch.setattr(clock, "real_now", lambda: LATER)
    databases = []

    def live(others: bool, typed_name: str, **facts: Any) -> Crawl:
        folder = tmp_path / str(others)
        folder.mkdir()
        copyfile(sqlite_template, folder / "afilia.sqlite3")
        database = Database(settings_for(f"sqlite:///{folder}/afilia.sqlite3", folder))
        databases.append(database)
        if others:
            database.run(lambda session: _elsewhere(session, "before"))
        actor = database.run(lambda session: _here(session, typed_name, **facts))
        if others:
            database.run(lambda session: _elsewhere(session, "after"))
            database.run(_disputed)
        live_through(database, NOON, LATER)
        app = create_app(database.settings, database)
        app.test_client_class = Visitor
        with database.read() as session:
            login = session.get_one(Login, actor.login_id)
            relations = session.scalar(select(func.count()).select_from(Affiliation))
        assert relations == (3 if others else 1) + ("again" in facts)
        return Crawl(app, database, login)

    yield live
    for database in databases:
        database.engine.dispose()


def _here(session: Session, typed_name: str, *, again: bool = False, **facts: Any) -> Actor:
    """The household whose pages are looked at; it pays its April, notes a vacation and will be away in August."""
    who = parties.household(session, NOON, 1)
    began_on = facts.pop("began_on", date(2026, 3, 2))
    case = parties.affiliation(session, who, NOON, WORKER, began_on, worker_given_name=typed_name, **facts)
    if again:
        _enrol_again(session, who)
    if case.state == "enrolled":
        for action, data in AWAY.items():
            fire(session, case, action, who.actor, NOON, data=data)
        parties.certificate(session, case, who.actor, NOON, last_day=date(2026, 3, 6))
    for period in parties.periods(session, case)[1:2]:
        record_payment(session, period, period.amount, NOON.date(), NOON)
        money_cases(session, case, period, NOON)  # too much paid, and a refund of it
    return who.actor


def _enrol_again(session: Session, who: parties.Payer) -> None:
    """The same worker at the same home once more: refused for what this household itself has, whoever else there is."""
    second = parties.draft(session, who, NOON, WORKER, date(2026, 3, 2))
    with pytest.raises(NotReady) as refused:
        submit(session, Affiliation, second.id, who.actor, NOON)
    assert [reason.code for reason in refused.value.sentences] == ["affiliation.duplicate"]


def _elsewhere(session: Session, name: str) -> None:
    """A household that pays a whole month of the same worker, so that all its sums reach everything there is."""
    who = parties.household(session, NOON, 7 if name == "before" else 8)
    case = parties.affiliation(session, who, NOON, WORKER, date(2026, 3, 2), terms=parties.LIVE_IN)
    for period in parties.periods(session, case)[1:2]:
        record_payment(session, period, period.amount, NOON.date(), NOON)
        money_cases(session, case, period, NOON)
    # The same folio for other days, and a pension of which this household alone was told.
    parties.certificate(session, case, who.actor, NOON, kind="maternity", last_day=date(2026, 4, 20))
    told = {"affiliation_id": case.id, "pension": "old_age", "other_insurance": "another_job"}
    open_case(session, Situation, "tell", who.actor, NOON, data=told)


def _disputed(session: Session) -> None:
    """She has disputed what the household declared, and confirmed the others."""
    for asked in session.scalars(select(Confirmation).order_by(Confirmation.id)).all():
        case = session.get_one(Affiliation, asked.affiliation_id)
        her = parties.worker_actor(session, case, NOON)
        said = ("confirm", None) if case.pay_each == "month" else ("dispute", "Son más días.")
        fire(session, asked, said[0], her, NOON, comment=said[1])
        if said[0] == "confirm":  # she says elsewhere that she is paid more: asked to check is that household alone
            fire(session, asked, "say_pay", her, NOON, comment="Me pagan más.")


@pytest.mark.parametrize("typed_name", [WORKER.given_names, WORKER.given_names[:2] + "xo", "Otra"])
def test_no_page_tells_whether_she_has_other_households(world: Worlds, typed_name: str) -> None:
    """Also not for a name that the register has otherwise, nor for one that her CURP contradicts."""
    alone, one_of_three = world(False, typed_name), world(True, typed_name)
    assert len(alone.pages) > 15
    assert {"pause", "vacation", "holiday"} <= {path.rpartition("/")[2] for path in alone.paths} or typed_name == "Otra"
    assert alone.dead == one_of_three.dead == []
    if typed_name == WORKER.given_names:  # enrolled: every page that a household has is there
        assert alone.kinds >= pages_of_households(alone.visitor.application) - set(ELSEWHERE)
        assert "corrections.ask" in alone.kinds
    for mine, seen in zip(one_of_three.pages, alone.pages, strict=True):
        assert [line for line in mine if line not in seen] == [], mine[0]
        assert mine == seen
    assert one_of_three.notices == alone.notices


@pytest.mark.parametrize("name", ENROLMENTS)
def test_no_way_of_enrolling_her_tells_of_other_households(world: Worlds, name: str) -> None:
    """An earlier beginning, a number known or not, a second try: the same answers and pages, alone or among others."""
    facts, pages = ENROLMENTS[name]
    alone, one_of_three = (world(others, WORKER.given_names, **facts) for others in (False, True))
    assert alone.kinds >= pages
    for mine, seen in zip(one_of_three.pages, alone.pages, strict=True):
        assert mine == seen, [line for line in mine if line not in seen]
    assert one_of_three.notices == alone.notices


def test_nothing_of_her_own_area_reaches_a_household(world: Worlds) -> None:
    """Neither on a page or a paper of it nor in a notice, nor by the address of her pages and their readings."""
    crawl = world(True, WORKER.given_names)
    for page in crawl.pages:
        assert not [line for line in page if HERS_ALONE.search(line)], page[0]
    assert not [text for _, text in crawl.notices if HERS_ALONE.search(text)]
    for path in ("/me", "/me?full_month_test=each_household", "/me/months/2026-04?prepayment_cut_off_day=2026-03-20"):
        assert crawl.visitor.get(path).status_code == 404
    asked, plain = (crawl.visitor.get(path).text for path in ("/home?full_month_test=each_household", "/home"))
    assert CHANCE.sub("*", asked).replace("full_month_test=each_household&amp;", "") == CHANCE.sub("*", plain)


@pytest.mark.parametrize("seen_by", ["helper", "spouse", "heir"])
def test_whoever_helps_shares_the_address_or_takes_over_learns_nothing_of_others(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seen_by: str
) -> None:
    """The same pages and notices, line by line, whether she has other employers or not."""
    monkeypatch.setattr(clock, "real_now", lambda: LATER)
    alone, among_others = (_live_with(sqlite_template, tmp_path, seen_by, others=others) for others in (False, True))
    assert len(alone.pages) > 5
    for mine, seen in zip(among_others.pages, alone.pages, strict=True):
        assert mine == seen, [line for line in mine if line not in seen]
    assert among_others.notices == alone.notices


def _live_with(template: Path, tmp_path: Path, seen_by: str, *, others: bool) -> Crawl:
    folder = tmp_path / f"{seen_by}-{others}"
    folder.mkdir()
    copyfile(template, folder / "afilia.sqlite3")
    database = Database(settings_for(f"sqlite:///{folder}/afilia.sqlite3", folder))
    if others:
        database.run(lambda session: _elsewhere(session, "before"))
        if seen_by == "spouse":
            database.run(_spouse)
    login_id, paths = database.run(lambda session: _beside(session, seen_by))
    if others:
        database.run(lambda session: _elsewhere(session, "after"))
    live_through(database, NOON, LATER)
    app = create_app(database.settings, database)
    app.test_client_class = Visitor
    with database.read() as session:
        login = session.get_one(Login, login_id)
    crawl = Crawl(app, database, login, ("/helping", *paths))
    database.engine.dispose()
    return crawl


def _spouse(session: Session) -> None:
    """Somebody at the same address who has declared the same worker."""
    who = parties.household(session, NOON, 5)
    parties.affiliation(session, who, NOON, WORKER, date(2026, 3, 2))


def _beside(session: Session, seen_by: str) -> tuple[UUID, tuple[str, ...]]:
    """A household of the worker, and the login whose pages are looked at: its own, its helper's, its heir's."""
    mother, daughter = parties.household(session, NOON, 1), parties.household(session, NOON, 2, street="Calle Lejana 4")
    case = parties.affiliation(session, mother, NOON, WORKER, date(2026, 3, 2))
    if seen_by == "spouse":
        return _login(mother), ()
    invitation = {
        "household_id": case.household_id,
        "invited_name": "Mi hija",
        "invited_username": session.get_one(Login, daughter.actor.login_id).username,
        "rights": "pay report enrol",
        "until": date(2026, 12, 31),
    }
    helped = open_case(session, Delegation, "invite", mother.actor, NOON, data=invitation).case
    fire(session, helped, "accept", daughter.actor, NOON)
    paths = (f"/home?on_behalf={helped.id}", f"/home/workers/{case.id}", f"/cases/delegation/{helped.id}")
    if seen_by == "helper":
        return _login(daughter), paths
    asked = {"reason": "death", "kin": "child", "since": NOON.date(), "household_id": case.household_id}
    data = {**asked, "successor_id": daughter.person_id}
    succession = open_case(session, Succession, "open", daughter.actor, NOON, data=data).case
    fire(session, succession, "accept", parties.official(session, NOON), NOON, comment="Acta a la vista.")
    return _login(daughter), (f"/home/workers/{case.id}", f"/cases/succession/{succession.id}")


def _login(who: parties.Payer) -> UUID:
    assert who.actor.login_id is not None
    return who.actor.login_id


@pytest.mark.parametrize(("by", "is_read"), [("household", False), ("caseworker", True)])
def test_what_one_party_says_at_the_end_is_not_read_by_the_other(
    app: Flask, visitor: Visitor, sqlite_database: Database, by: str, is_read: bool
) -> None:
    def command(session: Session) -> tuple[str, Login]:
        who = parties.household(session, NOON, 1)
        case = parties.affiliation(session, who, NOON, WORKER, date(2026, 3, 2))
        teller = who.actor if by == "household" else parties.official(session, NOON, by)
        facts = {"ended_on": date(2026, 3, 2), "end_reason": "other"}
        fire(session, case, "end", teller, NOON, data=facts, comment="Lo que pasó en casa.")
        her = parties.worker_actor(session, case, NOON)
        return f"/cases/affiliation/{case.id}", session.get_one(Login, her.login_id)

    path, her = sqlite_database.run(command)
    assert ("Lo que pasó en casa." in visitor.be(her).get(path).text) == is_read
