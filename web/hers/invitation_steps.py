"""The pages on which a worker says for whom she works: four short forms, each keeping its own columns of the draft."""

from collections.abc import Mapping
from typing import Any

from enrolment.service import tidy
from regime.geography import municipalities
from web.forms.agreement_fields import amount_field, each_field, hours_field, weekdays_field
from web.forms.drafts import StepForm
from web.forms.fields import Length, Optional, Required, TextInput
from web.forms.person_fields import MOST_NEIGHBOURHOOD, MOST_STREET
from web.forms.place_search import PlaceFields
from web.forms.value_fields import DayInput
from web.home.identity_forms import curp_field, nss_field

MOST_NAME = 120
FIVE = 5


class EmployerForm(PlaceFields, StepForm):
    """For whom she works, and where the home is, as far as she knows."""

    facts = ("employer_name", "street", "neighbourhood", "postal_code", "municipality")
    page_order = ("employer_name", "town", "municipality", "street", "neighbourhood")
    employer_name = TextInput(
        "start.employer",
        [Required("invitation.employer_missing"), Length("form.too_long", most=MOST_NAME)],
        description="start.employer.hint",
    )
    street = TextInput("address.street", [Optional(), Length("form.too_long", most=MOST_STREET)])
    neighbourhood = TextInput("address.neighbourhood", [Optional(), Length("form.too_long", most=MOST_NEIGHBOURHOOD)])

    @classmethod
    def shown(cls, case: Any) -> Mapping[str, Any]:
        """The place as it was typed: a postal code, or the municipality."""
        known = municipalities().get(case.municipality)
        return {"town": case.postal_code or (known.full_name if known else ""), "municipality": case.municipality}

    def as_facts(self) -> dict[str, Any]:
        """The columns; what was typed as five digits is the postal code."""
        digits = (self.town.data or "").replace(" ", "")
        code = digits if digits.isdigit() and len(digits) == FIVE else None
        typed = {name: self[name].data for name in ("employer_name", "street", "neighbourhood")}
        return {**tidy(typed), "postal_code": code, "municipality": self.chosen_place}


class WorkForm(StepForm):
    """Since when, on which days, for how many hours."""

    facts = ("began_on", "weekdays", "hours_per_day")
    began_on = DayInput("start.began_on", [Required("start.began_on_missing")], description="start.began_on.hint")
    weekdays = weekdays_field()
    hours_per_day = hours_field()

    def as_facts(self) -> dict[str, Any]:
        """The days as digits in their order."""
        days = "".join(sorted(self.weekdays.data or ()))
        return {"began_on": self.began_on.data, "weekdays": days, "hours_per_day": self.hours_per_day.data}


class PayForm(StepForm):
    """How she is paid."""

    facts = ("pay_each", "pay_amount")
    pay_each = each_field()
    pay_amount = amount_field()


class NumbersForm(StepForm):
    """Her numbers, if she has them at hand."""

    facts = ("curp", "nss")
    curp = curp_field("start.curp.hint")
    nss = nss_field("start.nss.hint")


STEPS: dict[str, type[StepForm]] = {"employer": EmployerForm, "work": WorkForm, "wage": PayForm, "number": NumbersForm}
