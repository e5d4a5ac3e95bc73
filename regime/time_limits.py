"""The terms that laws set, by name: how long they are on a day and when one that starts then ends."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from regime.calendars import DEFAULT
from regime.parameters import parameter
from regime.sentences import Sentence
from regime.values import Range
from regime.working_days import MEXICO_CITY, NO_DAYS, CannotCount, DueDate, Reading, Suspension, Unit, due, local_day

_COUNTED_IN: Mapping[str, tuple[Unit, int]] = {
    "business days": ("business_days", 1),
    "calendar days": ("calendar_days", 1),
    "months": ("months", 1),
    "years": ("months", 12),
    "hours": ("hours", 1),
}
# LFT 522 moves the end of a dismissal claim past rest days only; the union calendar would promise days nobody has.
_CALENDARS = {"dismissal_claim_time": "lft"}


def length_of(name: str, day: date) -> tuple[int, Unit]:
    """How long a term of law is on a day; where an act chooses it, the longest it may choose.

    Raises `CannotCount` for a parameter that is no length of time, `LookupError` for one that does not exist and
    `UnknownValue` for a day outside its known values.
    """
    value = parameter(name).on(day)
    if value.unit not in _COUNTED_IN:
        raise CannotCount(Sentence("deadline.limit_is_no_term", {"limit": name}))
    unit, times = _COUNTED_IN[value.unit]
    return int(choice_of(name, day).most) * times, unit


def choice_of(name: str, day: date) -> Range:
    """Between which lengths an act may choose on a day, in the parameter's own unit; raises what `length_of` raises.

    Where the law says how long, both are that.
    """
    value = parameter(name).on(day)
    return value.content if isinstance(value.content, Range) else Range(value.value, value.value)


def term(
    name: str,
    trigger: date | datetime,
    *,
    calendar: str | None = None,
    suspensions: Sequence[Suspension] = (),
    extra_days: Mapping[date, Sentence] = NO_DAYS,
    timezone: str = MEXICO_CITY,
    reading: Reading = "one",
    length: int | None = None,
) -> DueDate:
    """When a term of law that starts with the trigger ends; its own calendar holds unless another is given.

    A term that has a calendar of its own is never read by all of them. `length` is the length that an act has chosen
    instead of the parameter's own. Raises what `length_of` and `working_days.due` raise.
    """
    set_by_law, unit = length_of(name, local_day(trigger, timezone))
    own = _CALENDARS.get(name)
    return due(
        trigger,
        set_by_law if length is None else length,
        unit,
        calendar or own or DEFAULT,
        suspensions=suspensions,
        extra_days=extra_days,
        timezone=timezone,
        reading="one" if own else reading,
    )
