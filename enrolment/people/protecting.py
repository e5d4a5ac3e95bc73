"""How a child who was to be enrolled is protected: what was typed goes into a sealed matter and nowhere else."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from enrolment.following import then, then_open
from enrolment.models import Affiliation
from enrolment.people.identity import born
from enrolment.people.protection_models import PURPOSE, ProtectionMatter
from enrolment.relation.affiliation_effects import identify_and_decide
from enrolment.relation.affiliation_rules import is_old_enough
from workflow.context import Computed, Context
from workflow.definition import Step
from workflow.sealing import seal, unseal
from workflow.tables import Note


def personal_columns() -> tuple[str, ...]:
    """The columns of a relation that say something of the person or the home."""
    return tuple(column.name for column in Affiliation.__table__.columns if column.info.get("personal"))


def protect_or_decide(session: Session, step: Step) -> None:
    """What becomes of a filing: a child under fifteen is protected, everybody else enrolled or looked at."""
    if is_old_enough(step.context) is None:
        identify_and_decide(session, step)
    else:
        protect_instead(session, step)


def protect_a_child(session: Session, step: Step) -> None:
    """What is filed with something missing may already say that she is under fifteen."""
    if is_old_enough(step.context) is not None:
        protect_instead(session, step)


def protect_instead(session: Session, step: Step) -> None:
    """No enrolment: seal what was typed, take it out of the filing, and let it end in words that tell nobody more."""
    receive(session, step, step.case, "enrolment", step.context.around.municipality)
    then(session, step, "stop")


def receive(session: Session, step: Step, affiliation: Any, origin: str, municipality: str | None, **more: Any) -> None:
    """Open the sealed matter about a relation, with everything that is known of the child; `more` is added to it."""
    known = {name: getattr(affiliation, name) for name in (*personal_columns(), "began_on", "weekdays", "pay_each")}
    known |= {"born": born(affiliation, step.context.day), **more}
    about = {"affiliation_id": affiliation.id, "household_id": affiliation.household_id}
    open_matter(session, step, known, origin=origin, municipality=municipality, **about)


def open_matter(session: Session, step: Step, known: Mapping[str, Any], **facts: Any) -> None:
    """Seal what is known of a child and open the matter; `facts` say how it became known and what it is about."""
    sealed = seal(
        session.info["settings"], PURPOSE, {name: value for name, value in known.items() if value is not None}
    )
    then_open(session, step, ProtectionMatter, "receive", **facts, sealed=sealed)


def opened(session: Session, matter: ProtectionMatter) -> dict[str, Any]:
    """What is sealed in a matter; whoever asks has noted the reading first. Raises `CannotUnseal`."""
    found: dict[str, Any] = unseal(session.info["settings"], PURPOSE, matter.sealed)
    return found


def emptied(_context: Context) -> Computed:
    """The filing without anything of the child."""
    return Computed(dict.fromkeys(personal_columns()))


def erase_notes(session: Session, step: Step) -> None:
    """What was typed step by step stands in the notes beside the events: gone too; their digests say nothing."""
    mine = update(Note).where(Note.case_id == step.case.id)
    erased = mine.values(comment=None, facts=None, salt=None, erased_at=step.context.at)
    session.execute(erased.execution_options(synchronize_session=False))
