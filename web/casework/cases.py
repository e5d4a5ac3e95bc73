"""One blueprint for the cases of every procedure: the page of a case and the steps taken on it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from enrolment.papers.refusals import folio_of
from enrolment.people.concerned import is_kept_out
from regime.sentences import Sentence
from web.casework import case_page, case_words
from web.casework.action_forms import ActionForm, form_of
from web.casework.case_links import own_page
from web.casework.case_page import CasePage
from web.casework.case_summaries import summary_of
from web.edge.access_log import note_read
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import t
from web.edge.navigation import own_address
from web.edge.transactions import reading, run
from web.forms.file_fields import typed
from workflow.definition import Workflow, has_tag
from workflow.engine import Fired, fire, reference
from workflow.errors import ChangedMeanwhile, KeyReused, NotReady, Refused, WrongState

blueprint = Blueprint("cases", __name__, url_prefix="/cases")

INVALID = 422
CONFLICT = 409
MOST_KEY = 60


@blueprint.record_once
def _give_words(state: BlueprintSetupState) -> None:
    for name in (
        "action_label",
        "days_left",
        "deadline_label",
        "document_label",
        "listed",
        "role_label",
        "state_label",
    ):
        state.app.jinja_env.globals[name] = getattr(case_words, name)
    state.app.jinja_env.globals["workflow_title"] = case_words.title
    state.app.jinja_env.globals["folio_of"] = folio_of
    state.app.jinja_env.tests["tagged"] = has_tag


@blueprint.get("/<workflow>/<uuid:case_id>")
def show(workflow: str, case_id: UUID) -> ResponseReturnValue:
    """The page of a case, its parties on their own; whoever is nothing in it learns nothing about it."""
    page = _seen(workflow, case_id)
    own = own_page(page.case, page.reader.roles)
    return redirect(own) if own else _page(page)


@blueprint.post("/<workflow>/<uuid:case_id>/<action>")
def act(workflow: str, case_id: UUID, action: str) -> ResponseReturnValue:
    """Take one action in a case. A repeated form gives the first result; a refused one keeps what was typed."""
    page = _seen(workflow, case_id)
    declared = case_page.declared_action(page.workflow, action, page.case) or abort(404)
    if not any(version.roles & page.reader.roles for version in page.workflow.versions_of(action)):
        abort(404)  # before its form says anything
    form = form_of(page.workflow, declared, typed(), page.case)
    if not form.validate():
        return _again(page, action, form, INVALID)
    try:
        fired = send_step(page, action, form)
    except NotReady as refusal:
        form.refuse(refusal.sentences)
        return _again(page, action, form, INVALID)
    except (ChangedMeanwhile, WrongState, KeyReused) as refusal:
        return _again(page, action, form, CONFLICT, refusal)
    flash(_done(page.workflow, fired, page), "good")
    return redirect(
        own_address(request.form.get("back", "")) or url_for(".show", workflow=workflow, case_id=case_id), 303
    )


def send_step(page: CasePage, action: str, form: ActionForm, *, bound: bool = True) -> Fired:
    """Take the step that was sent, once for its key, `bound` to the version its page showed; raises like `fire`."""
    model, case_id, who, at = page.workflow.model, page.case.id, actor(), now()
    key = request.form.get("key", "")[:MOST_KEY]
    version = request.form.get("version", type=int) if bound else None
    if not key or (bound and version is None):
        abort(400)

    def command(session: Session) -> Fired:
        case = reference(session, model, case_id)
        text, data = form.text, form.as_data()
        return fire(session, case, action, who, at, key=f"web:{key}", version=version, comment=text, data=data)

    return run(command)


def _seen(workflow: str, case_id: UUID, refused: tuple[str, ActionForm] | None = None) -> CasePage:
    case = case_page.find_case(reading(), workflow, case_id)
    page = case_page.look_at(reading(), case, actor(), now(), refused) if case else None
    if case is not None and page is None and is_kept_out(reading(), actor(), case):
        note_read(workflow, case_id, Sentence("access.kept_out"))  # the try stays; the page says what it says of none
    return page or abort(404)


def _again(
    stale: CasePage, action: str, form: ActionForm, status: int, refusal: Refused | None = None
) -> ResponseReturnValue:
    """The page as the case is now, with what was typed; after a conflict also with what happened meanwhile."""
    page = _seen(stale.workflow.name, stale.case.id, (action, form))
    if refusal is None and page.action(action) is None:
        status, refusal = CONFLICT, WrongState(action, page.case.state)  # the form that had mistakes is gone
    if refusal is None:
        return _page(page, status, refused=form, action=action)
    seen = request.form.get("seen", stale.case.events, type=int)
    changes = case_page.past(reading(), page, after=seen)
    return _page(page, status, refused=form, action=action, refusal=refusal.sentences, changes=changes)


def _page(page: CasePage, status: int = 200, **more: Any) -> ResponseReturnValue:
    summary = summary_of(reading(), page.workflow, page.case, page.reader)
    shown: dict[str, Any] = {"refused": None, "action": None, "refusal": (), "changes": (), **more}
    shown |= {"history": case_page.past(reading(), page), "documents": case_page.documents(reading(), page)}
    if summary.personal and page.reader.is_official:
        note_read(page.workflow.name, page.case.id, Sentence("access.case_page"))
    return render_template("cases/show.html", page=page, summary=summary, **shown), status


def _done(workflow: Workflow, fired: Fired, page: CasePage) -> str:
    """What has happened, and where the case stands now."""
    # What followed by itself counts too: a registration that was sent may be accepted in the same breath.
    state = case_words.state_label(workflow, fired.case.state, page.reader.roles)
    return t("case.done", action=case_words.done(workflow, fired.action), state=state)
