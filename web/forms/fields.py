"""The inputs a form can have: what people may type, how it is read, and the code of the sentence when it cannot be."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from regime.sentences import Sentence


class _Codes:
    """WTForms' own messages as codes of our catalogues; anything it may still say becomes the general one."""

    def gettext(self, message: str) -> str:
        return "form.choose_one" if "choice" in message else "form.not_understood"

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular)


class PageForm(FlaskForm):
    """A form of ours: labels, descriptions and messages are codes (or sentences) of the catalogues, never text.

    `page_order` names the fields as the page asks them where inherited ones come in between, so that errors are listed
    in the order in which they are met.
    """

    _fields: dict[str, Field]
    page_order: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fields = {name: self._fields[name] for name in self.page_order} | self._fields

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> _Codes:
            return _Codes()


class Required:
    """Refuses an empty field with the sentence given: say what to type, not that something is required."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Field) -> None:
        missing = field.data is None or field.data is False or field.data in ("", [])
        if missing and field.errors:
            raise StopValidation  # it was there, but could not be read: one sentence is enough
        if missing:
            raise StopValidation(self.message)


class Optional:
    """Accepts an empty field and says so beside the label."""

    field_flags = {"optional": True}  # noqa: RUF012 - WTForms reads it as a class attribute

    def __call__(self, form: Any, field: Field) -> None:
        if not field.raw_data or not str(field.raw_data[0]).strip():
            field.errors = []
            raise StopValidation


class Length:
    """Refuses text that is too short or too long; the sentence gets `least` and `most`."""

    def __init__(self, code: str, least: int = 0, most: int = 200) -> None:
        self.code, self.least, self.most = code, least, most

    def __call__(self, form: Any, field: Field) -> None:
        if not self.least <= len(field.data or "") <= self.most:
            raise StopValidation(Sentence(self.code, {"least": self.least, "most": self.most}))


class TextInput(StringField):
    """One line of text, without the spaces around it. `size` is the width as a class of the stylesheet."""

    kind = "text"
    input_type = "text"

    def __init__(
        self,
        label: str,
        validators: Sequence[Any] = (),
        *,
        size: str = "",
        inputmode: str = "",
        spelled: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.size, self.inputmode, self.spelled = size, inputmode, spelled

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = " ".join(valuelist[0].split()) if valuelist else None


class EmailInput(TextInput):
    """An e-mail address; only its outline is checked, because the proof of an address is that a message arrives."""

    input_type = "email"

    def pre_validate(self, form: Any) -> None:
        if self.data and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}", self.data):
            raise StopValidation("form.email_unreadable")


class IdentifierInput(TextInput):
    """CURP, RFC, NSS, a payment line: letters and digits, upper-cased, however they were spaced or hyphenated."""

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, validators, **{"size": "in-20", "spelled": "characters", **kwargs})

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = re.sub(r"[\s-]", "", valuelist[0]).upper() if valuelist else None


class PasswordInput(StringField):
    """A password: never shown again and never trimmed."""

    kind = "password"


class LongText(TextAreaField):
    """Several lines of text."""

    kind = "textarea"

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0].strip() if valuelist else None


class FileInput(FileField):
    """One file."""

    kind = "file"


class Checkbox(BooleanField):
    """One statement to agree with."""

    kind = "checkbox"


class Radios(RadioField):
    """One of a few, all visible. Choices come from `choices()`."""

    kind = "radios"

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, validators, validate_choice=True, **kwargs)

    def pre_validate(self, form: Any) -> None:
        # A radio nobody pressed sends nothing; whether that is allowed is for Required and Optional to say.
        if self.data is not None:
            super().pre_validate(form)


class Dropdown(SelectField):
    """One of many."""

    kind = "select"


class Checkboxes(SelectMultipleField):
    """Any number of a few."""

    kind = "checkboxes"
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def choices(prefix: str, values: Iterable[str]) -> list[SelectChoice]:
    """Choices whose words are in the catalogues under `<prefix>.<value>`."""
    return [SelectChoice(value=value, label=Sentence(f"{prefix}.{value}")) for value in values]


def named_choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Choices whose words are data, like the names of municipalities: shown as they are, in every language."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]


def first_input(field: Field) -> str:
    """The id an error links to: the field itself, or its first option."""
    options: Callable[[], Any] | None = getattr(field, "iter_choices", None)
    if options is not None and field.kind in ("radios", "checkboxes"):
        return next((str(option.id) for option in field), str(field.id))
    return str(field.id)
