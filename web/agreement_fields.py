"""What people say about work and pay, as inputs: weekdays, hours, how much for what, food and lodging."""

from enrolment.agreement import PAY_EACH
from regime.terms import IN_KIND
from web.fields import Checkboxes, Optional, Radios, Required, choices
from web.value_fields import HoursInput, MoneyInput

WEEKDAYS = tuple("0123456")


def weekdays_field() -> Checkboxes:
    """The days of the week on which she comes: digits, Monday first."""
    return Checkboxes("work.weekdays", [Required("work.weekdays_missing")], choices=choices("work.weekday", WEEKDAYS))


def hours_field() -> HoursInput:
    """The hours of one of her days; left empty, a whole working day is meant."""
    return HoursInput("work.hours", [Optional()], description="work.hours.hint")


def each_field() -> Radios:
    """What the amount is paid for."""
    return Radios("work.each", [Required("work.each_missing")], choices=choices("work.each", PAY_EACH))


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
