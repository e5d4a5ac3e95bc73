"""Changing what was agreed, confirming days and ending a relation: what will follow is shown before it is done."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.affiliation import AFFILIATION
from enrolment.contributed import last_of_month
from enrolment.models import Affiliation
from enrolment.queries import periods_of, worker_name
from enrolment.roles import HOUSEHOLD
from regime.periods import month_after
from web.action_forms import page_for
from web.auth import actor, require_role
from web.change_preview import difference_of
from web.clock import now, today
from web.drafts import CONFLICT, INVALID, conflict, fresh_hidden, sent_key, sent_version
from web.fields import PageForm
from web.language import t
from web.own_cases import my_affiliation, reported_days_of
from web.relation_forms import ChangeForm, DaysForm, EndingForm, usual_days
from web.transactions import reading, run
from workflow.engine import Fired
from workflow.errors import NotReady, Refused

blueprint = Blueprint("relation", __name__, url_prefix="/home/workers/<uuid:affiliation_id>")
CONFIRMED = "confirmed"
TEMPLATES = {"change": "household/change.html", "end": "household/end.html", "days": "household/days.html"}
UNSENT = frozenset({"csrf_token", CONFIRMED, "edit"})


@blueprint.before_request
def _households_only() -> None:
    require_role("household")


@blueprint.get("/change")
def change(affiliation_id: UUID) -> ResponseReturnValue:
    """The terms as they hold, to be changed."""
    case = _running(affiliation_id)
    return _page("change", case, ChangeForm.filled(case))


@blueprint.post("/change")
def make_change(affiliation_id: UUID) -> ResponseReturnValue:
    """Show what the change does; once that is confirmed, report it."""
    case = _running(affiliation_id)
    form = ChangeForm.filled(case, request.form)
    if "edit" in request.form:
        return _page("change", case, form)
    if not form.validate():
        return _page("change", case, form, INVALID)
    if CONFIRMED not in request.form:
        return _preview(case, form)
    who, at, key, version = actor(), now(), sent_key(), sent_version()
    terms, change_from = form.as_facts(), form.change_from.data

    def command(session: Session) -> Fired:
        return service.change_terms(session, case.id, who, at, terms, change_from, version=version, key=key)

    return _take("change", case, form, command)


@blueprint.get("/end")
def end(affiliation_id: UUID) -> ResponseReturnValue:
    """What ending the relation means, and the last day."""
    case = _running(affiliation_id)
    return _page("end", case, EndingForm(formdata=None))


@blueprint.post("/end")
def make_end(affiliation_id: UUID) -> ResponseReturnValue:
    """Report the baja."""
    case = _running(affiliation_id)
    form = EndingForm(formdata=request.form)
    if not form.validate():
        return _page("end", case, form, INVALID)
    who, at, key, version = actor(), now(), sent_key(), sent_version()
    last, reason, comment = form.ended_on.data, form.end_reason.data, form.comment.data or None

    def command(session: Session) -> Fired:
        return service.end_relation(session, case.id, who, at, last, reason, comment=comment, version=version, key=key)

    return _take("end", case, form, command)


@blueprint.get("/days/<month>")
def days(affiliation_id: UUID, month: str) -> ResponseReturnValue:
    """The days of a month as reported, or as the calendar gives them."""
    case = _running(affiliation_id)
    form = _days_form(case, _month(month))
    return _page("days", case, form, month=_month(month))


@blueprint.post("/days/<month>")
def make_days(affiliation_id: UUID, month: str) -> ResponseReturnValue:
    """Report the days of a month."""
    case, first = _running(affiliation_id), _month(month)
    form = _days_form(case, first, request.form)
    if not form.validate():
        return _page("days", case, form, INVALID, month=first)
    who, at, key, version, numbers = actor(), now(), sent_key(), sent_version(), form.days.data

    def command(session: Session) -> Fired:
        return service.report_days(session, case.id, who, at, first, numbers, version=version, key=key)

    return _take("days", case, form, command, month=first)


def _preview(case: Affiliation, form: ChangeForm) -> ResponseReturnValue:
    try:
        shown = difference_of(reading(), case, actor(), now(), form.as_facts(), form.change_from.data)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page("change", case, form, INVALID)
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in UNSENT]
    return render_template(
        "household/change_preview.html", case=case, name=worker_name(case), shown=shown, typed=typed, form=form
    )


def _take(
    page: str, case: Affiliation, form: PageForm, command: Callable[[Session], Fired], **more: Any
) -> ResponseReturnValue:
    try:
        run(command)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page(page, case, form, INVALID, **more)
    except Refused as refusal:
        return _page(page, case, form, CONFLICT, refusal, **more)
    flash(t(f"relation.{page}.done"), "good")
    return redirect(url_for("household.worker", affiliation_id=case.id), 303)


def _page(
    page: str, case: Affiliation, form: PageForm, status: int = 200, refusal: Refused | None = None, **more: Any
) -> ResponseReturnValue:
    fresh = my_affiliation(case.id)
    return render_template(
        TEMPLATES[page],
        case=fresh,
        name=worker_name(fresh),
        form=form,
        hidden=fresh_hidden(fresh),
        today=today(),
        periods=periods_of(reading(), case.id, limit=3),
        **conflict(fresh, refusal),
        **more,
    ), status


def _days_form(case: Affiliation, month: date, typed: Any = None) -> DaysForm:
    first, last = max(month, case.enrolled_from or month), last_of_month(month)
    weekdays = tuple(int(digit) for digit in case.weekdays or "")
    reported = reported_days_of(case.id, month)
    return DaysForm(formdata=typed, first=first, last=last, days=reported or usual_days(weekdays, month))


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        abort(404)


def _running(affiliation_id: UUID) -> Affiliation:
    """An own relation in force; what can no longer be changed is looked at on its own page."""
    case = my_affiliation(affiliation_id)
    if "in_force" not in AFFILIATION.by_state[case.state].tags:
        abort(redirect(url_for("household.worker", affiliation_id=case.id)))
    return case


def _days_page(case: Affiliation, roles: Any) -> str | None:
    """The latest month whose days a household may confirm."""
    if HOUSEHOLD not in roles or case.next_month is None:
        return None
    month = month_after(case.next_month, -1)
    return url_for("relation.days", affiliation_id=case.id, month=f"{month:%Y-%m}")


def _own_page(endpoint: str) -> Callable[[Any, Any], str | None]:
    """Where a household takes an action; officials have the form on the page of the case."""
    return lambda case, roles: url_for(endpoint, affiliation_id=case.id) if HOUSEHOLD in roles else None


page_for(AFFILIATION.name, "change_terms", _own_page("relation.change"))
page_for(AFFILIATION.name, "report_days", _days_page)
page_for(AFFILIATION.name, "end", _own_page("relation.end"))
