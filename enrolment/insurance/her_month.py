"""A month of a worker as she looks at it: over all her homes, live from the payments, under a reading if she chose one.

Everything here is hers and the office's; no page of a household may read it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.insurance.chosen_reading import Point, choices_in, points_of, under
from enrolment.insurance.cover import covers_between, explained_month
from enrolment.insurance.cover_explained import Told, explained, told
from enrolment.insurance.coverage import MonthCover
from enrolment.insurance.gaps import lines_about_gaps, lines_about_overlaps, lines_that_close, overlaps_of
from enrolment.insurance.her_days import AtHome, HerDay, days_of_hers
from enrolment.insurance.month_contributions import contributions_of
from enrolment.insurance.preserved_care import preserved_care
from enrolment.insurance.readings import POINTS
from enrolment.insurance.subsidy import months_counted
from enrolment.models import Affiliation
from enrolment.relation.month_days import month_of
from regime.periods import month_after
from regime.sentences import Sentence
from workflow.definition import workflow_of


@dataclass(frozen=True, slots=True)
class HerMonth:
    """One month: the answer and why, her days, what nobody and what several homes paid, and what can be looked at.

    `points` are the open points on which the month hangs, whatever was chosen; `is_chosen` says that the answer is that
    of a reading, `has_dropped` that something was asked for which decides nothing in this month.
    """

    month: date
    cover: MonthCover
    told: Told
    days: tuple[HerDay, ...]
    gaps: tuple[Sentence, ...]
    closing: tuple[Sentence, ...]
    overlaps: tuple[Sentence, ...]
    points: tuple[Point, ...]
    is_chosen: bool
    has_dropped: bool


def her_month(session: Session, worker_id: UUID, month: date, day: date, asked: Mapping[str, str]) -> HerMonth:
    """The month of a worker by the payments seen until a day; `asked` are choices by open point, checked here."""
    first = month.replace(day=1)
    lines = contributions_of(session, worker_id, first)
    cover, sentences = explained_month(first, lines, session.info["settings"].policies, day)
    chosen = choices_in(cover, asked)
    seen = under(cover, lines, chosen)
    days = days_of_hers(seen, lines, _at_homes(session, worker_id, first), _preserved(session, worker_id, seen))
    said = told(explained(seen, lines, day) if chosen else sentences)
    return HerMonth(
        month=first,
        cover=seen,
        told=said,
        days=days,
        gaps=lines_about_gaps(seen),
        closing=(*lines_that_close(seen, lines, day), *said.advice),
        overlaps=lines_about_overlaps(overlaps_of(first, lines, day)),
        points=points_of(cover, lines, chosen),
        is_chosen=bool(chosen),
        has_dropped=any(point in asked and point not in chosen for point in POINTS),
    )


def _at_homes(session: Session, worker_id: UUID, month: date) -> Sequence[AtHome]:
    relations = workflow_of(Affiliation)
    real = (*relations.states_tagged("in_force"), *relations.states_tagged("was_in_force"))
    hers = select(Affiliation).where(Affiliation.worker_id == worker_id, Affiliation.state.in_(real))
    hers = hers.where(Affiliation.enrolled_from < month_after(month, 1))  # a home that enrolled her later has no days
    return [
        AtHome(case.household.person.full_name, month_of(session, case, month).kinds)
        for case in session.scalars(hers.order_by(Affiliation.id))
    ]


def _preserved(session: Session, worker_id: UUID, cover: MonthCover) -> Callable[[date], bool]:
    """Whether medical care is kept on a day by the cover before it, in this month and the year before."""
    earlier = covers_between(session, worker_id, months_counted(cover.month)[0], cover.month)
    covered = cover.days | {day for known in earlier if known.month < cover.month for day in known.days}

    @cache
    def kept_after(last: date) -> date | None:
        kept = preserved_care({day for day in covered if day <= last}, last.fromordinal(last.toordinal() + 1))
        return kept.until if kept is not None and kept.is_reached else None

    def is_preserved(day: date) -> bool:
        before = [one for one in covered if one < day]
        until = kept_after(max(before)) if before else None
        return until is not None and day <= until

    return is_preserved
