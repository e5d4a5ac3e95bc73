"""A household's own money: what arrived and what it pays, what waits for its decision, what it asks back."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from enrolment.models import ContributionPeriod, Household
from enrolment.money.exception_models import PaymentException, Refund
from enrolment.money.money_held import money_of
from enrolment.money.payment_models import PaymentRow
from enrolment.money.refund_rules import grantable
from enrolment.money.undue import OTHER, Undue, is_paid, left_of
from enrolment.queries import payments_due, worker_name
from regime.sentences import Param, Sentence
from web.casework.case_page import past
from web.casework.own_cases import my_affiliation, my_household, my_period, page_of_case
from web.casework.payment_case_forms import account_facts
from web.casework.payment_cases import moved_notice, refund_notices, why_for_payer
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import language, t
from web.edge.transactions import database, reading, run
from web.forms.drafts import CONFLICT, INVALID, fresh_hidden, sent_key
from web.forms.fields import PageForm
from web.home.household_rows import due_payment, due_row
from web.home.own_money_rows import exception_row, refund_row
from web.home.refund_form import RefundForm
from workflow.engine import open_case
from workflow.errors import NotReady, Refused
from workflow.words import say_all

blueprint = Blueprint("own_money", __name__, url_prefix="/home/payments")
SHOWN = 25
ABOUT = tuple(Sentence(f"money.notice.{said}") for said in ("terms", "retirement_of_line", "housing_of_line"))


@blueprint.get("")
def show() -> ResponseReturnValue:
    """What arrived, to the cent, and everything that is open about it."""
    household = my_household()
    if household is None:  # the menu leads here before the registration has been sent
        return redirect(url_for("household.show"))
    return render_template(
        "money/show.html",
        due=[due_row(due_payment(period)) for period in payments_due(reading(), household.id)],
        held=money_of(reading(), household.id),
        exceptions=[exception_row(case) for case in _exceptions(household)],
        refunds=[refund_row(case) for case in _of_household(Refund, household)],
    )


@blueprint.get("/exceptions/<uuid:exception_id>")
def exception(exception_id: UUID) -> ResponseReturnValue:
    """A payment that pays nothing yet: what happened, and what the household may decide."""
    case = _own(PaymentException, exception_id)
    row = reading().get_one(PaymentRow, case.row_id)
    page = page_of_case(case)
    return render_template(
        "money/exception.html",
        case=case,
        page=page,
        why=why_for_payer(case, row),
        timeline=past(reading(), page),
        notice=moved_notice(database().settings.policies),
        refunds=[refund_row(refund) for refund in _refunds_of(case)],
    )


@blueprint.get("/refunds/<uuid:refund_id>")
def refund(refund_id: UUID) -> ResponseReturnValue:
    """A refund: how it stands, until when the office has to pay, and what can be done."""
    case = _own(Refund, refund_id)
    page = page_of_case(case)
    period = reading().get(ContributionPeriod, case.period_id) if case.period_id else None
    return render_template(
        "money/refund.html",
        case=case,
        page=page,
        period=period,
        most=grantable(case),
        clocks=page.deadlines,
        notices=refund_notices(case),
        timeline=past(reading(), page),
    )


@blueprint.get("/<uuid:period_id>/refund")
def ask(period_id: UUID) -> ResponseReturnValue:
    """Ask back what was paid for a period and not owed."""
    period = _paid(period_id)
    return _ask_page(period, RefundForm(formdata=None, reasons=_left(period)))


@blueprint.post("/<uuid:period_id>/refund")
def make_ask(period_id: UUID) -> ResponseReturnValue:
    """Begin the refund; what cannot be is told beside what was typed."""
    period, household = _paid(period_id), _mine()
    form = RefundForm(formdata=request.form, reasons=_left(period))
    if not form.validate():
        return _ask_page(period, form, INVALID)
    who, at, comment = actor(), now(), form.comment.data or None
    data = {
        "household_id": household.id,
        "period_id": period.id,
        **form.as_facts(),
        **account_facts(form),
    }
    key = sent_key()
    try:
        case_id = run(lambda s: open_case(s, Refund, "ask", who, at, key=key, data=data, comment=comment).case.id)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _ask_page(period, form, INVALID)
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _ask_page(period, form, CONFLICT)
    flash(t("money.asked_done"), "good")
    return redirect(url_for(".refund", refund_id=case_id), 303)


def _ask_page(period: ContributionPeriod, form: PageForm, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "money/ask.html",
        period=period,
        form=form,
        hidden=fresh_hidden(None),
        name=worker_name(my_affiliation(period.affiliation_id)),
        about=say_all(language(), (*ABOUT, *_parts(period))),
    ), status


def _left(period: ContributionPeriod) -> tuple[Undue, ...]:
    """What Afilia knows not to be owed of the period, and what could be asked for any other reason."""
    return left_of(reading(), period, now())


def _parts(period: ContributionPeriod) -> list[Sentence]:
    """Of each known reason, who gives back how much."""
    known = (undue for undue in _left(period) if undue.reason != OTHER)
    return [Sentence("money.parts", _params(undue)) for undue in known if undue.retirement or undue.housing]


def _params(undue: Undue) -> dict[str, Param]:
    return {
        "reason": Sentence(f"money.reason.{undue.reason}"),
        "office": undue.by_the_office,
        "retirement": undue.retirement,
        "housing": undue.housing,
    }


def _paid(period_id: UUID) -> ContributionPeriod:
    period = my_period(period_id)
    if not is_paid(period):
        abort(404)
    return period


def _mine() -> Household:
    return my_household() or abort(404)


def _own(model: type[Any], case_id: UUID) -> Any:
    case = reading().get(model, case_id)
    if case is None or case.household_id != _mine().id:
        abort(404)
    return case


def _exceptions(household: Household) -> list[PaymentException]:
    """Payments with money that the household decides about, and what became of those that had some."""
    return [
        case for case in _of_household(PaymentException, household) if case.loose or case.closed_at or case.taken_by
    ]


def _refunds_of(case: PaymentException) -> list[Refund]:
    return list(reading().scalars(select(Refund).where(Refund.exception_id == case.id).order_by(Refund.id)))


def _of_household(model: type[Any], household: Household) -> list[Any]:
    mine = select(model).where(model.household_id == household.id).order_by(model.id.desc())
    return list(reading().scalars(mine.limit(SHOWN)))
