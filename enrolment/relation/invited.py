"""Which invitation a relation goes back to, and what follows: who the worker is, what she has confirmed already."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from enrolment.following import then
from enrolment.models import DomesticWorker
from enrolment.people.name_letters import bare
from enrolment.relation.invitation_models import Invitation
from regime.sentences import Sentence
from workflow.definition import Step, is_tagged
from workflow.people import Person

_PAY = Sentence("invited.part.pay")
PART_OF = {
    "began_on": Sentence("invited.part.began"),
    "weekdays": Sentence("invited.part.days"),
    "hours_per_day": Sentence("invited.part.hours"),
    "pay_amount": _PAY,
    "pay_each": _PAY,
}


def invitation_of(session: Session, affiliation_id: UUID | None) -> Invitation | None:
    """The invitation that a relation was begun with, the newest if there should be several."""
    if affiliation_id is None:
        return None
    mine = select(Invitation).where(Invitation.affiliation_id == affiliation_id).order_by(Invitation.id.desc())
    return session.scalars(mine.limit(1)).first()


def who_invited(session: Session, case: Any) -> Person | None:
    """The worker whose code a filing was begun with, if it is she who is filed; nobody for any other filing.

    The household took up her code, so it says itself that she works there. If what it typed names somebody else, the
    code proves nothing about that person, and the filing is treated like one without a code.
    """
    invitation = invitation_of(session, case.id)
    if invitation is None:
        return None
    person = session.get_one(Person, invitation.person_id)
    held = person.identifier("curp")
    if case.worker_curp and held:
        return person if held == case.worker_curp else None
    if case.worker_curp and case.worker_curp == invitation.curp:
        return person
    typed = " ".join(filter(None, (case.worker_given_name, case.worker_first_surname)))
    return person if bare(typed) == bare(f"{person.given_name} {person.first_surname}") else None


def differences(invitation: Invitation, case: Any) -> tuple[str, ...]:
    """The columns in which a relation differs from what she said; what she did not say differs from nothing."""
    said = ((name, getattr(invitation, name)) for name in PART_OF)
    return tuple(name for name, value in said if value is not None and getattr(case, name) != value)


def question_to(session: Session, case: Any) -> str:
    """How a new relation is put to its worker: what she said herself is not asked again."""
    invitation = next(iter(_begun_by_her(session, case)), None)
    if invitation is None:
        return "ask"
    is_whole = all(getattr(invitation, name) is not None for name in PART_OF if name != "hours_per_day")
    return "count_as_said" if is_whole and not differences(invitation, case) else "ask"


def differs_from_said(session: Session, case: Any) -> Sentence | None:
    """For herself: that her household declared something else than she had said, and what."""
    invitation = invitation_of(session, case.id)
    found = differences(invitation, case) if invitation is not None else ()
    if not found:
        return None
    listed, *others = dict.fromkeys(PART_OF[name] for name in found)
    for other in others:
        listed = Sentence("invited.and", {"first": listed, "second": other})
    return Sentence("invited.differs", {"parts": listed})


def settle_invitations(session: Session, step: Step) -> None:
    """A relation that is enrolled ends what its worker began: with this code, or about the same household."""
    case = step.case
    for invitation in _begun_by_her(session, case):
        then(session, step, "settle", invitation, affiliation_id=case.id, household_id=case.household_id)


def _begun_by_her(session: Session, case: Any) -> Sequence[Invitation]:
    """The open invitations of the worker of a relation that are about it, the one it was begun with first."""
    worker = session.get_one(DomesticWorker, case.worker_id)
    about = or_(
        Invitation.affiliation_id == case.id,
        and_(Invitation.household_id == case.household_id, Invitation.affiliation_id.is_(None)),
    )
    hers = select(Invitation).where(Invitation.person_id == worker.person_id, about, is_tagged(Invitation, "open"))
    return session.scalars(hers.order_by(Invitation.affiliation_id.is_(None), Invitation.id)).all()
