"""Saying who paid a line, where more than one person pays for a household: the receipt names them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from enrolment.household.delegates import paying_people
from enrolment.models import Affiliation, ContributionPeriod
from enrolment.money.contribution import CONTRIBUTION_PERIOD
from enrolment.roles import speaks_for_household
from web.casework.action_forms import page_for
from web.casework.own_cases import my_period
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import t
from web.edge.transactions import reading, run
from web.forms.drafts import CONFLICT, INVALID, conflict, fresh_hidden, sent_key, sent_version
from web.forms.fields import PageForm, Radios, Required, named_choices
from workflow.engine import Fired, fire
from workflow.errors import NotReady, Refused

blueprint = Blueprint("line_payer", __name__, url_prefix="/home/payments")


class PayerForm(PageForm):
    """The household or one of those who may pay for it."""

    payer_id = Radios("payer.who", [Required("period.payer_unknown")], choices=[], description="payer.who.hint")

    def __init__(self, period: ContributionPeriod, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        relation = reading().get_one(Affiliation, period.affiliation_id)
        payers = (relation.household.person, *paying_people(reading(), relation.household_id, relation.id))
        self.payer_id.choices = named_choices((str(person.id), person.full_name) for person in payers)


@blueprint.get("/<uuid:period_id>/payer")
def show(period_id: UUID) -> ResponseReturnValue:
    """Who may have paid."""
    period = my_period(period_id)
    return _page(period, PayerForm(period, formdata=None))


@blueprint.post("/<uuid:period_id>/payer")
def save(period_id: UUID) -> ResponseReturnValue:
    """Keep who paid."""
    period = my_period(period_id)
    form = PayerForm(period, formdata=request.form)
    if not form.validate():
        return _page(period, form, INVALID)
    who, at, key, version, payer = actor(), now(), sent_key(), sent_version(), UUID(form.payer_id.data)

    def command(session: Session) -> Fired:
        own = session.get_one(ContributionPeriod, period_id)
        return fire(session, own, "name_payer", who, at, key=key, version=version, data={"payer_id": payer})

    try:
        run(command)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page(period, form, INVALID)
    except Refused as refusal:
        return _page(my_period(period_id), form, CONFLICT, refusal)
    flash(t("payer.done"), "good")
    return redirect(url_for("payment_slip.show", period_id=period_id), 303)


def _page(
    period: ContributionPeriod, form: PayerForm, status: int = 200, refusal: Refused | None = None
) -> ResponseReturnValue:
    more = conflict(period, refusal)
    return render_template(
        "household/payer.html", period=period, form=form, hidden=fresh_hidden(period), **more
    ), status


def _payer_page(case: ContributionPeriod, roles: Any) -> str | None:
    """Asked only where more than one person pays."""
    relation = reading().get_one(Affiliation, case.affiliation_id)
    others = any(paying_people(reading(), relation.household_id, relation.id))
    return url_for("line_payer.show", period_id=case.id) if others and speaks_for_household(roles) else None


page_for(CONTRIBUTION_PERIOD.name, "name_payer", _payer_page)
