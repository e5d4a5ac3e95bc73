"""Who may open which page: every page of the site, walked by every role in a whole year of cases, as declared."""

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from enrolment.roles import RIGHTS
from inspection.demonstration import demo
from inspection.demonstration.demo_officers import CITY, OFFICERS
from tests.copies import settings_for
from tests.web.conftest import HASH, Visitor
from tests.web.test_app import path_of
from web.app import create_app
from web.edge.access import AREA_OF, GENERAL_ROLES, OPEN_TO_DELEGATES, admits, is_public
from web.edge.information import KINDS, roles_in
from web.edge.navigation import MENU
from workflow import clock
from workflow.database import Database
from workflow.definition import WORKFLOWS
from workflow.engine import roles_in as roles_in_case
from workflow.logins import open_login
from workflow.people import Login, Person
from workflow.schema import upgrade

ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2026, 11, 21, 18, tzinfo=UTC)
MOST_OF_ONE_PAGE = 2
NOT_WALKED = re.compile(r"^/static/|^/leave|^/mailbox|^/account/sign-out|[?&]lang=")
# The officers of one authority stand for those of the others, whose desks look the same.
ELSEWHERE = {name for name, player in OFFICERS.items() if CITY not in player.offices}
# Pages to which the year leads nobody by a link.
BY_OTHER_WAYS = {
    "calendar.feed": "by an address that is shown once",
    "programme.area": "after homes of it were planned, and from a home that waits there",
    "assignment.batch": "after many cases were handed over at once",
    "assignment.inspector": "for an inspector who has open cases",
    "account.confirm": "asked for before what cannot be undone",
    "account.opened": "after an account was opened",
    "account.reset": "by a link that is sent",
    "attending.show": "while somebody is attended",
    "complaints.known": "from a page of hers that knows the home",
    "following.take": "from the page that folio and secret open",
    "arrears.show": "for a relation that began before it was enrolled",
    "evidence.fetch": "from a matter to which files belong",
    "inspection.evidence": "from a complaint with which files were sent",
    "field.show": "from an inspection for those who make the visit",
    "contacts.code": "after an address was typed",
    "counter.access": "for a worker without an account who stands at the counter",
    "employer_code.scanned": "by the code on a letter",
    "invitations.ask_imss": "from her case, in the states that offer it",
    "invitations.invite": "from her case, in the states that offer it",
    "invitations.new_code": "from her case while a code is out",
    "invitations.show": "from her case while nothing is filed",
    "worker_requests.ask": "from a request that is to be decided",
    "public.health": "for machines",
    "statistics.figures": "from a month that is published",
    "statistics.described": "from a month that is published",
    "unions.answer": "once a month is published",
    "taking.show": "after a code was typed",
    "public.leave": "ends the session, so it is left out",
    "suspensions.end": "while a suspension is open",
    "verification.show": "by the code on a paper",
}


@dataclass(frozen=True)
class Year:
    """The demonstration year, its pages by endpoint as reached, dead links, a stranger of each role."""

    app: Flask
    database: Database
    reached: dict[str, set[str]]
    dead: list[str]
    strangers: dict[str, Login]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """A year lived once, and every page in it that a link leads to."""
    patch = pytest.MonkeyPatch()
    patch.setattr(clock, "real_now", lambda: NOW)
    folder = tmp_path_factory.mktemp("year")
    database = Database(settings_for(f"sqlite:///{folder}/afilia.sqlite3", folder))
    upgrade(database)
    demo.play(database, NOW, small=True)
    app = create_app(database.settings, database)
    app.test_client_class = Visitor
    reached, dead = _walk(app, database)
    strangers = {role: database.run(lambda session, role=role: _stranger(session, role)) for role in GENERAL_ROLES}
    yield Year(app, database, reached, dead, strangers)
    database.engine.dispose()
    patch.undo()


def _stranger(session, role: str) -> Login:  # type: ignore[no-untyped-def]
    person = Person(given_name="Nadie", first_surname="Ajena", language="es", created_at=NOW)
    return open_login(session, f"ajena_{role}", HASH, [role], NOW, person)


def _walk(app: Flask, database: Database) -> tuple[dict[str, set[str]], list[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    dead: list[str] = []
    with database.read() as session:
        logins = session.scalars(select(Login).order_by(Login.username)).unique().all()
    for login in (login for login in logins if login.username not in ELSEWHERE):
        visitor = app.test_client()
        assert isinstance(visitor, Visitor)
        _follow(app, visitor.be(login), found, dead)
    return found, dead


def _follow(app: Flask, visitor: Visitor, found: dict[str, set[str]], dead: list[str]) -> None:
    """Open pages that links lead to, a few of each kind."""
    seen: set[str] = set()
    opened: Counter[str] = Counter()
    ahead = [("", "/"), ("", "/account")]
    while ahead:
        source, path = ahead.pop()
        endpoint = _endpoint(app, path)
        if (
            endpoint is None
            or path in seen
            or NOT_WALKED.search(path)
            or opened[_kind(endpoint, path)] >= MOST_OF_ONE_PAGE
        ):
            continue
        seen.add(path)
        opened[_kind(endpoint, path)] += 1
        answer = visitor.get(path)
        if answer.status_code >= 400:
            dead.append(f"{source} leads to {path}")
            continue
        if answer.status_code >= 300:
            ahead.append((path, answer.location))
            continue
        if len(found[endpoint]) < MOST_OF_ONE_PAGE:
            found[endpoint].add(path)
        if answer.mimetype == "text/html":
            hrefs = re.findall(r'href="([^"#]+)"', answer.text)
            ahead += [(path, urljoin(path, html.unescape(href))) for href in hrefs]


def _kind(endpoint: str, path: str) -> str:
    """Pages of one kind; those of cases are of one kind by procedure."""
    return "/".join(path.split("/")[:3]) if endpoint == "cases.show" else endpoint


def _endpoint(app: Flask, path: str) -> str | None:
    if not path.startswith("/"):
        return None
    try:
        return app.url_map.bind("localhost").match(path.partition("?")[0])[0]  # type: ignore[return-value]
    except Exception:  # an address outside the application
        return None


def _rules(app: Flask, method: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]


def test_every_page_is_in_one_area_and_every_area_names_pages_that_exist(year: Year) -> None:
    assert set(year.app.view_functions) - {"static"} == set(AREA_OF)
    assert set(OPEN_TO_DELEGATES) <= {e for e, area in AREA_OF.items() if area.code == "household"}


def test_no_link_is_dead(year: Year) -> None:
    assert year.dead == []


def test_every_page_is_reached_by_a_link(year: Year) -> None:
    expected = {rule.endpoint for rule in _rules(year.app, "GET") if rule.endpoint in AREA_OF}
    missed = {e for e in expected if not year.reached[e] and AREA_OF[e].code != "demonstration"}
    assert missed - set(BY_OTHER_WAYS) == set()


@pytest.mark.parametrize("role", GENERAL_ROLES)
def test_a_role_opens_the_pages_of_its_areas_and_no_other(year: Year, role: str) -> None:
    """With the addresses of a real year. A stranger of the right role is let in to every page of the menu."""
    entries = {entry.endpoint for entry in MENU}
    visitor = year.app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.be(year.strangers[role])
    for endpoint, paths in year.reached.items():
        for path in paths:
            status = visitor.get(path).status_code
            if not admits(endpoint, frozenset({role})):
                assert status == 404, path
            elif endpoint in entries and "?" not in path:
                assert status in (200, 302), path


@pytest.mark.parametrize("role", GENERAL_ROLES)
def test_a_role_sends_nothing_to_the_pages_of_others(year: Year, role: str) -> None:
    visitor = year.app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.be(year.strangers[role]).get("/account")
    token = visitor.page.hidden["csrf_token"]
    for rule in _rules(year.app, "POST"):
        if rule.endpoint in AREA_OF and not admits(rule.endpoint, frozenset({role})):
            assert visitor.post(path_of(rule), data={"csrf_token": token}).status_code == 404, rule


def test_a_visitor_opens_public_pages_only(year: Year) -> None:
    visitor = year.app.test_client()
    for endpoint, paths in year.reached.items():
        for path in paths:
            answer = visitor.get(path)
            if is_public(endpoint):
                assert answer.status_code < 400, path
            else:
                assert answer.location.startswith("/account/sign-in"), path


def test_nobody_is_in_a_case_what_the_page_does_not_say(year: Year) -> None:
    """Every login of the year in every case of it: what it is there, the declaration names."""
    unsaid = set()
    with year.database.read() as session:
        logins = session.scalars(select(Login)).unique()
        actors = [login.as_actor() for login in logins if login.username not in ELSEWHERE]
        for workflow in WORKFLOWS.values():
            named = {*roles_in(workflow), *RIGHTS.values()}
            for case in session.scalars(select(workflow.model).limit(12)).all():
                around = workflow.look(session, case)
                held = {role for actor in actors for role in roles_in_case(session, workflow, actor, case, around)}
                unsaid |= {(workflow.name, role) for role in held - named}
    assert unsaid == set()


def test_every_kind_of_information_is_held_by_a_test_that_exists() -> None:
    for kind in KINDS:
        path, _, name = kind.held_by.partition("::")
        assert f"\ndef {name}(" in (ROOT / path).read_text(encoding="utf-8"), kind.what
