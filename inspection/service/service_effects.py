"""What follows from the steps of a service: a line of the ledger, and the moment from which it counts."""

from sqlalchemy.orm import Session

from inspection.service.service_models import ServiceEntry
from workflow.context import THE_SYSTEM
from workflow.definition import Effect, Step, has_tag
from workflow.engine import fire


def ledger(happened: str, channel: str) -> Effect:
    """The effect that writes a line of the ledger."""

    def write(session: Session, step: Step) -> None:
        case, context = step.case, step.context
        data = context.data
        session.add(
            ServiceEntry(
                service_id=case.id,
                seq=case.events,
                at=data.get("happened_at") or case.served_at or context.at,
                recorded_at=context.at,
                happened=happened,
                channel=channel,
                receiver=data.get("found") or data.get("left_with") or data.get("receiver"),
                identification=data.get("identification"),
                signature=data.get("signature"),
                notifier_id=context.actor.login_id or case.notifier_id,
                takes_effect_at=case.effective_at,
            )
        )
        session.flush()

    return write


def ledger_of_the_spot(session: Session, step: Step) -> None:
    """The line of what an officer of the matter delivered themselves."""
    at_the_door = step.case.receiver is None
    ledger(step.case.way, "door" if at_the_door else "paper")(session, step)


def count_from_its_moment(session: Session, step: Step) -> None:
    """What counts already takes effect at once; anything else when its day begins."""
    case, context = step.case, step.context
    if has_tag(case, "delivered") and case.effective_at <= context.at:
        fire(session, case, "take_effect", THE_SYSTEM, context.at, effective_at=case.effective_at)
