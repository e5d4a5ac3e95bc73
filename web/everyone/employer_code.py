"""For whoever was handed a code by somebody who works in their home, or by the office: what it says, and an answer.

Unknown, used and expired codes are answered alike. Nothing is shown but what she chose to tell.
"""

from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from enrolment.handed_codes import digest_of
from enrolment.relation import inviting
from enrolment.relation.invitation_models import Invitation
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import long_day, t
from web.edge.navigation import WITH_CODE
from web.edge.transactions import reading, run
from web.forms.answers import weekday_words
from web.forms.drafts import INVALID, fresh_hidden, sent_key
from web.forms.fields import IdentifierInput, Length, LongText, PageForm, Required
from workflow.context import Actor
from workflow.errors import Refused
from workflow.people import Person

blueprint = Blueprint("employer_code", __name__)
MOST_WRITTEN, MOST_CODE = 3000, 40


class CodeForm(PageForm):
    """The code as it stands on the letter."""

    code = IdentifierInput(
        "taking.code",
        [Required("taking.code_missing"), Length("form.too_long", most=MOST_CODE)],
        description="taking.code.hint",
    )


class ReasonForm(CodeForm):
    """Why not, or what is answered to the office."""

    words = LongText("taking.words", [Required("taking.words_missing"), Length("form.too_long", most=MOST_WRITTEN)])


@blueprint.get("/invitation")
def ask() -> ResponseReturnValue:
    """Where a code is typed."""
    return _ask(CodeForm(formdata=None))


@blueprint.get("/i/<code>")
def scanned(code: str) -> ResponseReturnValue:
    """The same with the code of a camera filled in; nothing is looked up before the form is sent."""
    return _ask(CodeForm(formdata=None, code=code[:MOST_CODE]))


@blueprint.post("/invitation")
def look() -> ResponseReturnValue:
    """What stands behind the code; it travels in the form and not in an address."""
    form = CodeForm(formdata=request.form)
    if not form.validate():
        return _ask(form, INVALID)
    case = inviting.by_digest(reading(), digest_of(form.code.data or ""), now())
    if case is None:
        form.code.errors = ["invitation.code_unknown"]
        return _ask(form, INVALID)
    return _told(case, ReasonForm(formdata=None, code=form.code.data))


@blueprint.post("/invitation/accept")
def accept() -> ResponseReturnValue:
    """Keep the code for this browser and go on with an account: that is where an enrolment is filled in."""
    session[WITH_CODE] = digest_of(request.form.get("code", ""))
    return redirect(url_for("taking.show"), 303)


@blueprint.post("/invitation/answer")
def answer() -> ResponseReturnValue:
    """Say no, or answer the office, with or without an account."""
    form = ReasonForm(formdata=request.form)
    case = inviting.by_digest(reading(), digest_of(form.code.data or ""), now())
    if case is None:
        unknown = CodeForm(formdata=None, code=form.code.data)
        unknown.code.errors = ["invitation.code_unknown"]
        return _ask(unknown, INVALID)
    if not form.validate():
        return _told(case, form, INVALID)
    who, at, key = _bearer(), now(), sent_key()
    code, words = form.code.data or "", form.words.data or ""
    send = inviting.answer if case.submitted_on else inviting.decline
    try:
        run(lambda s: send(s, code, who, at, words, key=key))
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _told(case, form, INVALID)
    return render_template("taking/answered.html", asked=bool(case.submitted_on))


def told_rows(case: Invitation) -> list[tuple[str, str]]:
    """What she chose to tell, as terms and words."""
    told = inviting.shown_to_employer(case)
    person = reading().get_one(Person, case.person_id)
    pay = None
    if "pay_amount" in told and "pay_each" in told:
        pay = t("fact.pay_each", amount=told["pay_amount"], each=t(f"work.each.{told['pay_each']}"))
    rows: list[tuple[str, Any]] = [
        ("person.name", person.full_name),
        ("start.began_on", long_day(told["began_on"]) if "began_on" in told else None),
        ("work.weekdays", weekday_words(told["weekdays"]) if told.get("weekdays") else None),
        ("work.pay", pay),
        ("person.curp", told.get("curp")),
        ("person.nss", told.get("nss")),
    ]
    return [(t(code), value) for code, value in rows if value]


def _bearer() -> Actor:
    return actor() if current_user.is_authenticated else inviting.BEARER


def _ask(form: CodeForm, status: int = 200) -> ResponseReturnValue:
    return render_template("taking/ask.html", form=form), status


def _told(case: Invitation, form: ReasonForm, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "taking/told.html", rows=told_rows(case), asked=bool(case.submitted_on), form=form, hidden=fresh_hidden(None)
    ), status
