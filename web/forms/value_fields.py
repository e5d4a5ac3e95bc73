"""The inputs whose text means a value: money, a day, hours; what was typed stays on the page when it cannot be read."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import ValidationError

from web.forms.fields import TextInput
from workflow.context import MEXICO_CITY

CENTS = 2
SHORT_YEAR = 2
MINUTES_OF_AN_HOUR = 60
HOURS_OF_A_DAY = 24


class _ParsedInput(TextInput):
    """Text that means a value; what was typed stays on the page when it cannot be read."""

    unreadable = "form.not_understood"
    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = self.parse(typed)
            except (ValueError, InvalidOperation):
                raise ValidationError(self.unreadable) from None

    def parse(self, typed: str) -> Any:
        raise NotImplementedError

    def written(self, value: Any) -> str:
        raise NotImplementedError

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.written(self.data)


class MoneyInput(_ParsedInput):
    """Pesos: 1234.50, 1,234.50, $1,234.50. A comma before two last digits is refused, because it could mean either."""

    kind = "money"
    unreadable = "form.money_unreadable"

    def parse(self, typed: str) -> Decimal:
        plain = re.sub(r"^\$\s*|\s*(pesos|MXN)$|\s", "", typed, flags=re.IGNORECASE)
        if not re.fullmatch(r"(\d{1,9}|\d{1,3}(,\d{3}){1,2})(\.\d{1,2})?", plain):
            raise ValueError(typed)
        return Decimal(plain.replace(",", "")).quantize(Decimal("0.01"))

    def written(self, value: Decimal) -> str:
        return f"{value:.{CENTS}f}"


class DayInput(_ParsedInput):
    """A day as people write it in Mexico, day first: 4/3/2026, 04-03-26, 4 3 2026; also 2026-03-04."""

    unreadable = "form.day_unreadable"

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, validators, **{"size": "in-10", **kwargs})

    def parse(self, typed: str) -> date:
        return self.parse_day(typed)

    @staticmethod
    def parse_day(typed: str) -> date:
        """The day that a text means; raises ValueError."""
        if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", typed):
            year, month, day = map(int, typed.split("-"))
        elif match := re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})", typed):
            day, month, year = map(int, match.groups())
            year += 2000 if len(match[3]) == SHORT_YEAR else 0
        else:
            raise ValueError(typed)
        return date(year, month, day)

    def written(self, value: date) -> str:
        return f"{value.day}/{value.month}/{value.year}"


class CountInput(_ParsedInput):
    """How many of something: a whole number."""

    unreadable = "form.count_unreadable"

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, validators, **{"size": "in-5", "inputmode": "numeric", **kwargs})

    def parse(self, typed: str) -> int:
        if not re.fullmatch(r"\d{1,4}", typed):
            raise ValueError(typed)
        return int(typed)

    def written(self, value: int) -> str:
        return str(value)


class MomentInput(_ParsedInput):
    """A day and an hour on the clock of `zone`: 8/6/2026 10:00, also 2026-06-08T10:00."""

    unreadable = "form.moment_unreadable"
    zone = MEXICO_CITY

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, validators, **{"size": "in-20", **kwargs})

    def parse(self, typed: str) -> datetime:
        match = re.fullmatch(r"(.+?)[T, ]+(\d{1,2}):([0-5]\d)(:00)?(?: ?h)?", typed)
        if match is None:
            raise ValueError(typed)
        day = DayInput.parse_day(match[1])
        return datetime(day.year, day.month, day.day, int(match[2]), int(match[3]), tzinfo=self.zone)

    def written(self, value: datetime) -> str:
        local = value.astimezone(self.zone)
        return f"{local.day}/{local.month}/{local.year} {local:%H:%M}"


class HoursInput(_ParsedInput):
    """Hours of a day: 8, 4.5, 4,5 or 4:30."""

    unreadable = "form.hours_unreadable"

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, validators, **{"size": "in-5", "inputmode": "decimal", **kwargs})

    def parse(self, typed: str) -> Decimal:
        return parsed_hours(typed)

    def written(self, value: Decimal) -> str:
        return written_hours(value)


def parsed_hours(typed: str) -> Decimal:
    """The hours that a text means; raises ValueError for something else or more than a day has."""
    if match := re.fullmatch(r"(\d{1,2}):([0-5]\d)", typed):
        hours = int(match[1]) + Decimal(match[2]) / MINUTES_OF_AN_HOUR
    elif re.fullmatch(r"\d{1,2}([.,]\d{1,2})?", typed):
        hours = Decimal(typed.replace(",", "."))
    else:
        raise ValueError(typed)
    if not 0 < hours <= HOURS_OF_A_DAY:
        raise ValueError(typed)
    return hours.quantize(Decimal("0.01"))


def written_hours(value: Decimal) -> str:
    """Hours as they are typed."""
    return f"{value.normalize():f}"
