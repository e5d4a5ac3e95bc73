"""The ledger of suspensions: what each would move is shown first, and only then approved."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.authorities import authorities
from inspection.desks.suspended import approved_by, tell_officers, told_of
from regime.due_dates import Suspension
from web.casework import case_words
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import t
from web.edge.transactions import reading, run
from web.forms.fields import Dropdown, Length, Optional, PageForm, Required, TextInput, named_choices
from web.forms.value_fields import DayInput
from workflow import suspensions
from workflow.definition import WORKFLOWS
from workflow.suspensions import Move
from workflow.tables import DeadlineRow, SuspensionRow

blueprint = Blueprint("suspensions", __name__, url_prefix="/operations/suspensions")

INVALID = 422
MOST_ACT = 200


class SuspensionForm(PageForm):
    """A published act: whose clocks it stops, from when to when, and where it was published."""

    authority = Dropdown("suspensions.authority")
    since = DayInput("suspensions.since", [Required("suspensions.since_missing")])
    until = DayInput("suspensions.until", [Optional()], description="suspensions.until_hint")
    act = TextInput(
        "suspensions.act",
        [Required("suspensions.act_missing"), Length("form.too_long", most=MOST_ACT)],
        description="suspensions.act_hint",
    )

    def validate_until(self, field: Any) -> None:
        """A suspension ends after it began."""
        if field.data and self.since.data and field.data < self.since.data:
            field.errors.append("suspensions.ends_first")

    @property
    def suspension(self) -> Suspension:
        """The suspension as typed."""
        typed: dict[str, Any] = self.data
        return Suspension(typed["since"], typed["until"], typed["act"])


class EndForm(PageForm):
    """The last day of an open suspension and the act that says so."""

    until = DayInput("suspensions.until", [Required("suspensions.until_missing")])
    act = TextInput("suspensions.act", [Required("suspensions.act_missing"), Length("form.too_long", most=MOST_ACT)])

    def __init__(self, began: date) -> None:
        super().__init__()
        self.began = began

    def validate_until(self, field: Any) -> None:
        """A suspension ends after it began."""
        if field.data < self.began:
            field.errors.append("suspensions.ends_first")

    @property
    def last_day(self) -> date:
        """The last day as typed."""
        return cast(date, self.until.data)


@dataclass(frozen=True, slots=True)
class Moved:
    """Deadlines of a kind that would end on another day; no day means paused."""

    workflow: str
    deadline: str
    from_day: date | None
    to_day: date | None
    from_latest: date | None
    to_latest: date | None

    @property
    def has_two_days(self) -> bool:
        """Whether it passes on another day than the one people are told."""
        return (self.from_day, self.to_day) != (self.from_latest, self.to_latest)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """The suspensions known, and the form for a new one."""
    return _page(_form())


@blueprint.post("")
def enter() -> ResponseReturnValue:
    """Show what a suspension would move; approve it when that was asked for."""
    form = _form()
    if not form.validate_on_submit():
        return _page(form, INVALID)
    if "approve" not in request.form:
        return _page(form, moves=suspensions.rehearse(reading(), form.authority.data, form.suspension))
    who, at = actor(), now()
    moved = run(lambda s: _approve(s, form.authority.data, form.suspension, who, at))
    flash(t("suspensions.approved", count=len(moved)), "good")
    return redirect(url_for(".show"), 303)


@blueprint.route("/<uuid:suspension_id>/end", methods=["GET", "POST"])
def end(suspension_id: UUID) -> ResponseReturnValue:
    """Give an open suspension its last day."""
    row = reading().get(SuspensionRow, suspension_id)
    if row is None or row.until_day is not None:
        abort(404)
    form = EndForm(row.from_day)
    if not form.validate_on_submit():
        return render_template("operations/end_suspension.html", form=form, row=row), INVALID if form.errors else 200
    at, act = now(), str(form.act.data)
    moved = run(lambda s: _end(s, suspension_id, form.last_day, at, act))
    flash(t("suspensions.approved", count=len(moved)), "good")
    return redirect(url_for(".show"), 303)


def _form() -> SuspensionForm:
    form = SuspensionForm()
    found = reading().scalars(select(DeadlineRow.authority).distinct())
    known = authorities(reading()).names
    form.authority.choices = named_choices(
        (code, known.get(code, code.upper())) for code in sorted({"imss", *known, *found})
    )
    return form


def _approve(session: Session, authority: str, suspension: Suspension, who: Any, at: Any) -> list[Move]:
    """Enter the suspension unless it stands in the ledger already: a form sent twice approves once."""
    known = select(SuspensionRow.id).where(
        SuspensionRow.authority == authority,
        SuspensionRow.from_day == suspension.since,
        SuspensionRow.act == suspension.act,
        SuspensionRow.lifted_at.is_(None),
    )
    if session.scalar(known):
        return []
    moved = suspensions.suspend(session, who, at, suspension, authority=authority)
    entered = session.scalars(select(SuspensionRow).order_by(SuspensionRow.id.desc()).limit(1)).one()
    tell_officers(session, entered, at, len(moved))
    return moved


def _end(session: Session, suspension_id: UUID, last_day: date, at: Any, act: str) -> list[Move]:
    moved = suspensions.end(session, suspension_id, last_day, at, act)
    tell_officers(session, session.get_one(SuspensionRow, suspension_id), at, len(moved))
    return moved


def _page(form: SuspensionForm, status: int = 200, moves: Sequence[Move] | None = None) -> ResponseReturnValue:
    newest = select(SuspensionRow).order_by(SuspensionRow.from_day.desc(), SuspensionRow.id.desc())
    rows = list(reading().scalars(newest))
    moved = None if moves is None else _counted(moves)
    told = told_of(reading(), [row.id for row in rows])
    shown = {"form": form, "rows": rows, "moved": moved, "told": told, "approved_by": approved_by(reading(), rows)}
    return render_template("operations/suspensions.html", **shown), status


def _counted(moves: Sequence[Move]) -> list[tuple[Moved, int]]:
    """How many would move alike, the most first."""
    return Counter(_shown(move) for move in moves).most_common()


def _shown(move: Move) -> Moved:
    workflow = WORKFLOWS[move.workflow]
    return Moved(
        workflow=case_words.title(workflow),
        deadline=case_words.deadline_label(workflow, move.code),
        from_day=move.from_day,
        to_day=move.to_day,
        from_latest=move.from_latest,
        to_latest=move.to_latest,
    )
