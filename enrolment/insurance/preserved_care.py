"""Medical care that goes on after cover ends: until when, and how the weeks before it were counted (LSS 109).

Weeks are counted from the covered days of all her households: this is hers, never a household's.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from enrolment.insurance.cover import covers_between
from enrolment.insurance.subsidy import months_counted, weeks_held
from regime.parameters import parameter
from regime.periods import month_after
from regime.sentences import Param, Sentence


@dataclass(frozen=True, slots=True)
class PreservedCare:
    """What follows the last covered day: `held` uninterrupted weeks of `needed`, and care until `until` if reached."""

    last_covered: date
    held: int
    needed: int
    until: date

    @property
    def is_reached(self) -> bool:
        """Whether the weeks are enough, by the payments Afilia has seen."""
        return self.held >= self.needed

    def told(self) -> Sentence:
        """Until when care goes on, or what was missing, and how the weeks were counted."""
        code = "preserved_care.until" if self.is_reached else "preserved_care.short"
        counted: dict[str, Param] = {"held": self.held, "needed": self.needed, "last": self.last_covered}
        return Sentence(code, {**counted, "until": self.until} if self.is_reached else counted)


def preserved_care(covered: Collection[date], day: date) -> PreservedCare | None:
    """What is kept on a day after cover ended; None while it stands, where there was none, and when care is over.

    The weeks needed and the weeks of care are the same number in the law.
    """
    if not covered or max(covered) >= day:
        return None
    last = max(covered)
    weeks = int(parameter("preserved_care_weeks").on(last).value)
    until = last + timedelta(weeks=weeks)
    held = weeks_held("sickness", last + timedelta(days=1), covered)
    return PreservedCare(last, held, weeks, until) if day <= until else None


def preserved_care_of(session: Session, worker_id: UUID, day: date) -> PreservedCare | None:
    """The same for a worker, from the days that are covered under every reading of the rules."""
    months = months_counted(day)
    known = covers_between(session, worker_id, months[0], month_after(months[-1], 1))
    return preserved_care({covered for month in known for covered in month.days}, day)
