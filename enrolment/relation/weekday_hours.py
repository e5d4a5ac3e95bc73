"""Hours that differ by the day of the week, as they are stored: `0=8,3=4` is eight on Mondays and four on Thursdays."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from regime.pay import PayRefused
from regime.rounding import plain_text
from regime.sentences import Sentence


def hours_text(hours: Mapping[int, Decimal]) -> str | None:
    """The stored form; None where nothing was said."""
    return ",".join(f"{day}={plain_text(hours[day])}" for day in sorted(hours)) or None


def hours_from(text: str | None) -> dict[int, Decimal]:
    """The hours by weekday of a stored form; raises `PayRefused` for something else."""
    try:
        pairs = [part.split("=") for part in (text or "").split(",") if part]
        return {int(day): Decimal(hours) for day, hours in pairs}
    except (ValueError, InvalidOperation):
        raise PayRefused(Sentence("notice.hours_not_possible")) from None


def hours_of(weekdays: Sequence[int], each_day: Decimal | None, by_weekday: str | None) -> tuple[Decimal, ...]:
    """The hours of each of some weekdays: those said of it, else those of every day; none if one stays unknown."""
    known = hours_from(by_weekday)
    if not known:
        return () if each_day is None else (each_day,)
    found = [known.get(day, each_day) for day in weekdays]
    return () if None in found else tuple(hours for hours in found if hours is not None)
