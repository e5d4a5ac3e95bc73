"""A form whose session is gone (the cookie was deleted, or ran out): kept, and offered again to whoever typed it."""

from flask import Flask, current_app, make_response, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from itsdangerous import BadData, URLSafeTimedSerializer

from web.edge.access import is_public
from web.edge.errors import error_page
from web.edge.kept_input import KeptForm, sign_in_page, typed_fields

CONFLICT = 409
SALT = "wtf-csrf-token"  # under which Flask-WTF signs the token of a form
OWN_SITE = frozenset({None, "same-origin", "none"})


def install(app: Flask) -> None:
    """Answer such forms with what they said; every other form without a valid token stays refused."""
    app.register_error_handler(CSRFError, _offer_again)


def _offer_again(_error: CSRFError) -> ResponseReturnValue:
    signed = _signed_token()
    if signed is None or "csrf_token" in session or request.headers.get("Sec-Fetch-Site") not in OWN_SITE:
        return error_page(400)  # a forged form, or one of a session that is still here
    if request.endpoint is not None and is_public(request.endpoint):
        kept = KeptForm(request.full_path.rstrip("?"), tuple(typed_fields()))
        return make_response(render_template("account/kept.html", kept=kept), CONFLICT)
    _random, _dot, owner = signed.partition(".")
    return sign_in_page("account/sign_in.html", owner) if owner else error_page(400)


def _signed_token() -> str | None:
    """What the token of the form says, if this site signed it: the form was shown here, whoever sends it."""
    signer = URLSafeTimedSerializer(str(current_app.secret_key), salt=SALT)
    try:
        signed: str = signer.loads(request.form.get("csrf_token", ""))
    except BadData:
        return None
    return signed
