"""A worker says that she is paid, or was promised, something else than is on record: heard by officials and herself."""

from uuid import UUID

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from enrolment.models import Affiliation
from enrolment.relation.confirmation import CONFIRMATION
from enrolment.roles import DOMESTIC_WORKER
from web.casework.action_forms import page_for
from web.edge.clock import today
from web.edge.language import long_day, money, t
from web.forms.agreement_fields import amount_field, each_field
from web.forms.answers import pay_words
from web.forms.fields import PageForm, Radios, Required, choices
from web.forms.value_fields import DayInput
from web.hers.statements import Statement

blueprint = Blueprint("pay_said", __name__, url_prefix="/me/relations/<uuid:affiliation_id>/pay")
HOW = ("received", "promised")


class PaySaidForm(PageForm):
    """How much, for what, since when, and whether it is paid already."""

    how = Radios("mycover.pay.how", [Required("mycover.pay.how_missing")], choices=choices("mycover.pay.how", HOW))
    amount = amount_field()
    each = each_field()
    since = DayInput("mycover.pay.since", [Required("mycover.pay.since_missing")], description="work.day_hint")

    def as_comment(self) -> str:
        """The answers as an official and she herself read them."""
        amount, each = money(self.amount.data), t(f"work.each.{self.each.data}")
        return t(f"mycover.pay.said.{self.how.data}", amount=amount, each=each, since=long_day(self.since.data))


PAY_SAID = Statement("say_pay", PaySaidForm, "person/pay_said.html", "mycover.pay.done")


@blueprint.get("")
def show(affiliation_id: UUID) -> ResponseReturnValue:
    """What is on record, and the question what she is paid."""
    return PAY_SAID.ask(affiliation_id, on_record=_on_record)


@blueprint.post("")
def say_pay(affiliation_id: UUID) -> ResponseReturnValue:
    """Keep what she says; her household is asked to check the pay, in words that name nobody."""
    return PAY_SAID.send(affiliation_id, on_record=_on_record)


def _on_record(case: Affiliation) -> str | None:
    return pay_words(case, today())


page_for(
    CONFIRMATION.name,
    "say_pay",
    lambda case, roles: (
        url_for("pay_said.show", affiliation_id=case.affiliation_id) if DOMESTIC_WORKER in roles else None
    ),
)
