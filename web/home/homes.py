"""The homes of a household: adding one, changing its address with the relations in it, giving one up; and closing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enrolment.household.home_moves import differences_of
from enrolment.household.homes import address_words
from enrolment.household.registration import REGISTRATION
from enrolment.models import Affiliation, Place, Registration
from enrolment.money.exception_models import Refund
from enrolment.queries import payments_due, worker_name
from enrolment.roles import HOUSEHOLD
from regime.geography import zone_of
from web.casework.action_forms import page_for
from web.casework.own_cases import my_household, my_places, my_registration
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import t
from web.edge.transactions import reading, run
from web.forms.drafts import CONFLICT, INVALID, conflict, fresh_hidden, sent_key, sent_version
from web.forms.fields import Checkbox, PageForm, Required
from web.forms.person_fields import AddressFields
from web.forms.value_fields import DayInput
from web.home.household_rows import due_payment
from web.home.own_money_rows import refund_row
from workflow.definition import is_tagged
from workflow.engine import Fired, fire
from workflow.errors import NotReady, Refused

blueprint = Blueprint("homes", __name__, url_prefix="/home")
CONFIRMED = "confirmed"
UNSENT = frozenset({"csrf_token", CONFIRMED, "edit"})


class HomeForm(AddressFields):
    """The address of a home."""

    def as_address(self) -> dict[str, Any]:
        """The address by column, with the key of its municipality."""
        typed = {name: self[name].data or None for name in ("street", "neighbourhood", "postal_code")}
        return {**typed, "municipality": self.chosen_place}


class MoveForm(HomeForm):
    """The new address of a home, and since when."""

    moved_on = DayInput("homes.moved_on", [Required("homes.moved_on_missing")], description="work.day_hint")


class CloseForm(PageForm):
    """That the consequences of closing were read."""

    understood = Checkbox("homes.close.understood", [Required("homes.close.understood_missing")])


@blueprint.get("/homes")
def show() -> ResponseReturnValue:
    """Every home with how many people work there."""
    _running()
    return render_template("homes/show.html", rows=[(place, address_words(place), _at(place)) for place in my_places()])


@blueprint.route("/homes/new", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """One more home."""
    case = _running()
    form = HomeForm(formdata=request.form if request.method == "POST" else None)
    if request.method == "GET":
        return _page("homes/add.html", case, form)
    if not form.validate():
        return _page("homes/add.html", case, form, INVALID)
    return _take(case, "add_home", form.as_address(), "homes/add.html", form)


@blueprint.route("/homes/<uuid:place_id>/move", methods=["GET", "POST"])
def move(place_id: UUID) -> ResponseReturnValue:
    """The new address of a home: what it changes is shown first."""
    case, place = _running(), _place(place_id)
    form = MoveForm(formdata=request.form if request.method == "POST" else None)
    if request.method == "GET" or "edit" in request.form:
        return _page("homes/move.html", case, form, place=place, address=address_words(place))
    if not form.validate():
        return _page("homes/move.html", case, form, INVALID, place=place, address=address_words(place))
    if CONFIRMED not in request.form:
        return _preview(place, form)
    data = {**form.as_address(), "place_id": place.id, "moved_on": form.moved_on.data}
    return _take(case, "move_home", data, "homes/move.html", form, place=place, address=address_words(place))


@blueprint.route("/homes/<uuid:place_id>/end", methods=["GET", "POST"])
def end(place_id: UUID) -> ResponseReturnValue:
    """Give up a home in which nobody works."""
    case, place, form = _running(), _place(place_id), PageForm()
    more: dict[str, Any] = {"place": place, "address": address_words(place), "working": _at(place)}
    if request.method == "GET":
        return _page("homes/end.html", case, form, **more)
    return _take(case, "end_home", {"place_id": place.id}, "homes/end.html", form, **more)


@blueprint.route("/close", methods=["GET", "POST"])
def close() -> ResponseReturnValue:
    """Close the registration: what stands in the way, what is still owed, what stays on record."""
    case, form = _running(), CloseForm(formdata=request.form if request.method == "POST" else None)
    if request.method == "GET":
        return _page("homes/close.html", case, form, **_left())
    if not form.validate():
        return _page("homes/close.html", case, form, INVALID, **_left())
    return _take(case, "close", {}, "homes/close.html", form, leads_to="household.show", **_left())


def _left() -> dict[str, Any]:
    """Who still works in the household, the lines that are still to be paid, the refunds that are under way."""
    household = my_household() or abort(404)
    mine = select(Affiliation).where(Affiliation.household_id == household.id, is_tagged(Affiliation, "open"))
    rows = [
        (worker_name(row) or t("household.unnamed"), url_for("household.worker", affiliation_id=row.id))
        for row in reading().scalars(mine.order_by(Affiliation.id))
    ]
    due = [due_payment(period) for period in payments_due(reading(), household.id)]
    asked = select(Refund).where(Refund.household_id == household.id, is_tagged(Refund, "open")).order_by(Refund.id)
    return {"working": rows, "due": due, "refunds": [refund_row(case) for case in reading().scalars(asked)]}


def _preview(place: Place, form: MoveForm) -> ResponseReturnValue:
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in UNSENT]
    town, moved_on = form.chosen_place or "", form.moved_on.data
    return render_template(
        "homes/move_preview.html",
        place=place,
        form=form,
        typed=typed,
        rows=differences_of(reading(), place.id, town, moved_on, now()),
        zone_changes=zone_of(town, moved_on) != zone_of(place.municipality, moved_on),
    )


def _take(
    case: Registration,
    action: str,
    data: dict[str, Any],
    template: str,
    form: PageForm,
    *,
    leads_to: str = "homes.show",
    **more: Any,
) -> ResponseReturnValue:
    who, at, key, version, case_id = actor(), now(), sent_key(), sent_version(), case.id

    def command(session: Session) -> Fired:
        own = session.get_one(Registration, case_id)
        return fire(session, own, action, who, at, data=data, key=key, version=version)

    try:
        run(command)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page(template, case, form, INVALID, **more)
    except Refused as refusal:
        return _page(template, case, form, CONFLICT, refusal, **more)
    flash(t(f"homes.{action}.done"), "good")
    return redirect(url_for(leads_to), 303)


def _page(
    template: str, case: Registration, form: PageForm, status: int = 200, refusal: Refused | None = None, **more: Any
) -> ResponseReturnValue:
    fresh = my_registration() or case
    return render_template(template, form=form, hidden=fresh_hidden(fresh), **conflict(fresh, refusal), **more), status


def _running() -> Registration:
    """The own registration in force; without one there is no home to speak of."""
    case = my_registration()
    if case is None or "in_force" not in REGISTRATION.by_state[case.state].tags:
        abort(redirect(url_for("household.show")))
    return case


def _place(place_id: UUID) -> Place:
    return next((place for place in my_places() if place.id == place_id), None) or abort(404)


def _at(place: Place) -> int:
    mine = select(func.count()).select_from(Affiliation).where(Affiliation.place_id == place.id)
    return reading().scalar(mine.where(is_tagged(Affiliation, "open"))) or 0


def _own_page(endpoint: str) -> Callable[[Any, Any], str | None]:
    return lambda _case, roles: url_for(endpoint) if HOUSEHOLD in roles else None


for _action in ("move_home", "end_home"):
    page_for(REGISTRATION.name, _action, _own_page("homes.show"))
page_for(REGISTRATION.name, "add_home", _own_page("homes.add"))
page_for(REGISTRATION.name, "close", _own_page("homes.close"))
