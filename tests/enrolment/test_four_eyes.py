"""Whoever files for somebody does not decide: every decision of every procedure, by every way of having filed."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.handed_codes import digest_of, new_code
from enrolment.household.household_models import Delegation
from enrolment.lifecycle import LIFECYCLES
from enrolment.models import Affiliation, Registration
from enrolment.people.invented import invented_person
from enrolment.queries import household_of
from enrolment.roles import CASEWORKER, HOUSEHOLD, SUPERVISOR
from tests.conftest import NOON
from tests.enrolment.parties import HOME, attendance, attended, draft, household, login_for, official, payer
from workflow.context import SYSTEM, THE_SYSTEM, Actor, Context, Surroundings
from workflow.decision import ready
from workflow.definition import Action, Workflow
from workflow.engine import fire, offers, open_case
from workflow.errors import NotReady
from workflow.people import Login, Person

DECIDERS = {CASEWORKER, SUPERVISOR}
# What officials do without deciding anything: hand a case to the office it belongs to, or back to the list.
NO_DECISION = {"transfer", "put_back"}
OF_OFFICIALS = [
    pytest.param(workflow, action, id=f"{workflow.name}-{action.code}")
    for workflow in LIFECYCLES
    for action in workflow.actions
    if action.roles & DECIDERS and action.roles <= {*DECIDERS, SYSTEM}
]
DOUBLE = ("caseworker", "supervisor")
ODD = invented_person("somebody else").curp  # fits no name here, so that a person has to look


@pytest.mark.parametrize(("workflow", "action"), OF_OFFICIALS)
def test_every_step_of_officials_is_a_decision_unless_it_decides_nothing(workflow: Workflow, action: Action) -> None:
    assert action.is_decision == (action.code not in NO_DECISION)


@pytest.mark.parametrize(("workflow", "action"), OF_OFFICIALS)
@pytest.mark.parametrize("filed", [True, False])
def test_whoever_filed_decides_nothing(workflow: Workflow, action: Action, filed: bool) -> None:
    bare = replace(action, guards=(), checks=(), comment="none")
    context = Context(SimpleNamespace(), THE_SYSTEM, frozenset(DECIDERS), NOON, Surroundings(), took_part=lambda: filed)
    if filed and action.code not in NO_DECISION:
        with pytest.raises(NotReady) as refusal:
            ready(bare, context)
        assert [sentence.code for sentence in refusal.value.sentences] == ["refused.took_part"]
    else:
        ready(bare, context)


def test_a_step_that_parties_may_take_too_is_no_decision() -> None:
    either = Action(code="end", target="x", roles=frozenset({HOUSEHOLD, CASEWORKER}), basis=())
    assert not either.is_decision


def at_the_counter(session: Session, who: Any, clerk: Actor) -> Actor:
    """The official who files at the counter."""
    return attended(clerk, attendance(session, clerk, who.person_id, NOON))


def review_of(session: Session, files: Actor) -> Registration:
    """A registration sent by somebody that a person has to look at."""
    case = service.begin_registration(session, files, NOON, {"curp": ODD, **HOME}).case
    sent = service.submit(session, Registration, case.id, files, NOON).case
    assert sent.state == "in_review"
    return sent  # type: ignore[no-any-return]


def test_the_clerk_of_the_counter_does_not_decide_and_a_colleague_does(session: Session) -> None:
    who, clerk, colleague = payer(session, NOON), official(session, NOON), official(session, NOON)
    case = review_of(session, at_the_counter(session, who, clerk))
    offered = {offer.action.code: [s.code for s in offer.unmet] for offer in offers(session, case, clerk, NOON)}
    assert offered["register"] == offered["refuse"] == offered["request_correction"] == ["refused.took_part"]
    assert offered["transfer"] == []
    for action in ("register", "refuse", "request_correction"):
        with pytest.raises(NotReady, match=r"refused\.took_part"):
            fire(session, case, action, clerk, NOON, comment="Así lo decido.")
    assert case.state == "in_review"
    assert fire(session, case, "register", colleague, NOON).to_state == "registered"


def test_another_login_of_the_same_official_is_the_same_person(session: Session) -> None:
    person = Person(given_name="Inés", first_surname="Doble", created_at=NOON)
    session.add(person)
    session.flush()
    clerk, boss = (login_for(session, NOON + timedelta(seconds=n), person, role) for n, role in enumerate(DOUBLE))
    who = payer(session, NOON)
    case = review_of(session, at_the_counter(session, who, clerk))
    with pytest.raises(NotReady, match=r"refused\.took_part"):
        fire(session, case, "register", boss, NOON)


def test_a_helper_who_is_an_official_does_not_decide_once_the_help_is_over(session: Session) -> None:
    who, helper = household(session, NOON), payer(session, NOON, 7)
    code = new_code()
    asked = {"invited_name": "Mi hija", "code_digest": digest_of(code), "rights": "enrol", "until": date(2026, 6, 30)}
    helped = open_case(
        session, Delegation, "invite", who.actor, NOON, data={"household_id": household_id(session, who), **asked}
    ).case
    fire(session, helped, "accept", helper.actor, NOON, data={"proof": digest_of(code)})
    relation = draft(session, who, NOON, invented_person("w"), date(2026, 3, 10), worker_curp=ODD)
    service.submit(session, Affiliation, relation.id, helper.actor, NOON)
    assert relation.state == "in_review"
    fire(session, helped, "end", helper.actor, NOON)
    session.get_one(Login, helper.actor.login_id).roles = ["household", "caseworker"]
    decides = replace(helper.actor, roles=frozenset({"household", "caseworker"}))
    with pytest.raises(NotReady, match=r"refused\.took_part"):
        fire(session, relation, "accept", decides, NOON)


def household_id(session: Session, who: Any) -> Any:
    """The household of a payer."""
    found = household_of(session, who.person_id)
    assert found is not None
    return found.id
