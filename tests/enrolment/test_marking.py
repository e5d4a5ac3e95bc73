"""Pauses, vacation and worked holidays of a running relation: no baja, lines made right, both parties told."""

from collections import Counter
from copy import copy
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from enrolment import service
from enrolment.models import Affiliation, ContributionPeriod
from enrolment.people.invented import invented_person
from enrolment.relation.marked_days import marked_in
from enrolment.relation.marking import effect_of_pause
from enrolment.relation.month_days import month_of
from regime.policies import Policies
from tests.conftest import Begun
from tests.enrolment.parties import LIVE_IN, Payer, affiliation, household, periods, worker_actor
from workflow.clockwork import live_through
from workflow.context import Actor
from workflow.database import Database
from workflow.engine import Fired, fire
from workflow.errors import NotAllowed, NotReady
from workflow.tables import Message

ENROLLED = datetime(2026, 3, 10, 16, tzinfo=UTC)
JULY = datetime(2026, 7, 5, 18, tzinfo=UTC)
AUGUST = {"kind": "pause", "first_day": date(2026, 8, 1), "last_day": date(2026, 8, 31)}


class Home:
    """A household, its worker of Mondays, Wednesdays and Fridays since 10 March, and time that passes."""

    def __init__(self, database: Database, **terms: Any) -> None:
        self.database, self.at = database, ENROLLED
        with database.write() as session:
            self.payer: Payer = household(session, ENROLLED)
            worker = invented_person("worker of the pauses")
            case = affiliation(session, self.payer, ENROLLED, worker, date(2026, 3, 10), **terms)
            self.worker: Actor = worker_actor(session, case, ENROLLED)
            self.id: UUID = case.id

    def live(self, at: datetime) -> None:
        live_through(self.database, self.at, at)
        self.at = at

    def do(self, action: str, actor: Actor | None = None, **data: Any) -> Fired:
        with self.database.write() as session:
            case = session.get_one(Affiliation, self.id)
            return fire(session, case, action, actor or self.payer.actor, self.at, data=data)

    def month(self, first: date) -> ContributionPeriod | None:
        """The period of a month that is not cancelled."""
        with self.database.read() as session:
            case = session.get_one(Affiliation, self.id)
            held = [period for period in periods(session, case) if period.first_month == first]
            return next((period for period in held if period.state != "cancelled"), None)

    def pay(self, first: date) -> None:
        with self.database.write() as session:
            case = session.get_one(Affiliation, self.id)
            line = next(p for p in periods(session, case) if p.first_month == first and p.state == "issued")
            service.record_payment(session, line, Decimal(line.amount or 0), self.at.date(), self.at)

    def told(self, person: UUID | None) -> Counter[str]:
        with self.database.read() as session:
            mine = select(Message.template).where(Message.person_id == person, Message.case_id == self.id)
            return Counter(name.rpartition("/")[2] for name in session.scalars(mine))


def lived_until_july(database: Database, _folder: Path) -> Home:
    found = Home(database)
    found.live(JULY)
    return found


@pytest.fixture
def home(begun: Begun) -> Home:
    """The household on 5 July, for one test to go on with."""
    database, found = begun(lived_until_july)
    mine = copy(found)
    mine.database = database
    return mine


def test_a_month_that_is_paused_whole_asks_for_nothing(home: Home) -> None:
    """On 5 July the line of August is out. Paused, it is cancelled; September is proposed on 1 August as ever."""
    august = home.month(date(2026, 8, 1))
    assert august is not None
    assert august.state == "issued"
    home.do("pause", **AUGUST)
    assert home.month(date(2026, 8, 1)) is None
    home.live(datetime(2026, 9, 2, 12, tzinfo=UTC))
    assert home.month(date(2026, 8, 1)) is None
    september = home.month(date(2026, 9, 1))
    assert september is not None
    with home.database.read() as session:
        case = session.get_one(Affiliation, home.id)
        assert case.state == "enrolled"
        assert {kind for _, kind in month_of(session, case, date(2026, 8, 1)).kinds} == {"pause"}
    assert home.told(home.payer.person_id)["paused"] == 1
    assert home.told(home.worker.person_id)["paused_worker"] == 1


def test_a_pause_that_is_planned_before_the_month_is_proposed(home: Home) -> None:
    home.do("pause", kind="pause", first_day=date(2026, 12, 1), last_day=date(2026, 12, 31))
    home.live(datetime(2026, 12, 2, 12, tzinfo=UTC))
    assert home.month(date(2026, 12, 1)) is None
    january = home.month(date(2027, 1, 1))
    assert january is not None
    assert january.state == "issued"


def test_a_pause_taken_back_in_time_is_paid_ahead_again(home: Home) -> None:
    home.do("pause", **AUGUST)
    with home.database.read() as session:
        (span,) = marked_in(session, home.id)
    home.do("shorten_days", marked_id=span.id, last_day=date(2026, 8, 14))
    half = home.month(date(2026, 8, 1))
    assert half is not None
    assert half.days == '{"2026-08":[17,19,21,24,26,28,31]}'
    home.do("shorten_days", marked_id=span.id, last_day=None)
    whole = home.month(date(2026, 8, 1))
    assert whole is not None
    assert whole.days == '{"2026-08":[3,5,7,10,12,14,17,19,21,24,26,28,31]}'
    assert home.told(home.worker.person_id)["days_shortened_worker"] == 2
    with pytest.raises(NotReady):
        home.do("shorten_days", marked_id=span.id, last_day=None)


def test_a_pause_taken_back_too_late_brings_no_line(home: Home) -> None:
    home.do("pause", **AUGUST)
    home.live(datetime(2026, 8, 20, 18, tzinfo=UTC))
    with home.database.read() as session:
        (span,) = marked_in(session, home.id)
    home.do("shorten_days", marked_id=span.id, last_day=None)
    assert home.month(date(2026, 8, 1)) is None


def test_what_is_paid_stays_paid(home: Home) -> None:
    home.pay(date(2026, 8, 1))
    home.do("pause", **AUGUST)
    august = home.month(date(2026, 8, 1))
    assert august is not None
    assert august.state == "paid"


def test_a_short_absence_costs_only_care_and_is_issued_again(home: Home) -> None:
    before = home.month(date(2026, 8, 1))
    home.do("pause", kind="absence", first_day=date(2026, 8, 3), last_day=date(2026, 8, 7))
    after = home.month(date(2026, 8, 1))
    assert before is not None
    assert after is not None
    assert (after.issues, after.days) == (before.issues + 1, before.days)
    assert Decimal(0) < Decimal(after.amount or 0) < Decimal(before.amount or 0)


def test_absences_without_a_day_between_are_one(home: Home) -> None:
    """3 to 7 and 8 to 12 August are ten days in a row (LSS 31 I): nothing is due for them, whatever each was called."""
    home.do("pause", kind="absence", first_day=date(2026, 8, 3), last_day=date(2026, 8, 7))
    home.do("pause", kind="pause", first_day=date(2026, 8, 8), last_day=date(2026, 8, 12))
    joined = home.month(date(2026, 8, 1))
    assert joined is not None
    assert joined.days == '{"2026-08":[14,17,19,21,24,26,28,31]}'
    with home.database.read() as session:
        spans = marked_in(session, home.id)
        told = effect_of_pause(date(2026, 8, 13), date(2026, 8, 13), spans, Policies())
    assert told.code == "marked.effect.long_absence"
    home.do("shorten_days", marked_id=spans[1].id, last_day=None)
    short = home.month(date(2026, 8, 1))
    assert short is not None
    assert short.days == '{"2026-08":[3,5,7,10,12,14,17,19,21,24,26,28,31]}'


def test_a_month_inside_a_long_period_is_left_out(database: Database) -> None:
    """Two months at once: July and August were paid together on one line until August is paused."""
    home = Home(database, terms={**LIVE_IN, "periodicity": 2})
    home.live(datetime(2026, 5, 20, 18, tzinfo=UTC))
    with database.read() as session:
        case = session.get_one(Affiliation, home.id)
        last = [period for period in periods(session, case) if period.state == "issued"][-1]
    assert last.months == 2
    second = last.first_month.replace(month=last.first_month.month + 1)
    end = second.replace(month=second.month + 1)
    home.do("pause", kind="pause", first_day=second, last_day=date.fromordinal(end.toordinal() - 1))
    alone = home.month(last.first_month)
    assert alone is not None
    assert (alone.months, alone.state) == (1, "issued")
    assert home.month(second) is None


def test_vacation_keeps_the_days_and_the_line(home: Home) -> None:
    before = home.month(date(2026, 8, 1))
    home.do("take_vacation", first_day=date(2026, 8, 3), last_day=date(2026, 8, 14))
    after = home.month(date(2026, 8, 1))
    assert before is not None
    assert after is not None
    assert (after.amount, after.days) == (before.amount, before.days)
    with home.database.read() as session:
        month = month_of(session, session.get_one(Affiliation, home.id), date(2026, 8, 1))
    assert len(month.of_kind("vacation")) == 12
    assert home.told(home.worker.person_id)["vacation_worker"] == 1


def test_work_on_a_holiday_earns_two_more_wages(home: Home) -> None:
    """650 a visit, Friday 1 May: 1,300 besides the day (LFT 75)."""
    home.do("work_holiday", first_day=date(2026, 5, 1))
    with home.database.read() as session:
        said = session.scalars(select(Message).where(Message.template == "affiliation/holiday_worked_worker")).one()
    assert '"1300.00"' in said.params


@pytest.mark.parametrize(
    ("action", "data", "code"),
    [
        ("pause", {**AUGUST, "kind": "holiday"}, "marked.kind_missing"),
        ("pause", {"kind": "pause", "first_day": None, "last_day": None}, "marked.days_missing"),
        ("pause", {**AUGUST, "last_day": date(2026, 7, 1)}, "marked.days_in_disorder"),
        ("pause", {**AUGUST, "first_day": date(2026, 10, 1), "last_day": date(2028, 7, 1)}, "marked.days_outside"),
        ("pause", {**AUGUST, "first_day": date(2026, 3, 9)}, "marked.days_outside"),
        ("take_vacation", {"first_day": date(2026, 9, 8), "last_day": date(2026, 9, 9)}, "marked.overlap"),
        ("work_holiday", {"first_day": date(2026, 5, 2)}, "marked.not_a_holiday"),
        ("work_holiday", {"first_day": date(2026, 9, 16)}, "marked.days_outside"),
        ("shorten_days", {"marked_id": UUID(int=1), "last_day": None}, "marked.unknown"),
    ],
)
def test_what_cannot_be_is_said(home: Home, action: str, data: dict[str, Any], code: str) -> None:
    home.do("take_vacation", first_day=date(2026, 9, 7), last_day=date(2026, 9, 11))
    with pytest.raises(NotReady) as refused:
        home.do(action, **data)
    assert [sentence.code for sentence in refused.value.sentences] == [code]


def test_only_the_household_marks_days(home: Home) -> None:
    with pytest.raises(NotAllowed):
        home.do("pause", home.worker, **AUGUST)
