"""Who paid a line, as the family says: the household or somebody who pays for it. Shares are their own matter."""

from uuid import UUID

from sqlalchemy.orm import Session

from enrolment.household.household_models import LinePayer
from enrolment.roles import DELEGATE_PAYS, HOUSEHOLD
from regime.sentences import Sentence
from workflow.context import Context
from workflow.definition import Action, Step, anybody


def payer_may_pay(context: Context) -> Sentence | None:
    """The payer is the household itself or somebody who may pay for it."""
    payer = context.data.get("payer_id")
    around = context.around
    known = payer == around.household_person or DELEGATE_PAYS in around.delegates.get(payer, frozenset())
    return None if known else Sentence("period.payer_unknown")


def keep_payer(session: Session, step: Step) -> None:
    """Remember who paid; said again, the latest holds."""
    period_id, payer = step.case.id, step.context.data["payer_id"]
    row = session.get(LinePayer, period_id)
    if row is None:
        row = LinePayer(period_id=period_id)
        session.add(row)
    row.person_id, row.said_at = payer, step.context.at
    session.flush()


def payer_of(session: Session, period_id: UUID) -> str | None:
    """The name of whoever paid a line, if the family has said so."""
    row = session.get(LinePayer, period_id)
    return row.person.full_name if row else None


NAMING = (
    Action(
        code="name_payer",
        source=("issued", "part_paid", "overdue", "paid"),
        roles=anybody(HOUSEHOLD, DELEGATE_PAYS),
        basis=("practice",),
        checks=(payer_may_pay,),
        inputs=("payer_id",),
        effects=(keep_payer,),
        quiet=True,
    ),
)
