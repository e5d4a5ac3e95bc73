"""Changing what was agreed, confirming days and ending a relation: what will follow is shown before it is done."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.insurance.certified_effects import waiting_end
from enrolment.insurance.certified_models import AwaitedEnd
from enrolment.models import Affiliation
from enrolment.money.contributed import last_of_month
from enrolment.queries import periods_of, worker_name
from enrolment.relation.affiliation import AFFILIATION
from enrolment.relation.month_days import month_of
from enrolment.roles import speaks_for_household
from regime.periods import month_after
from web.casework.action_forms import page_for
from web.casework.own_cases import my_affiliation
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.language import t
from web.edge.transactions import reading, run
from web.forms.drafts import CONFLICT, INVALID, conflict, fresh_hidden, sent_key, sent_version
from web.forms.fields import PageForm
from web.home.change_preview import difference_of
from web.home.relation_forms import ChangeForm, DaysForm, EndingForm
from workflow.engine import Fired
from workflow.errors import NotReady, Refused

blueprint = Blueprint("relation", __name__, url_prefix="/home/workers/<uuid:affiliation_id>")
CONFIRMED = "confirmed"
MARKING = dict.fromkeys(("pause", "vacation", "holiday", "shorten"), "household/marked.html")
TEMPLATES = {
    "change": "household/change.html",
    "end": "household/end.html",
    "days": "household/days.html",
    **MARKING,
}
UNSENT = frozenset({"csrf_token", CONFIRMED, "edit"})


@blueprint.get("/change")
def change(affiliation_id: UUID) -> ResponseReturnValue:
    """The terms as they hold, to be changed."""
    case = running(affiliation_id)
    return show_page("change", case, ChangeForm.filled(case))


@blueprint.post("/change")
def make_change(affiliation_id: UUID) -> ResponseReturnValue:
    """Show what the change does; once that is confirmed, report it."""
    case = running(affiliation_id)
    form = ChangeForm.filled(case, request.form)
    if "edit" in request.form:
        return show_page("change", case, form)
    if not form.validate():
        return show_page("change", case, form, INVALID)
    if CONFIRMED not in request.form:
        return _preview(case, form)
    who, at, key, version = actor(), now(), sent_key(), sent_version()
    terms, change_from = form.as_facts(), form.change_from.data

    def command(session: Session) -> Fired:
        return service.change_terms(session, case.id, who, at, terms, change_from, version=version, key=key)

    return take("change", case, form, command)


@blueprint.get("/end")
def end(affiliation_id: UUID) -> ResponseReturnValue:
    """What ending the relation means, and the last day."""
    case = running(affiliation_id)
    return show_page("end", case, EndingForm(formdata=None))


@blueprint.post("/end")
def make_end(affiliation_id: UUID) -> ResponseReturnValue:
    """Report the baja."""
    case = running(affiliation_id)
    form = EndingForm(formdata=request.form)
    if not form.validate():
        return show_page("end", case, form, INVALID)
    who, at, key, version = actor(), now(), sent_key(), sent_version()
    last, reason, comment = form.ended_on.data, form.end_reason.data, form.comment.data or None

    def command(session: Session) -> Fired:
        return service.end_relation(session, case.id, who, at, last, reason, comment=comment, version=version, key=key)

    return take("end", case, form, command)


@blueprint.get("/days/<month>")
def days(affiliation_id: UUID, month: str) -> ResponseReturnValue:
    """The days of a month as reported, or as the calendar gives them."""
    case = running(affiliation_id)
    form = _days_form(case, _month(month))
    return show_page("days", case, form, month=_month(month))


@blueprint.post("/days/<month>")
def make_days(affiliation_id: UUID, month: str) -> ResponseReturnValue:
    """Report the days of a month."""
    case, first = running(affiliation_id), _month(month)
    form = _days_form(case, first, request.form)
    if not form.validate():
        return show_page("days", case, form, INVALID, month=first)
    who, at, key, version, numbers = actor(), now(), sent_key(), sent_version(), form.days.data

    def command(session: Session) -> Fired:
        return service.report_days(session, case.id, who, at, first, numbers, version=version, key=key)

    return take("days", case, form, command, month=first)


@blueprint.post("/days/<month>/confirm")
def confirm_days(affiliation_id: UUID, month: str) -> ResponseReturnValue:
    """Report the days of a month as the calendar gives them: one button, no form."""
    case, first = running(affiliation_id), _month(month)
    who, at, key, version = actor(), now(), sent_key(), sent_version()
    numbers = [day.day for day in month_of(reading(), case, first).coming]

    def command(session: Session) -> Fired:
        return service.report_days(session, case.id, who, at, first, numbers, version=version, key=key)

    return take("days", case, _days_form(case, first), command, month=first)


def _preview(case: Affiliation, form: ChangeForm) -> ResponseReturnValue:
    try:
        shown = difference_of(reading(), case, actor(), now(), form.as_facts(), form.change_from.data)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return show_page("change", case, form, INVALID)
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in UNSENT]
    return render_template(
        "household/change_preview.html", case=case, name=worker_name(case), shown=shown, typed=typed, form=form
    )


def take(
    page: str, case: Affiliation, form: PageForm, command: Callable[[Session], Fired], **more: Any
) -> ResponseReturnValue:
    """Take the step of a page, and go back to the relation; what stands in the way is said on the page as typed."""
    try:
        fired = run(command)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return show_page(page, case, form, INVALID, **more)
    except Refused as refusal:
        return show_page(page, case, form, CONFLICT, refusal, **more)
    waits = isinstance(fired.case, AwaitedEnd)
    flash(t("relation.end.waits" if waits else f"relation.{page}.done"), "good")
    return redirect(url_for("household.worker", affiliation_id=case.id), 303)


def show_page(
    page: str, case: Affiliation, form: PageForm, status: int = 200, refusal: Refused | None = None, **more: Any
) -> ResponseReturnValue:
    """One of the pages on which a running relation changes."""
    fresh = my_affiliation(case.id)
    return render_template(
        TEMPLATES[page],
        page=page,
        case=fresh,
        name=worker_name(fresh),
        form=form,
        hidden=fresh_hidden(fresh),
        today=today(),
        periods=periods_of(reading(), case.id, limit=3),
        waiting=waiting_end(reading(), case.id) if page == "end" else None,
        **conflict(fresh, refusal),
        **more,
    ), status


def _days_form(case: Affiliation, month: date, typed: Any = None) -> DaysForm:
    first, last = max(month, case.enrolled_from or month), last_of_month(month)
    coming = [day.day for day in month_of(reading(), case, month).coming]
    return DaysForm(formdata=typed, first=first, last=last, days=coming)


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        abort(404)


def running(affiliation_id: UUID) -> Affiliation:
    """An own relation in force; what can no longer be changed is looked at on its own page."""
    case = my_affiliation(affiliation_id)
    if "in_force" not in AFFILIATION.by_state[case.state].tags:
        abort(redirect(url_for("household.worker", affiliation_id=case.id)))
    return case


def _days_page(case: Affiliation, roles: Any) -> str | None:
    """The latest month whose days a household may confirm."""
    if not speaks_for_household(roles) or case.next_month is None:
        return None
    month = month_after(case.next_month, -1)
    return url_for("relation.days", affiliation_id=case.id, month=f"{month:%Y-%m}")


def own_page(endpoint: str) -> Callable[[Any, Any], str | None]:
    """Where a household takes an action; officials have the form on the page of the case."""
    return lambda case, roles: url_for(endpoint, affiliation_id=case.id) if speaks_for_household(roles) else None


page_for(AFFILIATION.name, "change_terms", own_page("relation.change"))
page_for(AFFILIATION.name, "report_days", _days_page)
page_for(AFFILIATION.name, "end", own_page("relation.end"))
