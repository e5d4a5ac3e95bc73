"""Whom somebody helps: invitations to answer, the households they may act for, and those households' pages."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.handed_codes import digest_of
from enrolment.household.household_models import Delegation, Succession
from enrolment.household.succession import SUCCESSION
from enrolment.models import Affiliation, Place
from enrolment.queries import PAGE, payments_due, periods_of, worker_name, worker_rows
from regime.sentences import Sentence
from web.casework import case_words
from web.casework.case_page import past
from web.casework.own_cases import page_of_case
from web.edge.acting import acting, delegations_to_me
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.language import t
from web.edge.transactions import reading, run
from web.forms.drafts import INVALID, sent_key
from web.forms.fields import IdentifierInput, PageForm, Required
from web.home.household_rows import due_payment, next_payment, relation_facts, worker_card
from web.home.relation_menu import menu_of
from workflow.definition import is_tagged
from workflow.engine import fire
from workflow.errors import Refused

blueprint = Blueprint("helping", __name__, url_prefix="/helping")
SHOWN = 6
LATEST = 2
ANSWERS = ("accept", "decline")


class CodeForm(PageForm):
    """The code that somebody handed over."""

    code = IdentifierInput("helping.code", [Required("helping.code_missing")], description="helping.code.hint")


@blueprint.get("")
def show() -> ResponseReturnValue:
    """The households helped, invitations to answer, own requests to take over, and where to type a code."""
    return _page(CodeForm(formdata=None))


@blueprint.post("/code")
def with_code() -> ResponseReturnValue:
    """Show the invitation behind a code; accept or decline it once that is pressed."""
    form = CodeForm(formdata=request.form)
    if not form.validate():
        return _page(form, INVALID)
    case = _invitation(form.code.data or "")
    if case is None:
        form.code.errors = ["helping.code_unknown"]
        return _page(form, INVALID)
    chosen = request.form.get("answer")
    if chosen not in ANSWERS:
        return _invitation_page(case, form)
    who, at, key, proof = actor(), now(), sent_key(), digest_of(form.code.data or "")
    case_id = case.id
    try:
        run(lambda session: _answer(session, case_id, chosen, who, at, key, proof))
    except Refused as refusal:
        return _invitation_page(case, form, refusal.sentences)
    flash(t(f"helping.{chosen}.done"), "good")
    return redirect(url_for(".show"), 303)


def _answer(session: Session, case_id: UUID, action: str, who: Any, at: Any, key: str, proof: str) -> None:
    fire(session, session.get_one(Delegation, case_id), action, who, at, key=key, data={"proof": proof})


def _invitation(code: str) -> Delegation | None:
    """The open invitation of a code; an unknown, used or ended code all look the same."""
    wanted = select(Delegation).where(Delegation.code_digest == digest_of(code), Delegation.person_id.is_(None))
    return reading().scalars(wanted.where(is_tagged(Delegation, "open")).limit(1)).first()


def _invitation_page(case: Delegation, form: CodeForm, refusal: tuple[Sentence, ...] = ()) -> ResponseReturnValue:
    shown = {"case": case, "rights": rights_words(case), "household": case.household.person.full_name}
    return render_template("helping/invitation.html", form=form, refusal=refusal, **shown), INVALID if refusal else 200


def rights_words(case: Delegation) -> list[str]:
    """What a delegation lets somebody do, in words; seeing comes first."""
    return [t("delegation.right.see"), *(t(f"delegation.right.{right}") for right in case.rights.split())]


def _page(form: CodeForm, status: int = 200) -> ResponseReturnValue:
    invited = select(Delegation).where(
        Delegation.invited_username == current_user.username, Delegation.person_id.is_(None)
    )
    invitations = reading().scalars(invited.where(is_tagged(Delegation, "open")).order_by(Delegation.id)).all()
    mine = select(Succession).where(Succession.successor_id == actor().person_id).order_by(Succession.id.desc())
    return render_template(
        "helping/show.html",
        form=form,
        helped=delegations_to_me(),
        rights_of=rights_words,
        invitations=[(case.household.person.full_name, _case("delegation", case.id)) for case in invitations],
        requests=[_request(case) for case in reading().scalars(mine.limit(SHOWN))],
    ), status


def _request(case: Succession) -> tuple[str, str, str, str]:
    state = case_words.state_label(SUCCESSION, case.state)
    name = case.household.person.full_name if case.household else case.employer_name or t("helping.request")
    return name, _case("succession", case.id), state, case_words.state_kind(SUCCESSION, case.state)


def _case(workflow: str, case_id: UUID) -> str:
    return url_for("cases.show", workflow=workflow, case_id=case_id)


def show_household() -> ResponseReturnValue:
    """The household's area as whoever acts for it sees it: the relations of the permission, and nothing else."""
    helped = acting() or abort(404)
    after = request.args.get("after", type=UUID)
    rows = worker_rows(reading(), helped.household.id, after=after, limit=PAGE + 1, only=helped.relations)
    due = payments_due(reading(), helped.household.id, only=helped.relations)
    more = url_for("household.show", after=rows[PAGE - 1].affiliation.id) if len(rows) > PAGE else None
    return render_template(
        "helping/household.html",
        name=helped.name,
        rows=[worker_card(row) for row in rows[:PAGE]],
        due=[due_payment(period) for period in due],
        today=today(),
        may_enrol=helped.may("affiliation", "begin"),
        next_href=more,
    )


def show_relation(case: Affiliation) -> ResponseReturnValue:
    """One relation as whoever acts for its household sees it: what was agreed, what is paid, what they may do."""
    page = page_of_case(case)
    place = reading().get(Place, case.place_id) if case.place_id else None
    return render_template(
        "helping/relation.html",
        case=case,
        page=page,
        name=worker_name(case),
        facts=relation_facts(case, place, today()),
        due=next_payment(case),
        periods=periods_of(reading(), case.id, limit=LATEST),
        timeline=past(reading(), page),
        menu=menu_of(case, page),
        today=today(),
    )
