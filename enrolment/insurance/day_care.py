"""Day-care that goes on for some weeks after she is taken off the insurance: from which day, and until when (LSS 207).

The weeks begin with the baja, over all her households: this is hers, never a household's.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from enrolment.insurance.cover import covers_between
from enrolment.insurance.month_contributions import contributions_of
from enrolment.insurance.readings import paid_by_under_every_reading
from enrolment.insurance.subsidy import months_counted
from enrolment.money.contributed import Contribution
from regime.parameters import parameter
from regime.periods import month_after
from regime.policies import Policies
from regime.sentences import Sentence


@dataclass(frozen=True, slots=True)
class DayCare:
    """Day-care kept until `until`, `weeks` after `left_on`, the last day on which she was insured anywhere.

    `left_by`: her last relation `ended`, or what was paid was over and no other payment is seen (`unpaid`; LSS 239-D).
    """

    left_on: date
    left_by: Literal["ended", "unpaid"]
    weeks: int
    until: date

    def told(self) -> Sentence:
        """Until when she keeps the place."""
        return Sentence("day_care.until", {"until": self.until})

    def explained(self) -> tuple[Sentence, ...]:
        """From which day the weeks count and why, how many the law grants, and what is not asked for."""
        return (
            Sentence(f"day_care.left.{self.left_by}", {"day": self.left_on}),
            Sentence("day_care.counted", {"weeks": self.weeks, "left": self.left_on, "until": self.until}),
            Sentence("day_care.law"),
        )


def day_care(covered: Collection[date], lines: Sequence[Contribution], policies: Policies, day: date) -> DayCare | None:
    """What is kept on a day after the baja; None while she is insured, if she never was, and when the weeks are over.

    `covered` are the days covered under every reading, `lines` those of the month of the last one. A relation that
    insures some days of a month goes on until it ends or the month does, so that the baja is that day and not her last
    day of work (LSS 239-D).
    """
    if not covered:
        return None
    last = max(covered)
    month = last.replace(day=1)
    paid_by = paid_by_under_every_reading(month, lines, policies)
    standing = (c.last_day(month) for c in lines if _insures(c, month, paid_by, day, covered))
    left_on = max((last, *standing))
    weeks = int(parameter("preserved_day_care_weeks").on(left_on).value)
    until = left_on + timedelta(weeks=weeks)
    if not left_on < day <= until:
        return None
    return DayCare(left_on, "ended" if _all_ended(lines, left_on) else "unpaid", weeks, until)


def day_care_of(session: Session, worker_id: UUID, day: date) -> DayCare | None:
    """The same for a worker, from what is stored of her months and the lines of the last one that was covered."""
    months = months_counted(day)
    known = covers_between(session, worker_id, months[0], month_after(months[-1], 1))
    covered = {covered for month in known for covered in month.days}
    if not covered:
        return None
    lines = contributions_of(session, worker_id, max(covered).replace(day=1))
    return day_care(covered, lines, session.info["settings"].policies, day)


def _insures(c: Contribution, month: date, paid_by: date, day: date, covered: Collection[date]) -> bool:
    insured = c.insurable_days(month) if c.insures_its_days(paid_by, day) else frozenset()
    return any(one in covered for one in insured | c.certified_days(month))


def _all_ended(lines: Sequence[Contribution], left_on: date) -> bool:
    return all(c.ended is not None and c.ended <= left_on for c in lines)
