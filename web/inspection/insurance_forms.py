"""The forms by which officers follow the insurance of a worker of an inspected home."""

from collections.abc import Mapping
from typing import Any

from wtforms import ValidationError

from enrolment.people.held_identifiers import owner_of
from inspection.follow_up.insurance_follow_up import INSURANCE_FOLLOW_UP
from inspection.follow_up.insurance_models import EXCLUSIONS
from regime.sentences import Sentence
from web.casework.action_forms import form_for
from web.edge.transactions import reading
from web.forms.agreement_fields import amount_field, each_field, hours_field, weekdays_field
from web.forms.fields import Dropdown, IdentifierInput, Length, Optional, Radios, Required, TextInput, named_choices
from web.forms.fields import choices as worded
from web.forms.value_fields import DayInput
from web.inspection.visit_fields import VisitForm, agreed, line

NAME = INSURANCE_FOLLOW_UP.name
MOST_DAYS = 10  # what the page offers; the law's own limit is asked again when the step is taken


def day(label: str, missing: str) -> DayInput:
    """A day that has to be said."""
    return DayInput(label, [Required(missing)])


def number(label: str, missing: str) -> TextInput:
    """The number of a paper."""
    return TextInput(label, [Required(missing), Length("form.too_long", most=60)], size="in-20")


def began_on() -> DayInput:
    """Since when she works in the home."""
    return DayInput("insurance_follow_up.began_on", [Optional()])


@form_for("inspection_file", "follow_insurance")
class WorkerForm(VisitForm):
    """Somebody who works in the home; by her CURP, if she has one, she is known in Afilia."""

    worker_name = line("insurance_follow_up.worker_name", hint="insurance_follow_up.worker_name_hint")
    curp = IdentifierInput("insurance_follow_up.curp", [Optional()], description="insurance_follow_up.curp_hint")
    began_on = began_on()

    def validate_curp(self, field: Any) -> None:
        """A CURP that was typed belongs to somebody."""
        if field.data and self.person is None:
            raise ValidationError(Sentence("insurance_follow_up.curp_unknown"))

    @property
    def person(self) -> Any:
        """The person for whom the CURP counts."""
        typed = (self["curp"].data or "").strip().upper()
        return owner_of(reading(), "curp", typed) if typed else None

    def as_data(self) -> Mapping[str, Any]:
        """The person instead of the number."""
        found = {name: value for name, value in super().as_data().items() if name != "curp"}
        return {**found, "worker_person_id": self.person}


@form_for(NAME, "identify_worker")
class IdentifyForm(WorkerForm):
    """The same, later; what is left empty stays as it was."""

    def as_data(self) -> Mapping[str, Any]:
        """Only what was typed."""
        return {name: value for name, value in super().as_data().items() if value is not None}


@form_for(NAME, "verify_constancia")
class ConstanciaForm(VisitForm):
    """A constancia that an officer saw."""

    proof_folio = number("insurance_follow_up.proof_folio", "insurance_follow_up.proof_missing")
    proof_seen_on = day("insurance_follow_up.proof_seen_on", "insurance_follow_up.proof_missing")
    names_worker = agreed("insurance_follow_up.names_worker")
    names_employer = agreed("insurance_follow_up.names_employer")


@form_for(NAME, "find_not_affiliated")
class BeganForm(VisitForm):
    """Since when she should have been enrolled."""

    began_on = day("insurance_follow_up.began_on", "insurance_follow_up.beginning_missing")


@form_for(NAME, "flag_accident")
class AccidentForm(VisitForm):
    """When she had an accident."""

    accident_on = day("insurance_follow_up.accident_on", "insurance_follow_up.accident_undated")


@form_for(NAME, "require")
class RequireForm(VisitForm):
    """How many business days the home has."""

    required_days = Dropdown(
        "insurance_follow_up.required_days", [Required("insurance_follow_up.days_missing")], coerce=int
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self["required_days"].choices = named_choices((str(count), str(count)) for count in range(MOST_DAYS, 0, -1))


@form_for(NAME, "refer")
class ReferForm(VisitForm):
    """The number of the communication to the institute."""

    referral_reference = number("insurance_follow_up.referral_reference", "insurance_follow_up.referral_missing")


@form_for(NAME, "refer_at_once")
class ReferAtOnceForm(ReferForm):
    """The same, because of an accident."""


@form_for(NAME, "request_for_her")
class RequestForm(VisitForm):
    """What she says of her work, as the institute asks it; the words are what shows that she works there."""

    page_order = ("she_asks", "began_on", "weekdays", "hours_per_day", "pay_each", "pay_amount", "comment")
    she_asks = agreed("insurance_follow_up.she_asks")
    began_on = day("insurance_follow_up.began_on", "insurance_follow_up.beginning_missing")
    weekdays = weekdays_field()
    hours_per_day = hours_field()
    pay_each = each_field()
    pay_amount = amount_field()

    def as_data(self) -> Mapping[str, Any]:
        """The days as digits."""
        return {**super().as_data(), "weekdays": "".join(sorted(self["weekdays"].data or ())) or None}


@form_for(NAME, "record_enrolment")
class ImssActForm(VisitForm):
    """What the institute decided, by its number and day."""

    imss_reference = number("insurance_follow_up.imss_reference", "insurance_follow_up.imss_act_missing")
    imss_acted_on = day("insurance_follow_up.imss_acted_on", "insurance_follow_up.imss_act_missing")


@form_for(NAME, "record_refusal")
class ImssRefusalForm(ImssActForm):
    """The same, when it does not enrol her."""


@form_for(NAME, "find_excluded")
class ExcludedForm(VisitForm):
    """Why the law leaves her work out."""

    exclusion = Radios(
        "insurance_follow_up.exclusion",
        [Required("insurance_follow_up.exclusion_missing")],
        choices=worded("insurance_follow_up.exclusion", EXCLUSIONS),
    )
    told_voluntary = agreed("insurance_follow_up.told_voluntary")


@form_for(NAME, "decline")
class DeclineForm(VisitForm):
    """That it is her own wish, and that she knows what she gives up."""

    told_alone = agreed("insurance_follow_up.told_alone")
    told_rights = agreed("insurance_follow_up.told_rights")
