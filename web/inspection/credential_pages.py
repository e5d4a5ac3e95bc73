"""Credentials of inspectors: those that run out first at the top, who has none, and the issue of a new one."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Date, Uuid, literal, select, tuple_

from inspection.desks.workload import credentials_of, inspectors, name_of
from inspection.visit.credential_models import Credential
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.language import t
from web.edge.security_headers import leave_no_trace
from web.edge.transactions import reading, run
from web.forms.drafts import INVALID, fresh_hidden, sent_key
from web.forms.fields import Dropdown, Length, PageForm, Required, TextInput, named_choices
from web.forms.value_fields import DayInput
from workflow.definition import is_tagged
from workflow.engine import open_case
from workflow.errors import Refused
from workflow.people import Login

blueprint = Blueprint("credentials", __name__, url_prefix="/inspection/credentials")
blueprint.after_request(leave_no_trace)

PAGE, SOON = 25, 60
_SEPARATOR = "~"


class IssueForm(PageForm):
    """Whose it is, its number, and the days on which it is good."""

    login_id = Dropdown("visit.inspector", [Required("inspector_credential.no_inspector")])
    number = TextInput(
        "visit.credential_number", [Required("inspector_credential.incomplete"), Length("form.too_long", most=40)]
    )
    valid_from = DayInput("visit.valid_from_day", [Required("inspector_credential.incomplete")])
    valid_until = DayInput("visit.valid_until_day", [Required("inspector_credential.incomplete")])


@blueprint.route("", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    """The credentials in force by their last day, the inspectors without one, and the form for a new one."""
    offices = sorted(actor().offices)
    known = inspectors(reading(), offices)
    held = credentials_of(reading(), [one.id for one in known])
    without = [one for one in known if one.id not in held]
    form = IssueForm()
    form.login_id.choices = named_choices([("", ""), *((str(one.id), name_of(one)) for one in without)])
    if form.validate_on_submit():
        try:
            _issue(form, {str(one.id): one for one in without})
        except Refused as refusal:
            form.form_errors.extend(refusal.sentences)
        else:
            flash(t("credentials.issued"), "good")
            return redirect(url_for(".show"), 303)
    try:
        rows, behind = _rows(offices, request.args.get("after", "")[:60])
    except ValueError:
        abort(404)
    return render_template(
        "inspection/credentials.html",
        form=form,
        rows=[(one, *_badge(one, today())) for one in rows],
        names=_names(rows),
        without=[name_of(one) for one in without],
        behind=behind,
        hidden=fresh_hidden(None),
    ), INVALID if form.errors or form.form_errors else 200


def _issue(form: IssueForm, known: dict[str, Login]) -> None:
    holder = known[form.login_id.data]
    typed: dict[str, Any] = {name: form[name].data for name in ("number", "valid_from", "valid_until")}
    data = {**typed, "login_id": holder.id, "office": min(actor().offices & set(holder.offices))}
    who, at, key = actor(), now(), sent_key()
    run(lambda session: open_case(session, Credential, "issue", who, at, data=data, key=key))


def _badge(one: Credential, day: date) -> tuple[str, str]:
    """How a credential stands on a day, in a word."""
    if day > one.valid_until:
        return t("credentials.over"), "bad"
    if day < one.valid_from:
        return t("credentials.early"), "open"
    left = (one.valid_until - day).days
    return (t("credentials.soon", days=left), "open") if left <= SOON else (t("credentials.good"), "good")


def _rows(offices: list[str], after: str) -> tuple[list[Credential], str | None]:
    """A page of the credentials in force and the key of the next. Raises `ValueError` for a key that is none."""
    place = (Credential.valid_until, Credential.id)
    query = select(Credential).where(is_tagged(Credential, "in_force"), Credential.office.in_(offices))
    if after:
        last, case_id = after.split(_SEPARATOR)
        seen = tuple_(literal(date.fromisoformat(last), Date()), literal(UUID(case_id), Uuid()))
        query = query.where(tuple_(*place) > seen)
    found = list(reading().scalars(query.order_by(*place).limit(PAGE + 1)))
    shown = found[:PAGE]
    behind = _SEPARATOR.join((shown[-1].valid_until.isoformat(), shown[-1].id.hex)) if len(found) > PAGE else None
    return shown, behind


def _names(rows: list[Credential]) -> dict[UUID, str]:
    ids = {one.login_id for one in rows}
    return {one.id: name_of(one) for one in reading().scalars(select(Login).where(Login.id.in_(ids))).unique()}
