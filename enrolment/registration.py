"""The registration of a household, declared: from a draft to a registered persona empleadora."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, Household, Registration
from enrolment.registration_effects import become_household, change_contact, close_household, decide, owner_of
from enrolment.registration_rules import (
    Applicant,
    address_is_complete,
    curp_is_free,
    curp_is_possible,
    identity_is_complete,
    is_no_household_yet,
    nobody_is_employed,
    place_exists,
    rfc_is_possible,
)
from enrolment.roles import CASEWORKER, HOUSEHOLD, SUPERVISOR, roles_between
from regime.geography import municipalities, time_zone_of
from workflow.deadlines import time_limit
from workflow.definition import (
    MEXICO_CITY,
    SYSTEM,
    Action,
    Actor,
    Context,
    Deadline,
    Recipient,
    Role,
    State,
    Workflow,
    anybody,
)
from workflow.people import Person

OPEN_AFFILIATIONS = ("submitted", "in_review", "correction_requested", "enrolled")
IDENTITY = ("given_name", "first_surname", "second_surname", "curp", "rfc")
CONTACT = ("email", "phone")
TYPED = (*IDENTITY, *CONTACT, "street", "neighbourhood", "postal_code", "municipality")
OFFICIALS = (CASEWORKER, SUPERVISOR)


def look(session: Session, case: Any) -> Applicant:
    """Who applies, whether they are a household already, and whose the typed identifiers are."""
    person = session.get_one(Person, case.person_id)
    household = session.scalar(select(Household).where(Household.person_id == person.id))
    told = Recipient(person.id, person.language, case.email or person.email)
    return Applicant(
        people={HOUSEHOLD: (told,)},
        zone=zone_at(case.municipality),
        is_household=household is not None and household.closed_on is None,
        curp_owner=owner_of(session, "curp", case.curp),
        rfc_owner=owner_of(session, "rfc", case.rfc),
        open_affiliations=_employed(session, household),
    )


def zone_at(municipality: str | None) -> ZoneInfo:
    """The clock of a municipality; that of Mexico City while none is known."""
    if municipality is None or municipality not in municipalities():
        return MEXICO_CITY
    return ZoneInfo(time_zone_of(municipality))


def _employed(session: Session, household: Household | None) -> int:
    if household is None:
        return 0
    mine = select(func.count()).select_from(Affiliation).where(Affiliation.household_id == household.id)
    return session.scalar(mine.where(Affiliation.state.in_(OPEN_AFFILIATIONS))) or 0


def roles_of(actor: Actor, case: Any, _around: Applicant) -> frozenset[Role]:
    """The applicant's own household; officials on everybody else's."""
    return roles_between(actor, case.person_id)


def tell(context: Context) -> dict[str, Any]:
    """What the notices say: the name of the person and the reason an official gave."""
    return {"name": context.case.given_name or "", "reason": context.comment or ""}


SUBMITTABLE = (identity_is_complete, curp_is_possible, rfc_is_possible, address_is_complete, place_exists)

REGISTRATION = Workflow(
    name="registration",
    model=Registration,
    states=(
        State("draft", tags=frozenset({"open", "editable"})),
        State("submitted", tags=frozenset({"open", "to_decide"})),
        State("in_review", tags=frozenset({"open", "to_decide"}), seen_by=(HOUSEHOLD,)),
        State(
            "correction_requested",
            tags=frozenset({"open", "editable"}),
            seen_by=(HOUSEHOLD,),
            deadlines=(
                Deadline(
                    "correction",
                    time_limit("term_without_statute"),
                    on_expiry="expire",
                    basis=("lfpa_32", "lfpa_43"),
                    reminders=(7, 3, 1),
                    reminds=(HOUSEHOLD,),
                ),
            ),
        ),
        State("registered", tags=frozenset({"open", "in_force"})),
        State("refused", final=True),
        State("withdrawn", final=True),
        State("closed", final=True),
    ),
    actions=(
        Action(
            code="begin",
            target="draft",
            roles=anybody(HOUSEHOLD),
            basis=("lss_239c_1",),
            guards=(is_no_household_yet,),
            checks=(curp_is_possible, rfc_is_possible, place_exists),
            facts=("person_id", *TYPED),
        ),
        Action(
            code="save",
            source=("draft", "correction_requested"),
            roles=anybody(HOUSEHOLD),
            basis=("lss_239c_1",),
            checks=(curp_is_possible, rfc_is_possible, place_exists),
            facts=TYPED,
        ),
        Action(
            code="submit",
            source=("draft", "correction_requested"),
            target="submitted",
            roles=anybody(HOUSEHOLD),
            basis=("lss_15", "lss_239c_1"),
            guards=(is_no_household_yet, *SUBMITTABLE),
            effects=(decide,),
        ),
        Action(
            code="review",
            source=("submitted",),
            target="in_review",
            roles=anybody(SYSTEM),
            basis=("lss_251",),
            facts=("findings",),
            notices={HOUSEHOLD: "in_review"},
        ),
        Action(
            code="register",
            source=("submitted", "in_review"),
            target="registered",
            roles=anybody(SYSTEM, *OFFICIALS),
            basis=("lss_239c_1", "lss_251"),
            guards=(curp_is_free,),
            comment="optional",
            notices={HOUSEHOLD: "registered"},
            effects=(become_household,),
        ),
        Action(
            code="request_correction",
            source=("in_review",),
            target="correction_requested",
            roles=anybody(*OFFICIALS),
            basis=("lfpa_32", "lfpa_43"),
            comment="required",
            notices={HOUSEHOLD: "correction_requested"},
        ),
        Action(
            code="refuse",
            source=("in_review",),
            target="refused",
            roles=anybody(*OFFICIALS),
            basis=("lss_251", "lss_294"),
            comment="required",
            notices={HOUSEHOLD: "refused"},
        ),
        Action(
            code="expire",
            source=("correction_requested",),
            target="withdrawn",
            roles=anybody(SYSTEM),
            basis=("lfpa_43",),
            notices={HOUSEHOLD: "expired"},
        ),
        Action(
            code="withdraw",
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
            facts=CONTACT,
            effects=(change_contact,),
        ),
        Action(
            code="close",
            source=("registered",),
            target="closed",
            roles=anybody(HOUSEHOLD, *OFFICIALS),
            basis=("lss_37", "lss_239d"),
            guards=(nobody_is_employed,),
            comment="optional",
            notices={HOUSEHOLD: "closed"},
            effects=(close_household,),
        ),
    ),
    look=look,
    roles_of=roles_of,
    tell=tell,
)
