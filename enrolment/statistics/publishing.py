"""Publishing a month: its exact cells go through the method once, and what comes out is frozen.

A month is published on the day of the next month that the policy names. Corrections that arrive later change the cells
and not what was published: with the next month that is published, earlier months that would now say something else get
a further version, and every version stays to be seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from types import MappingProxyType

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from enrolment.statistics import cells
from enrolment.statistics.cohorts import Kept, kept_in, kept_told, measure
from enrolment.statistics.counting import last_whole_month
from enrolment.statistics.disclosure import (
    ALL,
    LOCAL_TRAIT,
    METHOD,
    MOVE_TRAITS,
    REST,
    Move,
    MovesTold,
    Stock,
    Told,
    added,
    moves_told,
    parts_told,
    stock_told,
    told_apart,
)
from enrolment.statistics.models import Publication, PublishedFigure, StatisticsMonth
from regime.parameters import parameter
from regime.periods import month_after
from workflow.context import MEXICO_CITY
from workflow.database import Database
from workflow.stored import digest, dumps

NATION = "00"
REVISED_MONTHS = 12
PARTS = {("entered", "returned"): "came", ("lapsed", "departed"): "went"}

# A published month: the value of each figure by state, trait, category and measure.
Figures = dict[tuple[str, str, str, str], int]


@dataclass(frozen=True, slots=True)
class Cells:
    """The exact cells of a month: measures by state, trait and category. To be shown to nobody."""

    by_state: Mapping[str, Mapping[str, Mapping[str, Mapping[str, int]]]]

    def of(self, measure: str) -> dict[str, dict[str, dict[str, int]]]:
        """One measure by state, trait and category."""
        return {
            state: {trait: {key: cell[measure] for key, cell in table.items()} for trait, table in traits.items()}
            for state, traits in self.by_state.items()
        }

    def in_all(self, measure: str) -> dict[str, int]:
        """One measure by state."""
        return {state: sum(table[ALL].values()) for state, table in self.of(measure).items()}

    def moves(self) -> dict[str, dict[str, dict[str, Move]]]:
        """Who came and who went, by state, trait and category."""
        return {
            state: {trait: {key: _move(cell) for key, cell in table.items()} for trait, table in traits.items()}
            for state, traits in self.by_state.items()
        }


def _move(cell: Mapping[str, int]) -> Move:
    return Move(cell["entered"] + cell["returned"], cell["lapsed"] + cell["departed"])


def read_cells(session: Session, month: date) -> Cells:
    """The cells of a month as they are counted now."""
    found: dict[str, dict[str, dict[str, dict[str, int]]]] = {}
    for row in cells.cells_of(session, month):
        of_state = found.setdefault(row.state, {ALL: {}})
        of_state.setdefault(row.trait, {})[row.category] = {name: getattr(row, name) for name in cells.MEASURES}
    return Cells(found)


# Exact counts of who stayed, by trait, months since, and category.
Stayed = Mapping[tuple[str, int], Mapping[str, Kept]]


def figures_of(before: Cells, now: Cells, least: int, stayed: Stayed = MappingProxyType({})) -> Figures:
    """Everything that is published of a month, given its exact cells, those of the month before, and who stayed."""
    stock = stock_told(now.of("covered"), least)
    if stock is None:
        return {}
    told = moves_told(now.moves(), stock_told(before.of("covered"), least), stock, least)
    found = dict(_of_stock(stock)) | dict(_of_moves(told)) | dict(_of_parts(now, told, least))
    found |= dict(_of_stayed(stayed, told, least))
    return found | dict(_without_cover(now, least)) | dict(_posts(now, stock))


def _of_stock(stock: Stock) -> Iterable[tuple[tuple[str, str, str, str], int]]:
    yield (NATION, ALL, ALL, "covered"), stock.total
    for name, place in stock.places.items():
        yield (name, ALL, ALL, "covered"), place.covered
        for trait, told in place.traits.items():
            yield from _named(name, trait, told, "covered")
    for trait, told in stock.traits.items():
        yield from _named(NATION, trait, told, "covered")


def _named(state: str, trait: str, told: Told, measure: str) -> Iterable[tuple[tuple[str, str, str, str], int]]:
    for key, number in told.named.items():
        yield (state, trait, key, measure), number
    if told.rest:
        yield (state, trait, REST, measure), told.rest


def _of_moves(told: MovesTold) -> Iterable[tuple[tuple[str, str, str, str], int]]:
    if told.whole is None:
        return
    tables = {(NATION, ALL): {ALL: told.whole}, **{(state, ALL): {ALL: move} for state, move in told.states.items()}}
    for trait in MOVE_TRAITS:
        if trait != LOCAL_TRAIT:
            of_trait = [table for (_state, name), table in told.traits.items() if name == trait]
            keys = {key for table in of_trait for key in table}
            tables[NATION, trait] = {
                key: sum((table.get(key, Move()) for table in of_trait), Move()) for key in sorted(keys)
            }
    for (state, trait), table in (*tables.items(), *told.traits.items()):
        for key, move in table.items():
            yield (state, trait, key, "came"), move.came
            yield (state, trait, key, "went"), move.went


def _of_parts(now: Cells, told: MovesTold, least: int) -> Iterable[tuple[tuple[str, str, str, str], int]]:
    """Who had been insured before among those who came; who still works there among those who went, and why not."""
    if told.whole is None:
        return
    for names in PARTS:
        first, second = (now.in_all(name) for name in names)
        whole, states = parts_told({s: (first[s], second[s]) for s in first}, told.states, least)
        for name, counts in zip(names, (first, second), strict=True):
            if whole:
                yield (NATION, ALL, ALL, name), sum(counts.values())
            for state in sorted(states):
                yield (state, ALL, ALL, name), counts[state]
        if whole and names[-1] == "departed":
            reasons = told_apart(added(t.get("reason", {}) for t in now.of("departed").values()), least)
            yield from _named(NATION, "reason", reasons or Told({}), "departed")


def _of_stayed(stayed: Stayed, told: MovesTold, least: int) -> Iterable[tuple[tuple[str, str, str, str], int]]:
    """Who was insured some months before and is now. After one month that is who did not go: told only if that is."""
    for (trait, after), counts in stayed.items():
        if after > 1 or (told.whole is not None and trait == ALL):
            for key, number in kept_told(counts, least).items():
                yield (NATION, trait, key, measure(after)), number


def _without_cover(now: Cells, least: int) -> Iterable[tuple[tuple[str, str, str, str], int]]:
    """People in a relation who are not insured in the month: by state alone."""
    people, covered = now.in_all("people"), now.in_all("covered")
    told = told_apart(
        {state: people[state] - covered[state] for state in people if people[state] > covered[state]}, least
    )
    if told is not None:
        yield (NATION, ALL, ALL, "without"), told.total
        for state, number in told.named.items():
            yield (state, ALL, ALL, "without"), number
        if told.rest:
            yield (REST, ALL, ALL, "without"), told.rest


def _posts(now: Cells, stock: Stock) -> Iterable[tuple[tuple[str, str, str, str], int]]:
    """Paid posts, where it may be known how many households people have: else their difference would tell it."""
    if not any("homes" not in place.traits or place.traits["homes"].rest for place in stock.places.values()):
        yield (NATION, ALL, ALL, "posts"), sum(now.in_all("paid").values())
        for state in set(stock.places) - {REST}:
            yield (state, ALL, ALL, "posts"), now.in_all("paid")[state]


def least_on(day: date) -> int:
    """The least number of people that a figure of a day may count."""
    return int(parameter("statistics_threshold").on(day).value)


def last_month_to_publish(at: datetime) -> date:
    """The newest month whose day of publication has come."""
    today = at.astimezone(MEXICO_CITY).date()
    month = last_whole_month(at)
    due = int(parameter("statistics_publication_day").on(today).value)
    return month if today.day >= due else month_after(month, -1)


def publish_due(database: Database, at: datetime) -> int:
    """Publish every month whose day has come, the oldest first; how many there were."""
    published = 0
    while database.run(partial(_publish_next, at=at)):
        published += 1
    return published


def _publish_next(session: Session, at: datetime) -> bool:
    """Publish the oldest month that waits, and with it what would now be said otherwise of the year before."""
    newest = session.scalar(select(func.max(Publication.month)))
    waiting = select(StatisticsMonth.month).where(StatisticsMonth.month <= last_month_to_publish(at))
    waiting = waiting.where(~StatisticsMonth.stale).order_by(StatisticsMonth.month).limit(1)
    month = session.scalar(waiting if newest is None else waiting.where(StatisticsMonth.month > newest))
    if month is None:
        return False
    # Of a backlog only the newest month looks back: the others have just been counted.
    looks_back = REVISED_MONTHS if month == last_month_to_publish(at) else 0
    for number in range(looks_back, -1, -1):
        _publish(session, month_after(month, -number), at, is_new=number == 0)
    return True


def _publish(session: Session, month: date, at: datetime, *, is_new: bool) -> None:
    """Freeze what may be said of a month now, unless its newest version says the same."""
    latest = select(Publication).where(Publication.month == month).order_by(Publication.version.desc()).limit(1)
    known = session.scalars(latest).one_or_none()
    if known is None and not is_new:
        return
    least = least_on(month)
    before, now = read_cells(session, month_after(month, -1)), read_cells(session, month)
    figures = figures_of(before, now, least, kept_in(session, month))
    text = dumps([[*key, value] for key, value in sorted(figures.items())])
    if known is not None and known.digest == digest(text):
        return
    version = 1 if known is None else known.version + 1
    session.add(
        Publication(
            month=month,
            version=version,
            published_on=at.astimezone(MEXICO_CITY).date(),
            data_as_of=at,
            method=METHOD,
            least=least,
            digest=digest(text),
            is_demonstration=session.info["settings"].demo,
        )
    )
    session.flush()
    names = ("state", "trait", "category", "measure")
    rows = [
        {"month": month, "version": version, **dict(zip(names, key, strict=True)), "value": value}
        for key, value in figures.items()
    ]
    if rows:
        session.execute(insert(PublishedFigure), rows)
