"""What people say about themselves and where they live: names, identifiers checked as typed, an address, contacts."""

from collections.abc import Callable, Mapping
from typing import Any

from wtforms.validators import StopValidation

from enrolment.people.identifiers import Checked
from regime.geography import UnknownPlace, candidates, municipality
from web.forms.fields import EmailInput, Length, Optional, Required, TextInput
from web.forms.place_search import PlaceFields

MOST_NAME, MOST_STREET, MOST_NEIGHBOURHOOD, MOST_EMAIL, MOST_PHONE = 80, 200, 120, 254, 20


def _fits(most: int) -> Length:
    return Length("form.too_long", most=most)


def given_name() -> TextInput:
    """Given names."""
    return TextInput("person.given_name", [Required("person.given_name_missing"), _fits(MOST_NAME)])


def first_surname() -> TextInput:
    """The first surname."""
    return TextInput("person.first_surname", [Required("person.first_surname_missing"), _fits(MOST_NAME)])


def second_surname() -> TextInput:
    """The second surname, which not everybody has."""
    return TextInput("person.second_surname", [Optional(), _fits(MOST_NAME)])


def email(hint: str) -> EmailInput:
    """An e-mail address, if there is one."""
    return EmailInput("person.email", [Optional(), _fits(MOST_EMAIL)], description=hint)


def phone(hint: str) -> TextInput:
    """A telephone number, if there is one."""
    validators = [Optional(), _fits(MOST_PHONE)]
    return TextInput("person.phone", validators, description=hint, size="in-20", inputmode="tel")


class Checking:
    """Refuses an identifier for what is certainly wrong in it; every fault is said, with its position."""

    def __init__(self, check: Callable[[str], Checked]) -> None:
        self.check = check

    def __call__(self, form: Any, field: Any) -> None:
        problems = self.check(field.data).problems
        if problems:
            field.errors.extend(problems)
            raise StopValidation


class AddressFields(PlaceFields):
    """The address of a home. The postal code usually tells the municipality; where it does not, its name is asked."""

    street = TextInput("address.street", [Required("address.street_missing"), _fits(MOST_STREET)])
    neighbourhood = TextInput("address.neighbourhood", [Optional(), _fits(MOST_NEIGHBOURHOOD)])
    postal_code = TextInput(
        "address.postal_code", [Required("address.postal_code_missing")], size="in-5", inputmode="numeric"
    )
    town = TextInput("address.municipality", description="address.municipality.hint", size="in-20")

    @property
    def place_typed(self) -> str:
        """The name if one was typed, else the postal code."""
        return self.town.data or self.postal_code.data or ""

    def validate_postal_code(self, field: Any) -> None:
        """Five digits."""
        try:
            candidates(field.data)
        except UnknownPlace as unknown:
            raise StopValidation(unknown.sentence) from None

    def validate_town(self, field: Any) -> None:
        """Ask for the municipality where the postal code does not tell it."""
        if self.town.data:
            super().validate_town(field)
        elif self.postal_code.data and not self.postal_code.errors and not self.found:
            raise StopValidation("address.postal_code_unknown")

    @classmethod
    def place_shown(cls, case: Any) -> Mapping[str, Any]:
        """The name of the stored municipality, where the postal code alone would not lead to it."""
        if not case.municipality or any(p.key == case.municipality for p in _listed(case.postal_code)):
            return {}
        return {"town": municipality(case.municipality).full_name}


def _listed(postal_code: str | None) -> tuple[Any, ...]:
    try:
        return candidates(postal_code or "")
    except UnknownPlace:
        return ()
