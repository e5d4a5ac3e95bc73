"""What people say about work and pay, as inputs: weekdays, hours, how much for what, food and lodging."""

from collections.abc import Iterator
from typing import Any

from wtforms import Field, ValidationError

from enrolment.relation.agreement import PAY_EACH
from enrolment.relation.weekday_hours import hours_from, hours_text
from regime.pay import PayRefused
from regime.sentences import Sentence
from regime.terms import IN_KIND
from web.forms.fields import Checkboxes, Optional, Radios, Required, choices
from web.forms.value_fields import HoursInput, MoneyInput, parsed_hours, written_hours

WEEKDAYS = tuple("0123456")


def weekdays_field() -> Checkboxes:
    """The days of the week on which she comes: digits, Monday first."""
    return Checkboxes("work.weekdays", [Required("work.weekdays_missing")], choices=choices("work.weekday", WEEKDAYS))


def hours_field() -> HoursInput:
    """The hours of one of her days; left empty, a whole working day is meant."""
    return HoursInput("work.hours", [Optional()], description="work.hours.hint")


class WeekdayHoursInput(Field):
    """Hours for each day of the week, Monday first, for those days that differ; the value is the stored form."""

    kind = "weekday_hours"
    data: str | None

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        try:
            typed = {day: parsed_hours(text.strip()) for day, text in enumerate(valuelist) if text.strip()}
        except ValueError:
            raise ValidationError("form.hours_unreadable") from None
        self.data = hours_text(typed)

    def rows(self) -> Iterator[tuple[int, str, str]]:
        """Each weekday with the id of its input and what stands in it."""
        shown = self._shown()
        for day in range(len(WEEKDAYS)):
            yield day, self.id if day == 0 else f"{self.id}-{day}", shown.get(day, "")

    def _shown(self) -> dict[int, str]:
        if self.raw_data:
            return dict(enumerate(self.raw_data))
        try:
            return {day: written_hours(hours) for day, hours in hours_from(self.data).items()}
        except PayRefused:
            return {}


class OfChosenDays:
    """Refuses hours for a day on which she does not come: one of the two was mistyped."""

    def __call__(self, form: Any, field: WeekdayHoursInput) -> None:
        chosen = set(form["weekdays"].data or ())
        other = [day for day in hours_from(field.data) if str(day) not in chosen]
        if other:
            weekday = Sentence(f"work.weekday.{other[0]}")
            raise ValidationError(Sentence("work.hours_of_no_day", {"weekday": weekday}))


def weekday_hours_field() -> WeekdayHoursInput:
    """The hours of single days, where they are not alike."""
    return WeekdayHoursInput("work.weekday_hours", [OfChosenDays()], description="work.weekday_hours.hint")


def each_field() -> Radios:
    """What the amount is paid for."""
    return Radios(
        "work.each",
        [Required("work.each_missing")],
        choices=choices("work.each", PAY_EACH),
        description="work.each.hint",
    )


def amount_field() -> MoneyInput:
    """How much she is paid each time."""
    return MoneyInput("work.amount", [Required("work.amount_missing")], description="work.amount.hint")


def in_kind_field() -> Radios:
    """Whether she gets food or lodging besides the money."""
    return Radios(
        "work.in_kind",
        [Required("work.in_kind_missing")],
        choices=choices("work.in_kind", IN_KIND),
        description="work.in_kind.hint",
    )
