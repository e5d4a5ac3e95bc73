"""Asking that a household's own name, birth date or CURP be set right: one page for the household and the office."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.household.registration import REGISTRATION
from enrolment.models import Household, Registration
from enrolment.people.correcting import WITH_CURP, registration_in_force
from enrolment.people.correction import CORRECTION
from enrolment.people.correction_look import standing
from enrolment.people.correction_models import Correction
from enrolment.people.identifiers import check_curp
from enrolment.roles import HOUSEHOLD, OFFICIALS
from regime.sentences import Sentence
from web.edge.access_log import note_read
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.language import t
from web.edge.transactions import reading, run
from web.forms.drafts import INVALID, fresh_hidden, sent_key
from web.forms.fields import IdentifierInput, Optional
from web.forms.person_fields import Checking
from web.home.corrections import CorrectionForm
from workflow.context import Role
from workflow.definition import is_tagged
from workflow.engine import Fired, context_of, open_case
from workflow.errors import NotReady

blueprint = Blueprint("own_correction", __name__, url_prefix="/corrections/household/<uuid:household_id>")
_READ = Sentence("access.case_page")


class OwnCorrectionForm(CorrectionForm):
    """The household's own data as they are on paper, and why."""

    asked_facts = WITH_CURP
    curp = IdentifierInput(
        "person.curp",
        [Optional(), Checking(lambda text: check_curp(text, today()))],
        description="correction.own.curp_hint",
    )


@blueprint.route("", methods=["GET", "POST"])
def ask(household_id: UUID) -> ResponseReturnValue:
    """What the register holds of the household, to be set right; one question at a time."""
    household = reading().get(Household, household_id) or abort(404)
    registration, roles = _reader(household)
    waiting = _waiting(household)
    if waiting is not None:
        return redirect(url_for("cases.show", workflow=CORRECTION.name, case_id=waiting), 303)
    if roles & set(OFFICIALS):
        note_read(REGISTRATION.name, registration.id, _READ)
    form = OwnCorrectionForm(data=dict(standing(household.person)))
    if not form.validate_on_submit():
        return _page(registration, roles, form, INVALID if form.errors else 200)
    who, at, key, why = actor(), now(), sent_key(), str(form.why.data)
    data: dict[str, Any] = {**form.as_facts(), "household_id": household.id}

    def command(session: Session) -> Fired:
        return open_case(session, Correction, "ask", who, at, comment=why, data=data, key=key)

    try:
        asked = run(command)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page(registration, roles, form, INVALID)
    flash(t("correction.action.ask.done"), "good")
    return redirect(url_for("cases.show", workflow=CORRECTION.name, case_id=asked.case.id), 303)


def _reader(household: Household) -> tuple[Registration, frozenset[Role]]:
    """The registration in force and what the reader is in it: the household itself or who decides, or 404."""
    registration = registration_in_force(reading(), household.person_id) or abort(404)
    roles = context_of(reading(), registration, actor(), now()).roles & {HOUSEHOLD, *OFFICIALS}
    return registration, roles or abort(404)


def _waiting(household: Household) -> UUID | None:
    asked = select(Correction.id).where(Correction.household_id == household.id, is_tagged(Correction, "open"))
    return reading().scalar(asked.limit(1))


def _page(
    registration: Registration, roles: frozenset[Role], form: OwnCorrectionForm, status: int
) -> ResponseReturnValue:
    back = url_for("household.show")
    if HOUSEHOLD not in roles:
        back = url_for("cases.show", workflow=REGISTRATION.name, case_id=registration.id)
    page: dict[str, Any] = {"form": form, "back": back, "hidden": fresh_hidden(None), "own": True}
    return render_template("household/correction.html", **page), status
