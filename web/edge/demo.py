"""The movable clock of a demonstration: the bar on every page and what its buttons do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from flask import Blueprint, Flask, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from web.edge.clock import now, today
from web.edge.language import t
from web.edge.navigation import own_address
from web.edge.transactions import reading
from workflow.tables import DeadlineRow

blueprint = Blueprint("demo", __name__, url_prefix="/demo")

MoveClock = Callable[[datetime], None]
STEPS = ("day", "week", "next_due")
KEY = "afilia.move_clock"


@dataclass(frozen=True, slots=True)
class ShownClock:
    """What the bar shows: today, and the steps the clock can take."""

    day: date
    steps: tuple[str, ...] = STEPS


def install(app: Flask, move_clock: MoveClock | None) -> None:
    """Show the bar if there is something that moves the clock; without it the clock is real and there is no bar."""
    app.extensions[KEY] = move_clock
    app.jinja_env.globals["demo_clock"] = _shown_clock


@blueprint.post("/clock")
def move_clock() -> ResponseReturnValue:
    """Move the clock a day, a week, or to the next due date, with everything that falls due on the way."""
    move = cast(MoveClock | None, current_app.extensions[KEY])
    if move is None:
        abort(404)
    target = _target(request.form.get("step", ""))
    if target is None:
        flash(t("demo.nothing_due"))
    else:
        move(target)
    return redirect(own_address(request.form.get("back", "")) or url_for("public.home"))


def _shown_clock() -> ShownClock | None:
    if current_app.extensions[KEY] is None:
        return None
    if "demo_clock" not in g:
        g.demo_clock = ShownClock(today())
    return cast(ShownClock | None, g.demo_clock)


def _target(step: str) -> datetime | None:
    if step == "day":
        return now() + timedelta(days=1)
    if step == "week":
        return now() + timedelta(weeks=1)
    if step != "next_due":
        abort(400)
    due = select(func.min(DeadlineRow.due_at)).where(DeadlineRow.status == "running", DeadlineRow.due_at > now())
    return reading().scalar(due)
