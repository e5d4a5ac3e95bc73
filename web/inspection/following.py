"""How whoever complained follows it: folio and secret open it for a quarter of an hour, on pages that keep no trace.

There is no session: what opens the complaint is sealed into the page itself and ends with it. A form that comes later
asks for folio and secret again and keeps what was typed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from inspection.evidence.keeping import FILES
from inspection.intake.complaint import COMPLAINT
from inspection.intake.complaint_models import Complaint
from inspection.intake.receiving import add_facts, answer_to, complaint_behind, speaker_of
from inspection.models import InspectionFile
from web.casework.case_page import CasePage, look_at
from web.edge.clock import now
from web.edge.kept_input import typed_fields
from web.edge.security_headers import leave_no_trace
from web.edge.transactions import reading, run
from web.forms.drafts import CONFLICT, INVALID, fresh_hidden, sent_key
from web.forms.fields import PageForm
from web.forms.file_fields import typed
from web.inspection.intake_forms import ChangedWishForm, FollowForm, MoreForm, NewDangerForm, WithdrawForm
from workflow.decision import offered
from workflow.engine import context_of, fire
from workflow.errors import Refused

blueprint = Blueprint("following", __name__, url_prefix="/complaints/follow")
blueprint.after_request(leave_no_trace)

SECONDS = 15 * 60
OPENING = "opens"
_PROVING = ("folio", "secret", OPENING)

Take = Callable[[Session, Complaint, Any, str], object]


@dataclass(frozen=True)
class Step:
    """Something that whoever complained may do: its form, the actions of which one must be open, how it is taken."""

    form: type[PageForm]
    actions: tuple[str, ...]
    take: Take


def _add(session: Session, complaint: Complaint, form: MoreForm, key: str) -> object:
    return add_facts(
        session, complaint, speaker_of(complaint), now(), str(form.told.data), key=key, files=form.files.kept
    )


def _takes(*actions: str) -> Take:
    """The first of the actions that the state of the complaint allows."""

    def take(session: Session, complaint: Complaint, form: Any, key: str) -> object:
        action = _open_among(session, complaint, actions) or actions[0]
        return fire(session, complaint, action, speaker_of(complaint), now(), key=key, data=form.as_data())

    return take


STEPS = {
    "add": Step(MoreForm, ("answer_data", "add_facts"), _add),
    "danger": Step(NewDangerForm, ("record_danger",), _takes("record_danger")),
    "wish": Step(ChangedWishForm, ("change_wish",), _takes("change_wish")),
    "withdraw": Step(WithdrawForm, ("withdraw", "withdraw_wish"), _takes("withdraw", "withdraw_wish")),
}


@blueprint.get("")
def ask() -> ResponseReturnValue:
    """Where folio and secret are typed."""
    return _asked(FollowForm(formdata=None))


@blueprint.post("")
def look_up() -> ResponseReturnValue:
    """The complaint behind folio and secret; a wrong folio and a wrong secret get the same answer."""
    form = FollowForm(formdata=request.form)
    found = _typed(form)
    return _page(found) if found else _asked(form, INVALID)


@blueprint.route("/<step>", methods=["GET", "POST"])
def take(step: str) -> ResponseReturnValue:
    """Take a step, once; without a page that is still open, folio and secret are asked for and nothing is lost."""
    known = STEPS.get(step) or abort(404)
    if request.method == "GET":
        return redirect(url_for(".ask"))
    proof = FollowForm(formdata=request.form)
    found = _opened() or _typed(proof)
    form = known.form(formdata=typed())
    if found is None:
        return _asked(proof, INVALID, step, form)
    if not form.validate():
        return _page(found, INVALID, {step: form})
    key, complaint_id = sent_key(), found.id
    try:
        run(lambda session: known.take(session, session.get_one(Complaint, complaint_id), form, key))
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page(reading().get_one(Complaint, complaint_id), CONFLICT, {step: form})
    return _page(reading().get_one(Complaint, complaint_id), done=step)


def _opened() -> Complaint | None:
    """The complaint that the page which was sent had open, if that was not too long ago."""
    try:
        known = _signer().loads(request.form.get(OPENING, ""), max_age=SECONDS)
    except BadData:
        return None
    return reading().get(Complaint, UUID(hex=known))


def _typed(form: FollowForm) -> Complaint | None:
    """The complaint of the folio and the secret that were typed."""
    if not form.validate():
        return None
    found = complaint_behind(reading(), str(form.folio.data), str(form.secret.data))
    if found is None:
        form.form_errors.append("complaint.follow.not_found")
    return found


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="complaint that a page has open")


def _asked(form: FollowForm, status: int = 200, step: str = "", sent: PageForm | None = None) -> ResponseReturnValue:
    """Folio and secret, with what was typed on a page that had ended meanwhile."""
    ended = bool(step) and OPENING in request.form and "folio" not in request.form
    if ended:
        form = FollowForm(formdata=None)
    kept = [(name, value) for name, value in typed_fields() if name not in (*_PROVING, FILES)] if step else []
    if isinstance(sent, MoreForm):  # what arrived is in the store already
        kept += [(FILES, one.mark) for one in sent.files.attached]
    return render_template("inspection/follow.html", form=form, step=step, kept=kept, ended=ended), status


def _open_among(session: Session, complaint: Complaint, actions: tuple[str, ...]) -> str | None:
    return next((code for code in actions if code in _open_to_speaker(session, complaint)), None)


def _open_to_speaker(session: Session, complaint: Complaint) -> frozenset[str]:
    """The steps that whoever complained may take now, whether or not the page of the case has a form for them."""
    context = context_of(session, complaint, speaker_of(complaint), now())
    return frozenset(offer.action.code for offer in offered(COMPLAINT, context) if not offer.unmet)


def _as_speaker(session: Session, complaint: Complaint) -> CasePage:
    return look_at(session, complaint, speaker_of(complaint), now()) or abort(404)


def _page(
    complaint: Complaint, status: int = 200, forms: dict[str, PageForm] | None = None, done: str = ""
) -> ResponseReturnValue:
    session, typed = reading(), forms or {}
    page, open_codes = _as_speaker(session, complaint), _open_to_speaker(session, complaint)
    return render_template(
        "inspection/followed.html",
        page=page,
        complaint=complaint,
        folio=session.get_one(InspectionFile, complaint.file_id).folio,
        answer=answer_to(session, complaint),
        open_steps=[name for name, step in STEPS.items() if open_codes.intersection(step.actions)],
        forms={name: typed.get(name) or step.form(formdata=None, prefix="") for name, step in STEPS.items()},
        refused=next(iter(typed.values()), None),
        refused_step=next(iter(typed), ""),
        done=done,
        hidden={**fresh_hidden(None), OPENING: _signer().dumps(complaint.id.hex)},
    ), status
