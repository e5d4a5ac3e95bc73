"""A delegation, declared: a household invites somebody to act for it, with rights from a closed list, until a day."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.household.delegation_rules import (
    Helping,
    accepted,
    end_is_near,
    household_is_open,
    invited_is_named,
    is_not_the_worker,
    is_somebody_else,
    last_day,
    relations_are_own,
    rights_are_known,
)
from enrolment.household.homes import zone_at
from enrolment.household.household_models import Delegation
from enrolment.models import Affiliation, DomesticWorker, Household
from enrolment.roles import DELEGATE, HOUSEHOLD
from workflow.context import SYSTEM, Actor, Context, Recipient, Role
from workflow.deadlines import time_limit
from workflow.definition import Action, Deadline, State, Workflow, anybody, is_tagged
from workflow.people import Login, Person


def look(session: Session, case: Any) -> Helping:
    """The household and its people, and whoever was invited by user name or has accepted."""
    household = session.get_one(Household, case.household_id)
    helper = _helper(session, case)
    people: dict[Role, tuple[Recipient, ...]] = {HOUSEHOLD: (household.person.as_recipient(),)}
    if helper is not None:
        people[DELEGATE] = (helper.as_recipient(),)
    return Helping(
        people=people,
        zone=zone_at(next((place.municipality for place in household.places), None)),
        household_person=household.person_id,
        household_name=household.person.full_name,
        household_is_open=household.closed_on is None,
        relations=_relations(session, household.id),
        invited=helper.id if helper else None,
        helper_name=case.invited_name or "",
    )


def _helper(session: Session, case: Any) -> Person | None:
    if case.person_id is not None:
        return session.get_one(Person, case.person_id)
    if case.invited_username is None:
        return None
    return session.scalar(select(Person).join(Login).where(Login.username == case.invited_username, Login.active))


def _relations(session: Session, household_id: UUID) -> dict[UUID, UUID | None]:
    mine = select(Affiliation.id, DomesticWorker.person_id).outerjoin(
        DomesticWorker, DomesticWorker.id == Affiliation.worker_id
    )
    rows = session.execute(mine.where(Affiliation.household_id == household_id, is_tagged(Affiliation, "open")))
    return {affiliation: person for affiliation, person in rows}  # noqa: C416 - rows are no pairs to mypy


def roles_of(actor: Actor, case: Any, around: Helping) -> frozenset[Role]:
    """The household, and whoever was invited: known by user name, or by the code that they bring (`proof`)."""
    if actor.person_id is None:
        return frozenset()
    if actor.person_id == around.household_person:
        return frozenset({HOUSEHOLD})
    brings_code = case.code_digest is not None and getattr(case, "proof", None) == case.code_digest
    is_meant = around.invited == actor.person_id or (brings_code and case.person_id is None)
    return frozenset({DELEGATE}) if is_meant else frozenset()


def tell(context: Context) -> dict[str, Any]:
    """What the notices say."""
    around = context.around
    return {"household": around.household_name, "helper": around.helper_name, "until": context.case.until}


TERMS = ("rights", "relations", "until")
TERMS_RIGHT = (rights_are_known, relations_are_own, end_is_near)
ANSWER = Deadline("answer", time_limit("delegation_answer_time"), on_expiry="lapse", basis=("practice",))
LAST_DAY = Deadline(
    "last_day", last_day, on_expiry="expire", basis=("practice",), reminders=(7,), reminds=(HOUSEHOLD, DELEGATE)
)

DELEGATION = Workflow(
    name="delegation",
    model=Delegation,
    states=(
        State("invited", tags=frozenset({"open"}), seen_by=(DELEGATE,), deadlines=(ANSWER,)),
        State("in_force", tags=frozenset({"open", "in_force"}), deadlines=(LAST_DAY,)),
        State("declined", final=True),
        State("withdrawn", final=True),
        State("lapsed", final=True),
        State("ended", final=True),
    ),
    actions=(
        Action(
            code="invite",
            target="invited",
            roles=anybody(HOUSEHOLD),
            basis=("practice",),
            guards=(household_is_open,),
            checks=(invited_is_named, *TERMS_RIGHT),
            facts=("household_id", "invited_name", "invited_username", "code_digest", *TERMS),
            notices={DELEGATE: "invited"},
        ),
        Action(
            code="accept",
            source=("invited",),
            target="in_force",
            roles=anybody(DELEGATE),
            basis=("practice",),
            guards=(household_is_open, is_somebody_else, is_not_the_worker),
            inputs=("proof",),
            computes=accepted,
            notices={HOUSEHOLD: "accepted"},
        ),
        Action(
            code="decline",
            weight="grave",
            source=("invited",),
            target="declined",
            roles=anybody(DELEGATE),
            basis=("practice",),
            inputs=("proof",),
            notices={HOUSEHOLD: "declined"},
        ),
        Action(
            code="withdraw",
            weight="grave",
            source=("invited",),
            target="withdrawn",
            roles=anybody(HOUSEHOLD),
            basis=("practice",),
        ),
        Action(
            code="lapse",
            source=("invited",),
            target="lapsed",
            roles=anybody(SYSTEM),
            basis=("practice",),
            notices={HOUSEHOLD: "lapsed"},
        ),
        Action(
            code="change",
            source=("in_force",),
            roles=anybody(HOUSEHOLD),
            basis=("practice",),
            guards=(household_is_open,),
            checks=TERMS_RIGHT,
            facts=TERMS,
            notices={DELEGATE: "changed"},
            rearms=("last_day",),
        ),
        Action(
            code="end",
            weight="grave",
            source=("in_force",),
            target="ended",
            roles=anybody(HOUSEHOLD, DELEGATE, SYSTEM),
            basis=("practice",),
            notices={HOUSEHOLD: "ended", DELEGATE: "ended_helper"},
        ),
        Action(
            code="expire",
            source=("in_force",),
            target="ended",
            roles=anybody(SYSTEM),
            basis=("practice",),
            notices={HOUSEHOLD: "ended", DELEGATE: "ended_helper"},
        ),
    ),
    look=look,
    roles_of=roles_of,
    tell=tell,
)
