"""Absences of inspectors: recorded on one page with who covers, changed and ended on the page of each."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Uuid, literal, select
from sqlalchemy.orm import Session

from inspection.desks.workload import inspectors, name_of
from inspection.files.file import files_of
from inspection.visit.absence import ABSENCE
from inspection.visit.absence_models import Absence
from inspection.visit.handing_over import uncovered
from web.casework import case_words
from web.casework.action_forms import ActionForm, form_for
from web.casework.case_summaries import Description, Section, Summary, describe_cases
from web.casework.enrolment_cases import facts
from web.casework.timeline import Reader
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import t
from web.edge.security_headers import leave_no_trace
from web.edge.transactions import reading, run
from web.forms.drafts import INVALID, fresh_hidden, sent_key
from web.forms.fields import Dropdown, PageForm, Required, named_choices
from web.forms.value_fields import DayInput
from workflow.definition import has_tag
from workflow.engine import open_case
from workflow.errors import Refused
from workflow.people import Login

blueprint = Blueprint("absences", __name__, url_prefix="/inspection/absences")
blueprint.after_request(leave_no_trace)

PAGE = 25


def _last_day() -> DayInput:
    return DayInput("absences.until", [Required("inspector_absence.days_missing")], description="absences.included")


class AbsenceForm(PageForm):
    """Who is away, on which days, and who covers."""

    login_id = Dropdown("absences.who", [Required("absences.who_missing")])
    from_day = DayInput("absences.from", [Required("inspector_absence.days_missing")])
    until_day = DayInput(
        "absences.until", [Required("inspector_absence.days_missing")], description="absences.included"
    )
    substitute_id = Dropdown("visit.substitute", [Required("inspection.no_inspector")])


@form_for(ABSENCE.name, "move")
class MoveForm(ActionForm):
    """Other days."""

    from_day = DayInput("absences.from", [Required("inspector_absence.days_missing")])
    until_day = DayInput(
        "absences.until", [Required("inspector_absence.days_missing")], description="absences.included"
    )


@form_for(ABSENCE.name, "prolong")
class ProlongForm(ActionForm):
    """Another last day."""

    until_day = DayInput(
        "absences.until", [Required("inspector_absence.days_missing")], description="absences.included"
    )


@blueprint.route("", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    """The absences of the authorities, the latest first, and the form for one more."""
    offices = sorted(actor().offices)
    known = inspectors(reading(), offices)
    form = _form(known)
    if form.validate_on_submit():
        try:
            absence = _record(form, {str(one.id): one for one in known})
        except Refused as refusal:
            form.form_errors.extend(refusal.sentences)
        else:
            flash(t("inspector_absence.action.record.done"), "good")
            return redirect(url_for("cases.show", workflow=ABSENCE.name, case_id=absence.id), 303)
    rows, behind = _rows(offices, request.args.get("after", ""))
    return render_template(
        "inspection/absences.html",
        form=form,
        rows=[
            (one, case_words.state_label(ABSENCE, one.state), case_words.state_kind(ABSENCE, one.state)) for one in rows
        ],
        names=_names(rows),
        behind=behind,
        hidden=fresh_hidden(None),
    ), INVALID if form.errors or form.form_errors else 200


def _badge(state: str) -> tuple[str, str]:
    return case_words.state_label(ABSENCE, state), case_words.state_kind(ABSENCE, state)


def _form(known: list[Login]) -> AbsenceForm:
    form = AbsenceForm()
    named = [("", ""), *((str(one.id), name_of(one)) for one in known)]
    form.login_id.choices, form.substitute_id.choices = named_choices(named), named_choices(named)
    return form


def _record(form: AbsenceForm, known: dict[str, Login]) -> Absence:
    away = known[form.login_id.data]
    office = min(actor().offices & set(away.offices))
    typed: dict[str, Any] = {name: form[name].data for name in ("from_day", "until_day")}
    data = {**typed, "login_id": away.id, "substitute_id": UUID(form.substitute_id.data), "office": office}
    who, at, key = actor(), now(), sent_key()
    return run(lambda session: open_case(session, Absence, "record", who, at, data=data, key=key).case)  # type: ignore[no-any-return]


def _rows(offices: list[str], after: str) -> tuple[list[Absence], str | None]:
    query = select(Absence).where(Absence.office.in_(offices))
    if after:
        try:
            query = query.where(Absence.id < literal(UUID(after), Uuid()))
        except ValueError:
            abort(404)
    found = list(reading().scalars(query.order_by(Absence.id.desc()).limit(PAGE + 1)))
    return found[:PAGE], found[PAGE - 1].id.hex if len(found) > PAGE else None


def _names(rows: list[Absence]) -> dict[UUID, str]:
    ids = {login for one in rows for login in (one.login_id, one.substitute_id)}
    return {one.id: name_of(one) for one in reading().scalars(select(Login).where(Login.id.in_(ids))).unique()}


def absence_named(session: Session, case: Absence) -> str:
    """An absence is called by who is away."""
    return name_of(session.get_one(Login, case.login_id))


def absence_summary(session: Session, case: Absence, _reader: Reader) -> Summary:
    """Who is away, who covers, and the inspections where nobody does, because the one who covers may not go there."""
    about = facts(
        ("absences.who", absence_named(session, case)),
        ("visit.substitute", name_of(session.get_one(Login, case.substitute_id))),
        ("absences.from", case.from_day),
        ("absences.until", case.until_day),
    )
    left = uncovered(session, case.login_id) if has_tag(case, "away") else []
    folios = files_of(session, left)
    return Summary(
        heading=absence_named(session, case),
        sections=(Section(t("inspector_absence.title"), about),),
        findings=tuple(folios[one.file_id].folio for one in left),
        findings_heading=t("absences.uncovered"),
        links=((t("absences.title"), url_for("absences.show")),) if "director" in actor().roles else (),
    )


def describe() -> None:
    """Make absences known to the generic pages."""
    describe_cases(ABSENCE.name, Description(absence_named, absence_summary))
