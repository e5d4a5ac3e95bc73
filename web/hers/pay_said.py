"""A worker says that she is paid, or was promised, something else than is on record: heard by officials and herself."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, Confirmation
from enrolment.relation.confirmation import CONFIRMATION
from enrolment.roles import DOMESTIC_WORKER
from web.casework.action_forms import page_for
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.language import long_day, money, t
from web.edge.transactions import run
from web.forms.agreement_fields import amount_field, each_field
from web.forms.answers import pay_words
from web.forms.drafts import CONFLICT, INVALID, conflict, fresh_hidden, sent_key, sent_version
from web.forms.fields import PageForm, Radios, Required, choices
from web.forms.value_fields import DayInput
from web.hers.worker_area import declared
from workflow.engine import Fired, fire
from workflow.errors import NotReady, Refused

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


@blueprint.get("")
def show(affiliation_id: UUID) -> ResponseReturnValue:
    """What is on record, and the question what she is paid."""
    case, confirmation = declared(affiliation_id)
    return _page(case, confirmation or abort(404), PaySaidForm(formdata=None))


@blueprint.post("")
def say_pay(affiliation_id: UUID) -> ResponseReturnValue:
    """Keep what she says; her household is asked to check the pay, in words that name nobody."""
    case, confirmation = declared(affiliation_id)
    form = PaySaidForm(formdata=request.form)
    if confirmation is None:
        abort(404)
    if not form.validate():
        return _page(case, confirmation, form, INVALID)
    case_id, who, at, key, version, said = (
        confirmation.id,
        actor(),
        now(),
        sent_key(),
        sent_version(),
        form.as_comment(),
    )

    def command(session: Session) -> Fired:
        hers = session.get_one(Confirmation, case_id)
        return fire(session, hers, "say_pay", who, at, key=key, version=version, comment=said)

    try:
        run(command)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page(case, confirmation, form, INVALID)
    except Refused as refusal:
        return _page(case, confirmation, form, CONFLICT, refusal)
    flash(t("mycover.pay.done"), "good")
    return redirect(url_for("worker_area.relation", affiliation_id=case.id), 303)


def _page(
    case: Affiliation, confirmation: Confirmation, form: PaySaidForm, status: int = 200, refusal: Refused | None = None
) -> ResponseReturnValue:
    return render_template(
        "person/pay_said.html",
        case=case,
        form=form,
        on_record=pay_words(case, today()),
        hidden=fresh_hidden(confirmation),
        household=case.household.person.full_name,
        **conflict(confirmation, refusal),
    ), status


page_for(
    CONFIRMATION.name,
    "say_pay",
    lambda case, roles: (
        url_for("pay_said.show", affiliation_id=case.affiliation_id) if DOMESTIC_WORKER in roles else None
    ),
)
