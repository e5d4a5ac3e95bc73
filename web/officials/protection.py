"""The sealed protection matters: their own list without a name, for those who protect; each opening is written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import Household
from enrolment.people.protecting import opened
from enrolment.people.protection import PROTECTION_MATTER, PROTECTORS
from enrolment.people.protection_models import ProtectionMatter
from regime.geography import municipality
from regime.sentences import Sentence
from web.casework import case_words
from web.casework.case_summaries import Section, Summary
from web.casework.enrolment_cases import Fact, facts, full
from web.casework.timeline import Reader
from web.edge.access_log import note_read
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import t
from web.edge.transactions import reading
from web.inspection.desk_rows import in_danger
from workflow.deadlines import open_deadlines
from workflow.definition import is_tagged
from workflow.engine import context_of

blueprint = Blueprint("protection", __name__, url_prefix="/protection")
SHOWN = 50
NAME = ("given_name", "first_surname", "second_surname")


@dataclass(frozen=True, slots=True)
class Row:
    """One matter in the list: its number, how it stands and until when it is to be taken up. No name, no place."""

    case_id: UUID
    number: str
    state: str
    state_kind: str
    take_up_by: datetime | None


@blueprint.get("")
def show() -> ResponseReturnValue:
    """The matters that are open, the oldest first."""
    found = select(ProtectionMatter).where(is_tagged(ProtectionMatter, "open")).order_by(ProtectionMatter.id)
    rows = [_row(reading(), case) for case in reading().scalars(found.limit(SHOWN)) if _is_theirs(reading(), case)]
    dangers = in_danger(reading(), actor(), now())
    return render_template("protection/list.html", rows=rows, dangers=dangers)


def named(_session: Session, case: ProtectionMatter) -> str:
    """A matter is called by its number alone."""
    return t("protection.number", number=case.id.hex[-8:].upper())


def summary(session: Session, case: ProtectionMatter, _reader: Reader) -> Summary:
    """What is sealed, opened for whoever protects; that they read it is written down first."""
    note_read(PROTECTION_MATTER.name, case.id, Sentence("access.sealed_matter"))
    known = opened(session, case)
    child = facts(
        (
            "fact.name",
            full(*(known.get(f"worker_{name}") for name in ("given_name", "first_surname", "second_surname"))),
        ),
        ("fact.curp", known.get("worker_curp")),
        ("protection.born", known.get("born")),
        ("fact.phone", known.get("worker_phone")),
        ("fact.email", known.get("worker_email")),
        ("fact.began_on", known.get("began_on")),
        ("protection.said", known.get("said")),
    )
    where = facts(
        *_employer(session, case, known),
        ("fact.address", full(known.get("street"), known.get("neighbourhood"), known.get("postal_code"))),
        ("protection.municipality", municipality(case.municipality).full_name if case.municipality else None),
    )
    heading = t("protection.number", number=case.id.hex[-8:].upper())
    sections = (Section(t("protection.child"), child), Section(t("protection.where"), where))
    return Summary(heading=heading, sections=sections)


def _employer(session: Session, case: ProtectionMatter, known: Mapping[str, Any]) -> tuple[Fact, ...]:
    """Who would employ the child: the household that filed, or whom the child named."""
    if case.household_id is None:
        told = ("employer_name", "employer_phone", "employer_email")
        return tuple(
            zip(("start.employer", "fact.phone", "fact.email"), (known.get(name) for name in told), strict=True)
        )
    person = session.get_one(Household, case.household_id).person
    return ("case.household", person.full_name), ("fact.phone", person.phone)


def _row(session: Session, case: ProtectionMatter) -> Row:
    clocks = open_deadlines(session, case.id)
    return Row(
        case.id,
        case.id.hex[-8:].upper(),
        case_words.state_label(PROTECTION_MATTER, case.state, PROTECTORS),
        case_words.state_kind(PROTECTION_MATTER, case.state),
        clocks[0].due_at if clocks else None,
    )


def _is_theirs(session: Session, case: ProtectionMatter) -> bool:
    return bool(context_of(session, case, actor(), now()).roles)
