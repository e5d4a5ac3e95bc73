"""One calm page for everything that goes wrong: what happened, what to do next, and a number to quote."""

import secrets
from typing import cast

import structlog
from flask import Flask, Response, g, make_response, render_template, request
from flask_security.core import AnonymousUser
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from enrolment.roles import OFFICIAL_CODES
from regime.sentences import Sentence
from workflow.errors import Busy, ChangedMeanwhile, KeyReused, NotAllowed, Refused, WrongState
from workflow.sealing import CannotUnseal

log = structlog.get_logger()

NOT_FOUND = 404
SERVER_ERROR = 500
EXPLAINED = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500, 503})
STATUS_OF_REFUSAL: dict[type[Refused], int] = {
    NotAllowed: 404,  # whoever may not act on a case does not learn that it exists
    WrongState: 409,
    ChangedMeanwhile: 409,
    KeyReused: 409,
    Busy: 503,
}


def install(app: Flask) -> None:
    """Number every request and answer every error with the one page."""

    @app.before_request
    def _number_request() -> None:
        g.request_id = secrets.token_hex(5)
        structlog.contextvars.clear_contextvars()  # the thread served somebody else before
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def _tell_number(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        return response

    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(CannotUnseal, _sealed)
    app.register_error_handler(Exception, _unexpected)


def refusal_status(refusal: Refused) -> int:
    """The HTTP status of a refused step; a missing condition is a form to mend."""
    return STATUS_OF_REFUSAL.get(type(refusal), 422)


def error_page(status: int, refusal: Refused | None = None) -> Response:
    """The page of a status; one that has no words of its own speaks as its family does."""
    spoken = status if status in EXPLAINED else (SERVER_ERROR if status >= SERVER_ERROR else 400)
    if spoken >= SERVER_ERROR:
        _do_without_database()
    sentences = refusal.sentences if refusal and spoken not in (404, SERVER_ERROR) else ()
    page = render_template(
        "errors/error.html",
        status=spoken,
        sentences=sentences,
        request_id=g.get("request_id", ""),
        for_office=spoken == NOT_FOUND and _asked_by_an_official(),
    )
    return make_response(page, status)


def _asked_by_an_official() -> bool:
    """Officials read why a case may not open, the same whether there is one or not: it tells nothing of anybody."""
    account = g.get("_login_user")
    return bool(account and account.is_authenticated and account.actor.roles & OFFICIAL_CODES)


def _http_error(error: HTTPException) -> Response:
    if error.response is not None:  # an answer somebody raised ready-made, such as a redirect
        return cast(Response, error.response)
    response = error_page(error.code or SERVER_ERROR)
    for name in ("Retry-After", "Allow"):
        value = dict(error.get_headers()).get(name)
        if value:
            response.headers[name] = value
    return response


def _refused(refusal: Refused) -> Response:
    return error_page(refusal_status(refusal), refusal)


def _database_away(error: OperationalError) -> Response:
    log.error("database unavailable", page=_page(), error=str(error.orig))
    return error_page(503)


def _sealed(error: CannotUnseal) -> Response:
    """Nothing is lost: the record opens again once the operator gives back the key that sealed it."""
    log.error("sealed record cannot be opened", page=_page(), error=str(error))
    return error_page(503, Refused(Sentence("error.sealed")))


def _unexpected(error: Exception) -> Response:
    log.error("unexpected error", page=_page(), exc_info=error)
    return error_page(SERVER_ERROR)


def _page() -> str:
    """The page as the log names it: by its rule, because the address of a reset link lets its reader in."""
    return str(request.url_rule)


def _do_without_database() -> None:
    """The error page must not need what just failed: no account, no clock."""
    g._login_user = AnonymousUser()  # type: ignore[no-untyped-call]  # where Flask-Login keeps the person of this request
    g.demo_clock = None
    g.setdefault("language", "es")
