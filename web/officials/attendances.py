"""Attending people at the counter and on the telephone: beginning, what can be done, and the receipt at the end."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.attending import agreed_answers
from enrolment.attending.attendance import ANSWERED, RECEIPT, last_office
from enrolment.attending.attendance_models import Attendance
from enrolment.attending.attended_steps import events_of
from enrolment.models import Confirmation
from enrolment.offices import offices
from web.casework.case_words import done, title
from web.edge import attending
from web.edge.auth import actor, fresh
from web.edge.clock import now, today
from web.edge.language import t
from web.edge.transactions import reading, run
from web.officials.attending_forms import CallerForm, CounterForm, NewPersonForm, PersonForm
from web.officials.telephone_list import callers_steps
from workflow.columns import new_id
from workflow.context import COUNTER, TELEPHONE, Actor
from workflow.definition import WORKFLOWS
from workflow.engine import fire, open_case
from workflow.errors import NotReady, Refused
from workflow.people import Person
from workflow.tables import Document, Event

blueprint = Blueprint("attending", __name__, url_prefix="/office/attending")
INVALID = 422


@blueprint.route("/counter", methods=["GET", "POST"])
@fresh
def at_the_counter() -> ResponseReturnValue:
    """Attend somebody who is here and known: by a number of theirs, or from a case about them."""
    person = _named()
    form = (PersonForm if person else CounterForm).at(_offices(), _last_office())
    if not form.validate_on_submit():
        return _asked("attending/counter.html", form, person=person)
    wanted = person.id if person else agreed_answers.person_called(reading(), form.number.data)
    if wanted is None:
        form.number.errors = ["attending.unknown"]
        return _asked("attending/counter.html", form, person=None)
    return _begin(form, "attending/counter.html", wanted, person=person)


@blueprint.route("/counter/new", methods=["GET", "POST"])
@fresh
def somebody_new() -> ResponseReturnValue:
    """Attend somebody who is here for the first time; nobody needs an account."""
    form = NewPersonForm.at(_offices(), _last_office())
    if not form.validate_on_submit():
        return _asked("attending/new.html", form)
    return _begin(form, "attending/new.html", None)


@blueprint.route("/telephone", methods=["GET", "POST"])
@fresh
def on_the_telephone() -> ResponseReturnValue:
    """Attend a caller who answers their agreed questions. Whoever is not known that way learns nothing more."""
    form = CallerForm.at(_offices(), _last_office())
    if not form.validate_on_submit():
        return _asked("attending/telephone.html", form)
    person_id = _caller(form)
    if person_id is None:
        form.form_errors.append("attending.not_recognised")
        form.forget_answers()
        return _asked("attending/telephone.html", form)
    return _begin(form, "attending/telephone.html", person_id)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Who is attended, what can be done for them, and what was filed so far."""
    here = attending.attending()
    if here is None:
        return redirect(url_for("office.show_queue"))
    steps = [] if here.is_here else callers_steps(reading(), here.actor, now(), today())
    return render_template("attending/show.html", attended=here, steps=steps, filed=_filed(here.case))


@blueprint.post("/confirmations/<uuid:confirmation_id>")
def confirm(confirmation_id: UUID) -> ResponseReturnValue:
    """A caller confirms a relation of hers."""
    here = attending.attending() or abort(404)
    case = reading().get(Confirmation, confirmation_id) or abort(404)
    at, key = now(), request.form.get("key", "")[:60] or abort(400)
    try:
        run(lambda s: fire(s, s.get_one(Confirmation, case.id), "confirm", here.actor, at, key=f"web:{key}"))
    except Refused as refusal:
        for sentence in refusal.sentences:
            flash(t(sentence.code, **sentence.params), "warn")
    else:
        flash(t("confirmation.action.confirm.done"), "good")
    return redirect(url_for(".show"), 303)


@blueprint.post("/end")
def end() -> ResponseReturnValue:
    """End the attendance and show the receipt to print, in which everything filed is named."""
    here = attending.attending()
    if here is None:
        return redirect(url_for("office.show_queue"), 303)
    who, at, case = actor(), now(), here.case
    run(lambda s: fire(s, s.get_one(Attendance, case.id), "end", who, at))
    attending.leave()
    kept = select(Document.id).where(Document.case_id == case.id, Document.kind == RECEIPT)
    return render_template("attending/ended.html", receipt=reading().scalar(kept), channel=case.channel)


def _begin(form: Any, template: str, person_id: UUID | None, **shown: Any) -> ResponseReturnValue:
    who, at = actor(), now()

    def command(session: Session) -> UUID:
        found = person_id or _known_from_now_on(session, form, at)
        data = {
            "person_id": found,
            "channel": TELEPHONE if isinstance(form, CallerForm) else COUNTER,
            "checked": ANSWERED if isinstance(form, CallerForm) else form.checked.data,
            "office": form.chosen_office,
        }
        begun: UUID = open_case(session, Attendance, "begin", who, at, data=data).case.id
        return begun

    try:
        begun = run(command)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _asked(template, form, **shown)
    attending.begin(begun)
    return redirect(url_for(".show"), 303)


def _known_from_now_on(session: Session, form: NewPersonForm, at: Any) -> UUID:
    typed = {name: form[name].data or None for name in ("given_name", "first_surname", "second_surname", "phone")}
    person = Person(id=new_id(), language=form.language.data, created_at=at, **typed)
    session.add(person)
    session.flush()
    return person.id


def _caller(form: CallerForm) -> UUID | None:
    """Who calls, if every answer is right and few were wrong today; a wrong try is counted, of strangers too."""
    secret, day = current_app.config["SECRET_KEY"], today()
    typed = str(form.who.data)
    person_id = agreed_answers.person_called(reading(), typed)
    caller = agreed_answers.caller_digest(secret, person_id, typed)
    hashes, may_try = agreed_answers.hashes_of(reading(), person_id), agreed_answers.may_try(reading(), caller, day)
    is_right = agreed_answers.all_right(hashes, form.answers)
    if is_right and may_try:
        return person_id
    run(lambda session: agreed_answers.was_wrong(session, caller, day))
    return None


def _named() -> Person | None:
    """The person of the address: whom a case is about that the official came from."""
    wanted = request.args.get("person", type=UUID)
    return reading().get(Person, wanted) or abort(404) if wanted else None


def _offices() -> list[tuple[str, str]]:
    """The offices at which the official may attend, by code and name."""
    who: Actor = actor()
    names = offices(reading()).names
    return sorted((code, names[code]) for code in (who.offices or names) if code in names)


def _last_office() -> str | None:
    return last_office(reading(), actor().login_id)


def _asked(template: str, form: Any, **shown: Any) -> ResponseReturnValue:
    return render_template(template, form=form, **shown), INVALID if form.errors else 200


@dataclass(frozen=True, slots=True)
class Filed:
    """One step taken in this attendance, and the receipts that it gave."""

    what: str
    where: str
    event: Event


def _filed(case: Attendance) -> list[Filed]:
    events = (event for event in events_of(reading(), case))
    return [Filed(done(WORKFLOWS[e.workflow], e.action), title(WORKFLOWS[e.workflow]), e) for e in events]
