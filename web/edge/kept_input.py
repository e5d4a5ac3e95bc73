"""What somebody typed when their session had ended: sealed into the sign-in page, offered again after signing in."""

import hmac
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app, g, render_template, request
from flask.typing import ResponseReturnValue

from web.everyone.account_forms import FORM_OF_PAGE

KEPT_SECONDS = 3600
MOST_CHARACTERS = 200_000
FIELD = "kept"


@dataclass(frozen=True)
class KeptForm:
    """A form sent too late: where it was going and what it said."""

    path: str
    fields: tuple[tuple[str, str], ...]


def form_is_kept() -> bool:
    """Whether this request is a form whose sender's session ran out. Its CSRF token has already been checked."""
    return request.method == "POST" and "expired_account" in g


def sign_in_page(template: str, account: str) -> ResponseReturnValue:
    """Ask for the password on a page that carries the sealed form of this request."""
    form = FORM_OF_PAGE[template](formdata=None)
    return render_template(template, form=form, kept=seal(account), expired=True), 401


def typed_fields() -> list[tuple[str, str]]:
    """What this request's form says, without its token. Passwords and files are never kept."""
    return [(k, v) for k, v in request.form.items(multi=True) if k != "csrf_token" and "password" not in k]


def seal(account: str) -> str | None:
    """This request's form, encrypted for the account (or its mark) that typed it."""
    fields = typed_fields()
    if sum(len(key) + len(value) for key, value in fields) > MOST_CHARACTERS:
        return None
    content = json.dumps([account, request.full_path.rstrip("?"), fields])
    return _cipher().encrypt(content.encode()).decode()


def unseal(token: str | None, account: str) -> KeptForm | None:
    """The kept form, if it is whole, recent and was typed by this account; otherwise nothing."""
    if not token:
        return None
    try:
        owner, path, fields = json.loads(_cipher().decrypt(token.encode(), ttl=KEPT_SECONDS))
    except InvalidToken:
        return None
    mine = owner in (account, owner_mark(account))
    return KeptForm(path, tuple((key, value) for key, value in fields)) if mine else None


def owner_mark(account: str) -> str:
    """A name for an account that says nothing of it: carried by the forms it is shown, where no session is left."""
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, f"owner:{account}".encode(), sha256).hexdigest()


def _cipher() -> Fernet:
    secret = f"kept-input:{current_app.secret_key!s}"
    return Fernet(urlsafe_b64encode(sha256(secret.encode()).digest()))
