"""Notices in the browser: everybody's own, and in a demonstration the mailbox in which every message can be read."""

import re
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_security import current_user
from jinja2.utils import urlize
from markupsafe import Markup, escape

from web.edge.auth import actor
from web.edge.language import t
from web.edge.transactions import database, reading
from web.everyone.notice_list import (
    PAGE,
    ShownNotice,
    all_notices,
    mark_all_read,
    mark_read,
    notice_of,
    notices_of,
    unread,
)

blueprint = Blueprint("mailbox", __name__)


@blueprint.record_once
def _count_unread(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals["unread_notices"] = _unread_here


@blueprint.get("/notices")
def own() -> ResponseReturnValue:
    """The notices of whoever is signed in; they need no e-mail address to read them."""
    rows = notices_of(reading(), _person(), _after())
    return _list("mailbox/own.html", rows, "mailbox.own")


@blueprint.post("/notices")
def read_all() -> ResponseReturnValue:
    """Every own notice counts as read."""
    mark_all_read(_person())
    flash(t("mailbox.all_read"), "good")
    return redirect(url_for(".own"), 303)


@blueprint.get("/notices/<uuid:message_id>")
def own_notice(message_id: UUID) -> ResponseReturnValue:
    """One own notice, which counts as read from now on."""
    shown = notice_of(reading(), message_id, _person()) or abort(404)
    mark_read(shown.message)
    body = in_words(shown.notice.body) if shown.notice else None
    return render_template("mailbox/own_notice.html", shown=shown, body=body)


def in_words(body: str) -> Markup:
    """The text of a notice on a page, where a page of Afilia is a link in words instead of a bare address."""
    words = escape(t("mailbox.this_page"))
    return Markup(re.sub(rf">{re.escape(request.host_url)}[^<]*</a>", f">{words}</a>", urlize(escape(body))))  # noqa: S704 - both are escaped


@blueprint.get("/mailbox")
def everything() -> ResponseReturnValue:
    """Every message written, with what became of it; only where nothing is real."""
    _demonstration_only()
    return _list("mailbox/everything.html", all_notices(reading(), _after()), "mailbox.everything")


@blueprint.get("/mailbox/<uuid:message_id>")
def message(message_id: UUID) -> ResponseReturnValue:
    """One message as the person reads it, with its delivery."""
    _demonstration_only()
    shown = notice_of(reading(), message_id) or abort(404)
    return render_template("mailbox/message.html", shown=shown)


def _list(template: str, rows: list[ShownNotice], endpoint: str) -> ResponseReturnValue:
    more = rows[PAGE - 1].message.id if len(rows) > PAGE else None
    links: dict[str, Any] = {
        "next_href": url_for(endpoint, after=more) if more else None,
        "first_href": url_for(endpoint) if request.args.get("after") else None,
    }
    return render_template(template, rows=rows[:PAGE], **links)


def _after() -> UUID | None:
    try:
        return UUID(request.args["after"]) if "after" in request.args else None
    except ValueError:
        abort(404)


def _person() -> UUID:
    return actor().person_id or abort(404)


def _demonstration_only() -> None:
    if not database().settings.demo:
        abort(404)


def _unread_here() -> int:
    if not current_user.is_authenticated or current_user.actor.person_id is None:
        return 0
    return unread(reading(), current_user.actor.person_id)
