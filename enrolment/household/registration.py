"""The registration of a household, declared: from a draft to a registered persona empleadora."""

from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enrolment.deciding import NOT_ACCEPTED, UNDECIDED, told_of_transfer
from enrolment.filings import incomplete_filing, routed_and_filed, told_of_filing
from enrolment.household.homes import ADDRESS, place_exists, zone_at
from enrolment.household.household_closing import CLOSING
from enrolment.household.household_homes import HOMES, own_homes
from enrolment.household.registration_effects import become_household, change_contact, decide
from enrolment.household.registration_rules import (
    Applicant,
    address_is_complete,
    curp_is_possible,
    identity_is_complete,
    is_no_household_yet,
    rfc_is_possible,
)
from enrolment.household.succession_effects import complete_waiting
from enrolment.models import Affiliation, Household, Registration
from enrolment.offices import offices
from enrolment.papers import registration_form
from enrolment.papers.receipt import receipt
from enrolment.papers.refusal import refusal
from enrolment.papers.refusals import told_of_refusal
from enrolment.people.concerned import impartial
from enrolment.people.held_identifiers import owner_of
from enrolment.roles import HOUSEHOLD, OFFICIALS, roles_between
from workflow.context import SYSTEM, Actor, Context, Role
from workflow.definition import Action, DocumentKind, State, Workflow, anybody, is_tagged
from workflow.people import Person

IDENTITY = ("given_name", "first_surname", "second_surname", "curp", "rfc")
CONTACT = ("email", "phone")
TYPED = (*IDENTITY, *CONTACT, *ADDRESS)


def look(session: Session, case: Any) -> Applicant:
    """Who applies, whether they are a household already, and whose the typed identifiers are."""
    person = session.get_one(Person, case.person_id)
    household = session.scalar(select(Household).where(Household.person_id == person.id))
    return Applicant(
        people={HOUSEHOLD: (person.as_recipient(),)},
        zone=zone_at(case.municipality),
        offices=offices(session).names,
        office=offices(session).code_for(case.municipality),
        is_household=household is not None and household.closed_on is None,
        curp_owner=owner_of(session, "curp", case.curp),
        rfc_owner=owner_of(session, "rfc", case.rfc),
        open_affiliations=_employed(session, household),
        homes=own_homes(session, household),
        another_is_open=_another_is_open(session, case),
        registered_on=household.registered_on if household is not None and household.closed_on is None else None,
    )


def _employed(session: Session, household: Household | None) -> int:
    if household is None:
        return 0
    mine = select(func.count()).select_from(Affiliation).where(Affiliation.household_id == household.id)
    return session.scalar(mine.where(is_tagged(Affiliation, "filed"))) or 0


def _another_is_open(session: Session, case: Any) -> bool:
    others = select(Registration.id).where(Registration.person_id == case.person_id, Registration.id != case.id)
    return session.scalar(others.where(is_tagged(Registration, "open")).limit(1)) is not None


def roles_of(actor: Actor, case: Any, _around: Applicant) -> frozenset[Role]:
    """The applicant's own household; officials on everybody else's."""
    return roles_between(actor, case.person_id, office=case.office)


def tell(context: Context) -> dict[str, Any]:
    """What the notices say: the name of the person and the reason an official gave."""
    said = {"name": context.case.given_name or "", "reason": context.comment or "", **told_of_transfer(context)}
    return {**said, **told_of_refusal(context), **told_of_filing(context, COMPLETE)}


TYPED_RIGHT = (curp_is_possible, rfc_is_possible, place_exists)
COMPLETE = (identity_is_complete, address_is_complete, *TYPED_RIGHT)

REGISTER = Action(
    code="register",
    source=("submitted",),
    target="registered",
    roles=anybody(SYSTEM),
    basis=("lss_239c_1", "lss_251"),
    facts=("findings",),
    notices={HOUSEHOLD: "registered"},
    produces=("registration_form",),
    effects=(become_household, complete_waiting),
)

NAMES = IDENTITY[:3]
# The employer of somebody whom the institute enrols at her own request need not have asked for anything.
REGISTER_ON_REQUEST = replace(
    REGISTER,
    code="register_on_request",
    source=(),
    basis=("lss_18", "lss_251"),
    checks=(address_is_complete, place_exists),
    facts=("person_id", "office", *NAMES, *ADDRESS),
    computes=routed_and_filed,
    notices={HOUSEHOLD: "registered_on_request"},
)

REGISTRATION = Workflow(
    name="registration",
    model=Registration,
    states=(
        *UNDECIDED,
        State("registered", tags=frozenset({"open", "filed", "in_force"})),
        State("refused", final=True),
        State("withdrawn", final=True),
        State("closed", final=True, tags=frozenset({"closed"})),
    ),
    actions=(
        Action(
            code="begin",
            target="draft",
            roles=anybody(HOUSEHOLD),
            basis=("lss_239c_1",),
            guards=(is_no_household_yet,),
            checks=TYPED_RIGHT,
            facts=("person_id", *TYPED),
        ),
        Action(
            code="save",
            source=("draft", "correction_requested"),
            roles=anybody(HOUSEHOLD),
            basis=("lss_239c_1",),
            checks=TYPED_RIGHT,
            facts=TYPED,
        ),
        Action(
            code="submit",
            source=("draft", "correction_requested"),
            target="submitted",
            roles=anybody(HOUSEHOLD),
            basis=("lss_15", "lss_239c_1"),
            guards=(is_no_household_yet, *COMPLETE),
            computes=routed_and_filed,
            produces=("receipt",),
            effects=(decide,),
        ),
        incomplete_filing(COMPLETE, guards=(is_no_household_yet,), checks=TYPED_RIGHT),
        Action(
            code="review",
            source=("submitted",),
            target="in_review",
            roles=anybody(SYSTEM),
            basis=("lss_251",),
            facts=("findings",),
            notices={HOUSEHOLD: "in_review"},
        ),
        REGISTER,
        REGISTER_ON_REQUEST,
        replace(REGISTER_ON_REQUEST, source=("draft", "in_review", "correction_requested"), facts=(*NAMES, *ADDRESS)),
        # What the checks found is theirs to write: an official only decides.
        replace(REGISTER, source=("in_review",), roles=anybody(*OFFICIALS), facts=(), comment="optional"),
        *NOT_ACCEPTED,
        Action(
            code="withdraw",
            weight="grave",
            source=("draft", "in_review", "correction_requested"),
            target="withdrawn",
            roles=anybody(HOUSEHOLD),
            basis=("practice",),
        ),
        Action(
            code="change_contact",
            source=("registered",),
            roles=anybody(HOUSEHOLD),
            basis=("lss_15",),
            facts=("phone",),
            effects=(change_contact,),
        ),
        *HOMES,
        *CLOSING,
    ),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    tell=tell,
    documents=(
        DocumentKind("registration_form", (HOUSEHOLD, *OFFICIALS), registration_form.facts, registration_form.template),
        receipt("registration", HOUSEHOLD, *OFFICIALS, complete=COMPLETE),
        refusal("registration", HOUSEHOLD, *OFFICIALS),
    ),
)
