"""The questions of the simulator. It is sent by GET, so that a result can be kept and shared as an address."""

from datetime import date, timedelta
from typing import Any

from regime.parameters import parameter
from regime.sentences import Sentence
from web.everyone.simulation import Asked
from web.forms.agreement_fields import (
    amount_field,
    each_field,
    hours_field,
    in_kind_field,
    weekday_hours_field,
    weekdays_field,
)
from web.forms.fields import Optional, Radios, Required, choices
from web.forms.place_search import PlaceFields
from web.forms.value_fields import DayInput

DAYS_AHEAD = 365


class SimulatorForm(PlaceFields):
    """How she is paid, when she comes, where, and since when."""

    class Meta(PlaceFields.Meta):
        csrf = False  # nothing is written

    page_order = ("each", "amount", "weekdays", "hours", "weekday_hours", "town")

    each = each_field()
    amount = amount_field()
    weekdays = weekdays_field()
    hours = hours_field()
    weekday_hours = weekday_hours_field()
    in_kind = in_kind_field()
    others = Radios("simulator.others", [Optional()], choices=choices("simulator.others", ("no", "yes", "unknown")))
    first_day = DayInput("simulator.first_day", [Required("simulator.first_day_missing")], description="work.day_hint")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_first_day(self, field: Any) -> None:
        """Only days of the mandatory regime, up to a year from now, can be simulated."""
        last = self.today + timedelta(days=DAYS_AHEAD)
        first = parameter("scheme").values[-1].since
        if not first <= field.data <= last:
            field.errors.append(Sentence("simulator.first_day_outside", {"first": first, "last": last}))

    def asked(self) -> Asked:
        """The answers of a valid form."""
        assert self.chosen_place is not None  # noqa: S101 - validated
        return Asked(
            pay_amount=self.amount.data,
            pay_each=self.each.data,
            weekdays="".join(sorted(self.weekdays.data)),
            hours_per_day=self.hours.data,
            weekday_hours=self.weekday_hours.data,
            in_kind=self.in_kind.data,
            municipality=self.chosen_place,
            first_day=self.first_day.data,
        )
