"""What follows for labour dues: the case opens with the relation, is settled with its end, keeps what was paid."""

from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.following import then, then_open
from enrolment.labour.dues_models import DuesRecord, LabourDues
from workflow.definition import Step, is_tagged

NOTHING = Decimal("0.00")


def watch_dues(session: Session, step: Step) -> None:
    """Begin to watch what a relation earns, unless it is watched already: with its enrolment, and with each period."""
    if dues_of(session, step.case.id, "open") is None:
        then_open(session, step, LabourDues, "open", affiliation_id=step.case.id)


def settle_dues(session: Session, step: Step) -> None:
    """The relation has ended: work out what is owed. Effect of the baja."""
    watch_dues(session, step)
    _then(session, step, "leave", "watched")


def resume_dues(session: Session, step: Step) -> None:
    """The baja was a mistake: watch on. Effect of its reversal."""
    _then(session, step, "resume", "to_settle")
    watch_dues(session, step)


def drop_dues(session: Session, step: Step) -> None:
    """A relation that never was earns nothing. Effect of its being voided."""
    _then(session, step, "drop", "open")


def keep_bonus(session: Session, step: Step) -> None:
    """Keep a bonus that was paid."""
    data = step.context.data
    _keep(session, step, "aguinaldo", data["year"], data["paid_on"], amount=data["paid"])


def keep_vacation(session: Session, step: Step) -> None:
    """Keep days of vacation that were enjoyed, with the premium paid on them."""
    data = step.context.data
    premium = data.get("premium") or NOTHING
    year, first = data["service_year"], data["first_day"]
    _keep(session, step, "vacation", year, first, days=data["days_off"], amount=premium)


def keep_settlement(session: Session, step: Step) -> None:
    """Keep what was paid at the end."""
    data = step.context.data
    _keep(session, step, "settlement", data["paid_on"].year, data["paid_on"], amount=data["paid"])


def dues_of(session: Session, affiliation_id: Any, *tags: str) -> LabourDues | None:
    """The case of a relation in a state with one of the tags, the latest."""
    mine = select(LabourDues).where(LabourDues.affiliation_id == affiliation_id, is_tagged(LabourDues, *tags))
    return session.scalars(mine.order_by(LabourDues.opened_at.desc()).limit(1)).first()


def _then(session: Session, step: Step, action: str, tag: str) -> None:
    case = dues_of(session, step.case.id, tag)
    if case is not None:
        then(session, step, action, case)


def _keep(
    session: Session, step: Step, kind: str, year: int, day: Any, days: Decimal = NOTHING, amount: Decimal = NOTHING
) -> None:
    at, relation = step.context.at, step.case.affiliation_id
    session.add(
        DuesRecord(affiliation_id=relation, kind=kind, year=year, day=day, days=days, amount=amount, recorded_at=at)
    )
    session.flush()
