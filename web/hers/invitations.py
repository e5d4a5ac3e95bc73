"""An enrolment that a worker starts: for whom she works, then a code to hand over or a request to IMSS."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.handed_codes import digest_of
from enrolment.household.homes import address_words
from enrolment.papers.invitation_letter import handed_over, letter_facts
from enrolment.relation import inviting
from enrolment.relation.invitation import INVITATION
from enrolment.relation.invitation_models import Invitation
from enrolment.relation.invitation_rules import TELLABLE, tells
from enrolment.roles import DOMESTIC_WORKER
from web.casework import case_words
from web.casework.action_forms import PageOfAction, page_for
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.language import language, long_day, t
from web.edge.transactions import database, reading, run
from web.forms import drafts
from web.forms.answers import weekday_words
from web.forms.drafts import CHECK, INVALID, Journey, StepForm, conflict, fresh_hidden, sent_key, sent_version
from web.forms.fields import Checkbox, Checkboxes, EmailInput, Length, LongText, Optional, PageForm, choices
from web.hers.invitation_cost import monthly_cost
from web.hers.invitation_steps import STEPS
from workflow.deadlines import open_deadlines
from workflow.engine import fire
from workflow.errors import NotReady, Refused
from workflow.paper import Paper
from workflow.people import Person
from workflow.typesetting import pdf_of

blueprint = Blueprint("invitations", __name__, url_prefix="/me/enrolments")
MOST_WRITTEN, MOST_EMAIL = 3000, 254
CONFLICT = 409


class InviteForm(PageForm):
    """What her employer may read, and whether Afilia writes to them."""

    tells = Checkboxes("start.tells", choices=choices("start.tell", TELLABLE), description="start.tells.hint")
    notifies = Checkbox("start.notifies")
    employer_email = EmailInput(
        "start.employer_email",
        [Optional(), Length("form.too_long", most=MOST_EMAIL)],
        description="start.employer_email.hint",
    )

    def as_wishes(self) -> dict[str, Any]:
        """The columns; an address that is not to be written to is not kept."""
        email = self.employer_email.data or None
        chosen = [part for part in TELLABLE if part in (self.tells.data or ())]
        return {"tells": " ".join(chosen), "notifies": bool(self.notifies.data), "employer_email": email}


class RequestForm(PageForm):
    """What shows that she works there."""

    words = LongText(
        "start.proof", [Optional(), Length("form.too_long", most=MOST_WRITTEN)], description="start.proof.hint"
    )


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """For whom she works; nothing is written until it is sent."""
    journey = _journey(None)
    return drafts.step_page(journey, "employer", journey.steps["employer"].filled(None), None)


@blueprint.post("/new")
def begin() -> ResponseReturnValue:
    """Open the draft with what the first page says."""
    return drafts.take_step(_journey(None), "employer", None, _begun)


@blueprint.get("/<uuid:invitation_id>/edit/<step>")
def show(invitation_id: UUID, step: str) -> ResponseReturnValue:
    """A page of the draft as it stands, or the choice at its end."""
    case = _mine(invitation_id, "save")
    if step == CHECK:
        return _choice(case)
    return drafts.step_page(_journey(case), step, _form(step).filled(case), case)


@blueprint.post("/<uuid:invitation_id>/edit/<step>")
def save(invitation_id: UUID, step: str) -> ResponseReturnValue:
    """Keep a page."""
    case = _mine(invitation_id, "save")
    _form(step)
    journey = _journey(case)

    def kept(form: StepForm) -> str:
        drafts.keep(case, form)
        return journey.address(journey.after(step))

    return drafts.take_step(journey, step, case, kept)


@blueprint.get("/<uuid:invitation_id>/invite")
def invite(invitation_id: UUID) -> ResponseReturnValue:
    """What her employer may read of it."""
    case = _mine(invitation_id, "invite")
    chosen = sorted(tells(case)) if case.tells is not None else ["since", "days", "pay"]
    form = InviteForm(formdata=None, tells=chosen, employer_email=case.employer_email, notifies=case.notifies)
    return _invite_page(case, form)


@blueprint.post("/<uuid:invitation_id>/invite")
def make_code(invitation_id: UUID) -> ResponseReturnValue:
    """Make the code and show it this one time."""
    case, form = _mine(invitation_id, "invite"), InviteForm(formdata=request.form)
    if not form.validate():
        return _invite_page(case, form, INVALID)
    who, at, version, wishes = actor(), now(), sent_version(), form.as_wishes()
    try:
        _fired, code = run(lambda s: inviting.invite(s, invitation_id, who, at, wishes, version=version))
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _invite_page(case, form, INVALID)
    except Refused as refusal:
        return _invite_page(case, form, CONFLICT, refusal)
    return _code_page(invitation_id, code)


@blueprint.route("/<uuid:invitation_id>/new-code", methods=["GET", "POST"])
def new_code(invitation_id: UUID) -> ResponseReturnValue:
    """Another code for one that was lost."""
    case = _mine(invitation_id, "new_code")
    if request.method == "GET":
        return render_template("person/invitation_new_code.html", case=case, form=PageForm())
    who, at = actor(), now()
    _fired, code = run(lambda s: inviting.renew_code(s, invitation_id, who, at))
    return _code_page(invitation_id, code)


@blueprint.post("/<uuid:invitation_id>/letter")
def letter(invitation_id: UUID) -> ResponseReturnValue:
    """The letter with the code, set for this answer alone: the code is stored nowhere, so it comes with the form."""
    case, code = _mine(invitation_id, "new_code"), request.form.get("code", "")
    if digest_of(code) != case.code_digest:
        abort(404)
    person = reading().get_one(Person, case.person_id)
    settings = database().settings
    facts = {
        **letter_facts(code, _good_until(case), settings.base_url, person.full_name),
        "cost": monthly_cost(case, today(), settings.policies),
    }
    return pdf_answer(pdf_of(handed_over(Paper(facts, language(), now())), language(), now()), "carta")


@blueprint.route("/<uuid:invitation_id>/request", methods=["GET", "POST"])
def ask_imss(invitation_id: UUID) -> ResponseReturnValue:
    """What asking IMSS means, what shows the work, and the request itself."""
    case = _mine(invitation_id, "request")
    form = RequestForm(formdata=request.form if request.method == "POST" else None)
    if request.method == "GET" or not form.validate():
        return _request_page(case, form, INVALID if form.errors else 200)
    who, at, key, version, words = actor(), now(), sent_key(), sent_version(), form.words.data or None

    def command(session: Session) -> Any:
        hers = session.get_one(Invitation, invitation_id)
        return fire(session, hers, "request", who, at, key=key, version=version, comment=words)

    try:
        run(command)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _request_page(case, form, INVALID)
    except Refused as refusal:
        return _request_page(case, form, CONFLICT, refusal)
    flash(t("start.requested"), "good")
    return redirect(url_for("cases.show", workflow=INVITATION.name, case_id=invitation_id), 303)


def pdf_answer(content: bytes, name: str) -> Response:
    """A PDF that is kept nowhere; its name on the disk names nobody."""
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{today():%Y-%m-%d}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def own_rows() -> list[tuple[str, str, str, str]]:
    """Every enrolment that she started, as the rows of a list."""
    person = actor().person_id
    found = inviting.invitations_of(reading(), person) if person else []
    return [
        (
            case.employer_name or t("start.no_name"),
            url_for("cases.show", workflow=INVITATION.name, case_id=case.id),
            case_words.state_label(INVITATION, case.state, {DOMESTIC_WORKER}),
            case_words.state_kind(INVITATION, case.state),
        )
        for case in found
    ]


def said_rows(case: Invitation, journey: Journey | None = None) -> list[tuple[str, ...]]:
    """What she said, each with its way back if there is one."""
    pay = t("fact.pay_each", amount=case.pay_amount, each=t(f"work.each.{case.pay_each}")) if case.pay_amount else None
    rows = [
        ("start.employer", case.employer_name, "employer"),
        ("address.work", address_words(case), "employer"),
        ("start.began_on", long_day(case.began_on) if case.began_on else None, "work"),
        ("work.weekdays", weekday_words(case.weekdays) if case.weekdays else None, "work"),
        ("work.pay", pay, "wage"),
        ("person.curp", case.curp, "number"),
        ("person.nss", case.nss, "number"),
    ]
    if journey is None:
        return [(t(code), value) for code, value, _ in rows if value]
    return [
        (t(code), value or t("start.not_said"), f"{journey.address(step)}?from={CHECK}") for code, value, step in rows
    ]


def _begun(form: StepForm) -> str:
    who, at, key, facts = actor(), now(), sent_key(), form.as_facts()
    opened = run(lambda session: inviting.begin_invitation(session, who, at, facts, key=key))
    return url_for(".show", invitation_id=opened.case.id, step="work")


def _journey(case: Invitation | None) -> Journey:
    def address(step: str) -> str:
        if case is None:
            return url_for("invitations.new")
        return url_for("invitations.show", invitation_id=case.id, step=step)

    return Journey(words="start", steps=STEPS, address=address, later="worker_area.show")


def _form(step: str) -> type[StepForm]:
    return STEPS.get(step) or abort(404)


def _mine(invitation_id: UUID, action: str) -> Invitation:
    """One of her own cases in which a step can be taken; her page of the case otherwise, 404 for anybody else's."""
    mine = select(Invitation).where(Invitation.id == invitation_id, Invitation.person_id == actor().person_id)
    case = reading().scalar(mine) or abort(404)
    if not any(case.state in step.source for step in INVITATION.versions_of(action)):
        abort(redirect(url_for("cases.show", workflow=INVITATION.name, case_id=case.id)))
    return case


def _choice(case: Invitation) -> ResponseReturnValue:
    journey = _journey(case)
    return render_template("person/invitation_choice.html", case=case, journey=journey, rows=said_rows(case, journey))


def _invite_page(
    case: Invitation, form: InviteForm, status: int = 200, refusal: Refused | None = None
) -> ResponseReturnValue:
    if not (case.curp or case.nss):
        form.tells.choices = choices("start.tell", [part for part in TELLABLE if part != "numbers"])
    return render_template(
        "person/invitation_invite.html", case=case, form=form, hidden=fresh_hidden(case), **conflict(case, refusal)
    ), status


def _request_page(
    case: Invitation, form: RequestForm, status: int = 200, refusal: Refused | None = None
) -> ResponseReturnValue:
    return render_template(
        "person/invitation_request.html",
        case=case,
        form=form,
        rows=said_rows(case, _journey(case)) if case.state in INVITATION.versions_of("save")[0].source else [],
        hidden=fresh_hidden(case),
        **conflict(case, refusal),
    ), status


def _code_page(invitation_id: UUID, code: str) -> ResponseReturnValue:
    with database().read() as session:  # the snapshot of this request is older than the code
        case = session.get_one(Invitation, invitation_id)
        until = _until(session, case)
    page = f"{database().settings.base_url}/invitation"
    return render_template("person/invitation_code.html", case=case, code=code, until=until, page=page, form=PageForm())


def _good_until(case: Invitation) -> date | None:
    return _until(reading(), case)


def _until(session: Session, case: Invitation) -> date | None:
    return next((row.due_day for row in open_deadlines(session, case.id) if row.code == "code"), None)


def _of_hers(endpoint: str) -> PageOfAction:
    return lambda case, roles: url_for(endpoint, invitation_id=case.id) if DOMESTIC_WORKER in roles else None


for _action, _page in (("invite", "invite"), ("new_code", "new_code"), ("request", "ask_imss")):
    page_for(INVITATION.name, _action, _of_hers(f"invitations.{_page}"))
page_for(
    INVITATION.name,
    "save",
    lambda case, roles: (
        url_for("invitations.show", invitation_id=case.id, step=CHECK) if DOMESTIC_WORKER in roles else None
    ),
)
