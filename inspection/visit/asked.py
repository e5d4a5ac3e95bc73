"""Which questions of the checklist concern a visit: by what is known of the relation and by the matter of the order."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from enrolment.models import Affiliation
from enrolment.people.curp import age_on
from inspection.checklist import SECTIONS, Item, Relation, items, items_for
from inspection.models import InspectionFile
from inspection.visit.record_models import Answer

BOTH = "both"
Section = tuple[str, tuple[Item, ...]]


def known_of(session: Session, case: Any, day: date) -> Relation:
    """What inspectors wrote down of the relation, and before that her age where Afilia knows it.

    Of other homes in which she works nothing is looked up: that is hers.
    """
    age = case.worker_age if case.worker_age is not None else _age_on_file(session, case, day)
    return Relation(modality=case.relation_modality, age=age)


def _age_on_file(session: Session, case: Any, day: date) -> int | None:
    file = session.get_one(InspectionFile, case.file_id)
    relation = session.get(Affiliation, file.affiliation_id) if file.affiliation_id else None
    if relation is None:
        return None
    born = relation.worker_birth_date or (relation.worker.person.birth_date if relation.worker else None)
    return age_on(born, day) if born else None


def asked_in(session: Session, case: Any, day: date, answers: list[Answer]) -> list[Section]:
    """The questions by section, in the order in which a visit goes; what was answered or asked for stays among them."""
    matter = None if case.matter in (None, BOTH) else case.matter
    wanted = {item.number for item in items_for(known_of(session, case, day), matter)}
    wanted |= {answer.item for answer in answers} | {int(number) for number in (case.documents_asked or "").split()}
    return [(section, found) for section in SECTIONS if (found := _of(section, wanted))]


def _of(section: str, wanted: set[int]) -> tuple[Item, ...]:
    return tuple(item for item in items().values() if item.section == section and item.number in wanted)
