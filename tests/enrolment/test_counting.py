"""Figures follow what happens: counted little by little they are what a rebuild counts, also after corrections."""

import random
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select, update

from enrolment import service
from enrolment.models import Affiliation, ContributionPeriod, Cover
from enrolment.people.invented import invented_person
from enrolment.statistics import counting, publishing
from enrolment.statistics.bands import age_band, wage_bands
from enrolment.statistics.cells import TRAITS, cells_of
from enrolment.statistics.marks import mark
from enrolment.statistics.models import (
    PostMonth,
    Publication,
    PublishedFigure,
    StatisticsCell,
    StatisticsMark,
    WorkerMonth,
)
from regime.periods import month_after
from tests.enrolment.parties import LIVE_IN, THREE_DAYS, Payer, affiliation, household, official, periods
from workflow.clockwork import live_through
from workflow.database import Database
from workflow.engine import fire
from workflow.errors import NotAllowed, NotReady, WrongState
from workflow.tables import Base

START = datetime(2025, 10, 6, 16, tzinfo=UTC)
MONTHS = 5
HOMES = 3
WORKERS = 3


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All facts and cells, in an order of their own."""
    with database.read() as session:
        tables = [model.__table__ for model in (WorkerMonth, PostMonth, StatisticsCell)]
        return {table.name: sorted(tuple(map(str, row)) for row in session.execute(select(table))) for table in tables}


def counted_anew(database: Database, at: datetime) -> dict[str, list[tuple[Any, ...]]]:
    database.run(counting.forget)
    counting.refresh(database, at)
    return everything(database)


class History:
    """Some homes and workers to whom things happen at random, through the real steps."""

    def __init__(self, database: Database, seed: int) -> None:
        self.database, self.now = database, START
        self.draw = random.Random(seed)  # noqa: S311 - an invented history
        self.relations: list[tuple[Payer, Affiliation]] = []
        with database.write() as session:
            self.homes = [household(session, START, seed=10 * seed + number) for number in range(HOMES)]
            self.supervisor = official(session, START, "supervisor")

    def happen(self) -> None:
        """One thing, if it can happen now; what the rules refuse does not."""
        steps = (self.enrol, self.enrol, self.pay, self.pay, self.end, self.void, self.reverse)
        with suppress(NotAllowed, NotReady, WrongState):
            self.draw.choice(steps)()

    def on(self, day: date) -> None:
        moment = datetime(day.year, day.month, day.day, 16, tzinfo=UTC)
        live_through(self.database, self.now, moment)
        self.now = moment

    def enrol(self) -> None:
        who, number = self.draw.choice(self.homes), self.draw.randrange(WORKERS)
        terms = self.draw.choice((THREE_DAYS, LIVE_IN))
        with self.database.write() as session:
            worker = invented_person(f"counted worker {number}")
            case = affiliation(session, who, self.now, worker, self.now.date(), terms=terms)
            session.expunge_all()
        self.relations.append((who, case))

    def pay(self) -> None:
        with self.database.write() as session:
            for _who, case in self.relations:
                for period in periods(session, case):
                    if period.state in ("issued", "overdue", "part_paid") and self.draw.random() < 0.7:
                        service.record_payment(session, period, period.missing, self.now.date(), self.now)

    def end(self) -> None:
        who, case = self.draw.choice(self.relations)
        with self.database.write() as session:
            service.end_relation(session, case.id, who.actor, self.now, self.now.date(), "agreement")

    def void(self) -> None:
        """A relation that never was: every month of it in the past is corrected."""
        self._decide("void", self.supervisor)

    def reverse(self) -> None:
        self._decide("reverse_end", self.supervisor)

    def _decide(self, action: str, actor: Any) -> None:
        _who, case = self.draw.choice(self.relations)
        with self.database.write() as session:
            fire(session, session.get_one(Affiliation, case.id), action, actor, self.now, comment="Así fue.")


def live(database: Database, seed: int) -> History:
    history = History(database, seed)
    for _relation in range(3):
        with suppress(NotReady):
            history.enrol()
    for number in range(MONTHS):
        for day in (8, 27):
            history.on(month_after(START.date().replace(day=1), number).replace(day=day))
            history.happen()
            history.pay()
        counting.refresh(database, history.now)
    return history


@pytest.mark.parametrize("seed", [1])
def test_counted_month_by_month_is_counted_at_once(sqlite_database: Database, seed: int) -> None:
    history = live(sqlite_database, seed)
    by_and_by = everything(sqlite_database)
    assert by_and_by["worker_month"]
    assert counting.differences(sqlite_database, history.now) == 0
    assert counted_anew(sqlite_database, history.now) == by_and_by


def test_on_the_other_database_too(postgres_database: Database) -> None:
    history = live(postgres_database, 3)
    by_and_by = everything(postgres_database)
    assert counting.differences(postgres_database, history.now) == 0
    assert counted_anew(postgres_database, history.now) == by_and_by
    with postgres_database.read() as session:
        assert session.scalar(select(func.count()).select_from(StatisticsMark)) == 0


@pytest.fixture
def lived(sqlite_database: Database) -> History:
    """One worker in one home through some months, counted."""
    history = History(sqlite_database, 99)
    history.enrol()
    for number in range(1, MONTHS):
        history.on(month_after(START.date().replace(day=1), number).replace(day=8))
        history.pay()
    counting.refresh(sqlite_database, history.now)
    return history


def test_people_stay_in_balance_from_month_to_month(lived: History) -> None:
    """Whoever was insured stays, lapses or leaves; whoever is insured stayed, entered or returned."""
    with lived.database.read() as session:
        rows = session.scalars(select(StatisticsCell).where(StatisticsCell.trait == "all")).all()
    by_month = {row.month: row for row in rows}
    assert len(by_month) >= MONTHS - 1
    for month, now in by_month.items():
        before = by_month.get(month_after(month, -1))
        stayed = now.covered - now.entered - now.returned
        assert (before.covered if before else 0) == stayed + now.lapsed + now.departed


def test_every_trait_counts_the_same_people(lived: History) -> None:
    with lived.database.read() as session:
        for month in session.scalars(select(StatisticsCell.month).distinct()):
            people: dict[str, int] = dict.fromkeys(TRAITS, 0)
            for row in cells_of(session, month):
                people[row.trait] += row.people
            assert len({count for trait, count in people.items() if trait != "reason"}) == 1


def test_the_check_finds_and_mends_what_is_wrong(lived: History) -> None:
    right = everything(lived.database)
    database, at = lived.database, lived.now
    database.run(lambda session: session.execute(update(WorkerMonth).values(age="60")))
    database.run(lambda session: session.execute(update(StatisticsCell).values(covered=7)))
    assert counting.differences(database, at) > 1
    counting.refresh(database, at)
    assert everything(database) == right
    assert counting.differences(database, at) == 0


def test_relations_that_go_to_another_record_are_counted_whichever_is_looked_at_first(lived: History) -> None:
    """As when two records of one person are put together."""
    with lived.database.write() as session:
        lived.homes.append(household(session, START, seed=991))
        affiliation(session, lived.homes[-1], lived.now, invented_person("the other record"), lived.now.date())
    counting.refresh(lived.database, lived.now)
    _who, case = lived.relations[0]
    with lived.database.write() as session:
        loser = session.get_one(Affiliation, case.id).worker_id
        survivor = session.scalars(select(Affiliation.worker_id).where(Affiliation.worker_id != loser)).one()
        session.execute(update(Affiliation).where(Affiliation.id == case.id).values(worker_id=survivor))
        mark(session, survivor)
    counting.refresh(lived.database, lived.now)
    with lived.database.write() as session:
        mark(session, loser)
    counting.refresh(lived.database, lived.now)
    step_by_step = everything(lived.database)
    assert any(row for row in step_by_step["post_month"])
    assert step_by_step == counted_anew(lived.database, lived.now)


def test_facts_hold_nobody() -> None:
    """No column of any table of figures is personal, and none refers to a person: nothing there names anybody."""
    tables = [table for name, table in Base.metadata.tables.items() if "statistics" in name or name.endswith("_month")]
    assert len(tables) == 7
    for table in tables:
        assert not table.foreign_keys
        assert not [column.name for column in table.columns if column.info.get("personal")]
        assert not {"name", "curp", "nss", "email", "phone", "birth_date", "street"} & set(table.columns.keys())


def test_a_month_is_published_once_and_a_correction_gets_a_version_of_its_own(lived: History) -> None:
    database, at = lived.database, lived.now
    months = publishing.publish_due(database, at)
    assert months >= MONTHS - 2
    assert publishing.publish_due(database, at) == 0
    with database.read() as session:
        # One person: fewer than the least, so that nothing at all is told of any month.
        assert session.scalars(select(PublishedFigure)).all() == []
        assert set(session.scalars(select(Publication.version))) == {1}
    database.run(lambda session: session.execute(update(StatisticsCell).values(people=50, covered=40, entered=0)))
    later = datetime(at.year, at.month, 21, 16, tzinfo=UTC)
    assert publishing.publish_due(database, later) == 1
    with database.read() as session:
        versions = list(session.execute(select(Publication.month, Publication.version).order_by(Publication.month)))
    assert {version for _month, version in versions[:-1]} == {1, 2}
    assert versions[-1].version == 1


def test_bands_are_those_of_the_data() -> None:
    month = date(2026, 3, 1)
    assert age_band(date(1996, 3, 31), month) == "30"
    assert age_band(date(1996, 4, 1), month) == "15"
    assert age_band(date(2012, 4, 1), month) == "unknown"
    assert age_band(None, month) == "unknown"
    assert wage_bands(None, 30, month) == ("unknown", "unknown")
    assert wage_bands(Decimal("315.04") * 31, 31, month)[0] == "0.5"  # one minimum wage is not more than one
    assert wage_bands(Decimal("315.05") * 31, 31, month)[0] == "1"


def test_the_stored_answers_are_what_is_counted(lived: History) -> None:
    with lived.database.read() as session:
        answers = {row.month: row.answer for row in session.scalars(select(Cover))}
        facts = {row.month: row.answer for row in session.scalars(select(WorkerMonth)) if row.answer != "none"}
        lines = session.scalar(select(func.count()).select_from(ContributionPeriod))
    assert lines
    assert facts.items() <= answers.items()
