"""Junk in every field of the forms of a person, and in every address: a plain answer, nothing of it run, no failure."""

import re
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from structlog.testing import capture_logs
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from enrolment.insurance.readings import POINTS
from enrolment.people.invented import invented_person
from enrolment.service import record_payment
from tests.conftest import NOON, Begun
from tests.enrolment import invitation_edges, parties
from tests.enrolment.money_lifecycles import money_cases
from tests.web.at_home import in_march  # noqa: F401 - a fixture
from tests.web.conftest import Visitor
from web.app import create_app
from workflow.database import Database
from workflow.people import Identifier, Login, Person

pytestmark = pytest.mark.usefixtures("in_march")

SCRIPT = "<script>x</script>"
JUNK = (
    "",
    " ",
    "9" * 30,
    "-1",
    "1e9",
    "31/2/2026",
    "2026-03-02",
    SCRIPT,
    "\u202e\U0001f9f9",
    "x" * 9000,
    "☺' OR 1=1 --",
)
WANTED = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>")
OTHERS = ("/account/sign-out", "/office/attending/end", "/clock")  # of the frame of every page
WORKER = invented_person("worker")


@dataclass(frozen=True)
class World:
    """A household with a worker, money paid twice and a refund asked; a worker who starts an enrolment; an official."""

    logins: dict[str, UUID]
    ids: dict[str, UUID]


def everybody(database: Database, _folder: Path) -> World:
    """Everybody whose pages are sent junk."""

    def command(session: Any) -> World:
        who = parties.household(session, NOON, 1)
        relation = parties.affiliation(session, who, NOON, WORKER, date(2026, 3, 2))
        period = parties.periods(session, relation)[-1]
        record_payment(session, period, period.amount, NOON.date(), NOON)
        money = money_cases(session, relation, period, NOON)
        starter = invitation_edges.starter(session, NOON, "junk")
        draft = invitation_edges.begun(session, starter, NOON)
        taken = invitation_edges.taken_up(session, invitation_edges.starter(session, NOON, "taken"), who, NOON)
        actors = {
            "household": who.actor,
            "worker": parties.worker_actor(session, relation, NOON),
            "starter": starter.actor,
            "official": parties.official(session, NOON),
        }
        ids = {
            "household": relation.household_id,
            "affiliation": relation.id,
            "period": period.id,
            "refund": money["refund"].id,
            "invitation": draft.id,
            "taken": taken.id,
        }
        return World({name: actor.login_id for name, actor in actors.items()}, ids)

    return database.run(command)


class Visits:
    """The pages of the world, as each of its people sees them."""

    def __init__(self, database: Database, world: World) -> None:
        self.database, self.world = database, world
        self.app: Flask = create_app(database.settings, database)
        self.app.test_client_class = Visitor

    def by(self, who: str) -> Visitor:
        """The browser of somebody; of nobody who signed in, if no name is given."""
        client = self.app.test_client()
        assert isinstance(client, Visitor)
        if not who:
            return client
        with self.database.read() as session:
            return client.be(session.get_one(Login, self.world.logins[who]))

    def names(self) -> set[str]:
        """Every name and number of a person that is stored."""
        with self.database.read() as session:
            people = session.scalars(select(Person)).all()
            numbers = session.scalars(select(Identifier.value)).all()
        return {*numbers, *(name for one in people for name in (one.given_name, one.first_surname) if name)}

    def address(self, path: str) -> str:
        """A path with the numbers of the world in it."""
        return path.format(**self.world.ids)


@pytest.fixture
def visits(begun: Begun) -> Visits:
    """The site over each kind of database."""
    return Visits(*begun(everybody))


def check(response: TestResponse) -> None:
    """An answer that is no failure of ours and runs nothing of what was typed."""
    assert response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, response.request.path
    if response.mimetype == "text/html":
        assert SCRIPT not in response.text


FORMS = (
    ("household", "/corrections/household/{household}"),
    ("household", "/home/payments/{period}/refund"),
    ("household", "/home/payments/refunds/{refund}"),
    ("household", "/home/invitations/{taken}"),
    ("household", "/account/telephone-answers"),
    ("worker", "/me/relations/{affiliation}"),
    ("worker", "/me/relations/{affiliation}/dispute"),
    ("worker", "/corrections/{affiliation}"),
    ("starter", "/me/enrolments/new"),
    ("starter", "/me/enrolments/{invitation}/edit/employer"),
    ("starter", "/me/enrolments/{invitation}/edit/work"),
    ("starter", "/me/enrolments/{invitation}/edit/wage"),
    ("starter", "/me/enrolments/{invitation}/edit/number"),
    ("starter", "/me/enrolments/{invitation}/request"),
    ("starter", "/me/enrolments/{invitation}/invite"),
    ("official", "/corrections/household/{household}"),
    ("official", "/cases/refund/{refund}"),
    ("official", "/office/attending/counter"),
    ("official", "/office/attending/counter/new"),
    ("official", "/office/attending/telephone"),
    ("", "/invitation"),
)


@pytest.mark.parametrize(("who", "path"), FORMS)
def test_junk_in_every_field_is_answered_and_never_run(visits: Visits, who: str, path: str) -> None:
    address, visitor = visits.address(path), visits.by(who)
    sent = 0
    for junk in JUNK:
        visitor.get(address)
        page = visitor.page  # a step that was taken may have left no form: the next junk finds what there is
        token = {"csrf_token": page.hidden.get("csrf_token", "")}
        typed = {field["name"]: junk for field in page.fields if field.get("name")}
        for action in {form.get("action") or address for form in page.forms if form.get("method") == "post"}:
            if not action.startswith(OTHERS):
                check(visitor.post(action, data={**page.hidden, **typed}))
                check(visitor.post(action, data={**token, "key": junk, "version": junk, "shown": junk, "seen": junk}))
                sent += 1
    assert sent


MONTHS = ("2026-03", "2026-02", "9999-12", "0001-01", "2026-13", "x", "2026-3-1")


def test_readings_that_nobody_offers_change_nothing(visits: Visits) -> None:
    her = visits.by("worker")
    for junk in JUNK:
        check(her.get("/me/months/2026-03", query_string=dict.fromkeys((*POINTS, "x"), junk)))
    for month in MONTHS:
        check(her.get(f"/me/months/{month}", query_string={"x": "x"}))


@pytest.mark.parametrize("who", ["household", "worker", "official", ""])
def test_no_address_of_the_site_fails_or_writes_a_name_into_the_log(visits: Visits, who: str) -> None:
    visitor = visits.by(who)
    with capture_logs() as lines:
        for rule in visits.app.url_map.iter_rules():
            for number, words in (("affiliation", "%F0%9F%A7%B9%27--"), ("period", "9" * 30)):
                if "GET" in (rule.methods or ()) and rule.endpoint != "static":
                    check(visitor.get(addressed(rule, visits.world.ids[number], words)))
    assert [name for name in visits.names() if name in str(lines)] == []


def addressed(rule: Rule, number: UUID, words: str) -> str:
    """An address of a route with a number of some case wherever it wants one, and words wherever it wants words."""
    return WANTED.sub(lambda found: str(number) if found[1] == "uuid" else words, rule.rule)
