"""Days of a running relation that are not like the others: noting a pause, vacation or a holiday worked; undoing it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from enrolment.models import Affiliation
from enrolment.relation.affiliation import AFFILIATION
from enrolment.relation.marked_days import UNPAID, WORKED_HOLIDAY, Marked, marked_in
from regime.rest_days import holidays_between
from regime.sentences import Sentence
from web.casework.action_forms import page_for
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.transactions import reading
from web.forms.drafts import INVALID, sent_key, sent_version
from web.forms.fields import Optional, PageForm, Radios, Required, choices
from web.forms.value_fields import DayInput
from web.home.relation_changes import own_page, running, show_page, take
from workflow.engine import Fired, fire, reference

blueprint = Blueprint("marked", __name__, url_prefix="/home/workers/<uuid:affiliation_id>")
A_YEAR = timedelta(days=365)


def _as_day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


class VacationForm(PageForm):
    """From which day to which."""

    first_day = DayInput("marked.first_day", [Required("marked.days_missing")], description="work.day_hint")
    last_day = DayInput("marked.last_day", [Required("marked.days_missing")], description="work.day_hint")


class PauseForm(VacationForm):
    """Why nothing is worked and paid, and the days."""

    page_order = ("kind",)
    kind = Radios("marked.why", [Required("marked.kind_missing")], choices=choices("marked.why", UNPAID))


class HolidayForm(PageForm):
    """Which day of rest by law she worked."""

    first_day = Radios("marked.which_holiday", [Required("marked.days_missing")], coerce=_as_day, choices=[])

    def __init__(self, *args: Any, days: Mapping[date, Sentence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first_day.choices = [
            SelectChoice(value=day, label=Sentence("marked.holiday", {"day": day, "name": name}))
            for day, name in days.items()
        ]


class ShortenForm(PageForm):
    """The new last day; none takes all the days back."""

    last_day = DayInput("marked.new_last_day", [Optional()], description="marked.new_last_day.hint")


@blueprint.route("/pause", methods=("GET", "POST"))
def pause(affiliation_id: UUID) -> ResponseReturnValue:
    """Days without work or pay: what they do to her cover, and what else could be agreed."""
    return _mark("pause", running(affiliation_id), PauseForm(formdata=_typed()), "pause")


@blueprint.route("/vacation", methods=("GET", "POST"))
def vacation(affiliation_id: UUID) -> ResponseReturnValue:
    """Paid vacation, which leaves her insured."""
    return _mark("vacation", running(affiliation_id), VacationForm(formdata=_typed()), "take_vacation")


@blueprint.route("/holiday", methods=("GET", "POST"))
def holiday(affiliation_id: UUID) -> ResponseReturnValue:
    """Work on a day of rest by law, and what it earns."""
    case = running(affiliation_id)
    return _mark("holiday", case, HolidayForm(formdata=_typed(), days=_holidays(case)), "work_holiday")


@blueprint.route("/marked/<uuid:marked_id>", methods=("GET", "POST"))
def shorten(affiliation_id: UUID, marked_id: UUID) -> ResponseReturnValue:
    """Shorten what was noted, or take it back."""
    case = running(affiliation_id)
    span = next((span for span in marked_in(reading(), case.id) if span.id == marked_id), None) or abort(404)
    form = ShortenForm(formdata=_typed())
    if span.length == 1:
        del form.last_day
    return _mark("shorten", case, form, "shorten_days", {"marked_id": marked_id, "last_day": None}, span=span)


def _mark(
    page: str, case: Affiliation, form: PageForm, action: str, known: Mapping[str, Any] | None = None, **more: Any
) -> ResponseReturnValue:
    if request.method == "GET":
        return show_page(page, case, form, **more)
    if not form.validate():
        return show_page(page, case, form, INVALID, **more)
    who, at, key, version = actor(), now(), sent_key(), sent_version()
    data = {**(known or {}), **{name: value for name, value in form.data.items() if name != "csrf_token"}}

    def command(session: Session) -> Fired:
        return fire(
            session, reference(session, Affiliation, case.id), action, who, at, key=key, version=version, data=data
        )

    return take(page, case, form, command, **more)


def _typed() -> Any:
    return request.form if request.method == "POST" else None


def _holidays(case: Affiliation) -> dict[date, Sentence]:
    """The days of rest by law of the last year that lie in the relation and are not noted yet, the latest first."""
    noted = marked_in(reading(), case.id, WORKED_HOLIDAY)
    first = max(case.enrolled_from or today(), today() - A_YEAR)
    found = [held for held in holidays_between(first, today()) if not any(held.day in span for span in noted)]
    return {held.day: held.reason for held in reversed(found)}


def marked_rows(case: Affiliation, spans: tuple[Marked, ...]) -> list[tuple[Sentence, str]]:
    """What is noted, each with the page on which it is shortened or taken back."""
    return [
        (
            Sentence(f"marked.row.{span.kind}", {"first": span.first, "last": span.last}),
            url_for("marked.shorten", affiliation_id=case.id, marked_id=span.id),
        )
        for span in spans
    ]


page_for(AFFILIATION.name, "pause", own_page("marked.pause"))
page_for(AFFILIATION.name, "take_vacation", own_page("marked.vacation"))
page_for(AFFILIATION.name, "work_holiday", own_page("marked.holiday"))
# Taken beside each of the noted days, which it names; the relation has no one page for it.
page_for(AFFILIATION.name, "shorten_days", lambda _case, _roles: None)
