"""An invented population for the figures of a demonstration: one person for every hundred that IMSS reported.

Nobody of it has a name, a relation or a case: it stands in the monthly facts alone, so that tables, charts and their
protection can be seen at work. Drawn from a fixed seed month by month, so that every machine shows the same.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import accumulate
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from enrolment.statistics.bands import age_band
from enrolment.statistics.counting import last_whole_month, make_stale
from enrolment.statistics.models import PostMonth, WorkerMonth
from regime.geography import municipalities
from regime.parameters import parameter
from regime.periods import month_after
from workflow.database import Database

MONTHS = 36
ONE_FOR = 100
SEED = UUID("01900000-0000-7000-8000-00000000f19e")
# How the people of IMSS's reports are spread: shares of states in percent; the other states share what is left.
SHARES = {"09": 18, "15": 11, "28": 6, "14": 6, "08": 5, "19": 5, "05": 5, "26": 4, "02": 4, "11": 4, "30": 3, "21": 2}
WOMEN, FULL_MONTH, SEVERAL_HOMES = 0.67, 0.93, 0.125
AGES = ((20, 29, 4), (30, 39, 11), (40, 49, 24), (50, 59, 34), (60, 75, 27))
WAGES = (("1", "2", 62), ("2", "4", 22), ("0.5", "1", 12), ("0", "0", 4))
REASONS = (("she_left", 45), ("household_ended", 30), ("agreement", 17), ("other", 8))
LAPSES, LEAVES, RETURNS = 0.015, 0.015, 0.25

Fact = dict[str, Any]


@dataclass
class _Person:
    """Somebody invented: what describes her, since when, and how her cover stands."""

    id: UUID
    municipality: str
    sex: str
    born: date
    mode: str
    homes: int
    wage: str
    uma: str
    covered: bool = False
    stands: bool = True
    posts: list[UUID] = field(default_factory=list)


def live_on(database: Database, at: datetime) -> bool:
    """Write the facts of every month that is over and has none of these people yet; whether there were any."""
    return database.run(partial(_live_on, through=last_whole_month(at)))


def _live_on(session: Session, through: date) -> bool:
    first = _first_month(session, through)
    known = _known_until(session)
    if known is not None and known >= through:
        return False
    for month, people, posts in _months(first, through):
        if known is None or month > known:
            session.execute(insert(WorkerMonth), people)
            session.execute(insert(PostMonth), posts)
            make_stale(session, month)
    return True


def _mine(number: int) -> UUID:
    return uuid5(SEED, f"person {number}")


def _known_until(session: Session) -> date | None:
    """The last month with any of the first people: some of them are insured in every month."""
    mine = select(WorkerMonth.month).where(WorkerMonth.worker_id.in_([_mine(n) for n in range(200)]))
    return session.scalar(mine.order_by(WorkerMonth.month.desc()).limit(1))


def _first_month(session: Session, through: date) -> date:
    """Where the population began: once it lives, moving the clock on adds months at the end alone."""
    mine = select(WorkerMonth.month).where(WorkerMonth.worker_id.in_([_mine(n) for n in range(200)]))
    return session.scalar(mine.order_by(WorkerMonth.month).limit(1)) or month_after(through, 1 - MONTHS)


def _months(first: date, through: date) -> Iterator[tuple[date, list[Fact], list[Fact]]]:
    draw = random.Random(SEED.int)  # noqa: S311 - invented people
    people: list[_Person] = []
    month = first
    while month <= through:
        rows = _one_month(draw, people, month)
        posts = [_post(person, post, month) for person in people if person.stands for post in person.posts]
        yield month, rows, posts
        month = month_after(month, 1)


def _one_month(draw: random.Random, people: list[_Person], month: date) -> list[Fact]:
    """What becomes of everybody, and as many new people as IMSS's reports ask for."""
    rows: list[Fact] = []
    for person in [person for person in people if person.stands]:
        before, was_insured = _described(person, month_after(month, -1)), person.covered
        happens = draw.random()
        if was_insured and happens < LEAVES:
            person.covered = person.stands = False
            rows.append(before | _own(person, month, "left", _drawn(draw, REASONS)))
        elif was_insured and happens < LEAVES + LAPSES:
            person.covered = False
            rows.append(before | _own(person, month, "lapsed"))
        elif was_insured:
            rows.append(_described(person, month) | _own(person, month, "stayed"))
        else:
            person.covered = happens < RETURNS
            rows.append(_described(person, month) | _own(person, month, "returned" if person.covered else "without"))
    wanted = int(_reported(month)) // ONE_FOR - sum(person.covered for person in people)
    for _new in range(max(0, wanted)):
        person = _invented(draw, len(people), month)
        person.covered = True
        people.append(person)
        rows.append(_described(person, month) | _own(person, month, "entered"))
    return rows


def _reported(month: date) -> Decimal:
    """The posts that IMSS reported for a month, on a straight line between two reports."""
    values = parameter("imss_posts").values
    later = next((value for value in values if value.since > month), None)
    earlier = parameter("imss_posts").on(month)
    if later is None:
        return earlier.value
    share = Decimal((month - earlier.since).days) / (later.since - earlier.since).days
    return earlier.value + (later.value - earlier.value) * share


def _invented(draw: random.Random, number: int, month: date) -> _Person:
    state = _drawn(draw, tuple(SHARES.items()) + tuple((key, 27 / 20) for key in _others()))
    places = [key for key in municipalities() if key.startswith(state)]
    # Cities before villages: the first draws of a state fall on few places.
    place = places[min(int(draw.expovariate(0.35)), len(places) - 1)]
    first, last, _weight = draw.choices(AGES, [weight for *_ages, weight in AGES])[0]
    wage, uma, _weight = draw.choices(WAGES, [weight for *_bands, weight in WAGES])[0]
    homes = draw.choice((2, 2, 3)) if draw.random() < SEVERAL_HOMES else 1
    return _Person(
        id=_mine(number),
        municipality=place,
        sex="M" if draw.random() < WOMEN else "H",
        born=date(month.year - draw.randint(first, last), draw.randint(1, 12), 1),
        mode="full_month" if draw.random() < FULL_MONTH else "per_day",
        homes=homes,
        wage=wage,
        uma=uma,
        posts=[uuid5(SEED, f"post {number} {home}") for home in range(homes)],
    )


def _others() -> list[str]:
    return sorted({key[:2] for key in municipalities()} - set(SHARES))


def _drawn(draw: random.Random, weighted: tuple[tuple[str, float], ...]) -> str:
    sums = list(accumulate(weight for _key, weight in weighted))
    return draw.choices([key for key, _weight in weighted], cum_weights=sums)[0]


def _described(person: _Person, month: date) -> Fact:
    return {
        "state": person.municipality[:2],
        "municipality": person.municipality,
        "sex": person.sex,
        "age": age_band(person.born, month),
        "mode": person.mode,
        "homes": str(person.homes),
        "wage": person.wage,
        "uma": person.uma,
    }


def _own(person: _Person, month: date, movement: str, reason: str = "") -> Fact:
    days = 30 if person.mode == "full_month" else 12
    answer = ("yes" if person.mode == "full_month" else "days") if person.covered else "no"
    return {
        "month": month,
        "worker_id": person.id,
        "answer": answer if person.stands else "none",
        "insured_days": days if person.covered else 0,
        "movement": movement,
        "reason": reason,
    }


def _post(person: _Person, post: UUID, month: date) -> Fact:
    described = _described(person, month)
    kept = {name: described[name] for name in ("state", "municipality", "mode", "wage", "uma")}
    return kept | {"month": month, "affiliation_id": post, "worker_id": person.id, "paid": person.covered}
