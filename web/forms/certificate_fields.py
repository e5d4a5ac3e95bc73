"""What is asked about a certificate of incapacity, on every page and form on which somebody writes one down."""

from collections.abc import Mapping
from typing import Any

from enrolment.insurance.certified_models import KINDS
from enrolment.insurance.certified_rules import LONGEST_FOLIO
from enrolment.models import Affiliation
from enrolment.people.typed_identifiers import normalised
from web.casework.action_forms import ActionForm, form_for
from web.forms.fields import Length, PageForm, Radios, Required, TextInput, choices, named_choices
from web.forms.value_fields import DayInput


def kind_field() -> Radios:
    """What the certificate is for."""
    return Radios("certificate.kind", [Required("certified.kind_missing")], choices=choices("certified.kind", KINDS))


def folio_field() -> TextInput:
    """The folio as it is printed."""
    fits = [Required("certificate.folio_missing"), Length("form.too_long", most=LONGEST_FOLIO * 2)]
    return TextInput("certificate.folio", fits, description="certificate.folio_hint", size="in-10")


def day_field(which: str) -> DayInput:
    """The first or the last day."""
    return DayInput(
        f"certificate.{which}", [Required(f"certificate.{which}_missing")], description="certificate.day_hint"
    )


class CertificateForm(PageForm):
    """A certificate for one relation."""

    kind = kind_field()
    folio = folio_field()
    first_day = day_field("first_day")
    last_day = day_field("last_day")

    def as_facts(self) -> dict[str, Any]:
        """What was typed, by column."""
        return typed_facts(self.data)


class OwnCertificateForm(CertificateForm):
    """The same as the worker writes it down: she says with which household."""

    household = Radios("certificate.household", [Required("certificate.household_missing")], choices=[])

    def offer(self, relations: list[tuple[Affiliation, str]]) -> None:
        """Her relations, by the names of the households."""
        self.household.choices = named_choices([(str(relation.id), name) for relation, name in relations])


@form_for("certified_period", "correct")
class CorrectionForm(ActionForm):
    """A certificate as the paper says it."""

    kind = kind_field()
    folio = folio_field()
    first_day = day_field("first_day")
    last_day = day_field("last_day")

    def as_data(self) -> Mapping[str, Any]:
        """The folio without spaces."""
        return typed_facts(super().as_data())


def typed_facts(typed: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a certificate, the folio without the spaces and hyphens people add."""
    facts = {name: typed[name] for name in ("kind", "folio", "first_day", "last_day")}
    return {**facts, "folio": normalised(facts["folio"] or "")}
