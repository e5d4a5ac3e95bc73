"""The stored answer follows every step: the case worked out by hand, lived through with real lines and payments."""

import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from enrolment import service
from enrolment.insurance import cover
from enrolment.insurance.cover import (
    KnownCover,
    cover_of,
    covers_between,
    current_months,
    own_month,
    recompute,
    recompute_batch,
    recompute_everybody,
)
from enrolment.insurance.coverage import Answer
from enrolment.models import Affiliation, Cover, DomesticWorker
from enrolment.people.invented import invented_person
from tests.conftest import NOON
from tests.enrolment.parties import LIVE_IN, Payer, affiliation, household, periods
from tests.enrolment.worked_cases import CASES, days_of
from workflow.clockwork import live_through
from workflow.database import Database
from workflow.people import Person
from workflow.words import LANGUAGES, say_all

WORKER = invented_person("worker of four households")
TIJUANA = {"street": "Calle Frontera 5", "postal_code": "22000", "municipality": "02004"}
CASE = tomllib.loads((CASES / "four_households.toml").read_text(encoding="utf-8"), parse_float=Decimal)
# Nothing can be reported long after it began: those of 2024 begin here in October, before the months looked at.
BEGAN = {"arrayan": date(2025, 11, 10)}


def at(day: date) -> datetime:
    """Ten in the morning in Mexico City."""
    return datetime(day.year, day.month, day.day, 16, tzinfo=UTC)


def terms_of(household_of_case: dict[str, Any]) -> dict[str, Any]:
    return {
        "pay_amount": Decimal(household_of_case["daily_wage"]),
        "pay_each": "day",
        "weekdays": "".join(map(str, household_of_case["weekdays"])),
        "hours_per_day": Decimal(8),
        "in_kind": "none",
        "mode": "per_day",
        "periodicity": 1,
    }


class Story:
    """The four households of the case, each doing on its day what the case says."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = at(date(2025, 10, 6))
        self.parties: dict[str, tuple[Payer, Affiliation]] = {}

    def until(self, day: date) -> None:
        live_through(self.database, self.now, at(day))
        self.now = at(day)

    def enrol(self, name: str) -> None:
        given = CASE["households"][name]
        where = TIJUANA if given["zone"] == "border" else {}
        with self.database.write() as session:
            who = household(session, self.now, seed=len(self.parties))
            began = BEGAN.get(name, self.now.date())
            case = affiliation(session, who, self.now, WORKER, began, terms=terms_of(given), **where)
            session.expunge_all()
        self.parties[name] = (who, case)

    def pay(self, name: str, month: date) -> None:
        """Pay the line of a month, if it still can be paid."""
        with self.database.write() as session:
            found = [p for p in periods(session, self.parties[name][1]) if p.first_month == month]
            if found and found[0].amount and found[0].state in ("issued", "overdue"):
                service.record_payment(session, found[0], found[0].amount, self.now.date(), self.now)

    def end(self, name: str, last: date) -> None:
        who, case = self.parties[name]
        with self.database.write() as session:
            service.end_relation(session, case.id, who.actor, self.now, last, "agreement")

    def live_in(self, name: str) -> None:
        who, case = self.parties[name]
        terms = terms_of(CASE["households"][name]) | {"mode": "full_month"}
        with self.database.write() as session:
            service.change_terms(session, case.id, who.actor, self.now, terms, date(2026, 2, 10))

    def known(self, month: date) -> KnownCover:
        with self.database.read() as session:
            found = cover_of(session, session.scalars(select(DomesticWorker.id)).one(), month)
        assert found is not None
        return found


def steps(story: Story) -> list[tuple[date, Callable[[], None]]]:
    """What happens on which day, as the case says."""
    happen: list[tuple[date, Callable[[], None]]] = [
        (date(2025, 11, 10), lambda: story.enrol("arrayan")),
        (date(2026, 2, 14), lambda: story.end("durazno", date(2026, 2, 14))),
        (date(2026, 2, 10), lambda: story.live_in("bugambilia")),
    ]
    for given in CASE["months"]:
        for line in given["lines"]:
            if "paid_on" in line:
                happen.append((line["paid_on"], lambda line=line, month=given["month"]: story.pay(line["of"], month)))  # type: ignore[misc]
    return sorted(happen, key=lambda step: step[0])


@pytest.fixture
def story(database: Database) -> Story:
    """Three households enrol the same worker in October; nobody is told of the others."""
    told = Story(database)
    for name in ("bugambilia", "cedro", "durazno"):
        told.enrol(name)
    return told


def test_the_case_worked_out_by_hand_lived_through(story: Story) -> None:
    expected = {given["month"]: given for given in CASE["months"]}
    for day, happens in steps(story):
        story.until(day)
        happens()
    story.until(date(2026, 4, 10))
    for month, given in expected.items():
        found = story.known(month)
        assert found.answer == given["answer"], month
        assert frozenset(found.days) == days_of(given["certain"], month), month
        assert frozenset(found.possible_days) == days_of(given["possible"], month), month
        assert list(found.decided_by) == given["decided_by"], month
        for language in LANGUAGES:
            assert all(say_all(language, found.sentences))
    with story.database.read() as session:
        worker = session.scalars(select(DomesticWorker.id)).one()
        held = covers_between(session, worker, date(2025, 11, 1), date(2026, 3, 1))
        assert [found.month for found in held] == sorted(expected)


def test_a_household_sees_the_same_whatever_the_others_do(story: Story) -> None:
    story.until(date(2025, 10, 20))
    own = story.parties["cedro"][1]
    november = date(2025, 11, 1)

    def seen() -> object:
        with story.database.read() as session:
            return own_month(session, session.get_one(Affiliation, own.id), november, story.now)

    before = seen()
    assert before is not None
    for name in ("bugambilia", "durazno"):
        story.pay(name, november)
        assert seen() == before
    story.end("durazno", date(2025, 10, 20))
    assert seen() == before
    story.pay("cedro", november)
    assert seen() != before


def test_computing_again_changes_nothing(story: Story) -> None:
    story.pay("cedro", date(2025, 11, 1))
    worker = _worker(story)
    months = [date(2025, 10, 1), date(2025, 11, 1)]
    before = [story.known(month) for month in months]
    with story.database.write() as session:
        recompute(session, worker, [*months, date(2025, 11, 17)], story.now)
        assert session.scalar(select(func.count()).select_from(Cover)) == len(months)
    assert [story.known(month) for month in months] == before


def test_all_workers_of_a_month_are_computed_in_batches(database: Database) -> None:
    now = at(date(2026, 3, 10))
    month = date(2026, 3, 1)
    with database.write() as session:
        for number in range(3):
            who = household(session, now, seed=number)
            affiliation(session, who, now, invented_person(f"worker {number}"), date(2026, 3, 10), terms=LIVE_IN)
    later = at(date(2026, 3, 11))
    with database.write() as session:
        last = recompute_batch(session, month, later, limit=2)
        assert last is not None
        assert session.scalar(_computed_at(later)) == 2
        assert recompute_batch(session, month, later, after=last, limit=2) is None
        assert session.scalar(_computed_at(later)) == 3


def test_a_new_relation_is_insured_while_its_first_month_is_not_due(story: Story) -> None:
    october = story.known(date(2025, 10, 1))
    assert october.answer is Answer.DAYS
    assert "cover.line_awaited" in {sentence.code for sentence in october.sentences}
    story.until(date(2025, 11, 19))
    assert story.known(date(2025, 10, 1)).answer is Answer.NO


def test_two_households_paying_at_once_are_both_counted(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads first is held until the other has paid, or has had to wait for its turn."""
    has_read, other_is_done = Event(), Event()
    real = cover.contributions_of

    def read_and_dawdle(*given: Any, **more: Any) -> Any:
        found = real(*given, **more)
        if not has_read.is_set():
            has_read.set()
            other_is_done.wait(timeout=1)
        return found

    def pay_second() -> None:
        story.pay("durazno", date(2025, 11, 1))
        other_is_done.set()

    monkeypatch.setattr(cover, "contributions_of", read_and_dawdle)
    one, other = Thread(target=story.pay, args=("cedro", date(2025, 11, 1))), Thread(target=pay_second)
    one.start()
    assert has_read.wait(timeout=30)
    other.start()
    one.join()
    other.join()
    assert len(story.known(date(2025, 11, 1)).days) == 4 + 5


def _worker(story: Story) -> UUID:
    with story.database.read() as session:
        return session.scalars(select(DomesticWorker.id)).one()


def _computed_at(moment: datetime) -> Any:
    return select(func.count()).select_from(Cover).where(Cover.computed_at == moment)


def test_everybody_is_answered_again_in_batches(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.write() as session:
        for number in range(5):
            person = Person(given_name="Ana", first_surname=f"Prueba {number}", created_at=NOON)
            session.add(person)
            session.flush()
            session.add(DomesticWorker(person_id=person.id, known_since=NOON.date()))
    monkeypatch.setattr(recompute_batch, "__kwdefaults__", {"after": None, "limit": 2})
    assert [recompute_everybody(database, month, NOON) for month in current_months(NOON)] == [3, 3]
    with database.read() as session:
        months = session.scalars(select(Cover.month)).all()
    assert sorted(months) == [date(2026, 3, 1)] * 5 + [date(2026, 4, 1)] * 5
