"""Days of a month as numbers: as they are stored, with commas between, and as people read them."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

_A_ROW = 3


def days_text(numbers: Iterable[int]) -> str:
    """The stored form: `1,5,8`."""
    return ",".join(str(number) for number in sorted(set(numbers)))


def days_from(text: str) -> tuple[int, ...]:
    """The numbers of a stored form."""
    return tuple(int(number) for number in text.split(",") if number)


def days_in(month: date, text: str) -> tuple[date, ...]:
    """The days of a month that a stored form names."""
    return tuple(month.replace(day=number) for number in days_from(text))


def spoken_numbers(days: Iterable[date]) -> str:
    """The numbers of some days of a month, three or more in a row put together: `2, 7–9, 14`."""
    numbers = sorted({day.day for day in days})
    # In a row the difference between a number and its place stays the same.
    rows = [tuple(row) for _, row in groupby(numbers, key=lambda number: number - numbers.index(number))]
    return ", ".join(_row(row) for row in rows)


def _row(numbers: tuple[int, ...]) -> str:
    return f"{numbers[0]}–{numbers[-1]}" if len(numbers) >= _A_ROW else ", ".join(map(str, numbers))
