"""The forms by which somebody says how to reach them."""

from web.forms.fields import EmailInput, Length, Optional, PageForm, Radios, Required, TextInput, choices
from workflow.words import LANGUAGES


class AddressForm(PageForm):
    """An e-mail address of one's own."""

    email = EmailInput("contact.email_new", [Required("contact.email_missing"), Length("form.too_long", most=254)])


class CodeForm(PageForm):
    """The code that was sent to the address."""

    code = TextInput(
        "contact.code", [Required("contact.code_missing"), Length("form.too_long", most=20)], size="in-10",
        inputmode="numeric", spelled="none", description="contact.code_hint",
    )  # fmt: skip

    @property
    def digits(self) -> str:
        """The digits typed, however they were spaced."""
        return "".join(sign for sign in self.code.data or "" if sign.isdecimal())


class PhoneForm(PageForm):
    """A telephone, or none."""

    phone = TextInput(
        "contact.phone", [Optional(), Length("form.too_long", most=20)], size="in-20", inputmode="tel",
        description="contact.phone_hint",
    )  # fmt: skip


class LanguageForm(PageForm):
    """The language somebody is written to in."""

    language = Radios(
        "contact.language", [Required("contact.language_missing")], choices=choices("contact.language", LANGUAGES)
    )
