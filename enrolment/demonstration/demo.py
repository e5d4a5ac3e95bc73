"""A demonstration year: invented people take the real steps, each at its moment, and time passes between them."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.demonstration import demo_dues, demo_papers, demo_starts
from enrolment.demonstration.demo_attending import at_the_counter, on_the_telephone
from enrolment.demonstration.demo_bank import import_bank_file
from enrolment.demonstration.demo_certified import LEAVES, Leave, certify
from enrolment.demonstration.demo_money import settle_some_money
from enrolment.demonstration.demo_people import HOUSEHOLDS, OFFICIALS, PASSWORD, WORKERS, Home, Player, actor_of, enter
from enrolment.demonstration.demo_relations import RELATIONS, Relation
from enrolment.demonstration.demo_shapes import SCENES
from enrolment.models import Affiliation, Confirmation, ContributionPeriod, Household, Registration
from enrolment.relation.marked_days import PAUSE
from regime.periods import month_after
from workflow import messages
from workflow.clockwork import live_through
from workflow.context import MEXICO_CITY
from workflow.database import Database
from workflow.definition import is_tagged
from workflow.engine import fire
from workflow.logins import hash_password
from workflow.people import Login, Person
from workflow.tables import Message

PAYS_EARLY, PAYS_LATE = 9, 28
UNREAD = timedelta(days=21)

Command = Callable[[Database, datetime], object]
Scene = tuple[datetime, Command]


def is_empty(session: Session) -> bool:
    """Whether nobody has a login yet."""
    return session.scalar(select(Login.id).limit(1)) is None


def play(
    database: Database,
    now: datetime,
    guests: Iterable[Player] = (),
    beside: Callable[[date], Iterable[Scene]] = lambda today: (),
) -> None:
    """Live the year that ends now: every scene at its moment, and all that falls due in between.

    `guests` are further people with a way to sign in, `beside` gives what happens to them.
    """
    lived = (registrations, _relations, _payments, _dues, _leaves, _open_matters, beside)
    live(database, now, guests, lived)


def live(
    database: Database, now: datetime, guests: Iterable[Player], lived: Iterable[Callable[[date], Iterable[Scene]]]
) -> None:
    """Let everybody in and live the scenes of some subjects, each at its moment, in the year that ends now."""
    today = now.astimezone(MEXICO_CITY).date()
    here = at_hour(month_after(today, -13), 9)
    password_hash = hash_password(PASSWORD)
    database.run(lambda session: _enter_all(session, password_hash, here, guests))
    scenes = [scene for of_subject in lived for scene in of_subject(today)]
    for moment, command in sorted(scenes, key=lambda scene: scene[0]):
        if moment > now:
            break
        live_through(database, here, moment)
        command(database, moment)
        here = moment
    live_through(database, here, now)
    database.run(lambda session: _have_delivered(session, now))


def taken(take: Callable[..., object], *arguments: object) -> Command:
    """A scene that is one command in one transaction; it gets the arguments, the session and the moment."""
    return lambda database, at: database.run(lambda session: take(*arguments, session, at))


def _have_delivered(session: Session, now: datetime) -> None:
    """The notices of the year arrived when they were written, and all but the latest have been read."""
    for message in session.scalars(select(Message).where(Message.status == "waiting")).all():
        messages.delivered(session, message.id, message.written_at, "demonstration")
    old = update(Message).where(Message.written_at < now - UNREAD)
    session.execute(old.values(read_at=Message.written_at))


def at_hour(day: date, hour: int) -> datetime:
    """An hour of a day on the clock of Mexico City."""
    return datetime.combine(day, time(hour), MEXICO_CITY).astimezone(UTC)


def _enter_all(session: Session, password_hash: str, at: datetime, guests: Iterable[Player]) -> None:
    households = (player for player, _home in HOUSEHOLDS.values())
    for player in (*households, *WORKERS.values(), *OFFICIALS.values(), *guests):
        enter(session, player, password_hash, at)


def registrations(today: date) -> Iterator[Scene]:
    """Every household but those that still wait for a decision registers before its first relation."""
    for name, (player, home) in HOUSEHOLDS.items():
        began = [_began(relation, today) for relation in RELATIONS if relation.household == name]
        if began:
            yield at_hour(min(began) - timedelta(days=3), 10), taken(_register, player, home)


def _register(player: Player, home: Home, session: Session, at: datetime, **typed: Any) -> Registration:
    invented = player.invented
    facts = {
        "curp": invented.curp, "rfc": invented.rfc, "street": home.street, "postal_code": home.postal_code,
        "municipality": home.municipality, **typed,
    }  # fmt: skip
    actor = actor_of(session, player.username)
    case: Registration = service.begin_registration(session, actor, at, facts).case
    service.submit(session, Registration, case.id, actor, at)
    return case


def _began(relation: Relation, today: date) -> date:
    return month_after(today, -relation.months_ago) + timedelta(days=relation.day - 1)


def _relations(today: date) -> Iterator[Scene]:
    for relation in RELATIONS:
        began = _began(relation, today)
        yield at_hour(began, 11), taken(_enrol, relation, began)
        if relation.answer:
            yield at_hour(began + timedelta(days=2), 20), taken(_answer, relation)
        if relation.ended is not None:
            last = month_after(today, -relation.ended) + timedelta(days=14)
            yield at_hour(last, 18), taken(_end, relation, last)


def _enrol(relation: Relation, began: date, session: Session, at: datetime, **typed: Any) -> Affiliation:
    household, home = HOUSEHOLDS[relation.household]
    worker = WORKERS[relation.worker].invented
    facts = {
        "worker_given_name": worker.given_names, "worker_first_surname": worker.first_surname,
        "worker_second_surname": worker.second_surname, "worker_curp": worker.curp, "worker_nss": worker.nss,
        "street": home.street, "postal_code": home.postal_code, "municipality": home.municipality,
        "began_on": began, **relation.terms, **typed,
    }  # fmt: skip
    actor = actor_of(session, household.username)
    case: Affiliation = service.begin_affiliation(session, actor, at, facts).case
    service.submit(session, Affiliation, case.id, actor, at)
    return case


def _answer(relation: Relation, session: Session, at: datetime) -> None:
    """What the worker says: yes, or that she comes on more days than were declared."""
    affiliation_id = _affiliation(session, relation).id
    asked = session.scalars(select(Confirmation).where(Confirmation.affiliation_id == affiliation_id)).one()
    comment = "Voy también los sábados." if relation.answer == "dispute" else None
    fire(session, asked, str(relation.answer), actor_of(session, relation.worker), at, comment=comment)


def _end(relation: Relation, last: date, session: Session, at: datetime) -> None:
    actor = actor_of(session, relation.household)
    service.end_relation(session, _affiliation(session, relation).id, actor, at, last, "agreement")


def _affiliation(session: Session, relation: Relation) -> Affiliation:
    curp = WORKERS[relation.worker].invented.curp
    mine = select(Affiliation).join(Household, Household.id == Affiliation.household_id)
    mine = mine.join(Person, Person.id == Household.person_id).join(Login, Login.person_id == Person.id)
    return session.scalars(mine.where(Login.username == relation.household, Affiliation.worker_curp == curp)).one()


def _payments(today: date) -> Iterator[Scene]:
    """What the bank tells month by month: most pay early, one on one of the last days, some not at all."""
    for relation in RELATIONS:
        began = _began(relation, today)
        yield at_hour(began + timedelta(days=4), 17), taken(_pay, relation)
        for months_ago in range(relation.months_ago):
            if months_ago not in relation.unpaid:
                day = PAYS_LATE if relation.late else PAYS_EARLY
                yield at_hour(month_after(today, -months_ago) + timedelta(days=day - 1), 17), taken(_pay, relation)


def _pay(relation: Relation, session: Session, at: datetime) -> None:
    mine = select(ContributionPeriod).where(ContributionPeriod.affiliation_id == _affiliation(session, relation).id)
    for period in session.scalars(mine.where(is_tagged(ContributionPeriod, "payable"))).all():
        missing = (period.amount or Decimal(0)) - period.paid_amount
        service.record_payment(session, period, missing, at.astimezone(MEXICO_CITY).date(), at)


def _dues(today: date) -> Iterator[Scene]:
    for day, take in demo_dues.scenes(today):
        yield at_hour(day, 17), taken(take)


def _leaves(today: date) -> Iterator[Scene]:
    for leave in LEAVES:
        yield at_hour(leave.first_day(today) + timedelta(days=1), 13), taken(_certify, leave, today)


def _certify(leave: Leave, today: date, session: Session, at: datetime) -> None:
    relation = next(r for r in RELATIONS if (r.household, r.worker) == (leave.household, leave.worker))
    certify(leave, _affiliation(session, relation), today, session, at)


def _open_matters(today: date) -> Iterator[Scene]:
    """What waits for a caseworker, or for a household, on the day the demonstration is opened."""
    for day, take in demo_papers.scenes(today):
        yield at_hour(day, 11), taken(take)
    yield at_hour(today - timedelta(days=6), 12), taken(_register_under_another_name)
    yield at_hour(today - timedelta(days=4), 10), taken(_transfer_a_registration)
    yield at_hour(today - timedelta(days=9), 12), taken(_register_to_be_corrected)
    yield at_hour(today - timedelta(days=5), 16), taken(_ask_for_correction)
    yield at_hour(today - timedelta(days=3), 13), taken(_enrol_under_another_name, today)
    yield at_hour(today - timedelta(days=4), 20), taken(_announce_a_pause, today)
    yield at_hour(today - timedelta(days=3), 17), taken(_enrol_without_a_number, today)
    yield at_hour(today - timedelta(days=2), 11), taken(_enrol_in_a_second_record, today)
    yield at_hour(today - timedelta(days=7), 10), at_the_counter
    yield at_hour(today - timedelta(days=5), 11), on_the_telephone
    yield at_hour(today - timedelta(days=2), 8), import_bank_file
    yield at_hour(today - timedelta(days=1), 11), taken(settle_some_money)
    yield at_hour(today - timedelta(days=1), 19), taken(_leave_a_draft)
    for days_ago, hour, take in (*SCENES, *demo_starts.SCENES):
        yield at_hour(today - timedelta(days=days_ago), hour), taken(take)


def _register_under_another_name(session: Session, at: datetime) -> None:
    _register(*HOUSEHOLDS["revision"], session, at, first_surname="Ventisca")


def _transfer_a_registration(session: Session, at: datetime) -> None:
    """The home is served by the other office of the city: it decides from now on, and the day of filing stays."""
    reason = "La casa queda más cerca de la oficina del sur."
    case = _registration_of(session, "revision")
    fire(session, case, "transfer", actor_of(session, "caso1"), at, comment=reason, data={"to_office": "CMS"})


def _registration_of(session: Session, username: str) -> Registration:
    person_id = actor_of(session, username).person_id
    return session.scalars(select(Registration).where(Registration.person_id == person_id)).one()


def _register_to_be_corrected(session: Session, at: datetime) -> None:
    _register(*HOUSEHOLDS["correccion"], session, at, postal_code="06700")


def _ask_for_correction(session: Session, at: datetime) -> None:
    case = _registration_of(session, "correccion")
    reason = "El código postal 06700 no es de Tlalpan. Revise la dirección de su casa."
    fire(session, case, "request_correction", actor_of(session, "caso1"), at, comment=reason)


def _enrol_under_another_name(today: date, session: Session, at: datetime) -> None:
    relation = Relation(household="roma", worker="dudosa", months_ago=0, pay="500", each="visit", weekdays="5")
    _enrol(relation, today - timedelta(days=4), session, at, worker_first_surname="Ventisca")


def _announce_a_pause(today: date, session: Session, at: datetime) -> None:
    """The household of one of her four homes will be away for a fortnight."""
    relation, first = RELATIONS[0], month_after(today, 2)
    data = {"kind": PAUSE, "first_day": first, "last_day": first + timedelta(days=13)}
    fire(session, _affiliation(session, relation), "pause", actor_of(session, relation.household), at, data=data)


def _enrol_without_a_number(today: date, session: Session, at: datetime) -> None:
    """Her NSS was not at hand: a task with its day, and the enrolment stands."""
    relation = Relation(household="delvalle", worker="entrada", months_ago=0, pay="520", each="visit", weekdays="3")
    _enrol(relation, today - timedelta(days=4), session, at, worker_nss=None)


def _enrol_in_a_second_record(today: date, session: Session, at: datetime) -> None:
    """Somebody who is known, filed without a CURP: two records that officials compare."""
    relation = Relation(household="nuevo", worker="bimestre", months_ago=0, pay="480", each="visit", weekdays="5")
    born = WORKERS["bimestre"].invented.born
    typed = {"worker_curp": None, "worker_nss": None, "worker_birth_date": born}
    _enrol(relation, today - timedelta(days=3), session, at, **typed)


def _leave_a_draft(session: Session, at: datetime) -> None:
    actor = actor_of(session, "tlalpan")
    service.begin_affiliation(session, actor, at, {"worker_given_name": "Brisa", "step": 2})
