"""What an official answers before attending somebody: who it is, how that was checked, at which office."""

from typing import ClassVar, Self

from enrolment.attending.agreed_answers import QUESTIONS
from enrolment.attending.attendance import DOCUMENTS
from web.forms.agreed_answer_fields import AnswerFields
from web.forms.fields import Checkbox, Dropdown, Length, PageForm, Radios, Required, TextInput, choices, named_choices
from web.forms.person_fields import first_surname, given_name, phone, second_surname
from workflow.words import LANGUAGES

MOST_TYPED = 64


class AtAnOffice(PageForm):
    """A form that asks at which office, where an official belongs to more than one."""

    office = Dropdown("attending.office", [Required("attendance.office_missing")], choices=[])

    @classmethod
    def at(cls, offices: list[tuple[str, str]], last: str | None) -> Self:
        """The form for an official of these offices, by code and name; without a question where there is but one.

        The office of the official's `last` attendance is proposed; none is, before the first.
        """
        form = cls(office=last)
        form.office.choices = named_choices([("", "—"), *offices])
        if len(offices) == 1:
            form.only_office = offices[0][0]
            del form.office
        return form

    only_office: str | None = None

    @property
    def chosen_office(self) -> str | None:
        """The code of the office."""
        return self.only_office or self.office.data


def _checked() -> Radios:
    missing = [Required("attendance.not_checked")]
    return Radios("attending.checked", missing, choices=choices("attendance.checked", DOCUMENTS))


class PersonForm(AtAnOffice):
    """Somebody known from a case, who is here."""

    page_order: ClassVar[tuple[str, ...]] = ("checked", "present")
    checked = _checked()
    present = Checkbox("attending.present", [Required("attending.present_missing")])


class CounterForm(PersonForm):
    """Somebody who is here and known by a number."""

    page_order = ("number", "checked", "present")
    number = TextInput(
        "attending.number",
        [Required("attending.number_missing"), Length("form.too_long", most=MOST_TYPED)],
        description="attending.number_hint",
        size="in-20",
        spelled="none",
    )


class NewPersonForm(PersonForm):
    """Somebody who is here for the first time."""

    page_order = ("given_name", "first_surname", "second_surname", "phone", "language", "checked", "present")
    given_name = given_name()
    first_surname = first_surname()
    second_surname = second_surname()
    phone = phone("registration.phone.hint")
    language = Radios(
        "contact.language",
        [Required("contact.language_missing")],
        choices=choices("contact.language", LANGUAGES),
        default=LANGUAGES[0],
    )


class CallerForm(AnswerFields, AtAnOffice):
    """Who a caller says they are, and their answers."""

    page_order = ("who", *QUESTIONS)
    who = TextInput(
        "attending.who",
        [Required("attending.who_missing"), Length("form.too_long", most=MOST_TYPED)],
        description="attending.number_hint",
        size="in-20",
        spelled="none",
    )
