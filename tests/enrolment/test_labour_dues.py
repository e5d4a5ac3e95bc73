"""What is owed beside the wage: its clocks through a year, what is recorded, the end, and whose business it is."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.labour.dues import Account, account_of
from enrolment.labour.dues_effects import dues_of
from enrolment.labour.dues_models import DuesRecord, LabourDues, NotReceived
from enrolment.models import Affiliation, DomesticWorker
from enrolment.people.invented import invented_person
from enrolment.relation.marked_days import MarkedDays
from regime.dues import Dues
from regime.policies import Policies
from tests.conftest import Begun
from tests.enrolment.parties import affiliation, household, official, worker_actor
from workflow.clockwork import live_through
from workflow.context import Actor
from workflow.database import Database
from workflow.engine import Fired, fire, open_case
from workflow.errors import NotAllowed, NotReady
from workflow.stored import loads
from workflow.tables import Message

NOON = datetime(2026, 3, 10, 18, tzinfo=UTC)
BEGAN = date(2024, 3, 10)
SIX_DAYS = {"pay_amount": Decimal(500), "pay_each": "day", "weekdays": "012345", "mode": "full_month"}


@dataclass(frozen=True)
class Home:
    """One relation and its two sides."""

    database: Database
    relation: Affiliation
    dues: LabourDues
    payer: Actor
    worker: Actor

    def fire(self, action: str, who: Actor, at: datetime, **more: Any) -> Fired:
        def command(session: Session) -> Fired:
            return fire(session, session.get_one(LabourDues, self.dues.id), action, who, at, **more)

        return self.database.run(command)

    def say(self, at: datetime, subject: str = "aguinaldo") -> NotReceived:
        def command(session: Session) -> Fired:
            data = {"affiliation_id": self.relation.id, "subject": subject}
            return open_case(session, NotReceived, "say", self.worker, at, data=data)

        return self.database.run(command).case  # type: ignore[no-any-return]

    def told(self, person: Any, prefix: str = "labour_dues/") -> list[str]:
        with self.database.read() as session:
            mine = select(Message.template).where(Message.person_id == person, Message.template.startswith(prefix))
            return list(session.scalars(mine.order_by(Message.written_at, Message.template)))


def two_years(database: Database, _folder: Path) -> Home:
    """A relation of two years, enrolled on its second anniversary."""

    def enter(session: Session) -> Home:
        who = household(session, NOON)
        case = affiliation(session, who, NOON, invented_person("a worker"), BEGAN, **SIX_DAYS)
        dues = dues_of(session, case.id, "open")
        assert dues is not None
        return Home(database, case, dues, who.actor, worker_actor(session, case, NOON))

    return database.run(enter)


@pytest.fixture
def home(begun: Begun) -> Home:
    """The relation of two years, for one test to go on with."""
    database, found = begun(two_years)
    return replace(found, database=database)


def now(home: Home) -> LabourDues:
    with home.database.read() as session:
        return session.get_one(LabourDues, home.dues.id)


def test_a_relation_is_watched_from_its_enrolment(home: Home) -> None:
    assert (now(home).state, now(home).bonus_year, now(home).anniversaries) == ("running", 2026, 2)


def test_reminders_of_the_bonus_come_once_each(home: Home) -> None:
    live_through(home.database, NOON, datetime(2026, 12, 21, 18, tzinfo=UTC))
    mine = home.told(home.payer.person_id)
    assert mine == ["labour_dues/vacation_passed", *["labour_dues/reminder_bonus"] * 3]
    hers = home.told(home.worker.person_id)
    assert hers == ["labour_dues/vacation_passed_worker", "labour_dues/bonus_passed"]
    assert now(home).bonus_year == 2027


def test_what_is_paid_in_full_is_not_recalled(home: Home) -> None:
    paid = {"year": 2026, "paid": Decimal("7500.00"), "paid_on": date(2026, 11, 20)}
    at = datetime(2026, 11, 20, 18, tzinfo=UTC)
    live_through(home.database, NOON, at)
    home.fire("record_bonus", home.payer, at, data=paid)
    assert now(home).bonus_year == 2027
    live_through(home.database, at, datetime(2026, 12, 21, 18, tzinfo=UTC))
    assert "labour_dues/reminder_bonus" not in home.told(home.payer.person_id)
    assert home.told(home.worker.person_id)[-1] == "labour_dues/bonus_recorded"


def test_a_part_paid_leaves_the_rest_owed(home: Home) -> None:
    at = datetime(2026, 12, 1, 18, tzinfo=UTC)
    home.fire("record_bonus", home.payer, at, data={"year": 2026, "paid": Decimal(5000), "paid_on": date(2026, 12, 1)})
    with home.database.read() as session:
        account = account_of(session, session.get_one(Affiliation, home.relation.id), Policies())
        assert account is not None
        bonus = account.bonus(2026)
    assert (bonus.owed.total, bonus.paid, bonus.missing) == (Decimal("7500.00"), Decimal(5000), Decimal("2500.00"))
    assert now(home).bonus_year == 2026


def test_a_year_of_service_is_announced_on_its_day(home: Home) -> None:
    live_through(home.database, NOON, datetime(2027, 3, 10, 18, tzinfo=UTC))
    assert home.told(home.payer.person_id)[-1] == "labour_dues/anniversary"
    assert home.told(home.worker.person_id)[-1] == "labour_dues/anniversary_worker"
    assert now(home).anniversaries == 3


def test_vacation_enjoyed_is_counted(home: Home) -> None:
    taken = {"service_year": 2, "first_day": date(2026, 3, 10), "days_off": Decimal(4), "premium": Decimal("1750.00")}
    home.fire("record_vacation", home.payer, NOON, data=taken)
    with home.database.read() as session:
        account = account_of(session, session.get_one(Affiliation, home.relation.id), Policies())
        assert account is not None
        left = account.vacation(2, date(2026, 3, 11))
    assert left is not None
    assert (left.earned.days, left.enjoyed, left.left) == (14, 4, 10)
    assert left.premium.amount == Decimal("1750.00")
    assert left.premium_missing == 0


@pytest.mark.parametrize(
    ("action", "data", "code"),
    [
        ("record_bonus", {"year": 2026, "paid": Decimal(0), "paid_on": date(2026, 3, 10)}, "dues.paid_missing"),
        ("record_bonus", {"year": 2026, "paid": Decimal("1.001"), "paid_on": date(2026, 3, 10)}, "dues.paid_missing"),
        ("record_bonus", {"year": 2026, "paid": Decimal(1)}, "dues.day_missing"),
        ("record_bonus", {"year": 2026, "paid": Decimal(1), "paid_on": date(2026, 3, 11)}, "dues.day_outside"),
        ("record_bonus", {"year": 2023, "paid": Decimal(1), "paid_on": date(2026, 3, 9)}, "dues.bonus_year_outside"),
        ("record_vacation", {"service_year": 2, "days_off": Decimal(2)}, "dues.day_missing"),
        ("record_vacation", {"service_year": 2, "first_day": BEGAN, "days_off": Decimal(0)}, "dues.days_missing"),
        (
            "record_vacation",
            {"service_year": 3, "first_day": BEGAN, "days_off": Decimal(1)},
            "dues.service_year_outside",
        ),
        ("record_vacation", {"service_year": 2, "first_day": BEGAN, "days_off": Decimal(15)}, "dues.more_than_left"),
        (
            "record_vacation",
            {"service_year": 2, "first_day": BEGAN, "days_off": Decimal(1), "premium": Decimal(-1)},
            "dues.premium_not_possible",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(home: Home, action: str, data: dict[str, Any], code: str) -> None:
    with pytest.raises(NotReady) as refused:
        home.fire(action, home.payer, NOON, data=data)
    assert [sentence.code for sentence in refused.value.sentences] == [code]
    with home.database.read() as session:
        assert session.scalars(select(DuesRecord)).all() == []


def test_the_end_keeps_its_account(home: Home) -> None:
    at = datetime(2026, 5, 15, 18, tzinfo=UTC)

    def end(session: Session) -> Fired:
        last = date(2026, 5, 15)
        return service.end_relation(session, home.relation.id, home.payer, at, last, "she_left")

    home.database.run(end)
    ended = now(home)
    assert ended.state == "leaving"
    assert ended.settlement is not None
    kept = Dues.from_json(loads(ended.settlement))
    assert kept.total == ended.settlement_amount
    # 500 × 15 × 135 / 365; the 12 and 14 days of two years; 16 × 67 / 365 of the third (10 March to 15 May).
    assert kept.of("aguinaldo") == Decimal("2773.97")
    assert kept.of("vacation") == Decimal("13000.00")
    assert kept.of("vacation_so_far") == Decimal("1468.49")
    assert home.told(home.payer.person_id)[-1] == "labour_dues/settlement"
    home.fire("record_settlement", home.payer, at, data={"paid": kept.total, "paid_on": date(2026, 5, 15)})
    assert now(home).state == "settled"


def test_officials_and_strangers_have_no_part_in_it(home: Home) -> None:
    stranger = home.database.run(lambda session: official(session, NOON))
    with pytest.raises(NotAllowed):
        home.fire("record_bonus", stranger, NOON, data={})
    with pytest.raises(NotAllowed):
        home.fire("record_bonus", home.worker, NOON, data={})


def test_what_she_says_stays_hers_until_she_tells(home: Home) -> None:
    said = home.say(NOON)
    assert home.told(home.payer.person_id, "not_received/") == []
    answer = lambda session: fire(  # noqa: E731 - said twice
        session, session.get_one(NotReceived, said.id), "answer", home.payer, NOON, comment="El viernes."
    )
    with pytest.raises(NotAllowed):
        home.database.run(answer)
    home.database.run(lambda s: fire(s, s.get_one(NotReceived, said.id), "tell", home.worker, NOON))
    assert home.told(home.payer.person_id, "not_received/") == ["not_received/told"]
    home.database.run(answer)
    assert home.told(home.worker.person_id, "not_received/") == ["not_received/answered"]


def test_only_the_worker_of_the_relation_says_it(home: Home) -> None:
    data = {"affiliation_id": home.relation.id, "subject": "aguinaldo"}
    for who in (home.payer, home.database.run(lambda session: official(session, NOON))):
        with pytest.raises(NotAllowed):
            home.database.run(lambda s, who=who: open_case(s, NotReceived, "say", who, NOON, data=data))


def test_the_household_of_one_home_learns_nothing_of_another(home: Home) -> None:
    def other(session: Session) -> Affiliation:
        who = household(session, NOON, seed=2)
        return affiliation(session, who, NOON, invented_person("a worker"), date(2026, 3, 10), **SIX_DAYS)

    elsewhere = home.database.run(other)
    with home.database.read() as session:
        assert elsewhere.worker_id == home.relation.worker_id
        account = account_of(session, session.get_one(Affiliation, elsewhere.id), Policies())
        assert account is not None
        assert account.service.began_on == date(2026, 3, 10)
        assert session.get_one(DomesticWorker, elsewhere.worker_id).person_id == home.worker.person_id


def marked(home: Home, kind: str, first: date, last: date) -> None:
    """Days marked in the calendar of the relation."""

    def mark(session: Session) -> None:
        session.add(
            MarkedDays(affiliation_id=home.relation.id, kind=kind, first_day=first, last_day=last, marked_at=NOON)
        )

    home.database.run(mark)


def account(home: Home) -> Account:
    with home.database.read() as session:
        found = account_of(session, session.get_one(Affiliation, home.relation.id), Policies())
    assert found is not None
    return found


def test_a_pause_is_taken_out_of_the_bonus(home: Home) -> None:
    marked(home, "pause", date(2026, 8, 1), date(2026, 8, 31))
    # 500 × 15 × (365 - 31) / 365
    assert account(home).bonus(2026).owed.total == Decimal("6863.01")


def test_vacation_marked_in_the_calendar_is_enjoyed_once(home: Home) -> None:
    marked(home, "vacation", date(2026, 3, 16), date(2026, 3, 21))  # Monday to Saturday: six of her days
    left = account(home).vacation(2, date(2026, 3, 22))
    assert left is not None
    assert (left.enjoyed, left.left) == (6, 8)
    taken = {"service_year": 2, "first_day": date(2026, 3, 16), "days_off": Decimal(6)}
    home.fire("record_vacation", home.payer, datetime(2026, 3, 22, 18, tzinfo=UTC), data=taken)
    left = account(home).vacation(2, date(2026, 3, 22))
    assert left is not None
    assert left.enjoyed == 6


def test_a_mistaken_end_leaves_no_settlement(home: Home) -> None:
    at = datetime(2026, 3, 20, 18, tzinfo=UTC)
    home.database.run(
        lambda s: service.end_relation(s, home.relation.id, home.payer, at, date(2026, 3, 20), "she_left")
    )
    reason = "Fue un error."
    home.database.run(
        lambda s: fire(s, s.get_one(Affiliation, home.relation.id), "reverse_end", home.payer, at, comment=reason)
    )
    assert (now(home).state, now(home).settlement, now(home).settlement_amount) == ("running", None, None)
