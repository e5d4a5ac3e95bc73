"""The forms of an account: sign in, open one, forgotten and changed passwords."""

from typing import Any

from web.forms.fields import EmailInput, Length, Optional, PageForm, PasswordInput, Required, TextInput
from workflow.logins import password_fault


class SignInForm(PageForm):
    """User name and password."""

    username = TextInput("account.username", [Required("account.username_missing")], size="in-20", spelled="none")
    password = PasswordInput("account.password", [Required("account.password_missing")])


class ConfirmForm(PageForm):
    """The password once more, before something that cannot be undone."""

    password = PasswordInput("account.password", [Required("account.password_missing")])


class ForgotForm(PageForm):
    """User name or e-mail address of an account whose password is forgotten."""

    username = TextInput(
        "account.username_or_email", [Required("account.username_missing")], size="in-20", spelled="none"
    )


class NewPasswordForm(PageForm):
    """A password to have from now on."""

    username = ""
    password = PasswordInput(
        "account.new_password", [Required("account.password_missing")], description="account.password_hint"
    )

    def validate_password(self, field: Any) -> None:
        """Refuse what is too easy to guess."""
        if fault := password_fault(field.data, self.username):
            field.errors.append(fault)


class NewAccountForm(NewPasswordForm):
    """What opens an account: a name and a password; an e-mail address only if there is one.

    The user name is given by the system: whoever chose one would learn from a refusal who has an account.
    """

    page_order = ("given_name", "first_surname", "second_surname", "email", "password")

    given_name = TextInput(
        "account.given_name", [Required("account.given_name_missing"), Length("form.too_long", most=80)]
    )
    first_surname = TextInput(
        "account.first_surname", [Required("account.first_surname_missing"), Length("form.too_long", most=80)]
    )
    second_surname = TextInput("account.second_surname", [Optional(), Length("form.too_long", most=80)])
    email = EmailInput(
        "account.email", [Optional(), Length("form.too_long", most=254)], description="account.email_hint"
    )


FORM_OF_PAGE: dict[str, type[PageForm]] = {"account/sign_in.html": SignInForm, "account/confirm.html": ConfirmForm}
