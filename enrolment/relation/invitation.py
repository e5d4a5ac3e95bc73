"""An enrolment that the worker starts, declared: she invites her employer by a code, or asks IMSS itself (LSS 18).

The employer learns nothing that she did not choose to tell, and nothing at all before she hands over the code or files
her request. Whom she names is compared with no register: a household that is known is answered like any other.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.deciding import told_of_transfer
from enrolment.household.homes import ADDRESS, zone_at
from enrolment.models import Affiliation, Household
from enrolment.offices import offices
from enrolment.papers.receipt import receipt
from enrolment.papers.refusal import refusal
from enrolment.papers.refusals import told_of_refusal
from enrolment.people.concerned import impartial
from enrolment.relation.invitation_models import Invitation
from enrolment.relation.invitation_request import DECIDING, FILED, FILING, REQUEST, receive_from
from enrolment.relation.invitation_request import STATES as REQUEST_STATES
from enrolment.relation.invitation_rules import (
    TYPED_RIGHT,
    Invited,
    address_to_write_to,
    code_ended,
    employer_is_named,
    has_an_account,
    is_somebody_else,
    parts_are_known,
    relation_is_own,
    taken,
)
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS, officials_of
from workflow.context import SYSTEM, Actor, Context, Recipient, Role
from workflow.deadlines import time_limit
from workflow.definition import Action, Deadline, State, Workflow, anybody
from workflow.people import Person

# The address that she gives of her employer. It is nobody's here: she finds a copy of what is sent among her notices.
NAMED_EMPLOYER = Role("named_employer")
CODE_PAGE = "/invitation"

TYPED = (
    "employer_name",
    "employer_email",
    "employer_phone",
    *ADDRESS,
    "began_on",
    "weekdays",
    "hours_per_day",
    "pay_amount",
    "pay_each",
    "curp",
    "nss",
    "tells",
    "notifies",
)


def look(session: Session, case: Any) -> Invited:
    """The worker and, once somebody took up her code, that person and their household."""
    worker = session.get_one(Person, case.person_id)
    people: dict[Role, tuple[Recipient, ...]] = {DOMESTIC_WORKER: (worker.as_recipient(),)}
    if case.employer_id is not None:
        people[HOUSEHOLD] = (session.get_one(Person, case.employer_id).as_recipient(),)
    if case.notifies and case.employer_email:
        people[NAMED_EMPLOYER] = (Recipient(worker.id, worker.language, case.employer_email),)
    relation = session.get(Affiliation, case.affiliation_id) if case.affiliation_id else None
    known = offices(session)
    return Invited(
        people=people,
        zone=zone_at(case.municipality),
        offices=known.names,
        office=known.code_for(case.municipality),
        worker_person=case.person_id,
        worker_name=worker.full_name,
        household_person=case.employer_id,
        taker_household=household_of_person(session, case.employer_id),
        relation_household=relation.household_id if relation else None,
        base_url=session.info["settings"].base_url,
    )


def household_of_person(session: Session, person_id: UUID | None) -> UUID | None:
    """The household of a person, if they are registered as one today."""
    if person_id is None:
        return None
    mine = select(Household.id).where(Household.person_id == person_id, Household.closed_on.is_(None))
    return session.scalar(mine)


def roles_of(actor: Actor, case: Any, around: Invited) -> frozenset[Role]:
    """The worker; whoever brings the code, or took it up while it is with them; officials once she has filed."""
    if actor.person_id is not None and actor.person_id == around.worker_person:
        return frozenset({DOMESTIC_WORKER})
    brings_code = case.code_digest is not None and getattr(case, "proof", None) == case.code_digest
    took_it = actor.person_id is not None and actor.person_id == around.household_person
    if brings_code or (took_it and case.state in INVITATION.states_tagged("with_household")):
        return frozenset({HOUSEHOLD})
    is_nothing_to_them = took_it or case.submitted_on is None or case.state in INVITATION.states_tagged("protected")
    return frozenset() if is_nothing_to_them else officials_of(actor, case.office)


def tell(context: Context) -> dict[str, Any]:
    """What the notices say: to her how she calls her employer, to the employer her name."""
    case = context.case
    said = {"employer": case.employer_name or "", "worker": context.around.worker_name}
    told = {"reason": context.comment or "", **told_of_transfer(context), **told_of_refusal(context)}
    if context.action is not None and context.action.code == "invite":
        return {"link": f"{context.around.base_url}{CODE_PAGE}"}  # all that an address learns which may be anybody's
    return {**said, **told}


CODE = Deadline(
    "code",
    time_limit("invitation_answer_time"),
    on_expiry="fall_silent",
    basis=("practice",),
    reminders=(7, 2),
    reminds=(DOMESTIC_WORKER,),
)
CHOICE = Deadline(
    "choice",
    time_limit("invitation_choice_time"),
    on_expiry="lapse",
    basis=("practice",),
    reminders=(30, 7),
    reminds=(DOMESTIC_WORKER,),
)
HERS_TO_CHOOSE = ("declined", "unanswered")
# From wherever she stands, a relation that is enrolled after all is where this ends.
OPEN = ("invited", "taken_up", *HERS_TO_CHOOSE, *FILED)

# What she has not filed is hers: it stands in no list, search or figure of officials. Nor does what is over, because it
# may have ended without anything being filed; the relation it led to stands there by itself.
INVITATION = Workflow(
    name="invitation",
    model=Invitation,
    states=(
        State("draft", tags=frozenset({"open", "editable", "sealed"})),
        State("invited", tags=frozenset({"open", "has_code", "sealed"}), deadlines=(CODE,)),
        State(
            "taken_up", tags=frozenset({"open", "with_household", "sealed"}), seen_by=(HOUSEHOLD,), deadlines=(FILING,)
        ),
        State("declined", tags=frozenset({"open", "sealed"}), deadlines=(CHOICE,)),
        State("unanswered", tags=frozenset({"open", "sealed"}), deadlines=(CHOICE,)),
        *REQUEST_STATES,
        State("enrolled", final=True, tags=frozenset({"sealed"})),
        State("withdrawn", final=True, tags=frozenset({"sealed"})),
        State("lapsed", final=True, tags=frozenset({"sealed"})),
        State("discarded", final=True, tags=frozenset({"sealed", "thrown_away"})),
    ),
    actions=(
        Action(
            code="begin",
            target="draft",
            roles=anybody(DOMESTIC_WORKER),
            basis=("lss_18",),
            checks=TYPED_RIGHT,
            facts=("person_id", *TYPED),
        ),
        Action(
            code="save",
            source=("draft", *HERS_TO_CHOOSE),
            roles=anybody(DOMESTIC_WORKER),
            basis=("lss_18",),
            checks=TYPED_RIGHT,
            facts=TYPED,
        ),
        Action(
            code="discard",
            weight="grave",
            source=("draft",),
            target="discarded",
            roles=anybody(DOMESTIC_WORKER),
            basis=("practice",),
        ),
        Action(
            code="invite",
            source=("draft", *HERS_TO_CHOOSE),
            target="invited",
            roles=anybody(DOMESTIC_WORKER),
            basis=("lss_18", "practice"),
            guards=(employer_is_named,),
            checks=(parts_are_known, address_to_write_to),
            facts=("code_digest", "tells", "notifies", "employer_email"),
            notices={NAMED_EMPLOYER: "to_employer"},
        ),
        Action(
            code="new_code",
            source=("invited",),
            roles=anybody(DOMESTIC_WORKER),
            basis=("practice",),
            facts=("code_digest",),
        ),
        Action(
            code="take_up",
            source=("invited",),
            target="taken_up",
            roles=anybody(HOUSEHOLD),
            basis=("lss_15", "lss_239c_1"),
            checks=(has_an_account, is_somebody_else),
            inputs=("proof",),
            computes=taken,
            notices={DOMESTIC_WORKER: "taken_up"},
        ),
        Action(
            code="decline",
            weight="grave",
            source=("invited", "taken_up"),
            target="declined",
            roles=anybody(HOUSEHOLD),
            basis=("practice",),
            guards=(is_somebody_else,),
            inputs=("proof",),
            computes=code_ended,
            comment="required",
            notices={DOMESTIC_WORKER: "declined"},
        ),
        Action(
            code="start",
            source=("taken_up", "agreed"),
            roles=anybody(HOUSEHOLD),
            basis=("lss_15", "lss_239c_1"),
            checks=(relation_is_own,),
            facts=("household_id", "affiliation_id"),
        ),
        Action(
            code="fall_silent",
            source=("invited", "taken_up"),
            target="unanswered",
            roles=anybody(SYSTEM),
            basis=("practice",),
            computes=code_ended,
            notices={DOMESTIC_WORKER: "silence"},
        ),
        Action(
            code="lapse",
            source=HERS_TO_CHOOSE,
            target="lapsed",
            roles=anybody(SYSTEM),
            basis=("practice",),
            notices={DOMESTIC_WORKER: "lapsed"},
        ),
        Action(
            code="withdraw",
            weight="grave",
            source=OPEN,
            target="withdrawn",
            roles=anybody(DOMESTIC_WORKER),
            basis=("practice",),
            computes=code_ended,
        ),
        REQUEST,
        receive_from(("person_id", *TYPED)),
        *DECIDING,
        Action(
            code="link",
            source=("requested", "overdue"),
            roles=anybody(SYSTEM),
            basis=("lss_18", "lss_251"),
            facts=("household_id", "employer_id"),
        ),
        Action(
            code="settle",
            source=OPEN,
            target="enrolled",
            roles=anybody(SYSTEM),
            basis=("lss_18", "lss_251"),
            facts=("household_id", "affiliation_id"),
            computes=code_ended,
            notices={DOMESTIC_WORKER: "enrolled"},
        ),
    ),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    tell=tell,
    documents=(
        receipt("invitation", DOMESTIC_WORKER, *OFFICIALS),
        refusal("invitation", DOMESTIC_WORKER, *OFFICIALS),
    ),
)
