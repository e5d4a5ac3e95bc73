"""The forms by which officers serve an act: who was there, when, what they showed, how it was proved."""

from typing import Any

from sqlalchemy import select

from inspection.roles import NOTIFIER
from inspection.service.service_models import IDENTIFICATIONS, SIGNATURES
from inspection.service.service_of_act import SERVICE_OF_ACT
from inspection.visit.capacities import CAPACITIES, RECEIVES_SERVICE, RECEIVES_SUMMONS, SPEAKS_FOR_HOME
from web.casework.action_forms import form_for
from web.edge.language import t
from web.edge.transactions import reading
from web.forms.fields import Dropdown, Length, Optional, Required, TextInput
from web.forms.value_fields import DayInput
from web.inspection.visit_fields import VisitForm, agreed, line, moment, one_of
from workflow.people import Login

NAME = SERVICE_OF_ACT.name


def said(what: str, values: Any, missing: str) -> Any:
    """One of a few, in the words of service."""
    return one_of(f"service_of_act.{what}", f"service_of_act.{what}", values, missing)


def who(what: str, values: Any) -> Any:
    """Who somebody is at the door."""
    ordered = tuple(capacity for capacity in CAPACITIES if capacity in values)
    return one_of(f"service_of_act.{what}", "inspection.capacity", ordered, "service_of_act.found_missing")


@form_for(NAME, "assign")
class AssignForm(VisitForm):
    """Which notifier serves it; nobody by name is any of them."""

    logins = ("notifier_id",)
    notifier_id = Dropdown("service_of_act.notifier", [Optional()])

    @property
    def officers(self) -> list[tuple[str, str]]:
        """The active notifiers of the authority."""
        office = self.inspection.office if self.inspection else None
        known = reading().scalars(select(Login).where(Login.active).order_by(Login.username)).unique()
        mine = [login for login in known if NOTIFIER.code in login.roles and office in login.offices]
        return [("", t("service_of_act.nobody_yet")), *((str(login.id), login.username) for login in mine)]


@form_for(NAME, "accept_electronic")
class AcceptForm(VisitForm):
    """That the person agreed, when, and to which address."""

    accepts = agreed("service_of_act.accepts")
    accepted_on = DayInput("service_of_act.accepted_on", [Required("service_of_act.accepted_later")])
    electronic_address = TextInput(
        "service_of_act.electronic_address",
        [Required("service_of_act.electronic_address_missing"), Length("form.too_long", most=254)],
    )


class _AtTheDoor(VisitForm):
    """When it was."""

    happened_at = moment("service_of_act.happened_at")


@form_for(NAME, "record_attempt")
class AttemptForm(_AtTheDoor):
    """Who opened, if anybody did."""

    found = who("found", CAPACITIES)


class _Received(_AtTheDoor):
    """Who received it, with what they showed and whether they signed."""

    receiver_name = line("service_of_act.receiver_name")
    identification = said("identification", IDENTIFICATIONS, "service_of_act.identification_missing")
    signature = said("signature", SIGNATURES, "service_of_act.signature_missing")


@form_for(NAME, "serve_in_person")
class InPersonForm(_Received):
    """The employer or who represents her."""

    receiver = who("receiver", CAPACITIES)


@form_for(NAME, "serve_who_is_there")
class WhoIsThereForm(_Received):
    """An adult of the home, at the hour of the citatorio."""

    receiver = who("receiver", RECEIVES_SERVICE)


@form_for(NAME, "leave_citatorio")
class CitatorioForm(_AtTheDoor):
    """With whom it was left, and which hour it fixes."""

    left_with = who("left_with", RECEIVES_SUMMONS - SPEAKS_FOR_HOME)
    return_at = moment("service_of_act.return_at")


@form_for(NAME, "fix_to_door")
class FixForm(_AtTheDoor):
    """Who was there at the hour, and that it was fixed."""

    found = who("found", CAPACITIES)
    refused = agreed("service_of_act.refused")
    fixed_and_photographed = agreed("service_of_act.fixed_and_photographed")


@form_for(NAME, "record_receipt")
class ReceiptForm(_AtTheDoor):
    """When it was received, and what proves it."""

    proof = line("service_of_act.proof", optional=False)


@form_for(NAME, "serve_by_mail")
class MailForm(ReceiptForm):
    """The same, of a letter."""


@form_for(NAME, "give_new_address")
class AddressForm(VisitForm):
    """Where it is served from now on."""

    address = TextInput(
        "service_of_act.address", [Required("service_of_act.address_missing"), Length("form.too_long", most=400)]
    )


@form_for(NAME, "record_edict")
class EdictForm(VisitForm):
    """The days on which it was published."""

    published_from = DayInput("service_of_act.published_from", [Required("service_of_act.publication_missing")])
    published_until = DayInput("service_of_act.published_until", [Required("service_of_act.publication_missing")])
