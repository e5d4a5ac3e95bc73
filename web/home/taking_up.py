"""A household goes on with the code of somebody who works there: takes it up, then begins her enrolment with it."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from enrolment.relation import inviting
from enrolment.relation.affiliation import AFFILIATION
from enrolment.relation.invitation import INVITATION, household_of_person
from enrolment.relation.invitation_models import Invitation
from enrolment.roles import HOUSEHOLD
from web.casework.action_forms import page_for
from web.casework.own_cases import page_of_case
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import t
from web.edge.navigation import WITH_CODE
from web.edge.transactions import reading, run
from web.everyone.employer_code import told_rows
from web.forms.drafts import INVALID, fresh_hidden, sent_key
from web.forms.fields import PageForm
from workflow.engine import Fired
from workflow.errors import NotAllowed, Refused
from workflow.people import Person

blueprint = Blueprint("taking", __name__, url_prefix="/home/invitations")


@blueprint.route("", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    """What the code typed before says, and taking it up."""
    digest, form = session.get(WITH_CODE), PageForm()
    if digest and request.method == "POST" and form.validate():
        who, at, key = actor(), now(), sent_key()
        try:
            fired: Fired = run(lambda s: inviting.take_by_digest(s, digest, who, at, key=key))
        except Refused as refusal:
            form.form_errors.extend(refusal.sentences)
        else:
            session.pop(WITH_CODE, None)
            flash(t("taking.taken"), "good")
            return redirect(url_for(".one", invitation_id=fired.case.id), 303)
    case = inviting.by_digest(reading(), digest, now()) if digest else None
    if case is None:
        session.pop(WITH_CODE, None)
        return redirect(url_for("employer_code.ask"))
    return _take_page(case, form, INVALID if form.form_errors else 200)


@blueprint.route("/<uuid:invitation_id>", methods=["GET", "POST"])
def one(invitation_id: UUID) -> ResponseReturnValue:
    """The next step with a code that was taken up: register, begin the enrolment, or go on with the draft."""
    case = _taken(invitation_id)
    draft = inviting.open_draft(reading(), case)
    if draft is not None:
        if "editable" in AFFILIATION.by_state[draft.state].tags:
            return redirect(url_for("wizard.show", affiliation_id=draft.id, step="who"))
        return redirect(url_for("household.worker", affiliation_id=draft.id))
    if request.method == "POST":
        return _begin(case)
    registered = household_of_person(reading(), actor().person_id) is not None
    page_of_it = page_of_case(case)
    return render_template(
        "taking/one.html",
        rows=told_rows(case),
        page=page_of_it,
        registered=registered,
        form=PageForm(),
        hidden=fresh_hidden(None),
    )


def waiting_rows() -> list[tuple[str, str, str, str]]:
    """The codes that were taken up and are not finished, as rows of a list on the household's own page."""
    person = actor().person_id
    found = inviting.waiting_at(reading(), person) if person else []
    return [
        (
            t("taking.row", name=reading().get_one(Person, case.person_id).full_name),
            url_for("taking.one", invitation_id=case.id),
            t(f"invitation.state.{case.state}.household"),
            "open",
        )
        for case in found
    ]


def _begin(case: Invitation) -> ResponseReturnValue:
    who, at, key, invitation_id = actor(), now(), sent_key(), case.id

    def command(s: Session) -> Fired:
        return inviting.start_enrolment(s, invitation_id, who, at, key=key)

    try:
        begun = run(command)
    except NotAllowed:
        return redirect(url_for("household.show"), 303)
    return redirect(url_for("wizard.show", affiliation_id=begun.case.id, step="who"), 303)


def _taken(invitation_id: UUID) -> Invitation:
    case = reading().get(Invitation, invitation_id)
    if case is None or case.employer_id != actor().person_id:
        abort(404)
    if case.state not in INVITATION.states_tagged("with_household"):
        abort(redirect(url_for("household.show")))
    return case


def _take_page(case: Invitation, form: PageForm, status: int = 200) -> ResponseReturnValue:
    return render_template("taking/take.html", rows=told_rows(case), form=form, hidden=fresh_hidden(None)), status


# The code is what lets somebody take an invitation up; it is kept with whoever brought it, never in an address.
page_for(
    INVITATION.name,
    "take_up",
    lambda _case, roles: url_for("taking.show") if HOUSEHOLD in roles else None,
)
page_for(
    INVITATION.name,
    "start",
    lambda case, roles: url_for("taking.one", invitation_id=case.id) if HOUSEHOLD in roles else None,
)
