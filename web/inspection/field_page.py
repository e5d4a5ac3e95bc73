"""The page of a visit, for inspectors who stand at a door with a telephone: what may be done next and why not, the
questions that concern this home, who takes part, what she says alone, files. Every part is a form of its own.

Sent as a form it comes back to this page; sent by the page's own script (`Accept: application/json`) it answers with
what the page needs to go on. Both go through the same steps, and a key makes each of them count once.
"""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from inspection.roles import INSPECTOR
from inspection.visit.inspection import INSPECTION
from inspection.visit.record_models import Answer
from inspection.visit.whole_section import AnswersRefused, save_answers
from regime.sentences import Sentence
from web.casework import case_page, case_words
from web.casework.action_forms import ActionForm, form_of
from web.casework.case_page import CasePage
from web.casework.cases import CONFLICT, INVALID, send_step
from web.edge.access_log import note_read
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import t
from web.edge.security_headers import leave_no_trace
from web.edge.transactions import reading, run
from web.forms.drafts import sent_key, sent_version
from web.forms.file_fields import typed
from web.inspection.field_answers import refused_as_data, sent_as_data
from web.inspection.field_forms import SectionForm
from web.inspection.field_view import RECORDED, STAYS, field_page, sections_of
from workflow.errors import ChangedMeanwhile, KeyReused, NotReady, Refused, WrongState

blueprint = Blueprint("field", __name__, url_prefix="/inspection/visits")
blueprint.after_request(leave_no_trace)


@blueprint.get("/<uuid:case_id>/field")
def show(case_id: UUID) -> ResponseReturnValue:
    """The page as the visit stands; that it was looked at is written down."""
    page = _seen(case_id)
    note_read(INSPECTION.name, case_id, Sentence("access.case_page"))
    return field_page(page)


@blueprint.post("/<uuid:case_id>/field/<action>")
def act(case_id: UUID, action: str) -> ResponseReturnValue:
    """Take a step, or write something down. What only records needs no page that is up to date: nobody's words stand in
    the way of somebody else's."""
    page = _seen(case_id)
    declared = case_page.declared_action(page.workflow, action, page.case) or abort(404)
    if not any(INSPECTOR in version.roles for version in page.workflow.versions_of(action)):
        abort(404)
    form = form_of(page.workflow, declared, typed(), page.case)
    if not form.validate():
        return _refused(page, form, INVALID, action)
    try:
        fired = send_step(page, action, form, bound=action not in RECORDED)
    except NotReady as refusal:
        form.refuse(refusal.sentences)
        return _refused(page, form, INVALID, action)
    except (ChangedMeanwhile, WrongState, KeyReused) as refusal:
        return _refused(page, form, CONFLICT, action, refusal)
    return _done(case_id, f"act-{action}", case_words.done(page.workflow, fired.action), action)


@blueprint.post("/<uuid:case_id>/field/answers/<section>")
def answer(case_id: UUID, section: str) -> ResponseReturnValue:
    """Keep the answers of a section; a colleague's answer is never written over unseen."""
    page = _seen(case_id)
    wanted = next((items for code, items in sections_of(reading(), page.case) if code == section), None) or abort(404)
    form = SectionForm(section, wanted, _answers(case_id), request.form)
    if not form.validate():
        return _refused(page, form, INVALID, section)
    who, at, key, said = actor(), now(), sent_key(), form.as_typed()
    try:
        run(lambda session: save_answers(session, case_id, who, at, key, said))
    except AnswersRefused as refusal:
        form.refuse(refusal.by_item)
        form.show_again(_answers(case_id), refusal.by_item)
        changed = any(one.code == "inspection.answer_changed" for all_ in refusal.by_item.values() for one in all_)
        return _refused(_seen(case_id), form, CONFLICT if changed else INVALID, section)
    except Refused as refusal:
        return _refused(page, form, CONFLICT, section, refusal)
    kept = SectionForm(section, wanted, _answers(case_id))
    return _done(case_id, f"section-{section}", t("field.section_kept"), "", kept)


def _answers(case_id: UUID) -> dict[int, Answer]:
    mine = select(Answer).where(Answer.inspection_id == case_id)
    return {answer.item: answer for answer in reading().scalars(mine)}


def _seen(case_id: UUID, refused: tuple[str, ActionForm] | None = None) -> CasePage:
    """The visit for an inspector who is assigned to it; for everybody else there is none."""
    case = case_page.find_case(reading(), INSPECTION.name, case_id) or abort(404)
    page = case_page.look_at(reading(), case, actor(), now(), refused)
    if page is None or INSPECTOR not in page.reader.roles:
        abort(404)
    return page


def by_script() -> bool:
    """Whether the page's own script asks, which goes on without a new page."""
    return request.accept_mimetypes.best == "application/json"


def _done(
    case_id: UUID, anchor: str, said: str, action: str, section: SectionForm | None = None
) -> ResponseReturnValue:
    back = url_for(".show", case_id=case_id)
    page = _seen(case_id)
    if by_script():
        return sent_as_data(page, said, now(), sent_version(), back if action and action not in STAYS else "", section)
    flash(said, "good")
    return redirect(back if action and action not in STAYS else f"{back}#{anchor}", 303)


def _refused(stale: CasePage, form: Any, status: int, part: str, refusal: Refused | None = None) -> ResponseReturnValue:
    """The page as the visit is now, with what was typed where it was typed."""
    is_step = isinstance(form, ActionForm)
    page = _seen(stale.case.id, (part, form) if is_step else None)
    if by_script():
        return refused_as_data(form, refusal), status
    changes = case_page.past(reading(), page, after=request.form.get("seen", 0, type=int)) if refusal else []
    sentences = refusal.sentences if refusal else ()
    return field_page(page, status, refused=form, part=part, refusal=sentences, changes=changes)
