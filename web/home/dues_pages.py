"""What else is owed: the pages of a household and of a worker about one relation, and the estimate of its end."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from enrolment.labour.dues import account_of
from enrolment.labour.dues_models import NotReceived
from enrolment.labour.dues_rules import shown_days
from enrolment.models import Affiliation
from enrolment.queries import affiliations_of_worker, worker_name
from regime.sentences import Sentence
from web.casework.own_cases import my_affiliation
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.language import t
from web.edge.transactions import database, reading, run
from web.forms.drafts import CONFLICT, INVALID, fresh_hidden, sent_key
from web.home.dues_forms import MOST_UNPAID, EstimateForm, MissingForm
from web.home.dues_view import AHEAD, shown_dues
from workflow.engine import Fired, fire, open_case
from workflow.errors import Refused

of_household = Blueprint("dues", __name__, url_prefix="/home/workers/<uuid:affiliation_id>/owed")
of_worker = Blueprint("my_dues", __name__, url_prefix="/me/relations/<uuid:affiliation_id>/owed")


@of_household.record_once
def _install(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals["short_days"] = shown_days


@of_household.get("")
def show(affiliation_id: UUID) -> ResponseReturnValue:
    """What else a household owes one worker, with the next dates, and where to record what was paid."""
    case = my_affiliation(affiliation_id)
    shown = shown_dues(case) or abort(404)
    return render_template("dues/household.html", case=case, name=worker_name(case), shown=shown, today=today())


@of_household.get("/end")
def estimate(affiliation_id: UUID) -> ResponseReturnValue:
    """What would be owed if the relation ended: nothing is changed by asking."""
    case = my_affiliation(affiliation_id)
    account = account_of(reading(), case, database().settings.policies) or abort(404)
    form = EstimateForm(formdata=request.args)
    asked = bool(request.args) and form.validate()
    first, latest = account.service.began_on, today() + AHEAD
    if asked and not first <= form.last_day.data <= latest:
        form.last_day.errors = [Sentence("dues.last_day_outside", {"first": first, "latest": latest})]
        asked = False
    unpaid = min(form.unpaid.data or 0, MOST_UNPAID)
    dues = account.settlement(form.last_day.data, form.reason.data, unpaid) if asked else None
    page = render_template("dues/estimate.html", case=case, name=worker_name(case), form=form, dues=dues)
    return page, 200 if asked or not request.args else INVALID


@of_worker.get("")
def mine(affiliation_id: UUID) -> ResponseReturnValue:
    """What else one household owes her, how it was computed and what she can do."""
    case = _declared(affiliation_id)
    shown = shown_dues(case) or abort(404)
    household = case.household.person.full_name
    return render_template("dues/worker.html", case=case, household=household, shown=shown, today=today())


@of_worker.get("/missing")
def missing(affiliation_id: UUID) -> ResponseReturnValue:
    """Say what did not arrive."""
    return _missing_page(_declared(affiliation_id), MissingForm(formdata=None))


@of_worker.post("/missing")
def say_missing(affiliation_id: UUID) -> ResponseReturnValue:
    """Keep what she says; her employer is told now only if she wants it."""
    case = _declared(affiliation_id)
    form = MissingForm(formdata=request.form)
    if not form.validate():
        return _missing_page(case, form, INVALID)
    who, at, key, facts = actor(), now(), sent_key(), {"affiliation_id": case.id, "subject": form.subject.data}
    tells = form.tell.data == "yes"

    def command(session: Session) -> Fired:
        said = open_case(session, NotReceived, "say", who, at, key=key, data=facts)
        if tells and not said.repeated:
            return fire(session, said.case, "tell", who, at)
        return said

    try:
        run(command)
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _missing_page(case, form, CONFLICT)
    flash(t("not_received.kept.told" if tells else "not_received.kept"), "good")
    return redirect(url_for(".mine", affiliation_id=case.id), 303)


def _missing_page(case: Affiliation, form: MissingForm, status: int = 200) -> ResponseReturnValue:
    household = case.household.person.full_name
    return render_template(
        "dues/missing.html", case=case, form=form, household=household, hidden=fresh_hidden(None)
    ), status


def _declared(affiliation_id: UUID) -> Affiliation:
    person = actor().person_id
    mine = affiliations_of_worker(reading(), person) if person else []
    return next((case for case in mine if case.id == affiliation_id), None) or abort(404)
