"""How often somebody may try to sign in, ask for a reset or open an account."""

from collections.abc import Callable
from typing import cast

from flask import Flask, request, session
from flask.typing import RouteCallable
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from workflow.logins import normal_username
from workflow.settings import Settings

# Per address, generous enough for an office behind one address; per user name, tight, whether or not it exists.
PER_ADDRESS = {
    "account.sign_in": "60 per minute",
    "account.confirm": "30 per minute",
    "account.forgot": "20 per hour",
    "account.new": "30 per hour",
    "account.new_worker": "30 per hour",
    "account.reset": "60 per hour",
    "verification.look_up": "30 per hour",
    "helping.with_code": "30 per hour",
    "employer_code.look": "30 per hour",
    "employer_code.answer": "30 per hour",
    "employer_code.accept": "30 per hour",
    "taking.show": "30 per hour",
    "successions.ask": "30 per hour",
    "complaints.send": "60 per hour",
    "following.look_up": "60 per hour",
    "following.take": "120 per hour",
}
# Per account: every code sent gives new tries, so that both are few.
PER_ACCOUNT = {"contacts.email": "10 per hour", "contacts.send": "10 per hour", "contacts.code": "30 per hour",
               "attending.on_the_telephone": "30 per hour"}  # fmt: skip
PER_NAME = {"account.sign_in": "5 per minute; 30 per hour", "account.forgot": "5 per hour"}

# Per folio, whether or not there is one: whoever tries secrets is stopped, from wherever they try.
PER_FOLIO = {"following.look_up": "10 per hour", "following.take": "60 per hour"}


def install(app: Flask, settings: Settings) -> None:
    """Limit the account pages, counting in Redis if there is one and in this process otherwise."""
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=settings.redis_url or "memory://",
        strategy="moving-window",
        headers_enabled=True,
        in_memory_fallback_enabled=bool(settings.redis_url),
    )
    for endpoint, limit in PER_ADDRESS.items():
        _limit(app, limiter, endpoint, limit, get_remote_address)
    for endpoint, limit in PER_ACCOUNT.items():
        _limit(app, limiter, endpoint, limit, _account_signed_in)
    for endpoint, limit in PER_FOLIO.items():
        _limit(app, limiter, endpoint, limit, _folio_typed)
    for endpoint, limit in PER_NAME.items():
        _limit(app, limiter, endpoint, limit, _name_typed)


def _limit(app: Flask, limiter: Limiter, endpoint: str, limit: str, key: Callable[[], str]) -> None:
    decorate = limiter.limit(limit, key_func=key, methods=["POST"])
    # Decorating alone does nothing for a view that is already registered.
    app.view_functions[endpoint] = cast(RouteCallable, decorate(app.view_functions[endpoint]))


def _account_signed_in() -> str:
    return str(session.get("_user_id", ""))


def _folio_typed() -> str:
    typed = request.form.get("folio", "").strip().upper()[:20]
    return typed or get_remote_address()  # a page that is still open names no folio


def _name_typed() -> str:
    return normal_username(request.form.get("username", ""))
