"""What a household says about a running relation: changed terms, the days of a month, its end."""

from datetime import date, timedelta
from typing import Any, ClassVar

from wtforms.fields.choices import SelectChoice

from enrolment.relation.affiliation_checks import END_REASONS
from enrolment.relation.agreement import TERMS_FACTS
from regime.sentences import Sentence
from web.forms.agreement_fields import (
    amount_field,
    each_field,
    hours_field,
    in_kind_field,
    weekday_hours_field,
    weekdays_field,
)
from web.forms.fields import Checkbox, Checkboxes, Length, LongText, Optional, PageForm, Radios, Required, choices
from web.forms.value_fields import DayInput
from web.home.wizard_steps import InsuranceForm

MOST_WRITTEN = 4000


class ChangeForm(InsuranceForm):
    """The terms as they are from a day on, filled with those that hold."""

    facts: ClassVar[tuple[str, ...]] = TERMS_FACTS
    pay_each = each_field()
    pay_amount = amount_field()
    weekdays = weekdays_field()
    hours_per_day = hours_field()
    weekday_hours = weekday_hours_field()
    in_kind = in_kind_field()
    change_from = DayInput(
        "relation.change_from", [Required("relation.change_from_missing")], description="work.day_hint"
    )

    def as_facts(self) -> dict[str, Any]:
        """The terms by column."""
        typed = {name: self[name].data for name in self.facts}
        return {**typed, "weekdays": "".join(sorted(typed["weekdays"] or ()))}


class EndingForm(PageForm):
    """The last day of work, why it ends, and that the consequences were read."""

    ended_on = DayInput("end.last_day", [Required("end.last_day_missing")], description="work.day_hint")
    end_reason = Radios("end.reason", [Required("end.reason_missing")], choices=choices("end.reason", END_REASONS))
    comment = LongText("relation.end.comment", [Optional(), Length("form.too_long", most=MOST_WRITTEN)])
    understood = Checkbox("relation.end.understood", [Required("relation.end.understood_missing")])


def _day(day: date) -> SelectChoice:
    return SelectChoice(value=day.day, label=Sentence("relation.day", {"weekday": _weekday(day), "number": day.day}))


def _weekday(day: date) -> Sentence:
    return Sentence(f"work.weekday.{day.weekday()}")


class DaysForm(PageForm):
    """The days of one month on which she comes."""

    days = Checkboxes("relation.days", [Required("relation.days_missing")], coerce=int, choices=[])

    def __init__(self, *args: Any, first: date, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days.choices = [_day(first + timedelta(days=number)) for number in range((last - first).days + 1)]
