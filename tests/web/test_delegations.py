"""Acting for another household on its pages: what is open with which right, whose name it is in, and how it ends."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.handed_codes import digest_of, new_code
from enrolment.household.household_models import Delegation
from enrolment.lifecycle import LIFECYCLES
from enrolment.models import Affiliation, ContributionPeriod, Household
from enrolment.people.invented import invented_person
from enrolment.roles import DELEGATE, DELEGATES, HOUSEHOLD, RIGHTS
from tests.conftest import NOON
from tests.enrolment import parties
from tests.web.at_home import answer, in_march  # noqa: F401 - a fixture
from tests.web.conftest import Visitor
from web.edge.access import OPEN_TO_DELEGATES
from workflow.clockwork import live_through
from workflow.database import Database
from workflow.definition import WORKFLOWS
from workflow.engine import fire, open_case
from workflow.errors import NotAllowed, NotReady
from workflow.people import Login
from workflow.stored import dumps
from workflow.tables import Event, Message

pytestmark = pytest.mark.usefixtures("in_march")

# What a delegate may do, and with which right; every other step of a household is the household's alone.
BY_RIGHT = {
    ("affiliation", "begin"): "enrol",
    ("affiliation", "save"): "enrol",
    ("affiliation", "submit"): "enrol",
    ("affiliation", "file_incomplete"): "enrol",
    ("affiliation", "discard"): "enrol",
    ("affiliation", "withdraw"): "enrol",
    ("affiliation", "report_days"): "pay",
    ("affiliation", "change_terms"): "report",
    ("contribution_period", "issue"): "pay",
    ("contribution_period", "name_payer"): "pay",
    ("contribution_period", "repeat_line"): "pay",
    ("contribution_period", "replace_line"): "pay",
}
LAST = date(2026, 6, 30)


def test_every_step_of_a_household_says_whether_a_delegate_may_take_it() -> None:
    declared = {
        (workflow.name, action.code): sorted(right for right, role in RIGHTS.items() if role in action.roles)
        for workflow in LIFECYCLES
        for action in workflow.actions
        if HOUSEHOLD in action.roles and workflow.name != "delegation"
    }
    assert {step: rights for step, rights in declared.items() if rights} == {s: [r] for s, r in BY_RIGHT.items()}
    assert [
        (workflow.name, action.code)
        for workflow in LIFECYCLES
        for action in workflow.actions
        if action.roles & set(DELEGATES) and HOUSEHOLD not in action.roles and workflow.name != "delegation"
    ] == []


def invited(session: Session, at: datetime, who: parties.Payer, rights: str, **typed: Any) -> tuple[Delegation, str]:
    """An invitation and the code to hand over."""
    code = new_code()
    household = session.scalars(select(Household).where(Household.person_id == who.person_id)).one()
    facts = {
        "household_id": household.id,
        "invited_name": "Mi hija",
        "code_digest": digest_of(code),
        "rights": rights,
        "until": LAST,
        **typed,
    }
    return open_case(session, Delegation, "invite", who.actor, at, data=facts).case, code


class Family:
    """A household with two workers, and a daughter who helps it with some rights for one of them or both."""

    def __init__(self, session: Session, rights: str, *, narrow: bool = False, role: str = "household") -> None:
        self.mother = parties.household(session, NOON, 1)
        self.relation = parties.affiliation(session, self.mother, NOON, invented_person("ana"), date(2026, 3, 2))
        self.other = parties.affiliation(session, self.mother, NOON, invented_person("bea"), date(2026, 3, 2))
        daughter = parties.payer(session, NOON, 2)
        self.daughter = daughter.actor
        only = {"relations": dumps([str(self.relation.id)])} if narrow else {}
        self.case, code = invited(session, NOON, self.mother, rights, **only)
        fire(session, self.case, "accept", self.daughter, NOON, data={"proof": digest_of(code)})
        self.login = session.get_one(Login, self.daughter.login_id)
        self.period = parties.periods(session, self.relation)[1]


@pytest.fixture
def family(sqlite_database: Database) -> Callable[..., Family]:
    """Makes a family with rights."""
    return lambda rights, **how: sqlite_database.run(lambda session: Family(session, rights, **how))


@pytest.mark.parametrize("right", [*RIGHTS, ""])
def test_a_delegate_takes_a_step_with_its_right_and_without_it_not(session: Session, right: str) -> None:
    helped = Family(session, right)
    for (procedure, action), wanted in BY_RIGHT.items():
        workflow = WORKFLOWS[procedure]
        case = {"affiliation": helped.relation, "contribution_period": helped.period}[procedure]
        roles = workflow.roles_of(helped.daughter, case, workflow.look(session, case))  # asked before anything else
        assert DELEGATE in roles
        allowed = any(version.roles & roles for version in workflow.versions_of(action))
        assert allowed == (wanted == right), (procedure, action)


def test_a_delegate_confirms_days_and_the_history_says_who_and_as_what(session: Session) -> None:
    helped = Family(session, "pay")
    days = {"month": date(2026, 3, 1), "days": [2, 4]}
    fire(session, helped.relation, "report_days", helped.daughter, NOON, data=days)
    event = session.scalars(select(Event).where(Event.case_id == helped.relation.id).order_by(Event.seq.desc())).first()
    assert (event.role, event.actor) == ("delegate_pays", str(helped.daughter.login_id))
    with pytest.raises(NotAllowed):
        fire(session, helped.relation, "end", helped.daughter, NOON, data={"ended_on": date(2026, 3, 2)})


def test_a_permission_for_one_relation_says_nothing_of_the_other(session: Session) -> None:
    helped = Family(session, "pay", narrow=True)
    with pytest.raises(NotAllowed):
        fire(session, helped.other, "report_days", helped.daughter, NOON, data={})


@pytest.mark.parametrize("by", ["mother", "daughter"])
def test_ending_it_cuts_access_at_once(
    visitor: Visitor, family: Callable[..., Family], sqlite_database: Database, by: str
) -> None:
    helped = family("pay")
    path = f"/home/workers/{helped.relation.id}"
    assert visitor.be(helped.login).get(path).status_code == 200
    ender = helped.mother.actor if by == "mother" else helped.daughter
    sqlite_database.run(lambda session: fire(session, session.get_one(Delegation, helped.case.id), "end", ender, NOON))
    assert visitor.get(path).status_code == 404
    assert visitor.get(f"/home?on_behalf={helped.case.id}").status_code == 404
    with pytest.raises(NotAllowed):
        sqlite_database.run(
            lambda session: fire(
                session, session.get_one(Affiliation, helped.relation.id), "report_days", helped.daughter, NOON, data={}
            )
        )


def test_it_ends_by_itself_with_its_last_day(family: Callable[..., Family], sqlite_database: Database) -> None:
    helped = family("pay")
    live_through(sqlite_database, NOON, datetime(2026, 7, 1, 18, tzinfo=NOON.tzinfo))
    with sqlite_database.read() as session:
        assert session.get_one(Delegation, helped.case.id).state == "ended"
        told = session.scalars(select(Message.template).where(Message.case_id == helped.case.id)).all()
        assert set(told) >= {"delegation/ended", "delegation/ended_helper", "delegation/reminder_last_day"}


def test_a_late_sweep_opens_nothing(
    visitor: Visitor, family: Callable[..., Family], monkeypatch: pytest.MonkeyPatch
) -> None:
    helped = family("pay")
    visitor.be(helped.login)
    assert visitor.get(f"/home?on_behalf={helped.case.id}").status_code == 200
    monkeypatch.setattr("workflow.clock.real_now", lambda: NOON + timedelta(days=150))
    assert visitor.be(helped.login).get(f"/home?on_behalf={helped.case.id}").status_code == 404


def test_every_page_says_for_whom_and_only_open_pages_are_there(
    visitor: Visitor, family: Callable[..., Family], sqlite_database: Database
) -> None:
    helped = family("pay", narrow=True)
    visitor.be(helped.login)
    text = visitor.get(f"/home?on_behalf={helped.case.id}").text
    mother = helped.mother.person.given_names
    assert f"Usted actúa por {mother}" in text
    assert str(helped.relation.id) in text
    assert str(helped.other.id) not in text
    assert invented_person("bea").first_surname not in text
    relation = visitor.get(f"/home/workers/{helped.relation.id}").text
    assert f"Usted actúa por {mother}" in relation
    assert visitor.get(f"/home/workers/{helped.other.id}").status_code == 404
    assert f"Usted actúa por {mother}" in visitor.get(f"/home/payments/{helped.period.id}").text
    assert visitor.get(f"/home/workers/{helped.relation.id}/days/2026-03").status_code == 200
    for closed in ("change", "end"):
        assert visitor.get(f"/home/workers/{helped.relation.id}/{closed}").status_code == 404
    assert visitor.get(f"/home/workers/new?on_behalf={helped.case.id}").status_code == 404
    for closed in ("/home/homes", "/home/close", "/home/helpers"):
        shown = visitor.get(f"{closed}?on_behalf={helped.case.id}", follow_redirects=True)
        assert mother not in shown.text


def test_no_page_is_open_to_delegates_that_is_not_named(
    app: Flask, visitor: Visitor, family: Callable[..., Family]
) -> None:
    """Whatever a page of a household is called: with the ids of a household one helps, it opens only if it is named."""
    helped = family("pay report enrol")
    visitor.be(helped.login)
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not str(rule).startswith("/home") or rule.endpoint in OPEN_TO_DELEGATES:
            continue
        path = str(rule).replace("<uuid:affiliation_id>", str(helped.relation.id))
        path = path.replace("<uuid:period_id>", str(helped.period.id)).replace("<month>", "2026-03")
        path = re.sub(r"<[^>]+>", str(helped.case.id), path)
        shown = visitor.get(f"{path}?on_behalf={helped.case.id}", follow_redirects=True)
        assert invented_person("ana").first_surname not in shown.text, rule
        assert helped.mother.person.first_surname not in shown.text, rule


def test_a_delegate_enrols_somebody_for_the_household(
    visitor: Visitor, family: Callable[..., Family], sqlite_database: Database
) -> None:
    helped = family("enrol")
    visitor.be(helped.login)
    path = f"/home/workers/new?on_behalf={helped.case.id}"
    visitor.get(path)
    typed = {"worker_given_name": "Brisa", "worker_first_surname": "Lago", "worker_second_surname": ""}
    hidden = {name: visitor.page.hidden[name] for name in ("csrf_token", "key")}
    begun = visitor.post(path, data={**hidden, **typed})
    assert begun.status_code == 303
    with sqlite_database.read() as session:
        drafted = session.scalars(select(Affiliation).where(Affiliation.worker_given_name == "Brisa")).one()
        assert drafted.household_id == helped.relation.household_id
    assert "Usted actúa por" in visitor.get(begun.location).text


def test_the_daughter_is_told_of_lines_and_named_on_the_receipt(
    visitor: Visitor, family: Callable[..., Family], sqlite_database: Database
) -> None:
    helped = family("pay")
    path = f"/home/payments/{helped.period.id}"
    assert f"{path}/payer" in visitor.be(helped.login).get(path).text
    assert answer(visitor, f"{path}/payer", {"payer_id": str(helped.daughter.person_id)}).status_code == 303
    name = invented_person("household 2").given_names
    assert f"Pagó: {name}" in visitor.get(path).text
    assert answer(visitor, f"{path}/payer", {"payer_id": str(helped.login.id)}).status_code == 422
    with sqlite_database.read() as session:
        issued = ContributionPeriod.id == helped.period.id
        assert session.scalars(select(ContributionPeriod.state).where(issued)).one() == "issued"


def test_an_invitation_by_code_is_accepted_by_whoever_brings_it(
    visitor: Visitor, sqlite_database: Database, login_of: Any
) -> None:
    def begin(session: Session) -> tuple[parties.Payer, str]:
        who = parties.household(session, NOON, 1)
        return who, invited(session, NOON, who, "pay")[1]

    who, code = sqlite_database.run(begin)
    her = login_of("hija", "domestic_worker")
    visitor.be(her)
    wrong = visitor.send("/helping/code", {"code": "2222-2222-2222"}, page="/helping")
    assert wrong.status_code == 422
    shown = visitor.send("/helping/code", {"code": code.lower().replace("-", " ")}, page="/helping")
    assert who.person.given_names in shown.text
    data = {"csrf_token": visitor.page.hidden["csrf_token"], "key": visitor.page.hidden["key"], "code": code}
    assert visitor.post("/helping/code", data={**data, "answer": "accept"}).status_code == 303
    assert "Entrar por" in visitor.get("/helping").text
    used = visitor.send("/helping/code", {"code": code}, page="/helping")
    assert "Ese código no sirve" in used.text
    with sqlite_database.read() as session:
        household = session.scalars(select(Delegation)).one()
        assert household.person_id == her.person_id


@pytest.mark.parametrize("known", [True, False])
def test_inviting_by_user_name_tells_nothing_about_who_exists(
    visitor: Visitor, sqlite_database: Database, login_of: Any, known: bool
) -> None:
    if known:
        her = login_of("hija", "household")
    who = sqlite_database.run(lambda session: parties.household(session, NOON, 1))
    with sqlite_database.read() as session:
        login = session.get_one(Login, who.actor.login_id)
    visitor.be(login).get("/home/helpers/new")
    hidden = {name: visitor.page.hidden[name] for name in ("csrf_token", "key")}
    typed = {"invited_name": "Mi hija", "username": "Hija", "rights": ["pay"], "whom": "all", "until": "30/6/2026"}
    sent = visitor.post("/home/helpers/new", data={**hidden, **typed})
    assert sent.status_code == 200
    assert "Si existe la cuenta «hija»" in sent.text
    if known:
        assert "Ayudar a" in visitor.be(her).get("/helping").text


def test_nobody_helps_the_employer_they_work_for_nor_themselves(session: Session) -> None:
    who = parties.household(session, NOON, 1)
    relation = parties.affiliation(session, who, NOON, invented_person("ana"), date(2026, 3, 2))
    case, code = invited(session, NOON, who, "pay")
    her = parties.worker_actor(session, relation, NOON)
    with pytest.raises(NotReady) as refused:
        fire(session, case, "accept", her, NOON, data={"proof": digest_of(code)})
    assert [s.code for s in refused.value.sentences] == ["delegation.works_there"]
    with pytest.raises(NotAllowed):
        fire(session, case, "accept", who.actor, NOON, data={"proof": digest_of(code)})


@pytest.mark.parametrize(
    ("rights", "typed", "code"),
    [
        ("pay everything", {}, "delegation.unknown_right"),
        ("pay", {"until": date(2026, 3, 1)}, "delegation.until_outside"),
        ("pay", {"until": date(2027, 3, 3)}, "delegation.until_outside"),
        ("pay", {"relations": "[]"}, "delegation.relations_missing"),
        ("enrol", {"relations": dumps([str(NOON)])}, None),
    ],
)
def test_a_permission_is_narrow_by_nature(
    session: Session, rights: str, typed: dict[str, Any], code: str | None
) -> None:
    who = parties.household(session, NOON, 1)
    if code is None:
        relation = parties.affiliation(session, who, NOON, invented_person("ana"), date(2026, 3, 2))
        typed, code = {"relations": dumps([str(relation.id)])}, "delegation.enrol_needs_all"
    with pytest.raises(NotReady) as refused:
        invited(session, NOON, who, rights, **typed)
    assert [s.code for s in refused.value.sentences] == [code]


def test_a_line_is_paid_by_anybody_and_stays_the_households(session: Session) -> None:
    helped = Family(session, "pay")
    with pytest.raises(NotAllowed):
        fire(
            session, helped.period, "settle", helped.daughter, NOON,
            data={"received": Decimal("1"), "paid_on": NOON.date()},
        )  # fmt: skip
