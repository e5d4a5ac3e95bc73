"""Requests of workers to be enrolled (LSS 18): the office asks the household by a letter with a code."""

from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from enrolment.handed_codes import digest_of
from enrolment.papers.invitation_letter import letter_facts, requirement
from enrolment.relation import inviting
from enrolment.relation.invitation import INVITATION
from enrolment.relation.invitation_models import Invitation
from enrolment.roles import OFFICIALS
from web.casework.action_forms import page_for
from web.casework.own_cases import page_of_case
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.transactions import database, reading, run
from web.forms.drafts import INVALID, conflict, fresh_hidden, sent_version
from web.forms.fields import Length, LongText, PageForm, Required
from web.hers.invitations import pdf_answer
from workflow.deadlines import open_deadlines
from workflow.errors import NotReady, Refused
from workflow.paper import Paper
from workflow.people import Person
from workflow.tables import Event, Note
from workflow.typesetting import pdf_of

blueprint = Blueprint("worker_requests", __name__, url_prefix="/office/requests/<uuid:invitation_id>")
MOST_WRITTEN, CONFLICT = 3000, 409


class AskForm(PageForm):
    """What the household is asked."""

    words = LongText("requests.words", [Required("requests.words_missing"), Length("form.too_long", most=MOST_WRITTEN)])


@blueprint.route("/ask", methods=["GET", "POST"])
def ask(invitation_id: UUID) -> ResponseReturnValue:
    """Write the question; the letter with its code is shown this one time."""
    case = _deciding(invitation_id, "ask_household")
    form = AskForm(formdata=request.form if request.method == "POST" else None)
    if request.method == "GET" or not form.validate():
        return _page(case, form, INVALID if form.errors else 200)
    who, at, version, words = actor(), now(), sent_version(), form.words.data or ""
    try:
        _fired, code = run(lambda s: inviting.ask_household(s, invitation_id, who, at, words, version=version))
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page(case, form, INVALID)
    except Refused as refusal:
        return _page(case, form, CONFLICT, refusal)
    return render_template("office/requirement.html", case=case, code=code, form=PageForm())


@blueprint.post("/letter")
def letter(invitation_id: UUID) -> ResponseReturnValue:
    """The letter to the home, in Spanish; the code comes with the form, because it is stored nowhere."""
    case, code = _deciding(invitation_id, "answer"), request.form.get("code", "")
    if digest_of(code) != case.code_digest:
        abort(404)
    person = reading().get_one(Person, case.person_id)
    until = next((row.due_day for row in open_deadlines(reading(), case.id) if row.code == "household_answer"), None)
    facts = {**letter_facts(code, until, database().settings.base_url, person.full_name), "words": _asked(case)}
    return pdf_answer(pdf_of(requirement(Paper(facts, "es", now())), "es", now()), "requerimiento")


def _asked(case: Invitation) -> str:
    said = select(Note.comment).join(Event, (Event.case_id == Note.case_id) & (Event.seq == Note.seq))
    newest = said.where(Event.case_id == case.id, Event.action == "ask_household").order_by(Event.seq.desc())
    return reading().scalars(newest.limit(1)).first() or ""


def _deciding(invitation_id: UUID, action: str) -> Invitation:
    """A request that this official may decide, in a state of the step; 404 otherwise."""
    case = reading().get(Invitation, invitation_id) or abort(404)
    page = page_of_case(case)
    sources = {state for step in INVITATION.versions_of(action) for state in step.source}
    return case if page.reader.is_official and case.state in sources else abort(404)


def _page(case: Invitation, form: AskForm, status: int = 200, refusal: Refused | None = None) -> ResponseReturnValue:
    person = reading().get_one(Person, case.person_id)
    return render_template(
        "office/ask_household.html",
        case=case,
        form=form,
        worker=person.full_name,
        hidden=fresh_hidden(case),
        **conflict(case, refusal),
    ), status


page_for(
    INVITATION.name,
    "ask_household",
    lambda case, roles: url_for("worker_requests.ask", invitation_id=case.id) if set(roles) & set(OFFICIALS) else None,
)
