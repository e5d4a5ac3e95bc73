"""The programme: ordinary inspections of an area that nobody asked for (LFT 542), and rounds in which a home is visited
together with others, so that no visit points to anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from inspection.authorities import authorities, competent_authority
from inspection.models import InspectionFile, new_folio
from inspection.visit.inspection_models import Inspection
from regime.sentences import Sentence
from workflow.context import MEXICO_CITY, THE_SYSTEM, Actor
from workflow.definition import is_tagged
from workflow.engine import fire, open_case
from workflow.errors import NotReady, Refused
from workflow.tables import Idempotency


@dataclass(frozen=True, slots=True)
class Home:
    """A home of the programme: where it is, and who is known to employ there."""

    street: str
    neighbourhood: str | None = None
    postal_code: str | None = None
    employer_name: str | None = None


def plan(
    session: Session, actor: Actor, at: datetime, municipality: str, homes: Sequence[Home], key: str
) -> list[Inspection]:
    """Open an ordinary inspection of each home of a municipality, to be assigned; nothing for a key that came before.

    Raises `NotReady` where another authority inspects, and what opening raises.
    """
    office = competent_authority(authorities(session), municipality, None)
    if office.code not in actor.offices:
        raise NotReady(Sentence("programme.not_ours", {"authority": office.name}))
    if session.get(Idempotency, f"{key}:0") is not None:
        return []
    day, found = at.astimezone(MEXICO_CITY).date(), []
    for number, home in enumerate(homes):
        filed = {"folio": new_folio(day), "origin": "programme", "filed_on": day, "office": office.code}
        known = {name: getattr(home, name) for name in Home.__dataclass_fields__}
        file = open_case(
            session, InspectionFile, "open", THE_SYSTEM, at, data={**filed, **known, "municipality": municipality}
        ).case
        data = {"file_id": file.id, "office": office.code, "kind": "ordinary"}
        found.append(open_case(session, Inspection, "open", actor, at, data=data, key=f"{key}:{number}").case)
    return found


def waiting_in(municipality: str, offices: Sequence[str]) -> Select[Any]:
    """The inspections of a municipality without an inspector, the oldest first, whatever they began with."""
    mine = select(Inspection).join(InspectionFile, InspectionFile.id == Inspection.file_id)
    mine = mine.where(InspectionFile.municipality == municipality, Inspection.office.in_(offices))
    return mine.where(is_tagged(Inspection, "unassigned")).order_by(Inspection.opened_at, Inspection.id)


def assign_together(
    session: Session, actor: Actor, at: datetime, cases: Sequence[UUID], named: Mapping[str, UUID | None]
) -> tuple[int, list[Sentence]]:
    """Give several homes to the same inspectors; how many they got, and why others stayed without anybody."""
    given, why = 0, list[Sentence]()
    for case_id in cases:
        case = session.get(Inspection, case_id)
        if case is None:
            continue
        try:
            fire(session, case, "assign", actor, at, data=named)
            given += 1
        except Refused as refusal:
            why += refusal.sentences
    return given, list(dict.fromkeys(why))
