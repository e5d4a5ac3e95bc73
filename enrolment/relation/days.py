"""Days of a month as they are stored: the numbers of the days, in order, with commas between."""

from collections.abc import Iterable
from datetime import date


def days_text(numbers: Iterable[int]) -> str:
    """The stored form: `1,5,8`."""
    return ",".join(str(number) for number in sorted(set(numbers)))


def days_from(text: str) -> tuple[int, ...]:
    """The numbers of a stored form."""
    return tuple(int(number) for number in text.split(",") if number)


def days_in(month: date, text: str) -> tuple[date, ...]:
    """The days of a month that a stored form names."""
    return tuple(month.replace(day=number) for number in days_from(text))
