"""Asking the institute whether a relation is to be insured at all: one short page of the household (LSS 17)."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, Household
from enrolment.queries import worker_name
from enrolment.relation.affiliation import AFFILIATION
from enrolment.relation.doubt import DOUBT, open_doubt
from enrolment.relation.doubt_models import Doubt
from web.casework.case_links import related_to_affiliation
from web.casework.case_summaries import Section, Summary
from web.casework.enrolment_cases import facts, masked, worker_in_full
from web.casework.enrolment_search import affiliations
from web.casework.own_cases import my_affiliation
from web.casework.timeline import Reader
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import t
from web.edge.transactions import reading, run
from web.forms.drafts import INVALID, fresh_hidden, sent_key
from web.forms.fields import Length, LongText, PageForm, Required
from workflow.engine import Fired, open_case
from workflow.errors import NotReady

blueprint = Blueprint("doubt", __name__, url_prefix="/home/workers/<uuid:affiliation_id>/doubt")
LEAST_WRITTEN, MOST_WRITTEN = 10, 4000


class DoubtForm(PageForm):
    """Why somebody doubts that the work is to be insured."""

    why = LongText(
        "doubt.ask.why",
        [Required("doubt.ask.missing"), Length("doubt.ask.missing", LEAST_WRITTEN, MOST_WRITTEN)],
        description="doubt.ask.why_hint",
    )


@blueprint.route("", methods=["GET", "POST"])
def state(affiliation_id: UUID) -> ResponseReturnValue:
    """What a doubt does and does not do; once it is sent, the case in which it is decided."""
    relation = my_affiliation(affiliation_id)
    if relation.state not in AFFILIATION.states_tagged("in_force"):
        abort(404)
    stated = open_doubt(reading(), relation.id)
    if stated is not None:
        return redirect(_address(stated.id))
    form = DoubtForm()
    if not form.validate_on_submit():
        return _page(relation, form, INVALID if form.errors else 200)
    who, at, key, why = actor(), now(), sent_key(), str(form.why.data)

    def command(session: Session) -> Fired:
        data = {"affiliation_id": relation.id}
        return open_case(session, Doubt, "state", who, at, comment=why, data=data, key=key)

    try:
        stated_now = run(command)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page(relation, form, INVALID)
    flash(t("doubt.action.state.done"), "good")
    return redirect(_address(stated_now.case.id), 303)


def doubt_named(session: Session, case: Doubt) -> str:
    """What a doubt is called in lists: the worker of the relation, masked."""
    relation = session.get_one(Affiliation, case.affiliation_id)
    return masked(relation.worker_given_name, relation.worker_first_surname, relation.worker_second_surname)


def doubt_summary(session: Session, case: Doubt, reader: Reader) -> Summary:
    """The relation that is doubted, and by whom."""
    relation = session.get_one(Affiliation, case.affiliation_id)
    household = session.get_one(Household, relation.household_id)
    about = facts(
        ("case.household", household.person.full_name),
        ("case.worker", worker_in_full(relation)),
        ("fact.began_on", relation.began_on),
        ("fact.enrolled_from", relation.enrolled_from),
    )
    return Summary(
        heading=t("doubt.title"),
        sections=(Section(t("case.relation"), about),),
        related=related_to_affiliation(session, relation, reader, but=case),
        personal=True,
    )


def doubts(text: str) -> ColumnElement[bool]:
    """By whatever finds the relation."""
    return Doubt.affiliation_id.in_(select(Affiliation.id).where(affiliations(text)))


def _address(doubt_id: UUID) -> str:
    return url_for("cases.show", workflow=DOUBT.name, case_id=doubt_id)


def _page(relation: Affiliation, form: DoubtForm, status: int) -> ResponseReturnValue:
    hidden = fresh_hidden(None)
    return render_template(
        "household/doubt.html", case=relation, name=worker_name(relation), form=form, hidden=hidden
    ), status
