"""The desk of inspection: what is to be read first, and the pages on which officers write down what they are told."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from enrolment.household.homes import zone_at
from inspection.authorities import authorities
from inspection.evidence.evidence_models import Evidence
from inspection.evidence.keeping import evidence_of
from inspection.intake.complaint_models import Complaint
from inspection.intake.receiving import add_facts
from inspection.intake.sealed import IDENTITY_FIELDS, open_evidence, open_identity
from inspection.models import InspectionFile
from web.casework import case_words
from web.casework.case_page import CasePage, find_case, look_at
from web.edge.auth import actor, fresh
from web.edge.clock import now, today
from web.edge.language import t
from web.edge.security_headers import leave_no_trace
from web.edge.transactions import reading, run
from web.forms.drafts import CONFLICT, INVALID, fresh_hidden, sent_key
from web.forms.fields import PageForm, named_choices
from web.inspection.complaints import carried, receive
from web.inspection.desk_rows import EVERYTHING, Narrowing, in_danger, open_matters, to_read
from web.inspection.evidence_pages import as_file, described
from web.inspection.intake_forms import AddedForm, EvidenceForm, OfficeComplaintForm, ReasonForm
from workflow.definition import WORKFLOWS
from workflow.errors import NotAllowed, NotReady, Refused

blueprint = Blueprint("inspection", __name__, url_prefix="/inspection")
blueprint.after_request(leave_no_trace)
ADDING = ("add_facts", "answer_data")


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Complaints to be read, dangers first; then who is in danger; then every open matter of the authority by clock."""
    who, at, only = actor(), now(), Narrowing.from_address(request.args)
    try:
        rows, behind = open_matters(reading(), who, at, request.args.get("after", "")[:80], only)
    except ValueError:
        abort(404)
    first = only == EVERYTHING  # whoever asks for some of the open matters has seen what comes before all of them
    return render_template(
        "inspection/desk.html",
        complaints=to_read(reading(), who, at) if first else [],
        dangers=in_danger(reading(), who, at) if first else [],
        rows=rows,
        behind=behind,
        only=only,
        narrowed=_narrowed(only),
        today=today(),
        may_receive="intake" in who.roles,
    )


def _narrowed(only: Narrowing) -> str:
    """What the list is narrowed to, in words."""
    workflow, _, state = only.state.partition(".")
    said = [case_words.title(WORKFLOWS[workflow]), case_words.state_label(WORKFLOWS[workflow], state)] if state else []
    said += [authorities(reading()).of(only.office).name] if only.office else []
    return " · ".join(said + ([t(f"board.{only.only}")] if only.only else []))


@blueprint.route("/complaints/new", methods=["GET", "POST"])
def new_complaint() -> ResponseReturnValue:
    """What somebody says by telephone, in writing or at the desk; folio and secret are handed to them."""
    who = actor()
    if "intake" not in who.roles:
        abort(404)
    form = OfficeComplaintForm()
    if not form.validate_on_submit():
        page = render_template("inspection/complaint_desk.html", form=form, hidden=carried())
        return page, INVALID if form.errors else 200
    try:
        received = receive(form, str(form.channel.data), who)
    except NotAllowed:
        # The home belongs to another authority: the officer hands the complaint in as anybody would.
        received = receive(form, str(form.channel.data))
    return render_template("inspection/received.html", received=received, dangers=form.dangers.data)


@blueprint.route("/complaints/<uuid:case_id>/add", methods=["GET", "POST"])
def add(case_id: UUID) -> ResponseReturnValue:
    """Write down what was told later."""
    page = _seen(case_id, *ADDING)
    form = AddedForm()
    if not form.validate_on_submit():
        return _writing("inspection/add.html", page, form, INVALID if form.errors else 200)
    who, at, key, text, files = actor(), now(), sent_key(), str(form.told.data), form.files.kept
    facts = {"places_home": True} if form.places_home.data else None

    def command(session: Session) -> None:
        add_facts(session, session.get_one(Complaint, case_id), who, at, text, key=key, facts=facts, files=files)

    try:
        run(command)
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _writing("inspection/add.html", page, form, CONFLICT)
    flash(t("complaint.action.add_facts.done"), "good")
    return redirect(url_for("cases.show", workflow="complaint", case_id=case_id), 303)


@blueprint.route("/complaints/<uuid:case_id>/identity", methods=["GET", "POST"])
@fresh
def identity(case_id: UUID) -> ResponseReturnValue:
    """Who complained, shown this once, after the reason was written down."""
    page = _seen(case_id, "open_identity")
    form = ReasonForm()
    if not form.validate_on_submit():
        return _writing("inspection/identity.html", page, form, INVALID if form.errors else 200)
    who, at, key, reason = actor(), now(), sent_key(), str(form.reason.data)

    def command(session: Session) -> dict[str, object]:
        return open_identity(session, session.get_one(Complaint, case_id), who, at, reason, key=key)

    try:
        known = run(command)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _writing("inspection/identity.html", page, form, INVALID)
    rows = [(t(f"complaint.ask.{name}"), _said(known[name])) for name in IDENTITY_FIELDS if name in known]
    return render_template("inspection/identity_shown.html", page=page, folio=_folio(page), rows=rows)


@blueprint.route("/complaints/<uuid:case_id>/evidence", methods=["GET", "POST"])
@fresh
def evidence(case_id: UUID) -> ResponseReturnValue:
    """A file that was sent with a complaint, downloaded after the reason was written down."""
    page = _seen(case_id, "open_evidence")
    form = EvidenceForm()
    form.evidence_id.choices = named_choices(_files_of(page)) or abort(404)
    if not form.validate_on_submit():
        return _writing("inspection/evidence.html", page, form, INVALID if form.errors else 200)
    who, at, wanted, reason = actor(), now(), UUID(form.evidence_id.data), str(form.reason.data)

    def command(session: Session) -> Evidence:
        return open_evidence(session, session.get_one(Complaint, case_id), wanted, who, at, reason)

    try:
        return as_file(run(command))
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _writing("inspection/evidence.html", page, form, INVALID)


def _files_of(page: CasePage) -> list[tuple[str, str]]:
    zone = zone_at(reading().get_one(InspectionFile, page.case.file_id).municipality)
    return [(str(row.id), described(row, zone)) for row in evidence_of(reading(), page.case.id)]


def _said(value: object) -> str:
    return t("complaint.answer.yes") if value is True else str(value)


def _seen(case_id: UUID, *actions: str) -> CasePage:
    """The complaint, for officers who may take one of the actions in it now."""
    case = find_case(reading(), "complaint", case_id) or abort(404)
    page = look_at(reading(), case, actor(), now())
    if page is None or not any(page.action(code) for code in actions):
        abort(404)
    return page


def _writing(template: str, page: CasePage, form: PageForm, status: int) -> ResponseReturnValue:
    return render_template(template, page=page, form=form, folio=_folio(page), hidden=fresh_hidden(None)), status


def _folio(page: CasePage) -> str:
    return reading().get_one(InspectionFile, page.case.file_id).folio
