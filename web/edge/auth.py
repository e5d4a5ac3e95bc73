"""Who is signed in: accounts for Flask-Security, the door that is closed by default, and fresh passwords."""

import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import RoleMixin, Security, UserDatastore, UserMixin, current_user
from flask_security.utils import check_and_update_authn_fresh, login_user, logout_user
from sqlalchemy import select, update

from web.edge import transactions
from web.edge.access import OPEN_TO_DELEGATES, admits, is_public
from web.edge.kept_input import form_is_kept, owner_mark, sign_in_page
from workflow.context import Actor
from workflow.people import Login
from workflow.settings import Settings

F = TypeVar("F", bound=Callable[..., ResponseReturnValue])
RESET_HOURS = 2
FRESH_MINUTES = 15
SEEN_EVERY = 60
WITH_TEMPORARY_PASSWORD = frozenset({"account.password", "account.confirm", "account.sign_out"})


class RoleCode(RoleMixin):
    """A role as Flask-Security wants it: an object with a name."""

    def __init__(self, name: str) -> None:
        self.name = name


class Account(UserMixin):
    """A login as the web sees it: a copy taken once per request, so that looking at it never holds a transaction."""

    fs_uniquifier = ""  # Flask-Security looks for it on the class

    def __init__(self, login: Login) -> None:
        self.id: UUID = login.id  # type: ignore[assignment]  # Flask-Security says int and never looks
        self.username = login.username
        self.password = login.password
        self.active = login.active
        self.password_is_temporary = login.temporary_password
        self.fs_uniquifier = login.fs_uniquifier
        self.roles = [RoleCode(code) for code in login.roles]
        self.actor: Actor = login.as_actor()
        self.language = login.person.language if login.person else None
        self.name = login.person.full_name if login.person else login.username


class Accounts(UserDatastore):
    """Flask-Security's view of the login table."""

    def __init__(self) -> None:
        super().__init__(Account, RoleCode)

    def find_user(self, case_insensitive: bool = False, **wanted: Any) -> Account | None:
        """The account with this column value, read in the snapshot of the request."""
        login = transactions.reading().scalars(select(Login).filter_by(**wanted)).unique().one_or_none()
        return Account(login) if login else None

    def put(self, account: Account) -> Account:
        """Store a hash that was made stronger at sign-in, in a transaction of its own."""
        change = update(Login).where(Login.id == account.id).values(password=account.password)
        transactions.run(lambda session: session.execute(change))
        return account

    def commit(self) -> None:
        """Nothing is pending: `put` has written."""


def install(
    app: Flask, settings: Settings, helps: Callable[[], bool], attends: Callable[[], Actor | None] = lambda: None
) -> None:
    """Set up accounts and open each page to its readers alone (`web.edge.access`). CSRF protection is installed before.

    `helps` answers whether the request asks for a page of a household that whoever is signed in helps; `attends` who
    acts on this page if an official attends somebody.
    """
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of the scheme
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        SECURITY_RESET_PASSWORD_WITHIN=timedelta(hours=RESET_HOURS),
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
    )
    security = Security(app, Accounts(), register_blueprint=False)
    security.login_manager.request_loader(lambda _request: None)  # sessions only: no tokens in headers or addresses
    app.before_request(lambda: _end_idle_session(settings.session_minutes))
    app.before_request(_closed_by_default)
    app.before_request(_own_password_first)
    app.before_request(lambda: _act_for_whom_it_is(attends))
    app.before_request(lambda: _readers_only(helps))


def security() -> Security:
    """Flask-Security as set up for this application."""
    return cast(Security, current_app.extensions["security"])


def actor() -> Actor:
    """Who acts in this request: whoever signed in, or the person they attend. Only for pages behind the door."""
    return cast(Actor, g.get("attended_actor") or current_user.actor)


def begin_session(account: Account) -> None:
    """Sign in somebody whose password was just checked or chosen."""
    login_user(account, remember=False, authn_via=["password"])
    session["seen"] = time.time()
    bind_forms(account.fs_uniquifier)


def bind_forms(account: str) -> None:
    """Let every form shown from now on carry, in its token, whose it is: what it says is offered to nobody else."""
    session["csrf_token"] = f"{secrets.token_hex(20)}.{owner_mark(account)}"
    g.pop("csrf_token", None)  # the one this request has already made is of the session before


def asked_page() -> str:
    """The address this request asked for, to come back to."""
    return request.full_path.rstrip("?")


def fresh(view: F) -> F:
    """A view that asks for the password again if it was last typed a while ago; what was typed is kept meanwhile."""

    @wraps(view)
    def asked(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        span = timedelta(minutes=FRESH_MINUTES)
        if check_and_update_authn_fresh(span, span):
            return view(*args, **kwargs)
        if request.method == "POST":
            return sign_in_page("account/confirm.html", current_user.fs_uniquifier)
        return redirect(url_for("account.confirm", next=asked_page()))

    return cast(F, asked)


def _end_idle_session(minutes: int) -> None:
    if "_user_id" not in session:
        return
    now = time.time()  # sessions live on real time, whatever the movable clock says
    idle = now - session.get("seen", 0)
    if idle > minutes * 60:
        g.expired_account = session["_user_id"]
        logout_user()
    elif idle > SEEN_EVERY:
        session["seen"] = now


def _own_password_first() -> ResponseReturnValue | None:
    """Whoever was given a password by somebody else chooses their own before anything else."""
    endpoint = request.endpoint
    if endpoint is None or is_public(endpoint) or endpoint in WITH_TEMPORARY_PASSWORD:
        return None
    if not current_user.is_authenticated or not current_user.password_is_temporary:
        return None
    return redirect(url_for("account.password"))


def _closed_by_default() -> ResponseReturnValue | None:
    if request.endpoint is None or is_public(request.endpoint) or current_user.is_authenticated:
        return None
    if form_is_kept():
        return sign_in_page("account/sign_in.html", g.expired_account)
    return redirect(url_for("account.sign_in", next=asked_page() if request.method == "GET" else None))


def _act_for_whom_it_is(attends: Callable[[], Actor | None]) -> None:
    if request.endpoint is not None and not is_public(request.endpoint):
        g.attended_actor = attends()


def _readers_only(helps: Callable[[], bool]) -> None:
    """Answer 404 to whoever is no reader of the page: an area one may not enter does not exist."""
    endpoint = request.endpoint
    if endpoint is None or is_public(endpoint) or admits(endpoint, actor().roles):
        return
    if endpoint not in OPEN_TO_DELEGATES or not helps():
        abort(404)
