"""The forms of enrolment's actions that are taken on the page of a case."""

from collections.abc import Mapping
from typing import Any

from enrolment.lifecycle import LIFECYCLES
from enrolment.offices import offices
from enrolment.relation.affiliation_checks import END_REASONS
from web.casework.action_forms import ActionForm, form_for
from web.edge.transactions import reading
from web.forms.fields import (
    Dropdown,
    Length,
    Optional,
    Radios,
    Required,
    TextInput,
    choices,
    named_choices,
)
from web.forms.value_fields import DayInput, MoneyInput


@form_for("affiliation", "end")
class EndForm(ActionForm):
    """The last day of work and why the relation ended."""

    ended_on = DayInput("end.last_day", [Required("end.last_day_missing")], description="end.last_day_hint")
    end_reason = Radios("end.reason", [Required("end.reason_missing")], choices=choices("end.reason", END_REASONS))


class ReceivedForm(ActionForm):
    """Money that arrived outside a bank file: how much, and on which day it was paid."""

    received = MoneyInput("received.amount", [Required("received.amount_missing")])
    paid_on = DayInput("received.day", [Required("received.day_missing")], description="received.day_hint")


for _received in ("settle", "pay_part", "pay_surcharge", "reinstate"):
    form_for("contribution_period", _received)(ReceivedForm)


class TransferForm(ActionForm):
    """The office that is to decide from now on."""

    to_office = Dropdown("transfer.office", [Required("transfer.choose")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = offices(reading()).names
        self["to_office"].choices = named_choices((("", "—"), *known.items()))


for _workflow in LIFECYCLES:
    if _workflow.versions_of("transfer"):
        form_for(_workflow.name, "transfer")(TransferForm)


@form_for("registration", "change_contact")
class PhoneForm(ActionForm):
    """The telephone of a household, which is not needed; its e-mail address is its account's, where it is proved."""

    phone = TextInput("fact.phone", [Optional(), Length("form.too_long", most=20)], size="in-10")

    def as_data(self) -> Mapping[str, Any]:
        """An empty answer takes the old one away."""
        return {name: value or None for name, value in super().as_data().items()}
