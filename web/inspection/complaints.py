"""The page on which anybody complains, without an account and on any telephone: sent once, answered with folio and
secret, leaving nothing in an address or a cache."""

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from enrolment.handed_codes import new_code
from inspection.intake.receiving import Received, receive_complaint
from web.edge.clock import now
from web.edge.security_headers import leave_no_trace
from web.edge.transactions import run
from web.forms.drafts import INVALID, fresh_hidden, sent_key
from web.forms.file_fields import typed
from web.inspection.intake_forms import ComplaintForm
from workflow.context import Actor

blueprint = Blueprint("complaints", __name__, url_prefix="/complaints")
blueprint.after_request(leave_no_trace)

FROM_AFILIA = "afilia"
# What a page of Afilia that knows the home hands over, so that nobody types it again.
HANDED_OVER = ("employer_name", "street", "town", "speaks_as")
_SECRET = re.compile(r"([2-9A-HJKMNP-Z]{4}-){2}[2-9A-HJKMNP-Z]{4}")


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """The empty form, dangers and whom to call first."""
    return _page(ComplaintForm(formdata=None))


@blueprint.post("/new")
def send() -> ResponseReturnValue:
    """Receive what is told. Folio and secret are shown in this answer and nowhere else: there is no address of them."""
    form = ComplaintForm(formdata=typed())
    if not form.validate():
        return _page(form, INVALID)
    received = receive(form, "afilia" if request.form.get("source") == FROM_AFILIA else "web")
    return render_template("inspection/received.html", received=received, dangers=form.dangers.data)


@blueprint.route("/known", methods=["GET", "POST"])
def known() -> ResponseReturnValue:
    """The form with what a page of hers knows of the home; nothing of it was in an address."""
    if request.method == "GET":
        return redirect(url_for(".new"))
    filled = {name: request.form.get(name, "") for name in HANDED_OVER}
    return _page(ComplaintForm(formdata=None, data=filled), source=FROM_AFILIA)


def receive(form: ComplaintForm, channel: str, officer: Actor | None = None) -> Received:
    """Keep a complaint once, however often its form is sent. Raises what `receive_complaint` raises."""
    at, key, secret = now(), sent_key(), sent_secret()
    told, facts, identity, files = form.text, form.as_facts(), form.as_identity(), form.files.kept

    def command(session: Session) -> Received:
        return receive_complaint(
            session,
            at,
            told,
            facts,
            identity=identity,
            channel=channel,
            officer=officer,
            secret=secret,
            key=key,
            files=files,
        )

    return run(command)


def fresh_secret() -> dict[str, str]:
    """What the form carries unseen: its key, and the secret that it will have, so that sent twice it is one."""
    return {**fresh_hidden(None), "secret": new_code()}


def sent_secret() -> str:
    """The secret that the form carried; a new one where somebody changed it into something else."""
    sent = request.form.get("secret", "")
    return sent if _SECRET.fullmatch(sent) else new_code()


def carried() -> dict[str, str]:
    """What a form that comes back carries again: the same key and secret, so that it stays one complaint."""
    if "key" not in request.form or "secret" not in request.form:
        return fresh_secret()
    return {"key": request.form["key"], "secret": sent_secret()}


def _page(form: ComplaintForm, status: int = 200, source: str = "") -> ResponseReturnValue:
    source = source or request.form.get("source", "")
    hidden = {**carried(), "source": FROM_AFILIA if source == FROM_AFILIA else ""}
    return render_template("inspection/complaint.html", form=form, hidden=hidden), status
