"""The pages on which a household says whom it employs: eight short forms, each keeping its own columns of the draft."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from wtforms.validators import StopValidation

from enrolment.household.homes import ADDRESS, address_words
from enrolment.models import Place
from enrolment.relation.agreement import PERIODICITIES
from enrolment.service import tidy
from regime.terms import MODES
from web.casework.own_cases import my_places
from web.forms.agreement_fields import (
    amount_field,
    each_field,
    hours_field,
    in_kind_field,
    weekday_hours_field,
    weekdays_field,
)
from web.forms.drafts import StepForm
from web.forms.fields import Optional, Radios, Required, choices, named_choices
from web.forms.person_fields import AddressFields, email, first_surname, given_name, phone, second_surname
from web.forms.value_fields import DayInput
from web.home.identity_forms import NumbersForm

OTHER = "other"


class WhoForm(StepForm):
    """Her name."""

    facts = ("worker_given_name", "worker_first_surname", "worker_second_surname")
    worker_given_name = given_name()
    worker_first_surname = first_surname()
    worker_second_surname = second_surname()


def _own_homes(places: Iterable[Place]) -> Iterator[tuple[str, str]]:
    return ((str(place.id), address_words(place)) for place in places)


class PlaceForm(AddressFields, StepForm):
    """The home where she works: one of the household's, or another."""

    facts = ("place_id", *ADDRESS)
    workplace = Radios("wizard.workplace", [Required("wizard.workplace_missing")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = my_places()
        self.workplace.choices = [*named_choices(_own_homes(self.places)), *choices("wizard.workplace", [OTHER])]
        if self.workplace.data != OTHER:
            for field in (self.street, self.postal_code):
                field.validators = [Optional()]

    @classmethod
    def shown(cls, case: Any) -> Mapping[str, Any]:
        """The home chosen."""
        if case.place_id:
            return {"workplace": str(case.place_id)}
        return {"workplace": OTHER, **cls.place_shown(case)} if case.street else {}

    def validate_town(self, field: Any) -> None:
        """The address is asked only for another home."""
        if self.workplace.data == OTHER:
            super().validate_town(field)

    def as_facts(self) -> dict[str, Any]:
        """The own home by its id, or the address of another."""
        known = next((place for place in self.places if str(place.id) == self.workplace.data), None)
        if known is not None:
            return {"place_id": known.id, **dict.fromkeys(ADDRESS)}
        typed = {name: self[name].data for name in ("street", "neighbourhood", "postal_code")}
        return {"place_id": None, **tidy(typed), "municipality": self.chosen_place}


class StartForm(StepForm):
    """Since when she works in this home."""

    facts = ("began_on",)
    began_on = DayInput("wizard.began_on", [Required("wizard.began_on_missing")], description="work.day_hint")


class ScheduleForm(StepForm):
    """On which days and for how long she comes."""

    facts = ("weekdays", "hours_per_day", "weekday_hours")
    weekdays = weekdays_field()
    hours_per_day = hours_field()
    weekday_hours = weekday_hours_field()

    def as_facts(self) -> dict[str, Any]:
        """The days as digits in their order."""
        hours = {"hours_per_day": self.hours_per_day.data, "weekday_hours": self.weekday_hours.data}
        return {"weekdays": "".join(sorted(self.weekdays.data or ())), **hours}


class PayForm(StepForm):
    """How she is paid."""

    facts = ("pay_each", "pay_amount", "in_kind")
    pay_each = each_field()
    pay_amount = amount_field()
    in_kind = in_kind_field()


class InsuranceForm(StepForm):
    """The full month or her days, and how many months are paid at once."""

    facts: ClassVar[tuple[str, ...]] = ("mode", "periodicity")
    mode = Radios("wizard.mode", [Required("wizard.mode_missing")], choices=choices("simulator.mode", MODES))
    periodicity = Radios(
        "wizard.periodicity",
        [Required("wizard.periodicity_missing")],
        choices=choices("wizard.periodicity", [str(months) for months in PERIODICITIES]),
        description="wizard.periodicity.hint",
        coerce=int,
    )

    def validate_periodicity(self, field: Any) -> None:
        """Several months at once are paid for full months only (LSS 239-C VIII)."""
        if self.mode.data == "per_day" and field.data != 1:
            raise StopValidation("affiliation.long_period_below_minimum")


class ContactForm(StepForm):
    """How she can be told; nothing here lets anybody in."""

    facts = ("worker_phone", "worker_email")
    worker_phone = phone("wizard.phone.hint")
    worker_email = email("wizard.email.hint")


STEPS: dict[str, type[StepForm]] = {
    "who": WhoForm,
    "numbers": NumbersForm,
    "place": PlaceForm,
    "start": StartForm,
    "schedule": ScheduleForm,
    "pay": PayForm,
    "insurance": InsuranceForm,
    "contact": ContactForm,
}
