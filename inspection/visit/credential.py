"""The credential of an inspector, declared: issued, renewed, withdrawn; without one nobody is sent to a home."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.money.period_days import unmoved
from inspection.roles import DIRECTOR, INSPECTOR, roles_in
from inspection.visit.credential_models import Credential
from regime.due_dates import DueDate
from regime.sentences import Sentence
from workflow.context import SYSTEM, Actor, Context, Role, Surroundings
from workflow.definition import Action, Deadline, State, Workflow, anybody, is_tagged
from workflow.people import Login

FACTS = ("number", "valid_from", "valid_until")


@dataclass(frozen=True, kw_only=True)
class Holding(Surroundings):
    """Whether the holder is an inspector of the authority, and has another credential that is good."""

    is_inspector: bool
    has_another: bool


def look(session: Session, case: Any) -> Holding:
    """The holder of the credential."""
    login = session.get(Login, case.login_id) if case.login_id else None
    known = credential_of(session, case.login_id) if case.login_id else None
    return Holding(
        authority=case.office or "",
        is_inspector=bool(login and INSPECTOR.code in login.roles and case.office in login.offices),
        has_another=known is not None and known.id != case.id,
    )


def roles_of(actor: Actor, case: Any, _around: Holding) -> frozenset[Role]:
    """The head of the authority; the holder reads their own."""
    return roles_in(actor, case.office, assigned=(case.login_id,)) & frozenset({DIRECTOR, INSPECTOR})


def credential_of(session: Session, login_id: UUID) -> Credential | None:
    """The credential that an inspector has, whether it is still good or not."""
    return session.scalar(select(Credential).where(Credential.login_id == login_id, is_tagged(Credential, "in_force")))


def credential_fault(session: Session, login_id: UUID, day: date) -> Sentence | None:
    """Why an inspector cannot identify themselves on a day (LFT 542 I, LFPA 65), or nothing."""
    return fault_of(credential_of(session, login_id), day)


def fault_of(held: Credential | None, day: date) -> Sentence | None:
    """The same of a credential that was looked up before."""
    if held is None:
        return Sentence("inspection.credential_missing")
    if day < held.valid_from:
        return Sentence("inspection.credential_early", {"number": held.number, "first": held.valid_from})
    if day > held.valid_until:
        return Sentence("inspection.credential_expired", {"number": held.number, "last": held.valid_until})
    return None


def holder_inspects(context: Context) -> Sentence | None:
    """A credential is an inspector's of the same authority, who has no other."""
    if not context.around.is_inspector:
        return Sentence("inspector_credential.no_inspector")
    return Sentence("inspector_credential.has_another") if context.around.has_another else None


def days_are_possible(context: Context) -> Sentence | None:
    """A number, and days in order that have not all passed."""
    case = context.case
    if not (case.number or "").strip() or case.valid_from is None or case.valid_until is None:
        return Sentence("inspector_credential.incomplete")
    if case.valid_until < case.valid_from:
        return Sentence("inspector_credential.days_turned", {"first": case.valid_from, "last": case.valid_until})
    return Sentence("inspector_credential.over", {"last": case.valid_until}) if case.valid_until < context.day else None


def last_day(context: Context) -> DueDate:
    """The day printed on the credential, whatever weekday it is."""
    return unmoved(context.case.valid_until, context.around.zone, Sentence("inspector_credential.day_printed"))


EXPIRY = Deadline("expiry", last_day, on_expiry="expire", basis=("lft_542",))

CREDENTIAL = Workflow(
    name="inspector_credential",
    model=Credential,
    states=(
        State("in_force", tags=frozenset({"open", "in_force"}), deadlines=(EXPIRY,), seen_by=(INSPECTOR,)),
        State("expired", final=True, seen_by=(INSPECTOR,)),
        State("withdrawn", final=True, seen_by=(INSPECTOR,)),
    ),
    actions=(
        Action(
            code="issue",
            target="in_force",
            roles=anybody(DIRECTOR),
            basis=("lft_542",),
            checks=(holder_inspects, days_are_possible),
            facts=("login_id", "office", *FACTS),
            rows=(12,),
        ),
        Action(
            code="renew",
            source=("in_force",),
            roles=anybody(DIRECTOR),
            basis=("lft_542",),
            checks=(days_are_possible,),
            facts=FACTS,
            rearms=("expiry",),
            rows=(12,),
        ),
        Action(
            code="expire",
            source=("in_force",),
            target="expired",
            roles=anybody(SYSTEM),
            basis=("lft_542",),
            rows=(12,),
        ),
        Action(
            code="withdraw",
            source=("in_force",),
            target="withdrawn",
            roles=anybody(DIRECTOR),
            basis=("lft_542",),
            comment="required",
            weight="grave",
            rows=(12,),
        ),
    ),
    look=look,
    roles_of=roles_of,
)
