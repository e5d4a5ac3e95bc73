"""What a registration needs before it can be sent or accepted, each as the sentence for the person who is asked."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from enrolment.people.curp import differences
from enrolment.people.identifiers import check_curp, check_rfc
from enrolment.people.typed_identifiers import first_problem
from regime.geography import candidates
from regime.sentences import Sentence
from workflow.context import Context, Surroundings
from workflow.definition import nothing_to_do


@dataclass(frozen=True, slots=True)
class OwnHome:
    """A home of the household: its address in the order of `homes.ADDRESS`, and how many relations it has."""

    place_id: UUID
    address: tuple[str | None, ...]
    relations: int


@dataclass(frozen=True, kw_only=True)
class Applicant(Surroundings):
    """What a registration depends on: whether the person is a household already, and who has the typed CURP."""

    is_household: bool = False
    curp_owner: UUID | None = None
    rfc_owner: UUID | None = None
    office: str | None = None
    open_affiliations: int = 0
    homes: tuple[OwnHome, ...] = ()
    another_is_open: bool = False
    registered_on: date | None = None


@nothing_to_do
def is_no_household_yet(context: Context) -> Sentence | None:
    """Nobody registers twice."""
    return Sentence("registration.already_registered") if context.around.is_household else None


def no_other_is_open(context: Context) -> Sentence | None:
    """One registration of a person is under way at a time."""
    return Sentence("registration.another_open") if context.around.another_is_open else None


def identity_is_complete(context: Context) -> Sentence | None:
    """A name and a CURP (LSS 239-C I; the portal of IMSS begins with them)."""
    case = context.case
    missing = not (case.given_name and case.first_surname and case.curp)
    return Sentence("registration.identity_missing") if missing else None


def curp_is_possible(context: Context) -> Sentence | None:
    """What is certainly wrong in the CURP, with its position."""
    return first_problem(context.case.curp, lambda text: check_curp(text, context.day))


def rfc_is_possible(context: Context) -> Sentence | None:
    """What is certainly wrong in the RFC, if one was given."""
    return first_problem(context.case.rfc, check_rfc)


def address_is_complete(context: Context) -> Sentence | None:
    """Street, postal code and municipality of the home: they decide the wage zone and the office."""
    case = context.case
    missing = not (case.street and case.postal_code and case.municipality)
    return Sentence("registration.address_missing") if missing else None


def nobody_is_employed(context: Context) -> Sentence | None:
    """A household closes its registration only after the baja of everybody it employs (LSS 37, 239-D)."""
    count = context.around.open_affiliations
    return Sentence("registration.affiliations_open", {"count": count}) if count else None


def review_reasons(context: Context) -> tuple[Sentence, ...]:
    """Why an official has to look at a registration: what was typed contradicts itself.

    Nothing that the register knows is a reason: whoever has to wait for some CURP and not for another would learn who
    is known. That is for officials to read beside the registration (`register_findings`).
    """
    case = context.case
    reasons = list(
        differences(
            case.curp,
            given_names=case.given_name,
            first_surname=case.first_surname,
            second_surname=case.second_surname or "",
        )
    )
    listed = {place.key for place in candidates(case.postal_code)}
    if listed and case.municipality not in listed:
        reasons.append(Sentence("finding.postal_code_elsewhere", {"postal_code": case.postal_code}))
    return tuple(reasons)


def register_findings(context: Context) -> tuple[Sentence, ...]:
    """Whether somebody else has the typed CURP or RFC; never shown to whoever registers."""
    around, findings = context.around, []
    if _is_somebody_elses(around.curp_owner, context):
        findings.append(Sentence("finding.curp_of_another_person"))
    if _is_somebody_elses(around.rfc_owner, context):
        findings.append(Sentence("finding.rfc_of_another_person"))
    return tuple(findings)


def _is_somebody_elses(owner: UUID | None, context: Context) -> bool:
    return owner is not None and owner != _person(context.case)


def _person(case: Any) -> UUID:
    person: UUID = case.person_id
    return person
