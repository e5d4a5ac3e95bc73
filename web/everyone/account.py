"""The pages of an account: sign in and out, open one, forgotten and changed passwords."""

from typing import cast
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from flask_security.recoverable import generate_reset_password_token, reset_password_token_status
from flask_security.utils import logout_user
from sqlalchemy.orm import Session

from web.edge.auth import RESET_HOURS, Account, actor, begin_session, fresh, security
from web.edge.clock import now
from web.edge.kept_input import FIELD, unseal
from web.edge.language import language, t
from web.edge.navigation import own_address, start_page
from web.edge.transactions import database, reading, run
from web.everyone.account_forms import ConfirmForm, ForgotForm, NewAccountForm, NewPasswordForm, SignInForm
from web.forms.fields import PageForm
from workflow import contacts, logins
from workflow.clock import real_now
from workflow.people import Login, Person

blueprint = Blueprint("account", __name__, url_prefix="/account")
INVALID = 422


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """User name and password; one answer for everything that does not match."""
    form = SignInForm()
    if form.validate_on_submit():
        account = _authenticated(form.username.data or "", form.password.data or "")
        if account:
            begin_session(account)
            return _continue(account)
        form.form_errors.append("account.sign_in_failed")
    return _page("account/sign_in.html", form)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session on this device."""
    logout_user()
    session.clear()
    flash(t("account.signed_out"), "good")
    return redirect(url_for("public.home"))


@blueprint.route("/confirm", methods=["GET", "POST"])
def confirm() -> ResponseReturnValue:
    """The password once more, before something that cannot be undone."""
    form = ConfirmForm()
    if form.validate_on_submit():
        account = _authenticated(current_user.username, form.password.data or "")
        if account:
            begin_session(account)
            return _continue(account)
        form.form_errors.append("account.password_wrong")
    return _page("account/confirm.html", form)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """What the account is, how its person is reached, and what can be done with it."""
    who = actor().person_id
    return render_template("account/show.html", person=reading().get_one(Person, who) if who else None)


@blueprint.get("/opened")
def opened() -> ResponseReturnValue:
    """The user name that a new account was given, to be written down."""
    return render_template("account/opened.html", start=start_page())


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Open an account as a persona empleadora and go straight on."""
    return _new("household", "account.new", "account.new_lead")


@blueprint.route("/new/worker", methods=["GET", "POST"])
def new_worker() -> ResponseReturnValue:
    """Open an account as a persona trabajadora del hogar; what she types proves nothing about who she is."""
    return _new("domestic_worker", "account.new_worker", "account.new_worker_lead")


def _new(role: str, title: str, lead: str) -> ResponseReturnValue:
    form = NewAccountForm()
    if not form.validate_on_submit():
        return _page("account/new.html", form, heading=t(title), lead=t(lead), hers=role == "domestic_worker")
    login = _open(form, role)
    begin_session(Account(login))
    return redirect(url_for(".opened"))


def _open(form: NewAccountForm, role: str) -> Login:
    """A login under a name that the system gives; an e-mail address that was typed is sent a code first."""
    password_hash, at, real, code = logins.hash_password(form.password.data), now(), real_now(), contacts.new_code()
    spoken = language()

    def command(session: Session) -> Login:
        named = {name: getattr(form, name).data or None for name in ("given_name", "first_surname", "second_surname")}
        person = Person(**named, language=spoken, created_at=at)
        username = logins.free_username(session, person.given_name)
        login = logins.open_login(session, username, password_hash, [role], at, person)
        if form.email.data:
            contacts.give_address(session, person.id, form.email.data, at)
            contacts.send_code(session, login, code, at, real)
        return login

    return run(command)


@blueprint.route("/forgot", methods=["GET", "POST"])
def forgot() -> ResponseReturnValue:
    """Send the link for a new password; the answer never tells whether the account exists."""
    form = ForgotForm()
    if not form.validate_on_submit():
        return _page("account/forgot.html", form)
    typed = form.username.data or ""
    # The work of a hash hides the small difference between an account that is told and one that does not exist.
    logins.hash_password(typed)
    found = logins.logins_reached_by(reading(), typed)
    links = [(login.id, _reset_link(login)) for login in found]
    if links:
        run(lambda s: _send_links(s, links))
    return render_template("account/forgot_sent.html", hours=RESET_HOURS)


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
def reset(token: str) -> ResponseReturnValue:
    """Choose a new password with the link of the message; the link works once."""
    expired, invalid, account = reset_password_token_status(token)  # type: ignore[no-untyped-call]
    if expired or invalid or account is None or not account.active:
        return render_template("account/reset_expired.html"), 410
    form = NewPasswordForm()
    form.username = account.username
    if not form.validate_on_submit():
        return _page("account/new_password.html", form, heading=t("account.reset"))
    _change_password(account, form.password.data)
    flash(t("account.password_changed"), "good")
    return redirect(url_for("account.sign_in"))


@blueprint.route("/password", methods=["GET", "POST"])
@fresh
def password() -> ResponseReturnValue:
    """Change the password; other devices are signed out."""
    form = NewPasswordForm()
    form.username = current_user.username
    if not form.validate_on_submit():
        return _page("account/new_password.html", form, heading=t("account.password"))
    _change_password(current_user, form.password.data)
    begin_session(cast(Account, _find(username=current_user.username)))
    flash(t("account.password_changed"), "good")
    return redirect(url_for("account.show"))


def _authenticated(typed: str, password: str) -> Account | None:
    """The active account of this user name and password. Takes the time of one hash whether or not it exists."""
    account = _find(username=logins.normal_username(typed))
    plain = security().password_util.normalize(password)
    if account is None or account.password is None:
        logins.hash_password(password)
        return None
    return account if account.verify_and_update_password(plain) and account.active else None


def _find(**wanted: str) -> Account | None:
    return cast(Account | None, security().datastore.find_user(False, **wanted))


def _continue(account: Account) -> ResponseReturnValue:
    """Where a person goes on: what they had typed when their session ended, the page they asked for, or their start."""
    kept = unseal(request.form.get(FIELD), account.fs_uniquifier)
    if kept:
        return render_template("account/kept.html", kept=kept)
    return redirect(own_address(request.args.get("next", "")) or start_page())


def _page(template: str, form: PageForm, **shown: object) -> ResponseReturnValue:
    page = render_template(template, form=form, kept=request.form.get(FIELD), **shown)
    return page, INVALID if form.errors else 200


def _reset_link(login: Login) -> str:
    token = generate_reset_password_token(Account(login))  # type: ignore[no-untyped-call]
    return f"{database().settings.base_url}{url_for('account.reset', token=token)}"


def _send_links(session: Session, links: list[tuple[UUID, str]]) -> None:
    for login_id, link in links:
        logins.send_reset_link(session, session.get_one(Login, login_id), link, now())


def _change_password(account: Account, password: str) -> None:
    password_hash, at = logins.hash_password(password), now()
    run(lambda s: logins.change_password(s, account.id, password_hash, at))
