"""When a period is issued, reminded of, due and past, each as a day that explains itself."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from regime.parameters import parameter
from regime.payment_days import cut_off_day, payment_day
from regime.periods import month_after
from regime.policies import Policies
from regime.sentences import Sentence
from regime.working_days import DueDate, Unit, fixed_day

MORNING = time(6)  # lines are issued and months proposed before people read their messages
FISCAL = "cff"
EVERY_DAY = "lft"


def line_issue_day(month: date) -> date:
    """The day on which the line of a prepaid month is issued: early in the month before."""
    before = month_after(month, -1)
    return before.replace(day=int(parameter("line_issue_day").on(before).value))


def appointment(day: date, zone: ZoneInfo, because: Sentence) -> DueDate:
    """An hour of the system's own on a day, by the clock of the place; no term that people are shown."""
    return at_hour(datetime.combine(day, MORNING, zone), zone, because)


def at_hour(moment: datetime, zone: ZoneInfo, because: Sentence) -> DueDate:
    """An hour that somebody announced or agreed; no calendar and no suspension moves it."""
    return _uncounted(moment, "hours", zone, because)


def paid_after(month: date, zone: ZoneInfo, policies: Policies) -> DueDate:
    """By when the first month is paid: the 17th of the next, moved past days without banks (LSS 39, CFF 12, D-12)."""
    nominal = payment_day(month, first_month=True)
    because = Sentence("period.due_after_month", {"day": nominal.day})
    moves = policies.friday_moves == "yes"
    return fixed_day(nominal.day, because, FISCAL, friday_moves=moves, timezone=zone.key)


def paid_ahead(month: date, zone: ZoneInfo) -> DueDate:
    """By when a prepaid period is paid: the last day before it begins, moved by nothing (LSS 239-C VI)."""
    nominal = payment_day(month, first_month=False)
    return unmoved(nominal.day, zone, Sentence("period.due_before_month", {"month": month}))


def cut_off(month: date, zone: ZoneInfo, policies: Policies) -> DueDate:
    """The day by which a payment is advised (D-7); the law itself names no such day."""
    day = cut_off_day(month, policies)
    return unmoved(day, zone, Sentence("period.cut_off", {"day": day}))


def unmoved(day: date, zone: ZoneInfo, because: Sentence) -> DueDate:
    """A day on which something is due whatever the calendar says."""
    return _uncounted(day, "calendar_days", zone, because)


def _uncounted(due: date | datetime, unit: Unit, zone: ZoneInfo, because: Sentence) -> DueDate:
    return DueDate(
        trigger=due,
        length=0,
        unit=unit,
        timezone=zone.key,
        due=due,
        provisional=False,
        counted=0,
        days=(),
        skipped=(),
        suspensions_applied=(),
        alternatives={},
        calendar=EVERY_DAY,
        calendar_version="",
        explanation=(because,),
    )
