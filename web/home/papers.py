"""The documents of one relation for its household: what was issued, and what can be asked for."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import abort

from enrolment.models import Affiliation
from enrolment.papers import issuing
from enrolment.papers.issuance import ISSUANCE
from enrolment.papers.wage_receipts import span_around, spans_for
from enrolment.queries import worker_name
from enrolment.roles import HOUSEHOLD
from web.casework.own_cases import my_affiliation, my_registration
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.language import language, t
from web.edge.transactions import reading, run
from web.forms.drafts import INVALID, fresh_hidden, sent_key
from web.forms.fields import PageForm, Radios, Required, choices
from web.forms.value_fields import DayInput
from web.home.paper_rows import PaperRow, rows_of
from web.home.relation_menu import since_enrolled
from workflow.engine import Fired
from workflow.errors import NotReady

blueprint = Blueprint("papers", __name__, url_prefix="/home/workers/<uuid:affiliation_id>/documents")


class ReceiptForm(PageForm):
    """For which days a wage receipt is: a week, a fortnight or a month, by any of its days."""

    span = Radios("papers.span", [Required("papers.span_missing")], choices=choices("papers.span", ()))
    day = DayInput("papers.day", [Required("papers.day_missing")], description="papers.day.hint")


@blueprint.get("")
def show(affiliation_id: UUID) -> ResponseReturnValue:
    """Everything that was issued about the relation, and the buttons to ask for more."""
    return _page(_mine(affiliation_id))


@blueprint.post("/proof")
def prove(affiliation_id: UUID) -> ResponseReturnValue:
    """Issue the proof of this relation."""
    case, who, at, key, speaks = _mine(affiliation_id), actor(), now(), sent_key(), language()
    return _issued(case, lambda s: issuing.prove_relation(s, _again(s, case), who, at, speaks, key=key))


@blueprint.post("/recap/<int:year>")
def recap(affiliation_id: UUID, year: int) -> ResponseReturnValue:
    """Issue the recap of a year over all relations of the household."""
    case, who, at, key, speaks = _mine(affiliation_id), actor(), now(), sent_key(), language()
    if year not in _years():
        abort(404)
    household_id = case.household_id
    return _issued(case, lambda s: issuing.recap_year(s, who, at, year, speaks, household_id=household_id, key=key))


@blueprint.get("/receipt")
def receipt(affiliation_id: UUID) -> ResponseReturnValue:
    """For which days is the receipt?"""
    case = _mine(affiliation_id)
    return _receipt_page(case, _receipt_form(case))


@blueprint.post("/receipt")
def make_receipt(affiliation_id: UUID) -> ResponseReturnValue:
    """Issue the wage receipt of those days."""
    case = _mine(affiliation_id)
    form = _receipt_form(case, request.form)
    if not form.validate():
        return _receipt_page(case, form, INVALID)
    who, at, key, speaks = actor(), now(), sent_key(), language()
    days = span_around(form.span.data, form.day.data)
    try:
        run(lambda s: issuing.receipt_for(s, _again(s, case), days, who, at, speaks, key=key))
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _receipt_page(case, form, INVALID)
    flash(t("issuance.action.issue_receipt.done"), "good")
    return redirect(url_for(".show", affiliation_id=case.id), 303)


def _mine(affiliation_id: UUID) -> Affiliation:
    case = my_affiliation(affiliation_id)
    return case if since_enrolled(case) else abort(404)


def _again(session: Session, case: Affiliation) -> Affiliation:
    return session.get_one(Affiliation, case.id)


def _issued(case: Affiliation, command: Any) -> ResponseReturnValue:
    try:
        fired: Fired = run(command)
    except NotReady as refusal:
        return _page(case, refusal, INVALID)
    flash(t(f"{ISSUANCE.name}.action.{fired.action}.done"), "good")
    return redirect(url_for(".show", affiliation_id=case.id), 303)


def _page(case: Affiliation, refusal: NotReady | None = None, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "household/papers.html",
        case=case,
        name=worker_name(case),
        rows=_rows(case),
        years=_years(),
        key=fresh_hidden(None)["key"],
        refusal=refusal.sentences if refusal else (),
    ), status


def _rows(case: Affiliation) -> list[PaperRow]:
    """The relation's own papers, what was asked for, and the household's registration, the newest first."""
    registration = my_registration()
    cases = [
        case,
        *issuing.issued_for_relation(reading(), case),
        *issuing.issued_for_household(reading(), case.household_id),
        *([registration] if registration else []),
    ]
    return rows_of(reading(), cases, {HOUSEHOLD})


def _years() -> tuple[int, int]:
    this = today().year
    return this, this - 1


def _receipt_form(case: Affiliation, sent: Any = None) -> ReceiptForm:
    form = ReceiptForm(formdata=sent)
    spans = spans_for(case.pay_each or "")
    form.span.choices = choices("papers.span", spans)
    if sent is None:
        form.span.data, form.day.data = spans[0], _last_day_of_work(case)
    return form


def _last_day_of_work(case: Affiliation) -> date:
    return min(today(), case.ended_on or today())


def _receipt_page(case: Affiliation, form: ReceiptForm, status: int = 200) -> ResponseReturnValue:
    hidden = fresh_hidden(None)
    return render_template(
        "household/receipt.html", case=case, name=worker_name(case), form=form, key=hidden["key"]
    ), status
