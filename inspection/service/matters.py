"""How a matter has its acts served: said on its steps, and on nothing else.

    Action(code="order_measures", …, effects=(issues("measures"),))       # has the act served
    Action(code="record_service", …, effects=(upon("measures"),))         # follows when the service counts

`issues` begins the service. When it counts, the system takes the step that says `upon` that act and holds in the state
of the matter, with the moment from which it counts; in a state that waits for another act, or for none, nothing
follows. An officer who served it on the spot takes that same step by hand, and the service is written down by itself.
`with_services` ends the services that no step of a matter waits for any more.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.following import then, then_open
from inspection.service.acts import ACTS
from inspection.service.service_models import ServiceOfAct
from inspection.visit.capacities import AFFIXED, RECEIVES_SERVICE
from workflow.context import THE_SYSTEM, Actor, Computed, Context
from workflow.definition import WORKFLOWS, Action, Effect, Step, workflow_of
from workflow.engine import Fired, fire, offers, open_case

# What became of a service: it counts, it could not be done, it is tried again; or only that an officer did it by hand.
Happened = Literal["counts", "failed", "resumed", "by_hand"]


def open_service(
    session: Session, matter: Any, act: str, issued_on: date, at: datetime, *, actor: Actor = THE_SYSTEM
) -> Fired:
    """Have an act of a matter of a file served on the employer. Raises `NotReady` if it is being served already."""
    return open_case(session, ServiceOfAct, "open", actor, at, data=_facts(matter, act, issued_on))


def services_of(session: Session, matter: Any) -> list[ServiceOfAct]:
    """Every service of acts of a matter, in the order in which they began."""
    mine = select(ServiceOfAct).where(ServiceOfAct.subject_id == matter.id).order_by(ServiceOfAct.id)
    return list(session.scalars(mine.execution_options(populate_existing=True)))


def unserved(session: Session, matter: Any) -> list[ServiceOfAct]:
    """Those among them that have not reached the employer yet."""
    return [one for one in services_of(session, matter) if one.closed_at is None and one.served_at is None]


def matter_of(session: Session, service: Any) -> Any:
    """The case whose act it is."""
    return session.get_one(WORKFLOWS[service.subject_workflow].model, service.subject_id, populate_existing=True)


def _facts(matter: Any, act: str, issued_on: date) -> dict[str, Any]:
    return {
        "file_id": matter.file_id,
        "office": matter.office,
        "subject_workflow": workflow_of(type(matter)).name,
        "subject_id": matter.id,
        "act": act,
        "issued_on": issued_on,
    }


@dataclass(frozen=True, slots=True)
class Issues:
    """The effect that has an act served; `when` says for which steps, `replaces` which others it takes the place of."""

    act: str
    when: Callable[[Step], bool]
    replaces: tuple[str, ...]

    def __call__(self, session: Session, step: Step) -> None:
        """Begin the service; an earlier act of the kind that never reached her is served no more."""
        if not self.when(step):
            return
        for service in unserved(session, step.case):
            if service.act in (self.act, *self.replaces):
                then(session, step, "drop", service)
        then_open(session, step, ServiceOfAct, "open", **_facts(step.case, self.act, step.context.day))


@dataclass(frozen=True, slots=True)
class Upon:
    """The mark of a step that follows what became of the service of an act.

    As an effect it writes down, when somebody took the step by hand, that the act was served on the spot.
    """

    act: str
    happened: Happened

    def __call__(self, session: Session, step: Step) -> None:
        """Close the service that is open with the moment and the receiver that were written down."""
        context, case = step.context, step.case
        receiver = context.data.get("served_to")
        by_hand = self.happened in ("counts", "by_hand") and not context.actor.is_system
        if not by_hand or receiver not in RECEIVES_SERVICE | {AFFIXED}:
            return
        given = next((context.data[name] for name in DELIVERED if context.data.get(name)), context.legal_moment)
        waiting = next((one for one in unserved(session, case) if one.act == self.act), None)
        if waiting is None and self.happened == "counts":
            day = given.astimezone(context.around.zone).date()
            waiting = then_open(session, step, ServiceOfAct, "open", **_facts(case, self.act, day))
        if waiting is not None:
            facts = {"receiver": None if receiver == AFFIXED else receiver, "notifier_id": context.actor.login_id}
            then(session, step, "record_on_the_spot", waiting, happened_at=given, **facts)


def issues(act: str, *, when: Callable[[Step], bool] = lambda _step: True, replaces: tuple[str, ...] = ()) -> Issues:
    """Declare that a step has an act served. Raises `LookupError` for an act that is not of the list."""
    _known(act, *replaces)
    return Issues(act, when, replaces)


def upon(act: str, happened: Happened = "counts") -> Upon:
    """Declare that a step follows when the service of an act counts, or something else became of it."""
    _known(act)
    return Upon(act, happened)


def _known(*acts: str) -> None:
    for act in acts:
        if act not in ACTS:
            raise LookupError(f"{act!r} is no act that is served (inspection/service/acts.py lists them).")


# By which names the steps of matters take the moment of a delivery; they reckon themselves from when it counts.
DELIVERED = ("delivered_at", "documents_served_at", "summoned_at")


def counted_from(column: str, given: str = "delivered_at") -> Callable[[Context], Computed]:
    """The moment from which a delivered act counts by the rule of the authority, for a column from which terms run."""

    def computed(context: Context) -> Computed:
        moment = context.data.get(given) or context.legal_moment
        return Computed({column: context.around.rules.counts_from(moment, context.around.zone)})

    return computed


def tell_matter(happened: Happened) -> Effect:
    """The effect of a step of a service that lets its matter follow, if it still waits for this act."""

    def tell(session: Session, step: Step) -> None:
        service, at = step.case, step.context.at
        matter = matter_of(session, service)
        action = _following(matter, service.act, happened)
        if action is None or not _is_open(session, matter, action, at):
            return
        told = _told(service) if happened == "counts" else {}
        data = {name: value for name, value in told.items() if name in (*action.facts, *action.inputs)}
        legal = service.effective_at if happened == "counts" else step.context.effective_at
        said = None if action.comment == "none" else step.context.comment
        fire(session, matter, action.code, THE_SYSTEM, at, comment=said, data=data, effective_at=legal)

    tell.__name__ = f"tell_matter_{happened}"
    return tell


def _told(service: Any) -> dict[str, Any]:
    """What a matter writes down of a service; a warning that an act must state was in it when it was drawn up."""
    receiver = AFFIXED if service.receiver is None else service.receiver
    return {**dict.fromkeys(DELIVERED, service.served_at), "served_to": receiver, "warning_stated": True}


def _following(matter: Any, act: str, happened: Happened) -> Action | None:
    steps = workflow_of(type(matter)).actions_from(matter.state, matter.opened_on)
    return next((step for step in steps if Upon(act, happened) in step.effects), None)


def _is_open(session: Session, matter: Any, action: Action, at: datetime) -> bool:
    return any(offer.action is action and offer.is_open for offer in offers(session, matter, THE_SYSTEM, at))


def with_services(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The steps of a matter, each of which ends the services that nothing waits for in the state it leads to."""
    declared = tuple(actions)
    awaited = frozenset(e.act for a in declared for e in a.effects if isinstance(e, Upon) and e.happened == "counts")

    def end_what_is_moot(session: Session, step: Step) -> None:
        for service in unserved(session, step.case):
            if service.act in awaited and _following(step.case, service.act, "counts") is None:
                then(session, step, "drop", service)

    def minding(action: Action) -> Action:
        moves = action.target is not None and not action.opens
        return replace(action, effects=(*action.effects, end_what_is_moot)) if moves else action

    return tuple(minding(action) for action in declared)
