"""Every step that a procedure of enrolment declares is taken once for real, on each database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.lifecycle import LIFECYCLES
from enrolment.models import Affiliation, Confirmation, ContributionPeriod, DomesticWorker, Household, Registration
from enrolment.pending.task_kinds import MINOR_CERTIFICATE, REGISTER_CONTRADICTION
from enrolment.pending.task_models import Task
from enrolment.pending.tasks import open_task
from enrolment.people.correction_look import standing
from enrolment.people.correction_models import Correction
from enrolment.people.identity_models import NumberChoice, PossibleDuplicate
from enrolment.people.invented import invented_person
from enrolment.people.protection_models import ProtectionMatter
from tests.enrolment.attendance_edges import attendances
from tests.enrolment.dues_edges import dues
from tests.enrolment.invitation_edges import invitations
from tests.enrolment.money_edges import exceptions, lines_in_time, lines_late
from tests.enrolment.parties import (
    HOME,
    LIVE_IN,
    Payer,
    affiliation,
    asked_correction,
    draft,
    household,
    login_for,
    official,
    payer,
    periods,
    registration,
    state_doubt,
    worker_actor,
)
from tests.enrolment.relation_edges import relations, worked_holiday
from tests.enrolment.shape_edges import shapes
from workflow.clockwork import live_through
from workflow.context import THE_SYSTEM, Actor
from workflow.database import Database
from workflow.definition import Step, workflow_of
from workflow.engine import context_of, fire, open_case
from workflow.people import Identifier, Login
from workflow.tables import Event

NOON = datetime(2026, 3, 10, 18, tzinfo=UTC)
BEGAN = date(2026, 3, 10)
AFTER_MARCH = datetime(2026, 5, 20, 18, tzinfo=UTC)  # past the due day of a first month that is paid after it
LATER = NOON + timedelta(days=31)  # past the terms of a correction and of a first certificate
OTHER_NAME = {"given_name": "Otro", "first_surname": "Nombre", "second_surname": "Distinto"}
OTHER_WORKER = {"worker_given_name": "Otra", "worker_first_surname": "Distinta", "worker_second_surname": None}


def declared_edges() -> set[tuple[str, str | None, str, str | None]]:
    """Every (procedure, state, action, state after) that the declarations allow."""
    return {
        (workflow.name, state, action.code, action.target or state)
        for workflow in LIFECYCLES
        for action in workflow.actions
        for state in (action.source or (None,))
    }


def test_every_declared_step_can_be_taken(database: Database) -> None:
    with database.write() as session:
        registrations(session)
        affiliations(session)
        answers(session)
        money(session)
        things_to_do(session)
        protection(session)
        corrections(session)
        doubts(session)
        invitations(session, NOON)
        attendances(session, NOON)
        identity(session)
        dues(session, NOON)
        marked = relations(session, NOON).id
        shapes(session, NOON)
        exceptions(session, NOON)
        overdue = lines_in_time(session, NOON).id
    # What nobody does, time does: corrections run out.
    live_through(database, NOON, LATER)
    with database.write() as session:
        things_overdue(session)
        protection_overdue(session)
        worked_holiday(session, LATER, session.get_one(Affiliation, marked))
        lines_late(session, AFTER_MARCH, session.get_one(ContributionPeriod, overdue))
    with database.read() as session:
        steps = session.execute(select(Event.workflow, Event.from_state, Event.action, Event.to_state))
        taken = {tuple(row) for row in steps}
    assert {edge for edge in taken if edge[2] != "remind"} == declared_edges()


def identity(session: Session) -> None:
    """Numbers that come later, two records put together and parted, two numbers to choose from."""
    by, she, more = official(session, NOON), invented_person("in two records"), iter(range(60, 80))

    def enrolled(**typed: Any) -> Affiliation:
        return affiliation(session, household(session, NOON, next(more)), NOON, she, BEGAN, **typed)

    first = enrolled()
    enrolled(worker_curp=None, worker_nss=invented_person("a second number").nss, worker_birth_date=she.born)
    person = session.get_one(DomesticWorker, first.worker_id).person_id
    of_hers = or_(PossibleDuplicate.person_id == person, PossibleDuplicate.other_id == person)
    pair = session.scalars(select(PossibleDuplicate).where(of_hers)).one()
    fire(session, pair, "transfer", by, NOON, comment="Vive en Jalisco.", data={"to_office": "JAL"})
    for action in ("keep_apart", "look_again"):
        fire(session, pair, action, by, NOON, comment="Un documento.")
    for undone, decided in ((True, False), (True, True), (False, True)):
        facts = {"survivor_id": person, "papers_seen": True}
        fire(session, pair, "merge", by, NOON, data=facts, comment="Vino con su acta.")
        choice = session.scalars(select(NumberChoice).where(NumberChoice.person_id == person)).one()
        if decided:
            to = {"to_office": "JAL" if choice.office == "CMX" else "CMX"}
            fire(session, choice, "transfer", by, NOON, comment="Vive ahí.", data=to)
            fire(session, choice, "choose", by, NOON, data={"identifier_id": number_of(session, person)}, comment="Sí.")
        if undone:
            fire(session, pair, "undo", by, NOON, comment="Eran dos.")
    fire(session, choice, "look_again", by, NOON, comment="El IMSS dijo otra cosa.")
    fire(session, choice, "choose", by, NOON, data={"identifier_id": number_of(session, person)}, comment="Sí.")
    enrolled(worker_nss=invented_person("a third number").nss)
    for ends in (False, True):
        case = enrolled(worker_nss=None)
        if ends:
            service.end_relation(session, case.id, household_actor(session, case), NOON, BEGAN, "agreement")
        fire(session, case, "complete_identity", by, NOON, data={"worker_nss": she.nss})


def number_of(session: Session, person_id: Any) -> Any:
    """The number of hers that is known longest."""
    hers = select(Identifier.id).where(Identifier.person_id == person_id, Identifier.kind == "nss")
    return session.scalars(hers.order_by(Identifier.id)).first()


def household_actor(session: Session, case: Affiliation) -> Actor:
    """Who signs in for the household of a relation."""
    person = session.get_one(Household, case.household_id).person_id
    return session.scalars(select(Login).where(Login.person_id == person)).unique().one().as_actor()


def registrations(session: Session) -> None:
    """Every way through a registration."""
    clerk = official(session, NOON)

    def take(case: Any, action: str, actor: Any, comment: str | None = None, **data: Any) -> Any:
        return fire(session, case, action, actor, NOON, comment=comment, data=data).case

    def in_review(seed: int) -> tuple[Payer, Registration]:
        who = payer(session, NOON, seed)
        return who, registration(session, who, NOON, **OTHER_NAME)

    who = payer(session, NOON, 100)
    begun = service.begin_registration(session, who.actor, NOON, HOME).case
    take(begun, "save", who.actor, street="Calle Nueva 3")
    take(begun, "withdraw", who.actor)
    lacking = service.begin_registration(session, payer(session, NOON, 107).actor, NOON, {**HOME, "street": None}).case
    take(
        lacking,
        "file_incomplete",
        session.scalars(select(Login).where(Login.person_id == lacking.person_id)).one().as_actor(),
    )
    who, case = in_review(101)
    take(case, "register", clerk)
    take(case, "change_contact", who.actor, phone="5550000000")
    take(case, "close", who.actor)
    _who, case = in_review(102)
    take(case, "refuse", clerk, "La CURP no es de quien firma.")
    who, case = in_review(103)
    take(case, "transfer", clerk, "Vive en Jalisco.", to_office="JAL")
    take(case, "withdraw", who.actor)
    who, case = in_review(104)
    take(case, "request_correction", clerk, "Escriba su nombre como en la CURP.")
    typed = {"given_name": who.person.given_names, "first_surname": who.person.first_surname}
    take(case, "save", who.actor, **typed, second_surname=who.person.second_surname)
    assert take(case, "submit", who.actor).state == "registered"
    who, case = in_review(105)
    take(case, "request_correction", clerk, "Falta la calle.")
    take(case, "withdraw", who.actor)
    _who, case = in_review(106)
    take(case, "request_correction", clerk, "Falta la calle.")  # and never answered


def affiliations(session: Session) -> None:
    """Every way through an affiliation."""
    clerk, chief = official(session, NOON), official(session, NOON, "supervisor")
    who = household(session, NOON, 200)

    def take(case: Any, action: str, actor: Any, comment: str | None = None, **data: Any) -> Any:
        return fire(session, case, action, actor, NOON, comment=comment, data=data).case

    def in_review(seed: int) -> Affiliation:
        return affiliation(session, who, NOON, invented_person(seed), BEGAN, **OTHER_WORKER)

    case = draft(session, who, NOON, invented_person(201), BEGAN)
    take(case, "save", who.actor, step=3)
    take(case, "discard", who.actor)
    lacking = draft(session, who, NOON, invented_person(209), BEGAN, pay_amount=None)
    take(lacking, "file_incomplete", who.actor)
    child = invented_person(210, born=date(2013, 5, 1))
    lacking = draft(session, who, NOON, child, BEGAN, pay_amount=None)
    assert take(lacking, "file_incomplete", who.actor).state == "stopped"
    take(in_review(202), "withdraw", who.actor)
    case = take(in_review(203), "transfer", clerk, "La casa está en Jalisco.", to_office="JAL")
    take(case, "refuse", clerk, "No es la persona de la CURP.")
    case = take(in_review(204), "accept", clerk)
    take(case, "report_days", who.actor, month=date(2026, 3, 1), days=[11, 13])
    take(case, "end", who.actor, ended_on=date(2026, 3, 20), end_reason="agreement")
    take(case, "reverse_end", who.actor, "Fue un error.")
    take(case, "end", who.actor, ended_on=date(2026, 3, 20), end_reason="agreement")
    take(case, "void", chief, "La relación fue simulada.")
    take(take(in_review(205), "accept", clerk), "void", chief, "La relación fue simulada.")
    case = take(in_review(206), "request_correction", clerk, "Revise el nombre.")
    known = invented_person(206)
    take(case, "save", who.actor, worker_given_name=known.given_names, worker_first_surname=known.first_surname)
    take(case, "save", who.actor, worker_second_surname=known.second_surname)
    assert take(case, "submit", who.actor).state == "enrolled"
    take(case, "change_terms", who.actor, **LIVE_IN, change_from=BEGAN)
    case = take(in_review(207), "request_correction", clerk, "Revise el nombre.")
    take(case, "withdraw", who.actor)
    take(in_review(208), "request_correction", clerk, "Revise el nombre.")  # and never answered


def answers(session: Session) -> None:
    """Every answer of a worker."""
    clerk = official(session, NOON)
    who = household(session, NOON, 300)

    def confirmation(seed: int) -> tuple[Confirmation, Any]:
        case = affiliation(session, who, NOON, invented_person(seed), BEGAN)
        asked = session.scalars(select(Confirmation).where(Confirmation.affiliation_id == case.id)).one()
        return asked, worker_actor(session, case, NOON)

    def take(case: Any, action: str, actor: Any, comment: str | None = None, **data: Any) -> Any:
        return fire(session, case, action, actor, NOON, comment=comment, data=data).case

    asked, her = confirmation(301)
    take(take(asked, "confirm", her), "dispute", her, "Ya no son esos días.")
    take(asked, "transfer", clerk, "La casa está en Jalisco.", to_office="JAL")
    take(asked, "settle", clerk, "Se corrigieron los días.")
    asked, her = confirmation(302)
    take(asked, "dispute", her, "No trabajo ahí.")
    for seed, action in ((303, "confirm"), (304, "dispute")):
        asked, her = confirmation(seed)
        take(asked, "remain_unconfirmed", THE_SYSTEM)
        take(asked, action, her, "No es cierto." if action == "dispute" else None)


def money(session: Session) -> None:
    """Every fate of a period."""
    who = household(session, NOON, 400)

    def lines(seed: int) -> tuple[Affiliation, ContributionPeriod, ContributionPeriod]:
        case = affiliation(session, who, NOON, invented_person(seed), BEGAN, terms=LIVE_IN)
        after, ahead = periods(session, case)
        return case, after, ahead

    def take(case: Any, action: str, actor: Any = THE_SYSTEM, comment: str | None = None, **data: Any) -> Any:
        return fire(session, case, action, actor, NOON, comment=comment, data=data).case

    def pay(period: Any, amount: Decimal | None = None) -> Any:
        return service.record_payment(session, period, amount or period.amount - period.paid_amount, BEGAN, NOON).case

    few = Decimal(100)
    _case, after, ahead = lines(401)
    take(after, "issue", who.actor)
    take(ahead, "pass_cut_off")
    pay(pay(pay(after, few), few))
    take(pay(ahead, few), "lapse")
    _case, after, ahead = lines(402)
    pay(take(take(after, "issue", who.actor), "fall_overdue"), few)
    pay(after)
    pay(ahead)
    _case, after, ahead = lines(403)
    take(pay(take(after, "issue", who.actor), few), "fall_overdue")
    take(after, "cancel")
    take(take(ahead, "lapse"), "reinstate", received=ahead.amount, paid_on=BEGAN, comment="El banco informó después.")
    case, after, ahead = lines(404)
    pay(ahead, few)
    fire(session, case, "end", who.actor, NOON, data={"ended_on": BEGAN, "end_reason": "she_left"})
    _case, after, ahead = lines(405)
    take(after, "cancel")
    take(ahead, "reissue")
    take(ahead, "cancel")
    lines(406)  # and never paid


def things_to_do(session: Session) -> None:
    """Every way through a task while its day has not come, and tasks that nobody does."""
    clerk, who = official(session, NOON), household(session, NOON, 500)
    pending = [asked(session, who, seed, MINOR_CERTIFICATE) for seed in range(501, 511)]
    fire(session, pending[0], "finish", who.actor, NOON)
    fire(session, pending[1], "settle", clerk, NOON, comment="Lo enseñó en la ventanilla.")
    fire(session, pending[2], "waive", clerk, NOON, comment="Cumple 18 años mañana.")
    fire(session, pending[3], "close", THE_SYSTEM, NOON)
    fire(session, pending[4], "lapse", THE_SYSTEM, NOON)
    in_office = [asked(session, who, seed, REGISTER_CONTRADICTION) for seed in range(511, 515)]
    fire(session, in_office[0], "transfer", clerk, NOON, comment="Es de Jalisco.", data={"to_office": "JAL"})
    fire(session, in_office[0], "settle", clerk, NOON, comment="Son la misma persona.")
    fire(session, in_office[1], "waive", clerk, NOON, comment="El dato era viejo.")
    fire(session, in_office[2], "close", THE_SYSTEM, NOON)
    fire(session, in_office[3], "lapse", THE_SYSTEM, NOON)


def doubts(session: Session) -> None:
    """Every way through a doubt, before and after its term."""
    clerk, chief = official(session, NOON), official(session, NOON, "supervisor")
    who = household(session, NOON, 700)

    def take(case: Any, action: str, actor: Any, comment: str | None = None, **data: Any) -> Any:
        return fire(session, case, action, actor, NOON, comment=comment, data=data).case

    for seed, late in ((701, False), (711, True)):
        cases = []
        for number in range(3):
            relation = affiliation(session, who, NOON, invented_person(seed + number), BEGAN)
            case = state_doubt(session, relation, who.actor, NOON)
            cases.append(take(case, "pass_term", THE_SYSTEM) if late else case)
        take(cases[0], "withdraw", who.actor)
        take(cases[1], "uphold", chief, "Solo fue una vez.")
        take(cases[2], "transfer", clerk, "La casa está en Jalisco.", to_office="JAL")
        take(cases[2], "dismiss", clerk, "Va cada lunes.")


def things_overdue(session: Session) -> None:
    """Every way out of a task whose day has passed."""
    clerk, chief = official(session, LATER), official(session, LATER, "supervisor")
    late = list(session.scalars(select(Task).where(Task.state == "overdue").order_by(Task.id)))
    payer_of = {task.id: open_household(session, task) for task in late}
    fire(session, late[0], "finish", payer_of[late[0].id], LATER)
    fire(session, late[1], "transfer", clerk, LATER, comment="Es de Jalisco.", data={"to_office": "JAL"})
    fire(session, late[1], "settle", clerk, LATER, comment="Llegó por correo.")
    fire(session, late[2], "waive", chief, LATER, comment="Ya tiene 18 años.")
    fire(session, late[3], "close", THE_SYSTEM, LATER)
    fire(session, late[4], "lapse", THE_SYSTEM, LATER)


def asked(session: Session, who: Payer, seed: int, kind: str) -> Task:
    """A task about a relation of a household."""
    case = affiliation(session, who, NOON, invented_person(seed), BEGAN)
    action = workflow_of(Affiliation).versions_of("report_days")[0]
    return open_task(session, Step(case, action, context_of(session, case, THE_SYSTEM, NOON), None), kind)


def open_household(session: Session, task: Task) -> Any:
    """The household of a task, signed in once more."""
    household_of_task = session.get_one(Household, task.household_id)
    return login_for(session, LATER, household_of_task.person, "household")


def protection(session: Session) -> None:
    """Every way through a protection matter that is taken up in time, and matters that nobody takes up."""
    who, chief = household(session, NOON, 600), official(session, NOON, "supervisor")
    for seed in range(601, 609):
        child = invented_person(seed, born=date(2013, 5, 1))
        assert affiliation(session, who, NOON, child, BEGAN).state == "stopped"
    matters = list(session.scalars(select(ProtectionMatter).order_by(ProtectionMatter.id)))
    protector = official(session, NOON, "protection")
    protect(session, matters[0], protector, NOON, "take_up", "note", "refer", "note", "close")
    protect(session, matters[1], chief, NOON, "refer")
    protect(session, matters[2], chief, NOON, "find_mistaken")
    protect(session, matters[3], chief, NOON, "take_up", "find_mistaken")


def protection_overdue(session: Session) -> None:
    """Every way out of a protection matter whose hour has passed."""
    chief = official(session, LATER, "supervisor")
    late = session.scalars(
        select(ProtectionMatter).where(ProtectionMatter.state == "escalated").order_by(ProtectionMatter.id)
    )
    for matter, action in zip(late, ("take_up", "refer", "find_mistaken"), strict=False):
        protect(session, matter, chief, LATER, action)


def protect(session: Session, matter: ProtectionMatter, actor: Any, at: datetime, *actions: str) -> None:
    """Take steps in a protection matter, each with its reason."""
    for action in actions:
        fire(session, matter, action, actor, at, comment="Se avisó a la Procuraduría de Protección.")


def corrections(session: Session) -> None:
    """Every way through a correction, of a relation that goes on and of one that has ended."""
    clerk, who = official(session, NOON), household(session, NOON, 700)
    case = affiliation(session, who, NOON, invented_person(701), BEGAN)
    for action, actor in (("withdraw", who.actor), ("refuse", clerk), ("accept", clerk)):
        asked = asked_correction(session, case, who.actor, NOON)
        fire(session, asked, "transfer", clerk, NOON, comment="Es de Jalisco.", data={"to_office": "JAL"})
        fire(session, asked, action, actor, NOON, comment="Así dice el acta.")
    service.end_relation(session, case.id, who.actor, NOON, BEGAN, "agreement")
    asked = asked_correction(session, case, who.actor, NOON, given_name="Luz")
    fire(session, asked, "accept", clerk, NOON)
    home = session.get_one(Household, case.household_id)
    own = {**standing(home.person), "given_name": "Luz", "household_id": home.id}
    asked = open_case(session, Correction, "ask", who.actor, NOON, data=own, comment="Así dice el acta.").case
    fire(session, asked, "accept", clerk, NOON, comment="Acta de nacimiento.")
