"""The monthly facts of some workers, made anew from their relations and lines and the stored answers about cover."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.household.former_homes import past_homes
from enrolment.models import Affiliation, Cover, DomesticWorker, Place
from enrolment.money.contributed import last_of_month
from enrolment.people.curp import sex_of
from enrolment.relation.days import days_from
from enrolment.statistics.bands import UNKNOWN, age_band, wage_bands
from enrolment.statistics.lines import Line, lines_of
from regime.periods import month_after
from workflow.definition import states_tagged
from workflow.people import Identifier, Person

COVERED = ("yes", "days")
NO_ANSWER = "none"
MANY_HOMES = 3

Fact = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """The rows of some workers: one per person and month, one per relation and month."""

    people: list[Fact]
    posts: list[Fact]


@dataclass(frozen=True, slots=True)
class _Who:
    """What counts of a person: her birth date and the letter of her sex, as far as they are known."""

    born: date | None
    sex: str


@dataclass(frozen=True, slots=True)
class _Post:
    """One relation in one month: whose home, where, and its line if it has one."""

    affiliation: UUID
    household: UUID
    municipality: str
    line: Line | None


@dataclass(frozen=True, slots=True)
class _Answer:
    answer: str
    days: int


Posts = Mapping[date, Sequence[_Post]]


def facts_of(session: Session, worker_ids: Collection[UUID], through: date) -> Facts:
    """Every row of these workers up to a month, that month included; doing it again gives the same."""
    relations = _relations(session, worker_ids)
    posts = _posts(session, relations, through)
    answers = _answers(session, worker_ids, through)
    who = _who(session, worker_ids, relations)
    facts = Facts([], [])
    for worker_id, person in who.items():
        hers = posts[worker_id]
        facts.people.extend(_months(worker_id, person, hers, answers[worker_id], relations[worker_id], through))
        facts.posts.extend(_post_row(worker_id, month, post) for month in hers for post in hers[month])
    return facts


def _relations(session: Session, worker_ids: Collection[UUID]) -> dict[UUID, list[Affiliation]]:
    real = (*states_tagged(Affiliation, "in_force"), *states_tagged(Affiliation, "was_in_force"))
    wanted = select(Affiliation).where(Affiliation.worker_id.in_(worker_ids), Affiliation.state.in_(real))
    wanted = wanted.where(Affiliation.enrolled_from.is_not(None)).order_by(Affiliation.id)
    found: dict[UUID, list[Affiliation]] = defaultdict(list)
    for relation in session.scalars(wanted.execution_options(populate_existing=True)):
        assert relation.worker_id is not None  # noqa: S101 - asked for by it
        found[relation.worker_id].append(relation)
    return found


def _posts(session: Session, relations: Mapping[UUID, list[Affiliation]], through: date) -> dict[UUID, Posts]:
    """The relations that stood in each month, by worker; a relation stands from enrolment to its last day."""
    ids = [relation.id for found in relations.values() for relation in found]
    homes, lines = past_homes(session, ids), lines_of(session, ids)
    places: dict[UUID, str] = {}
    by_worker: dict[UUID, dict[date, list[_Post]]] = defaultdict(lambda: defaultdict(list))
    for worker_id, found in relations.items():
        for relation in found:
            for month in _months_of(relation, through):
                household, place = homes.of(relation, month)
                if place not in places:
                    places[place] = session.get_one(Place, place).municipality
                post = _Post(relation.id, household, places[place], lines.get((relation.id, month)))
                by_worker[worker_id][month].append(post)
    return by_worker  # type: ignore[return-value] # a defaultdict of what a caller only reads


def _months_of(relation: Affiliation, through: date) -> Iterator[date]:
    assert relation.enrolled_from is not None  # noqa: S101 - asked for by it
    month = relation.enrolled_from.replace(day=1)
    last = through if relation.ended_on is None else min(through, relation.ended_on)
    while month <= last:
        yield month
        month = month_after(month, 1)


def _answers(session: Session, worker_ids: Collection[UUID], through: date) -> dict[UUID, dict[date, _Answer]]:
    wanted = select(Cover.worker_id, Cover.month, Cover.answer, Cover.days)
    found: dict[UUID, dict[date, _Answer]] = defaultdict(dict)
    for worker_id, month, answer, days in session.execute(
        wanted.where(Cover.worker_id.in_(worker_ids), Cover.month <= through)
    ):
        found[worker_id][month] = _Answer(answer, len(days_from(days)))
    return found


def _who(
    session: Session, worker_ids: Collection[UUID], relations: Mapping[UUID, list[Affiliation]]
) -> dict[UUID, _Who]:
    """Birth date and sex: of the CURP that counts, else as a household typed them for her."""
    curp = (Identifier.person_id == Person.id) & (Identifier.kind == "curp") & Identifier.counts
    wanted = select(DomesticWorker.id, Person.birth_date, Identifier.value)
    wanted = wanted.join(Person, Person.id == DomesticWorker.person_id).outerjoin(Identifier, curp)
    found = {}
    for worker_id, born, number in session.execute(wanted.where(DomesticWorker.id.in_(worker_ids))):
        typed = relations[worker_id]
        sexes = [relation.worker_sex for relation in typed if relation.worker_sex]
        births = [relation.worker_birth_date for relation in typed if relation.worker_birth_date]
        sex = sex_of(number) if number else next(iter(sexes), UNKNOWN)
        found[worker_id] = _Who(born or next(iter(births), None), sex)
    return found


@dataclass(frozen=True, slots=True)
class _Before:
    """What is remembered from month to month: the row of the month before, and whether she was ever covered."""

    row: Fact | None = None
    covered: bool = False
    ever: bool = False


def _months(
    worker_id: UUID,
    person: _Who,
    posts: Posts,
    answers: Mapping[date, _Answer],
    relations: Sequence[Affiliation],
    through: date,
) -> Iterator[Fact]:
    if not posts:
        return
    month, before = min(posts), _Before()
    while month <= through:
        standing = posts.get(month, ())
        known = answers.get(month, _Answer(NO_ANSWER, 0)) if standing else _Answer(NO_ANSWER, 0)
        covered = known.answer in COVERED
        movement = _movement(covered, bool(standing), before)
        row: Fact | None = None
        if movement is not None:
            described = before.row if movement in ("lapsed", "left") else _described(person, standing, month)
            assert described is not None  # noqa: S101 - whoever was covered has a row
            reason = _reason(relations, month) if movement == "left" else ""
            own = {"month": month, "answer": known.answer, "insured_days": known.days, "movement": movement}
            row = described | own | {"worker_id": worker_id, "reason": reason}
            yield row
        before = replace(before, row=row, covered=covered, ever=before.ever or covered)
        month = month_after(month, 1)


def _movement(covered: bool, standing: bool, before: _Before) -> str | None:
    """How her cover stands beside the month before; nothing for a month in which there is nothing to count."""
    if covered:
        return "stayed" if before.covered else "returned" if before.ever else "entered"
    if before.covered:
        return "lapsed" if standing else "left"
    return "without" if standing else None


def _described(person: _Who, standing: Sequence[_Post], month: date) -> Fact:
    """Place and bands of a month: the place is that of the relation with most reported days, else of the oldest."""
    first = max(standing, key=lambda post: post.line.days if post.line else 0)
    lines = [post.line for post in standing if post.line is not None]
    known = [line.wages for line in lines if line.wages is not None]
    days = (last_of_month(month) - month).days + 1
    wage, uma = wage_bands(sum(known, Decimal(0)) if known else None, days, month)
    return {
        "state": first.municipality[:2],
        "municipality": first.municipality,
        "sex": person.sex,
        "age": age_band(person.born, month),
        "mode": _mode(lines),
        "homes": str(min(MANY_HOMES, len({post.household for post in standing}))),
        "wage": wage,
        "uma": uma,
    }


def _mode(lines: Sequence[Line]) -> str:
    """Whoever is insured for the whole month in one home is counted so, whatever the others report."""
    modes = {line.mode for line in lines}
    return next((mode for mode in ("full_month", "per_day") if mode in modes), UNKNOWN)


def _reason(relations: Sequence[Affiliation], month: date) -> str:
    """Why the last of her relations ended that had ended by then."""
    ended = [relation for relation in relations if relation.ended_on is not None and relation.ended_on < month]
    last = max(ended, key=lambda relation: (relation.ended_on, relation.id), default=None)
    return UNKNOWN if last is None else last.end_reason or UNKNOWN


def _post_row(worker_id: UUID, month: date, post: _Post) -> Fact:
    line = post.line
    wage, uma = wage_bands(line.base_wage if line else None, 1, month)
    return {
        "month": month,
        "affiliation_id": post.affiliation,
        "worker_id": worker_id,
        "state": post.municipality[:2],
        "municipality": post.municipality,
        "mode": _mode([line] if line else []),
        "wage": wage,
        "uma": uma,
        "paid": line is not None and line.paid,
    }
