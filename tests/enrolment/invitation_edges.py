"""Enrolments that workers start, for tests: brought into each state by the steps that real people take."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from enrolment import service
from enrolment.models import Affiliation, Registration
from enrolment.people.invented import InventedPerson, invented_person
from enrolment.relation import inviting
from enrolment.relation.invitation_models import Invitation
from tests.enrolment.parties import HOME, Payer, household, login_for, official, payer, registration
from workflow.context import THE_SYSTEM, Actor
from workflow.engine import fire
from workflow.people import Person

SAID: dict[str, Any] = {
    "employer_name": "Señora Laura",
    "street": "Calle Invento 12",
    "neighbourhood": "Roma Norte",
    "postal_code": "06700",
    "municipality": "09015",
    "began_on": date(2026, 1, 5),
    "weekdays": "024",
    "hours_per_day": Decimal(8),
    "pay_amount": Decimal("650.00"),
    "pay_each": "visit",
    "tells": "since days pay",
}
DECIDED: dict[str, Any] = {
    "decided_began": date(2026, 1, 5),
    "decided_days": "024",
    "decided_hours": Decimal(8),
    "decided_amount": Decimal("650.00"),
    "decided_each": "visit",
    "decided_mode": "per_day",
}
ESTABLISHED = {"employer_given_name": "Laura", "employer_first_surname": "Sol"}


def finish(session: Session, relation: Affiliation, who: Payer, at: datetime, **typed: Any) -> Affiliation:
    """A draft begun with a code, completed and sent."""
    missing = {"in_kind": "none", "mode": "per_day", "periodicity": 1, **HOME, "worker_birth_date": date(1980, 5, 1)}
    service.save(session, Affiliation, relation.id, who.actor, at, {**missing, **typed})
    sent: Affiliation = service.submit(session, Affiliation, relation.id, who.actor, at).case
    return sent


@dataclass(frozen=True)
class Starter:
    """A worker who opened an account herself."""

    invented: InventedPerson
    person_id: UUID
    actor: Actor


def starter(session: Session, at: datetime, seed: Any) -> Starter:
    """Somebody who has just opened an account as a worker; no register knows her."""
    who = invented_person(f"starter {seed}", sex="M")
    person = Person(
        given_name=who.given_names, first_surname=who.first_surname, second_surname=who.second_surname, created_at=at
    )
    session.add(person)
    session.flush()
    return Starter(who, person.id, login_for(session, at, person, "domestic_worker"))


def begun(session: Session, her: Starter, at: datetime, **facts: Any) -> Invitation:
    """A draft with everything in it."""
    case: Invitation = inviting.begin_invitation(session, her.actor, at, {**SAID, **facts}).case
    return case


def invited(session: Session, her: Starter, at: datetime, **facts: Any) -> tuple[Invitation, str]:
    """A draft for which she has a code to hand over."""
    case = begun(session, her, at, **facts)
    wishes = {"tells": case.tells, "notifies": case.notifies, "employer_email": case.employer_email}
    return case, inviting.invite(session, case.id, her.actor, at, wishes)[1]


def requested(session: Session, her: Starter, at: datetime, **facts: Any) -> Invitation:
    """A request to IMSS."""
    case = begun(session, her, at, **facts)
    return fire(session, case, "request", her.actor, at, comment="Tengo mensajes.").case  # type: ignore[no-any-return]


def taken_up(session: Session, her: Starter, who: Payer, at: datetime, **facts: Any) -> Invitation:
    """An invitation whose code a household has brought."""
    _case, code = invited(session, her, at, **facts)
    return inviting.take_up(session, code, who.actor, at).case  # type: ignore[no-any-return]


def asked(session: Session, her: Starter, at: datetime) -> tuple[Invitation, str]:
    """A request about which the office has asked the household by a letter with a code."""
    case = requested(session, her, at)
    return case, inviting.ask_household(session, case.id, official(session, at), at, "¿Trabaja en su casa?")[1]


def invitations(session: Session, at: datetime) -> None:
    """Every way through an enrolment that a worker starts, before any of its terms has passed."""
    number = iter(range(1000))
    clerk = official(session, at)

    def her() -> Starter:
        return starter(session, at, f"edge {next(number)}")

    def take(case: Any, action: str, actor: Any, comment: str | None = None, **data: Any) -> Any:
        return fire(session, case, action, actor, at, comment=comment, data=data).case

    def home() -> Payer:
        return household(session, at, 8000 + next(number))

    ana = her()
    take(take(begun(session, ana, at), "save", ana.actor, weekdays="0"), "discard", ana.actor)
    _invitations_of(session, at, her, home, take)
    _requests(session, at, her, home, take, clerk)


def _invitations_of(session: Session, at: datetime, her: Any, home: Any, take: Any) -> None:
    """Codes handed over: taken up, declined, unanswered, withdrawn, ended in a relation."""

    def declined() -> tuple[Starter, Invitation]:
        ana = her()
        _case, code = invited(session, ana, at)
        return ana, inviting.decline(session, code, inviting.BEARER, at, "Ya no trabaja aquí.").case

    def unanswered() -> tuple[Starter, Invitation]:
        ana = her()
        return ana, take(invited(session, ana, at)[0], "fall_silent", THE_SYSTEM)

    for left in (declined, unanswered):
        ana, case = left()
        take(case, "save", ana.actor, weekdays="01")
        inviting.invite(session, case.id, ana.actor, at, {"tells": "since", "notifies": False, "employer_email": None})
        inviting.renew_code(session, case.id, ana.actor, at)
        take(case, "request", ana.actor)
        ana, case = left()
        take(case, "request", ana.actor)
        ana, case = left()
        take(case, "lapse", THE_SYSTEM)
        ana, case = left()
        take(case, "withdraw", ana.actor)
    ana = her()
    take(invited(session, ana, at)[0], "withdraw", ana.actor)
    for action in ("request", "withdraw"):
        ana = her()
        take(taken_up(session, ana, home(), at), action, ana.actor)
    who = home()
    take(taken_up(session, her(), who, at), "decline", who.actor, "No es cierto.")
    take(taken_up(session, her(), who, at), "fall_silent", THE_SYSTEM)
    _end_in_a_relation(session, at, her, home, take, declined, unanswered)


def _end_in_a_relation(
    session: Session, at: datetime, her: Any, home: Any, take: Any, declined: Any, unanswered: Any
) -> None:
    """From wherever it stands, a relation that is enrolled ends it; the first of them by the steps that people take."""
    ana, who = her(), home()
    case = taken_up(session, ana, who, at)
    relation = inviting.start_enrolment(session, case.id, who.actor, at).case
    relation = finish(session, relation, who, at)
    session.refresh(case)
    assert case.state == "enrolled"
    facts = {"affiliation_id": relation.id, "household_id": relation.household_id}
    stands = [declined()[1], unanswered()[1], invited(session, her(), at)[0]]
    stands += [requested(session, her(), at), asked(session, her(), at)[0]]
    stands.append(take(requested(session, her(), at), "pass_term", THE_SYSTEM))
    case, code = asked(session, her(), at)
    stands.append(inviting.agree(session, code, who.actor, at).case)
    for case in stands:
        take(case, "settle", THE_SYSTEM, **facts)


def _requests(session: Session, at: datetime, her: Any, home: Any, take: Any, clerk: Actor) -> None:
    """Requests to IMSS: the household asked, in time or not, decided one way or the other."""
    facts = {name: value for name, value in SAID.items() if name != "tells"}

    def undecided(late: bool) -> tuple[Starter, Invitation]:
        ana = her()
        case = requested(session, ana, at)
        return ana, take(case, "pass_term", THE_SYSTEM) if late else case

    for late in (False, True):
        ana, case = undecided(late)
        take(case, "transfer", clerk, "La casa está en Jalisco.", to_office="JAL")
        take(case, "grant", clerk, "Se acreditó la relación.", **ESTABLISHED, **DECIDED)
        session.refresh(case)
        assert case.state == "enrolled"
        take(undecided(late)[1], "refuse", clerk, "No se acreditó la relación.")
        ana, case = undecided(late)
        take(case, "withdraw", ana.actor)
        ana, case = undecided(late)
        inviting.ask_household(session, case.id, clerk, at, "¿Trabaja en su casa?")
        take(case, "withdraw", ana.actor)
    answers = [asked(session, her(), at) for _ in range(2)]
    take(answers[0][0], "pass_answer", THE_SYSTEM)
    inviting.answer(session, answers[1][1], inviting.BEARER, at, "Solo viene a veces.")
    who = home()
    for action in ("answer", "pass_answer", "start", "withdraw"):
        ana = her()
        _case, code = asked(session, ana, at)
        agreed = inviting.agree(session, code, who.actor, at).case
        if action == "start":
            inviting.start_enrolment(session, agreed.id, who.actor, at)
        elif action == "withdraw":
            take(agreed, action, ana.actor)
        else:
            take(agreed, action, clerk if action == "answer" else THE_SYSTEM, "Lo dijo en la ventanilla.")
    inviting.request_enrolment(session, her().person_id, facts, at)
    child = invented_person("child of the edges", born=date(2012, 1, 20), sex="M")
    requested(session, her(), at, curp=child.curp)
    _registering(session, at, her, take, clerk)


def _registering(session: Session, at: datetime, her: Any, take: Any, clerk: Actor) -> None:
    """An employer who answered but whose own registration is not finished is registered by the decision."""
    for number, stage in enumerate(("draft", "in_review", "correction_requested")):
        who = payer(session, at, 8900 + number)
        if stage == "draft":
            service.begin_registration(session, who.actor, at, HOME)
        else:
            other = {"given_name": "Otro", "first_surname": "Nombre", "second_surname": "Distinto"}
            filed: Registration = registration(session, who, at, **other)
            if stage == "correction_requested":
                fire(session, filed, "request_correction", clerk, at, comment="Escriba su nombre.")
        case, code = asked(session, her(), at)
        inviting.answer(session, code, who.actor, at, "Sí trabaja aquí, pero no puedo.")
        take(case, "grant", clerk, "Lo aceptó.", **DECIDED)
        session.refresh(case)
        assert case.state == "enrolled"
