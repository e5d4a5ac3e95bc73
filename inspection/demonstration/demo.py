"""The whole demonstration: the year of enrolment, and beside it a year of inspection lived by officers of six
authorities: stories told many times, each in a home of its own, all ending where the year ends."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random

from sqlalchemy.orm import Session

from enrolment.demonstration import demo
from enrolment.demonstration.demo import Scene, at_hour, taken
from inspection.demonstration.course import Cast, Course
from inspection.demonstration.credentials import credentials
from inspection.demonstration.demo_officers import OFFICERS
from inspection.demonstration.homes import Place, office_of, place_of
from inspection.demonstration.stories import Move, Story, stories
from inspection.demonstration.taking import take_all
from regime.working_days import is_business_day
from workflow.context import MEXICO_CITY
from workflow.database import Database

YEAR = 390  # days: thirteen months, like the year of enrolment
# Few hours: what happens at the same moment is lived in one go.
FIRST_HOURS = (9, 11, 13)
RECENTLY = timedelta(minutes=50)  # how long ago began what happens "now"
WORKING_HOURS = (9, 16)
Moves = tuple[Move, ...]
Lived = tuple[Course, Moves]


@dataclass(frozen=True, slots=True)
class Telling:
    """One telling of a story: which one of its own, and which of all."""

    story: Story
    telling: int
    number: int


def tellings(*, small: bool = False) -> Iterator[Telling]:
    """Every telling of the year; a small year tells each story once."""
    number = 0
    for story in stories().values():
        for telling in range(min(story.times, 1) if small else story.times):
            yield Telling(story, telling, number)
            number += 1


def play(database: Database, now: datetime, *, small: bool = False) -> None:
    """Live the year that ends now, officers and their cases included; a small one tells each story once."""
    demo.play(database, now, OFFICERS.values(), lambda today: scenes(today, now, small=small))


def scenes(today: date, now: datetime, *, small: bool = False) -> Iterator[Scene]:
    """Everything that officers and complainants do in the year that ends now."""
    days = [day for back in range(YEAR, 0, -1) if is_business_day(day := today - timedelta(days=back))]
    yield from credentials(days)
    cast = Cast()
    lived: dict[datetime, list[Lived]] = defaultdict(list)
    for told in tellings(small=small):
        for at, course, moves in _told(told, days, now, cast):
            lived[at].append((course, moves))
    for at, together in lived.items():
        yield at, taken(_live, together)


def _live(together: list[Lived], session: Session, at: datetime) -> None:
    for course, moves in together:
        take_all(course, moves, session, at)


def _told(told: Telling, days: list[date], now: datetime, cast: Cast) -> Iterator[tuple[datetime, Course, Moves]]:
    """The days of one telling: each moment with what is done then."""
    draw = Random(f"{told.story.name} {told.telling}")  # noqa: S311 - nothing secret is drawn
    course = Course(told.number, told.story, _place(told, draw), is_reached(told), draw, cast)
    first = _first_day(told.story, days, draw)
    hour = draw.choice(FIRST_HOURS)
    for later, moves in _by_day(told.story):
        day = days[first + later]
        is_last = later == told.story.working_days
        at = _late(told.story, now) if is_last and told.story.ends in ("now", "this_hour") else at_hour(day, hour)
        yield at, course, moves


def _by_day(story: Story) -> Iterator[tuple[int, Moves]]:
    """The moves by how many working days after the first they are taken."""
    since, placed = 0, []
    for number, move in enumerate(story.moves):
        since += move.days if number else 0
        placed.append((since, move))
    for day, moves in groupby(placed, key=lambda one: one[0]):
        yield day, tuple(move for _day, move in moves)


def _first_day(story: Story, days: list[date], draw: Random) -> int:
    """On which working day of the year a telling begins, so that it ends when it should."""
    last = len(days) - 1
    if story.ends == "over":
        return draw.randint(1, max(1, last - 3 - story.working_days))
    return last - (draw.randint(*story.ago) if story.ends == "open" else 0) - story.working_days


def _late(story: Story, now: datetime) -> datetime:
    """Less than an hour ago; what needs working hours happened in the last of them."""
    at = now - RECENTLY
    if story.ends == "this_hour":
        return at
    local = at.astimezone(MEXICO_CITY)
    first, last = (time(hour) for hour in WORKING_HOURS)
    day = local.date() if is_business_day(local.date()) and local.time() >= first else local.date() - timedelta(days=1)
    while not is_business_day(day):
        day -= timedelta(days=1)
    at_latest = datetime.combine(day, last, MEXICO_CITY)
    return min(at, at_latest) if day == local.date() else at_latest


def _place(told: Telling, draw: Random) -> Place:
    return place_of(told.number, told.story.office or office_of(told.telling, told.number), draw)


def is_reached(told: Telling) -> bool:
    """Two in three leave a way to be reached, where the story does not say."""
    known = told.story.reached
    return known if known is not None else told.number % 3 != 1
