"""What people do about an enrolment that a worker starts, each as one call: the edge gives actor, moment and words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from enrolment.handed_codes import digest_of, new_code
from enrolment.models import Affiliation
from enrolment.relation.invitation import CODE, TYPED, household_of_person
from enrolment.relation.invitation_models import Invitation
from enrolment.relation.invitation_request import ANSWER
from enrolment.relation.invitation_rules import tells
from enrolment.service import begin_affiliation, tidy
from regime.sentences import Sentence
from workflow.context import THE_SYSTEM, Actor
from workflow.definition import is_tagged
from workflow.engine import Fired, fire, open_case, reference
from workflow.errors import NotAllowed, NotReady
from workflow.people import Person
from workflow.tables import DeadlineRow, Idempotency

# Whoever brings a code and has no account: enough to say no, not to go on.
NOBODY = UUID(int=0)
BEARER = Actor(login_id=NOBODY)
CODE_CLOCKS = (CODE.code, ANSWER.code)  # until when the code of the worker, or of the office, is good
NAMES = ("given_name", "first_surname", "second_surname")
OF_PART: Mapping[str, tuple[str, ...]] = {
    "since": ("began_on",),
    "days": ("weekdays", "hours_per_day"),
    "pay": ("pay_amount", "pay_each"),
    "numbers": ("curp", "nss"),
}


def begin_invitation(
    session: Session, actor: Actor, at: datetime, facts: Mapping[str, Any] | None = None, *, key: str | None = None
) -> Fired:
    """Begin the draft in which the actor, as a worker, names an employer. Raises `NotAllowed` without a person."""
    if actor.person_id is None:
        raise NotAllowed("begin")
    data = {**tidy(facts or {}), "person_id": actor.person_id}
    return open_case(session, Invitation, "begin", actor, at, key=key, data=data)


def request_enrolment(
    session: Session,
    worker_person_id: UUID,
    facts: Mapping[str, Any],
    at: datetime,
    *,
    actor: Actor = THE_SYSTEM,
    words: str | None = None,
    key: str | None = None,
) -> Fired:
    """File her own request to be enrolled (LSS 18) in one step, for an authority before which she has made it.

    `facts` are columns of `Invitation` (`TYPED`): at least `employer_name`, the `municipality` of the home, `began_on`,
    `weekdays`, `pay_amount` and `pay_each`. `words` are what shows that she works there; she and the office read them.
    Only the system files for her, after a step in which she said that she wants it. Raises `NotReady` with every
    sentence that is missing. The answer's `case` ends in the state `enrolled`, with the relation in `affiliation_id`,
    or in `refused`, `withdrawn` or `lapsed`.
    """
    data = {**tidy({name: facts[name] for name in TYPED if name in facts}), "person_id": worker_person_id}
    return open_case(session, Invitation, "receive", actor, at, key=key, data=data, comment=words)


def invite(
    session: Session,
    invitation_id: UUID,
    actor: Actor,
    at: datetime,
    wishes: Mapping[str, Any],
    *,
    version: int | None = None,
) -> tuple[Fired, str]:
    """Make the code that she hands over; it is answered this one time and kept as a digest only.

    `wishes` are `tells`, `notifies` and `employer_email`: with the second, a notice without a name, a code or a reason
    is sent to that address, and she finds a copy among her own.
    """
    code = new_code()
    data = {**wishes, "code_digest": digest_of(code)}
    fired = fire(
        session, reference(session, Invitation, invitation_id), "invite", actor, at, version=version, data=data
    )
    return fired, code


def renew_code(session: Session, invitation_id: UUID, actor: Actor, at: datetime) -> tuple[Fired, str]:
    """Another code in place of one that was lost; the one before is good no more, and the term stays."""
    code = new_code()
    case = reference(session, Invitation, invitation_id)
    return fire(session, case, "new_code", actor, at, data={"code_digest": digest_of(code)}), code


def ask_household(
    session: Session, invitation_id: UUID, actor: Actor, at: datetime, words: str, *, version: int | None = None
) -> tuple[Fired, str]:
    """The office asks the household about a request; the code stands on the letter that is delivered to the home."""
    code = new_code()
    data = {"code_digest": digest_of(code)}
    case = reference(session, Invitation, invitation_id)
    return fire(session, case, "ask_household", actor, at, comment=words, data=data, version=version), code


def by_digest(session: Session, digest: str, at: datetime) -> Invitation | None:
    """The case behind a code; unknown, used and expired codes are all the same: nothing.

    A code ends at its moment, whenever the sweep gets round to saying so.
    """
    return session.scalar(_good(digest, at))


def _good(digest: str, at: datetime) -> Select[Invitation]:
    clock = select(DeadlineRow.id).where(DeadlineRow.case_id == Invitation.id, DeadlineRow.code.in_(CODE_CLOCKS))
    runs = or_(DeadlineRow.status == "paused", and_(DeadlineRow.status == "running", DeadlineRow.due_at > at))
    return select(Invitation).where(
        Invitation.code_digest == digest,
        is_tagged(Invitation, "has_code", "with_household"),
        clock.where(runs).exists(),
    )


def take_up(session: Session, code: str, actor: Actor, at: datetime, *, key: str | None = None) -> Fired:
    """Whoever brings the code of a worker goes on to enrol her; the code is used up. Raises `NotReady` for no code."""
    return _with_code(session, digest_of(code), "take_up", actor, at, key)


def agree(session: Session, code: str, actor: Actor, at: datetime, *, key: str | None = None) -> Fired:
    """Whoever was asked by the office goes on to enrol her."""
    return _with_code(session, digest_of(code), "agree", actor, at, key)


def decline(session: Session, code: str, actor: Actor, at: datetime, why: str, *, key: str | None = None) -> Fired:
    """Whoever brings the code says no, with the reason that she reads; this needs no account."""
    return _with_code(session, digest_of(code), "decline", actor, at, key, why)


def answer(session: Session, code: str, actor: Actor, at: datetime, words: str, *, key: str | None = None) -> Fired:
    """Whoever was asked by the office answers it; this needs no account."""
    return _with_code(session, digest_of(code), "answer", actor, at, key, words)


def take_by_digest(session: Session, digest: str, actor: Actor, at: datetime, *, key: str | None = None) -> Fired:
    """The same as `take_up` or `agree`, whichever the case is at, for a code that was typed on an earlier page."""
    case = _behind(session, digest, at, key)
    asked = case is not None and case.submitted_on is not None
    return _with_code(session, digest, "agree" if asked else "take_up", actor, at, key)


def _with_code(
    session: Session, digest: str, action: str, actor: Actor, at: datetime, key: str | None, comment: str | None = None
) -> Fired:
    case = _behind(session, digest, at, key)
    if case is None:
        raise NotReady(Sentence("invitation.code_unknown"))
    return fire(session, case, action, actor, at, key=key, comment=comment, data={"proof": digest})


def _behind(session: Session, digest: str, at: datetime, key: str | None) -> Invitation | None:
    """The case of a code, locked: of two who bring it at once the second finds it used, and is told no more.

    For a click that comes twice it is the case in which the first one has used the code up.
    """
    known = session.get(Idempotency, key) if key is not None else None
    first = session.get(Invitation, known.case_id) if known is not None else None
    return first or session.scalar(_good(digest, at).with_for_update().execution_options(populate_existing=True))


def start_enrolment(
    session: Session, invitation_id: UUID, actor: Actor, at: datetime, *, key: str | None = None
) -> Fired:
    """Begin the draft of the enrolment with what she chose to tell, all of which the household may correct.

    Answers the opening of the affiliation. Raises `NotAllowed` while the household is not registered.
    """
    case = session.get_one(Invitation, invitation_id)
    household_id = household_of_person(session, actor.person_id)
    if household_id is None or case.employer_id != actor.person_id:
        raise NotAllowed("start")
    begun = begin_affiliation(session, actor, at, proposal(session, case), household_id=household_id, key=key)
    if not begun.repeated:
        facts = {"household_id": household_id, "affiliation_id": begun.case.id}
        fire(session, reference(session, Invitation, invitation_id), "start", actor, at, data=facts)
    return begun


def proposal(session: Session, case: Invitation) -> dict[str, Any]:
    """What she tells the household, as the columns of a draft: her name and the parts she chose."""
    person, told = session.get_one(Person, case.person_id), shown_to_employer(case)
    facts = {f"worker_{name}": getattr(person, name) for name in NAMES}
    facts |= {f"worker_{name}": told[name] for name in OF_PART["numbers"] if told.get(name)}
    facts |= {name: told[name] for name in told if name not in OF_PART["numbers"]}
    return facts


def shown_to_employer(case: Invitation) -> dict[str, Any]:
    """The columns that she chose to tell and has filled in; nothing else of the case reaches an employer."""
    names = [name for part, names in OF_PART.items() if part in tells(case) for name in names]
    return {name: getattr(case, name) for name in names if getattr(case, name) is not None}


def open_draft(session: Session, case: Invitation) -> Affiliation | None:
    """The draft that was begun with a code, while it can be worked on."""
    relation = session.get(Affiliation, case.affiliation_id) if case.affiliation_id else None
    return relation if relation is not None and relation.closed_at is None else None


def waiting_at(session: Session, person_id: UUID) -> list[Invitation]:
    """The invitations that somebody took up and has not finished, the oldest first."""
    mine = select(Invitation).where(Invitation.employer_id == person_id, is_tagged(Invitation, "with_household"))
    return list(session.scalars(mine.order_by(Invitation.id)))


def invitations_of(session: Session, person_id: UUID) -> list[Invitation]:
    """Every enrolment that a worker has started, the newest first; drafts that she threw away are gone."""
    hers = select(Invitation).where(Invitation.person_id == person_id, ~is_tagged(Invitation, "thrown_away"))
    return list(session.scalars(hers.order_by(Invitation.id.desc())))
