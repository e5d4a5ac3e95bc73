"""The calendar of an inspector: the page on which its secret address is made or ended, and the calendar behind it."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from inspection.desks.calendar_text import calendar_text
from inspection.desks.feed import end_feed, entries_of, feed_of, login_behind, new_feed
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import t
from web.edge.security_headers import leave_no_trace
from web.edge.transactions import reading, run

blueprint = Blueprint("calendar", __name__, url_prefix="/inspection/calendar")
blueprint.after_request(leave_no_trace)

LONGEST_TOKEN = 64


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Whether there is an address, and since when; the address itself is shown once, when it is made."""
    return render_template("inspection/calendar.html", feed=feed_of(reading(), actor().login_id), address=None)


@blueprint.post("")
def make() -> ResponseReturnValue:
    """Make an address, in place of the one there was, and show it this once."""
    who, at = actor(), now()
    assert who.login_id is not None  # noqa: S101 - whoever signed in has a login
    login_id = who.login_id
    token = run(lambda session: new_feed(session, login_id, at))
    address = url_for(".feed", token=token, _external=True)
    return render_template("inspection/calendar.html", feed=feed_of(reading(), login_id), address=address)


@blueprint.post("/end")
def end() -> ResponseReturnValue:
    """Take the address away: whoever has it gets nothing from now on."""
    login_id = actor().login_id
    assert login_id is not None  # noqa: S101 - whoever signed in has a login
    run(lambda session: end_feed(session, login_id))
    flash(t("calendar.ended"), "good")
    return redirect(url_for(".show"), 303)


@blueprint.get("/<token>.ics")
def feed(token: str) -> ResponseReturnValue:
    """The calendar behind an address, for programs that know no session; whoever guesses learns nothing."""
    login = login_behind(reading(), token) if len(token) <= LONGEST_TOKEN else None
    if login is None:
        abort(404)
    text = calendar_text(entries_of(reading(), login, now()), "Afilia", now())
    headers = {"Content-Disposition": "inline; filename=afilia.ics", "X-Robots-Tag": "noindex"}
    return Response(text, mimetype="text/calendar", headers=headers)
