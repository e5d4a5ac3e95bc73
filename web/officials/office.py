"""The area of the office: the queue of what waits, one's own last decisions, and how the work stands."""

from datetime import timedelta

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from enrolment.offices import offices
from enrolment.roles import is_served_by
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.transactions import reading
from web.officials.office_queue import Filters, decided_workflows, open_to, queue, waiting_by_state
from web.officials.office_record import decided_by_each, last_decisions

blueprint = Blueprint("office", __name__, url_prefix="/office")

LOOKED_BACK = timedelta(days=7)


@blueprint.get("")
def show_queue() -> ResponseReturnValue:
    """What waits for a decision, what is due first at the top."""
    who = actor()
    filters = Filters.from_address(request.args, who.offices)
    try:
        rows, behind = queue(reading(), filters, today())
    except ValueError:
        abort(404)
    rows = open_to(reading(), who, rows, now())
    known = [office for office in offices(reading()).by_code.values() if is_served_by(who, office.code)]
    page = {"filters": filters, "rows": rows, "at": now(), "today": today(), "workflows": decided_workflows()}
    behind_page = filters.behind(behind) if behind else None
    return render_template("office/queue.html", **page, offices=known, next_page=behind_page)


@blueprint.get("/decisions")
def decisions() -> ResponseReturnValue:
    """The last steps of whoever asks, to go back to one."""
    return render_template(
        "office/decisions.html",
        rows=open_to(reading(), actor(), last_decisions(reading(), str(actor().login_id)), now()),
    )


@blueprint.get("/overview")
def overview() -> ResponseReturnValue:
    """How many cases wait where, and for supervisors who decided how many in the last week."""
    each = decided_by_each(reading(), now() - LOOKED_BACK) if "supervisor" in actor().roles else None
    return render_template("office/overview.html", counts=waiting_by_state(reading(), actor().offices), each=each)
