"""How somebody is reached: their own e-mail address, proved by a code, their telephone and their language."""

from typing import cast

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy.orm import Session

from regime.sentences import Sentence
from web.edge.auth import Account, actor, fresh
from web.edge.clock import now
from web.edge.language import remember, t
from web.edge.transactions import reading, run
from web.everyone.contact_forms import AddressForm, CodeForm, LanguageForm, PhoneForm
from web.forms.fields import PageForm
from workflow import contacts
from workflow.clock import real_now
from workflow.people import Login, Person

blueprint = Blueprint("contacts", __name__, url_prefix="/account")

INVALID = 422


@blueprint.record_once
def _give_words(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals["address_waits"] = _address_waits


@blueprint.route("/email", methods=["GET", "POST"])
@fresh
def email() -> ResponseReturnValue:
    """Give an e-mail address; a code goes to it, and it is used once the code has come back."""
    form, person = AddressForm(), _person()
    if not form.validate_on_submit():
        return _page("account/email.html", form, used=person.email)
    address, person_id, at = form.email.data, person.id, now()
    run(lambda session: contacts.give_address(session, person_id, address, at))
    if contacts.waiting_address(reading(), person_id) is None:
        flash(t("contact.address_is_used"), "good")
        return _back()
    return _send()


@blueprint.route("/email/code", methods=["GET", "POST"])
@fresh
def code() -> ResponseReturnValue:
    """Type the code that was sent; with it the address is proved."""
    waiting = contacts.waiting_address(reading(), _person().id)
    if waiting is None:
        return _back()
    form, address = CodeForm(), waiting.address
    if not form.validate_on_submit():
        return _page("account/email_code.html", form, waiting=waiting, digits=contacts.DIGITS)
    if fault := _prove(form.digits):
        form.code.errors = [fault]
        return _page("account/email_code.html", form, waiting=waiting, digits=contacts.DIGITS)
    flash(t("contact.proved", address=address), "good")
    return _back()


@blueprint.post("/email/send")
@fresh
def send() -> ResponseReturnValue:
    """Send another code to the address that waits."""
    return _send() if contacts.waiting_address(reading(), _person().id) else _back()


@blueprint.post("/email/forget")
@fresh
def forget() -> ResponseReturnValue:
    """Drop the address that waits; nothing else changes."""
    person_id = _person().id
    run(lambda session: contacts.forget_address(session, person_id))
    flash(t("contact.forgotten"), "good")
    return _back()


@blueprint.post("/email/remove")
@fresh
def remove() -> ResponseReturnValue:
    """No e-mail any more; notices are read in Afilia."""
    at, login_id = now(), _account().id
    run(lambda session: contacts.remove_address(session, session.get_one(Login, login_id), at))
    flash(t("contact.removed"), "good")
    return _back()


@blueprint.route("/phone", methods=["GET", "POST"])
@fresh
def phone() -> ResponseReturnValue:
    """Change the telephone, or take it away by leaving it empty."""
    person = _person()
    form = PhoneForm(phone=person.phone)
    if not form.validate_on_submit():
        return _page("account/phone.html", form)
    return _kept("phone", form.phone.data or None)


@blueprint.route("/language", endpoint="language", methods=["GET", "POST"])
@fresh
def own_language() -> ResponseReturnValue:
    """The language of the notices and, from now on, of the pages."""
    form = LanguageForm(language=_person().language)
    if not form.validate_on_submit():
        return _page("account/language.html", form)
    chosen = form.language.data
    return remember(make_response(_kept("language", chosen)), chosen)


def _kept(column: str, value: str | None) -> ResponseReturnValue:
    person_id = _person().id
    run(lambda session: setattr(session.get_one(Person, person_id), column, value))
    flash(t(f"contact.{column}_kept"), "good")
    return _back()


def _send() -> ResponseReturnValue:
    """Send a code and go where it is typed."""
    login_id, at, real, code = _account().id, now(), real_now(), contacts.new_code()
    run(lambda session: contacts.send_code(session, session.get_one(Login, login_id), code, at, real))
    return redirect(url_for(".code"), 303)


def _prove(typed: str) -> Sentence | None:
    login_id, at, real = _account().id, now(), real_now()

    def command(session: Session) -> Sentence | None:
        return contacts.prove(session, session.get_one(Login, login_id), typed, at, real)

    return run(command)


def _address_waits() -> bool:
    """Whether an address of whoever is signed in waits for its proof."""
    person_id = actor().person_id
    return person_id is not None and contacts.waiting_address(reading(), person_id) is not None


def _person() -> Person:
    person_id = actor().person_id or abort(404)  # some who run the system have an account and are nobody here
    return reading().get_one(Person, person_id)


def _account() -> Account:
    return cast(Account, current_user)


def _back() -> ResponseReturnValue:
    return redirect(url_for("account.show"), 303)


def _page(template: str, form: PageForm, **shown: object) -> ResponseReturnValue:
    return render_template(template, form=form, **shown), INVALID if form.errors else 200
