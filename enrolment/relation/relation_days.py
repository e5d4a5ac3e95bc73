"""A relation as it stands in the database, read for its contributions: its days, and those on which less is due."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.insurance.certified_days import certificates_of, spans
from enrolment.insurance.situations import situations_of
from enrolment.models import ReportedDays
from enrolment.relation.agreement import PartialSpan, Relation
from enrolment.relation.days import days_from
from enrolment.relation.marked_days import UNPAID, VACATION, Marked, marked_in
from regime.branches_due import absence_kind
from regime.policies import Policies


def relation_of(session: Session, affiliation: Any, municipality: str) -> Relation:
    """The relation of an affiliation in force, with its unpaid days as the law sees them."""
    policies: Policies = session.info["settings"].policies
    marked = marked_in(session, affiliation.id)
    absences = tuple(absence(first, last, policies) for first, last in unpaid_spans(marked))
    vacation = ((span.first, span.last) for span in marked if span.kind == VACATION)
    certified = (
        PartialSpan(span.first, span.last, "certified") for span in spans(certificates_of(session, affiliation.id))
    )
    began, start = affiliation.began_on, affiliation.enrolled_from
    # The first span that a day falls in decides: who is certified is not absent.
    partial = (*certified, *absences)
    situations = situations_of(session, affiliation.id)
    return Relation(municipality, began, start, affiliation.ended_on, partial, tuple(vacation), situations)


def unpaid_spans(marked: Iterable[Marked]) -> tuple[tuple[date, date], ...]:
    """Unpaid days from the first to the last of a row: what follows without a day between is one absence (LSS 31 I)."""
    joined: list[tuple[date, date]] = []
    for span in sorted((span for span in marked if span.kind in UNPAID), key=lambda span: span.first):
        if joined and span.first == joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], span.last)
        else:
            joined.append((span.first, span.last))
    return tuple(joined)


def absence(first: date, last: date, policies: Policies) -> PartialSpan:
    """Unpaid days with what remains due on them: from eight on nothing (LSS 31 I), unless policy D-15 keeps care."""
    kind = absence_kind((last - first).days + 1, first)
    if kind == "long_absence" and policies.long_absence == "care_due":
        kind = "short_absence"
    return PartialSpan(first, last, kind)


def reported_days(session: Session, affiliation_id: UUID, month: date) -> tuple[int, ...] | None:
    """The days of a month as the household confirmed them; None while the calendar holds."""
    known = select(ReportedDays.days).where(ReportedDays.affiliation_id == affiliation_id, ReportedDays.month == month)
    text = session.scalar(known)
    return None if text is None else days_from(text)
