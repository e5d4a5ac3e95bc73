"""Who goes: the inspections that wait for an inspector, the choice of one, many handed over at once and taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Uuid, literal, select, tuple_
from sqlalchemy.orm import Session

from inspection.desks.candidates import candidates
from inspection.desks.workload import Load, loads, name_of
from inspection.files.file import files_of
from inspection.models import InspectionFile
from inspection.roles import DIRECTOR
from inspection.visit.following_models import Reassignment
from inspection.visit.handing_over import (
    Batch,
    changes_of,
    hand_over,
    named_in,
    recent_batches,
    undo_batch,
    undone_until,
)
from inspection.visit.inspection import INSPECTION
from inspection.visit.inspection_models import Inspection
from regime.sentences import Sentence
from web.casework.action_forms import page_for
from web.casework.case_page import look_at
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.language import long_day, t
from web.edge.security_headers import leave_no_trace
from web.edge.transactions import reading, run
from web.forms.drafts import CONFLICT, INVALID, fresh_hidden, sent_key, sent_version
from web.forms.fields import Checkboxes, Dropdown, Length, LongText, Optional, PageForm, Radios, Required, named_choices
from web.inspection.desk_rows import rows_of
from workflow.columns import Moment
from workflow.definition import is_tagged
from workflow.engine import fire
from workflow.errors import Refused
from workflow.people import Login

blueprint = Blueprint("assignment", __name__, url_prefix="/inspection/assignment")
blueprint.after_request(leave_no_trace)

PAGE, SHOWN = 25, 100
_SEPARATOR = "~"
WHY = [Required("assignment.why_missing"), Length("form.too_long", most=400)]


class ChooseForm(PageForm):
    """Who goes, alone or with a colleague; with a reason where somebody was chosen before."""

    inspector_id = Radios("visit.inspector", [Required("inspection.no_inspector")])
    second_inspector_id = Dropdown("visit.second_inspector", [Optional()])
    comment = LongText("assignment.why", [Optional(), Length("form.too_long", most=400)])


class HandOverForm(PageForm):
    """To whom everything of an inspector goes, and why."""

    to = Checkboxes("assignment.to", [Required("assignment.to_missing")], description="assignment.to_hint")
    comment = LongText("assignment.why", WHY)


class UndoForm(PageForm):
    """Why a change of many is taken back."""

    comment = LongText("assignment.why", WHY)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """The inspections without an inspector, what every inspector has, and the latest changes of many."""
    who, at = actor(), now()
    try:
        waiting, behind = _waiting(request.args.get("after", "")[:80])
    except ValueError:
        abort(404)
    batches = recent_batches(reading(), sorted(who.offices))
    return render_template(
        "inspection/assignment.html",
        waiting=rows_of(reading(), who, waiting, at),
        behind=behind,
        loads=loads(reading(), sorted(who.offices), at),
        batches=[(batch, done_at, count, undone_until(done_at)) for batch, done_at, count in batches],
        today=today(),
        at=at,
    )


def _waiting(after: str) -> tuple[list[Inspection], str | None]:
    """A page of the inspections without an inspector, the oldest first. Raises `ValueError` for a key that is none."""
    place = (Inspection.opened_at, Inspection.id)
    query = select(Inspection).where(
        is_tagged(Inspection, "unassigned"), Inspection.office.in_(sorted(actor().offices))
    )
    if after:
        opened, case_id = after.split(_SEPARATOR)
        seen = datetime.fromisoformat(opened)
        if seen.tzinfo is None:
            raise ValueError(after)
        query = query.where(tuple_(*place) > tuple_(literal(seen, Moment()), literal(UUID(case_id), Uuid())))
    found = list(reading().scalars(query.order_by(*place).limit(PAGE + 1)))
    shown = found[:PAGE]
    behind = _SEPARATOR.join((shown[-1].opened_at.isoformat(), shown[-1].id.hex)) if len(found) > PAGE else None
    return shown, behind


@blueprint.route("/<uuid:case_id>", methods=["GET", "POST"])
def choose(case_id: UUID) -> ResponseReturnValue:
    """Choose who goes to one home among those who may; whoever may not stands below with the reason."""
    case = reading().get(Inspection, case_id) or abort(404)
    page = look_at(reading(), case, actor(), now())
    action = next((code for code in ("assign", "reassign") if page and page.action(code)), None) or abort(404)
    known = candidates(reading(), case, now())
    form = _choice(case, [(str(one.load.login.id), _said(one.load)) for one in known if one.fault is None])
    if form.validate_on_submit() and _has_reason(form, action):
        try:
            _assign(case_id, action, form)
        except Refused as refusal:
            form.form_errors.extend(refusal.sentences)
        else:
            flash(t(f"inspection.action.{action}.done"), "good")
            return redirect(url_for("cases.show", workflow=INSPECTION.name, case_id=case_id), 303)
    status = (CONFLICT if form.form_errors else INVALID) if form.errors or form.form_errors else 200
    return render_template(
        "inspection/choose.html",
        form=form,
        case=case,
        file=reading().get_one(InspectionFile, case.file_id),
        cannot=[one for one in known if one.fault is not None],
        action=action,
        hidden=fresh_hidden(case),
    ), status


def _has_reason(form: ChooseForm, action: str) -> bool:
    if action == "reassign" and not (form.comment.data or "").strip():
        form.comment.errors = [*form.comment.errors, "assignment.why_missing"]
        return False
    return True


def _choice(case: Inspection, named: list[tuple[str, str]]) -> ChooseForm:
    form = ChooseForm(
        data={
            "inspector_id": str(case.inspector_id) if case.inspector_id else None,
            "second_inspector_id": str(case.second_inspector_id or ""),
        }
    )
    form.inspector_id.choices = named_choices(named)
    form.second_inspector_id.choices = named_choices([("", t("assignment.alone")), *named])
    return form


def _assign(case_id: UUID, action: str, form: ChooseForm) -> None:
    second = form.second_inspector_id.data
    data = {"inspector_id": UUID(form.inspector_id.data), "second_inspector_id": UUID(second) if second else None}
    who, at, key, version, why = actor(), now(), sent_key(), sent_version(), form.comment.data or None

    def command(session: Session) -> None:
        case = session.get_one(Inspection, case_id)
        fire(session, case, action, who, at, key=key, version=version, comment=why, data=data)

    run(command)


def _said(one: Load) -> str:
    """An inspector with what they have before them, as one line to choose."""
    line = t("assignment.candidate", name=one.name, open=one.open, visits=one.visits, late=one.late)
    if one.away is None:
        return line
    days = {"first": long_day(one.away.from_day), "last": long_day(one.away.until_day)}
    return f"{line} {t('assignment.away', **days)}"


@blueprint.route("/inspectors/<uuid:login_id>", methods=["GET", "POST"])
def inspector(login_id: UUID) -> ResponseReturnValue:
    """Hand everything that an inspector has open to one colleague or to several."""
    source = _inspector(login_id)
    others = [one for one in loads(reading(), sorted(actor().offices), now()) if one.login.id != login_id]
    able = [one for one in others if one.credential_fault(today()) is None and not _is_away(one)]
    form = HandOverForm()
    form.to.choices = named_choices([(str(one.login.id), _said(one)) for one in able])
    if form.validate_on_submit():
        given = {one.login.id: one.open for one in able if str(one.login.id) in form.to.data}
        who, at, why = actor(), now(), str(form.comment.data)
        batch: Batch = run(lambda session: hand_over(session, who, at, login_id, given, why))
        if batch.moved:
            _tell(batch, "assignment.handed_over")
            return redirect(url_for(".batch", batch_id=batch.id), 303)
        form.form_errors.extend(dict.fromkeys(why for _case, whys in batch.refused for why in whys))
        form.form_errors.append(Sentence("assignment.nothing_moved"))
    cases = list(reading().scalars(named_in(login_id, sorted(actor().offices)).limit(SHOWN + 1)))
    return render_template(
        "inspection/hand_over.html",
        form=form,
        name=name_of(source),
        rows=rows_of(reading(), actor(), cases[:SHOWN], now()),
        more=len(cases) > SHOWN,
        able=able,
        today=today(),
    ), INVALID if form.errors or form.form_errors else 200


def _is_away(one: Load) -> bool:
    return one.away is not None and one.away.from_day <= today()


def _inspector(login_id: UUID) -> Login:
    """An inspector of an authority that whoever asks directs; a login that inspects no more still has its cases."""
    login = reading().get(Login, login_id)
    if login is None or actor().offices.isdisjoint(login.offices):
        abort(404)
    return login


def _tell(batch: Batch, code: str) -> None:
    flash(t(code, count=len(batch.moved)), "good")
    if batch.refused:
        flash(t("assignment.stayed", count=len(batch.refused)), "warn")


@blueprint.route("/batches/<uuid:batch_id>", methods=["GET", "POST"])
def batch(batch_id: UUID) -> ResponseReturnValue:
    """What a change of many did, as it stands now, and taking it back while that is possible."""
    changes = changes_of(reading(), batch_id)
    if not changes or any(change.case.office not in actor().offices for change in changes):
        abort(404)
    until = undone_until(max(change.row.recorded_at for change in changes))
    form = UndoForm()
    if form.validate_on_submit():
        who, at, why = actor(), now(), str(form.comment.data)
        try:
            undone: Batch = run(lambda session: undo_batch(session, who, at, batch_id, why))
        except Refused as refusal:
            form.form_errors.extend(refusal.sentences)
        else:
            _tell(undone, "assignment.undone")
            return redirect(url_for(".batch", batch_id=batch_id), 303)
    return render_template(
        "inspection/batch.html",
        form=form,
        changes=changes,
        files=files_of(reading(), [change.case for change in changes]),
        names=_names(change.row for change in changes),
        until=until,
        may_undo=now() <= until and any(change.fault is None for change in changes),
        is_over=now() > until,
    ), INVALID if form.errors or form.form_errors else 200


def _names(rows: Any) -> Mapping[UUID, str]:
    """The names of everybody who had or has a case of a batch."""
    ids = {login for row in rows for login in _people(row) if login is not None}
    return {one.id: name_of(one) for one in reading().scalars(select(Login).where(Login.id.in_(ids))).unique()}


def _people(row: Reassignment) -> tuple[UUID | None, ...]:
    return (row.before_inspector_id, row.inspector_id)


def _page_of(case: Any, roles: Any) -> str | None:
    return url_for("assignment.choose", case_id=case.id) if DIRECTOR in roles else None


page_for(INSPECTION.name, "assign", _page_of)
page_for(INSPECTION.name, "reassign", _page_of)
