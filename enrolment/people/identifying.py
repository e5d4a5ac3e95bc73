"""Whom a household means by what it typed: somebody known, in silence, or a new person; and what it types later."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.following import then
from enrolment.models import Affiliation, ContributionPeriod, DomesticWorker
from enrolment.pending.task_kinds import MISSING_CURP, MISSING_NSS
from enrolment.pending.tasks import close_tasks, open_task
from enrolment.people.duplicate_finding import look_for_duplicates
from enrolment.people.held_identifiers import hold, owner_of
from enrolment.people.identity import born, missing_numbers
from enrolment.relation.affiliation_look import is_established
from enrolment.relation.invited import who_invited
from enrolment.roles import DOMESTIC_WORKER
from workflow.definition import Step, is_tagged
from workflow.people import Login, Person

TASKS = {"curp": MISSING_CURP, "nss": MISSING_NSS}
NAMES = ("given_name", "first_surname", "second_surname")


def known_or_new_worker(session: Session, step: Step) -> DomesticWorker:
    """Who has the typed CURP, in silence and untouched by what was typed, else a new person.

    A person who is known only from filings that nobody has accepted takes the names typed last: a correction counts.
    Whoever is filed without a CURP is a new person until an official finds that they are known.
    """
    context = step.context
    invited = who_invited(session, context.case)
    person = invited or _known(session, context.case.worker_curp) or _filed_before(session, context.case)
    person = person or Person(created_at=context.at)
    if invited is not None:
        _identify_invited(session, invited, step)
    elif person.id is None or not is_established(session, person.id):
        _describe(session, person, step)
    else:
        hold(session, person, "nss", context.case.worker_nss, context.day, replace=False)
    worker = session.scalar(select(DomesticWorker).where(DomesticWorker.person_id == person.id))
    if worker is None:
        worker = DomesticWorker(person_id=person.id, known_since=context.day, identity_seen=invited is None)
        session.add(worker)
        session.flush()
    return worker


def typed_of(case: Any) -> dict[str, str | None]:
    """The identifiers that a household typed of its worker, by kind."""
    typed = {"curp": case.worker_curp, "nss": case.worker_nss}
    return typed | ({case.worker_paper: case.worker_paper_number} if case.worker_paper else {})


def ask_for_numbers(session: Session, step: Step) -> None:
    """What is missing at enrolment becomes a dated task; the enrolment itself goes on."""
    for kind in missing_numbers(step.case):
        open_task(session, step, TASKS[kind])


def keep_numbers(session: Session, step: Step) -> None:
    """What was missing is typed: it is hers unless it counts for somebody else, which only officials learn.

    Lines that waited for a number are issued now (I-1).
    """
    case, day = step.case, step.context.day
    person = session.get_one(DomesticWorker, case.worker_id).person
    if person.identifier("curp") is None:
        person.birth_date = born(case, day) or person.birth_date
    for kind, value in typed_of(case).items():
        hold(session, person, kind, value, day, replace=False)
    close_tasks(session, step, *(task for kind, task in TASKS.items() if kind not in missing_numbers(case)))
    look_for_duplicates(session, step, person.id, typed_of(case), case.office)
    for period in _to_issue(session, case.id):
        then(session, step, "resume", period)


def _to_issue(session: Session, affiliation_id: UUID) -> list[ContributionPeriod]:
    waiting = select(ContributionPeriod).where(
        ContributionPeriod.affiliation_id == affiliation_id, is_tagged(ContributionPeriod, "line_to_come")
    )
    return list(session.scalars(waiting.order_by(ContributionPeriod.first_month)))


def _filed_before(session: Session, case: Any) -> Person | None:
    """Whom this very case was filed for without a CURP, before it came back for correction."""
    if case.worker_id is None:
        return None
    person = session.get_one(DomesticWorker, case.worker_id).person
    return person if person.identifier("curp") is None and not is_established(session, person.id) else None


def _known(session: Session, curp: str | None) -> Person | None:
    """Who has the CURP by more than having typed it, else who was filed under it before.

    Anybody can open an account and register as a household under somebody else's CURP: that is a claim, no proof, and
    must not make them the worker of those who enrol the person it belongs to.
    """
    owner = owner_of(session, "curp", curp)
    if owner is None or not _only_claimed(session, owner):
        return session.get_one(Person, owner) if owner else None
    filed = select(Person).join(DomesticWorker, DomesticWorker.person_id == Person.id)
    filed = filed.join(Affiliation, Affiliation.worker_id == DomesticWorker.id)
    return session.scalars(filed.where(Affiliation.worker_curp == curp, Person.id != owner).limit(1)).first()


def _only_claimed(session: Session, person_id: UUID) -> bool:
    works = session.scalar(select(DomesticWorker).where(DomesticWorker.person_id == person_id))
    logins = session.scalars(select(Login).where(Login.person_id == person_id)).all()
    if works is not None:
        return not works.identity_seen
    shown_at_a_counter = any(DOMESTIC_WORKER.code in login.roles for login in logins)
    return bool(logins) and not shown_at_a_counter


def _identify_invited(session: Session, person: Person, step: Step) -> None:
    """Whoever opened her account herself keeps her names; the numbers are hers unless they count for somebody."""
    case, day = step.context.case, step.context.day
    person.birth_date = person.birth_date or born(case, day)
    for kind, value in typed_of(case).items():
        hold(session, person, kind, value, day, replace=False)


def _describe(session: Session, person: Person, step: Step) -> None:
    case, day = step.context.case, step.context.day
    # Contacts stay with the relation: an address that a household typed must neither let anybody in as her nor be told
    # of her other households.
    for name in NAMES:
        setattr(person, name, getattr(case, f"worker_{name}"))
    person.birth_date = born(case, day)
    session.add(person)
    session.flush()
    for kind, value in typed_of(case).items():
        hold(session, person, kind, value, day)
