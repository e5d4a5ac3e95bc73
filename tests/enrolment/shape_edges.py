"""Every way of homes, helpers and successions, for the test of all edges."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.handed_codes import digest_of, new_code
from enrolment.household.household_models import Delegation, Succession
from enrolment.models import Household, Place, Registration
from enrolment.people.invented import invented_person
from tests.enrolment.parties import Payer, affiliation, household, official, payer, worker_actor
from tests.enrolment.taking import taking, transferred
from workflow.context import THE_SYSTEM, Actor
from workflow.engine import open_case

WEEKEND = {"street": "Callejón del Sol 3", "neighbourhood": None, "postal_code": "62000", "municipality": "17007"}
BORDER = {"street": "Avenida Norte 8", "neighbourhood": None, "postal_code": "22000", "municipality": "02004"}


def shapes(session: Session, at: datetime) -> None:
    """Households as they are and as they become."""
    homes(session, at)
    spouses(session, at)
    helpers(session, at)
    successions(session, at)


def _household(session: Session, who: Payer) -> Household:
    return session.scalars(select(Household).where(Household.person_id == who.person_id)).one()


def _registration(session: Session, who: Payer) -> Registration:
    return session.scalars(select(Registration).where(Registration.person_id == who.person_id)).one()


def homes(session: Session, at: datetime) -> None:
    """A second home that ends, a first one that moves with who works there and who is asked for, a mistaken closing."""
    who, take = household(session, at, 1000), taking(session, at)
    case, day = _registration(session, who), at.date()
    affiliation(session, who, at, invented_person(1001), day)
    affiliation(session, who, at, invented_person(1002), day, worker_given_name="Otra", worker_first_surname="Distinta")
    take(case, "add_home", who.actor, **WEEKEND)
    theirs = select(Place).where(Place.household_id == _household(session, who).id).order_by(Place.id)
    first, second = session.scalars(theirs).all()
    take(case, "end_home", who.actor, place_id=second.id)
    take(case, "move_home", who.actor, place_id=first.id, moved_on=day, **BORDER)
    alone = household(session, at, 1003)
    closed = take(_registration(session, alone), "close", alone.actor)
    take(closed, "reopen", official(session, at))


def spouses(session: Session, at: datetime) -> None:
    """Two at one address who declare the same worker: an official has looked."""
    worker = invented_person(1010)
    for seed in (1011, 1012):
        case = affiliation(session, household(session, at, seed), at, worker, at.date())
    taking(session, at)(case, "settle_findings", official(session, at))


def helpers(session: Session, at: datetime) -> None:
    """Invitations with every answer, and permissions that change and end."""
    who, take = household(session, at, 1020), taking(session, at)
    helper, until = payer(session, at, 1021), at.date() + timedelta(days=60)

    def invited() -> tuple[Delegation, dict[str, Any]]:
        code = new_code()
        named = {"household_id": _household(session, who).id, "invited_name": "Mi hija", "rights": "pay"}
        facts = {**named, "code_digest": digest_of(code), "until": until}
        return open_case(session, Delegation, "invite", who.actor, at, data=facts).case, {"proof": digest_of(code)}

    for action, actor in (("withdraw", who.actor), ("lapse", THE_SYSTEM)):
        take(invited()[0], action, actor)
    case, proof = invited()
    take(case, "decline", helper.actor, **proof)
    case, proof = invited()
    take(case, "accept", helper.actor, **proof)
    take(take(case, "change", who.actor, rights="pay report", until=until), "end", who.actor)
    case, proof = invited()
    take(take(case, "accept", helper.actor, **proof), "expire", THE_SYSTEM)


class Heirs:
    """Households with a worker each, and relatives who are registered or not yet."""

    def __init__(self, session: Session, at: datetime) -> None:
        self.session, self.at, self.take = session, at, taking(session, at)
        self.clerk, self.seeds = official(session, at), iter(range(1100, 1300, 3))

    def asked(self, *steps: tuple[str, str], registered: bool = True) -> tuple[Succession, dict[str, Actor]]:
        """A succession of a household of its own, after some steps of who is named."""
        session, at, seed = self.session, self.at, next(self.seeds)
        before, worker = household(session, at, seed), invented_person(f"of a succession {seed}")
        heir = household(session, at, seed + 1) if registered else payer(session, at, seed + 1)
        relation = affiliation(session, before, at, worker, at.date())
        facts = {"successor_id": heir.person_id, "employer_name": "Doña Rosa", "worker_name": "Luz", **self.reason}
        case = open_case(session, Succession, "open", heir.actor, at, data=facts).case
        who = {"heir": heir.actor, "before": before.actor, "clerk": self.clerk, "time": THE_SYSTEM}
        who["worker"] = worker_actor(session, relation, at)
        for action, name in steps:
            typed = {"identify": {"household_id": _household(session, before).id}, "answer": self.reason}
            case = self.take(case, action, who[name], **typed.get(action, {}))
        return case, who

    @property
    def reason(self) -> dict[str, Any]:
        return {"reason": "death", "kin": "child", "since": self.at.date() - timedelta(days=3)}


FOUND = ("identify", "clerk")
DOUBTED, ACCEPTED, OBJECTED = ("request_correction", "clerk"), ("accept", "clerk"), ("object", "worker")
WAYS = (
    (("withdraw", "heir"),),
    (("refuse", "clerk"),),
    (FOUND, ("agree", "before"), ("withdraw", "heir")),
    (FOUND, ("refuse", "clerk")),
    (FOUND, DOUBTED, ("answer", "heir"), DOUBTED, ("expire", "time")),
    (FOUND, DOUBTED, ("withdraw", "heir")),
    (FOUND, DOUBTED, OBJECTED, ("agree", "before"), DOUBTED),
    (FOUND, OBJECTED, ("refuse", "clerk")),
    (FOUND, OBJECTED, ("withdraw", "heir")),
    (FOUND, OBJECTED, ACCEPTED, ("undo", "clerk")),
)


def successions(session: Session, at: datetime) -> None:
    """Every way through a succession; whoever is not registered yet waits with what was decided."""
    heirs = Heirs(session, at)
    for steps in WAYS:
        heirs.asked(*steps)
    for steps in ((), (FOUND,), (FOUND, OBJECTED)):
        transferred(session, at, heirs.asked(*steps)[0])
    for last in (OBJECTED, ("withdraw", "heir")):
        heirs.asked(FOUND, ACCEPTED, last, registered=False)
