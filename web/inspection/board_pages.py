"""The director's board: who has how much, what is late or paused in which state, what nobody has."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from inspection.authorities import authorities
from inspection.desks.board import open_suspensions, standings
from inspection.desks.workload import loads
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.security_headers import leave_no_trace
from web.edge.transactions import reading

blueprint = Blueprint("inspection_board", __name__, url_prefix="/inspection/board")
blueprint.after_request(leave_no_trace)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """The figures of the authorities that whoever looks directs; every figure leads to the cases behind it."""
    offices, at = sorted(actor().offices), now()
    known = authorities(reading())
    rows = standings(reading(), offices, at)
    return render_template(
        "inspection/board.html",
        rows=rows,
        names={code: known.of(code).name for code in offices},
        unassigned=sum(row.count for row in rows if row.state in row.workflow.states_tagged("unassigned")),
        late=sum(row.late for row in rows),
        paused=sum(row.paused for row in rows),
        loads=loads(reading(), offices, at),
        suspensions=open_suspensions(reading(), offices),
        today=today(),
    )
