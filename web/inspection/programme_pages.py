"""The programme of a director: homes of an area to inspect, and who goes to several of them together."""

import re
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from inspection.desks.workload import by_load, name_of
from inspection.files.file import files_of
from inspection.visit.programme import Home, assign_together, plan, waiting_in
from regime.geography import municipalities
from regime.sentences import Sentence
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import say, t
from web.edge.security_headers import leave_no_trace
from web.edge.transactions import reading, run
from web.forms.drafts import INVALID, fresh_hidden, sent_key
from web.forms.fields import (
    Checkboxes,
    Dropdown,
    Length,
    LongText,
    Optional,
    PageForm,
    Required,
    TextInput,
    named_choices,
)
from web.forms.place_search import PlaceFields
from workflow.errors import Refused

blueprint = Blueprint("programme", __name__, url_prefix="/inspection/programme")
blueprint.after_request(leave_no_trace)

MOST_HOMES, MOST_SHOWN, LONGEST_PART = 30, 100, 120
# Street, neighbourhood, postal code, employer; what is not known is left empty.
_LINE = re.compile(r"[^;]*[^;\s][^;]*(;[^;]*(;\s*(\d{5})?\s*(;[^;]*)?)?)?")


class HomesForm(PlaceFields):
    """The municipality, and the homes in it, one on each line."""

    page_order = ("town", "municipality", "homes")
    town = TextInput("place.text", description="programme.town_hint", size="in-20")
    homes = LongText(
        "programme.homes",
        [Required("programme.homes_missing"), Length("form.too_long", most=12_000)],
        description="programme.homes_hint",
    )

    def validate_homes(self, field: Any) -> None:
        """Each line is a home: street, then what else is known, with semicolons between."""
        if len(self.lines) > MOST_HOMES:
            field.errors.append(Sentence("programme.too_many", {"most": MOST_HOMES}))
        for number, line in enumerate(self.lines, start=1):
            if not _LINE.fullmatch(line) or max(map(len, line.split(";"))) > LONGEST_PART:
                field.errors.append(Sentence("programme.line_unreadable", {"number": number}))

    @property
    def lines(self) -> list[str]:
        """What was typed, without empty lines."""
        return [line.strip() for line in (self.homes.data or "").splitlines() if line.strip()]

    @property
    def as_homes(self) -> list[Home]:
        """The homes that were typed."""
        parts = ([part.strip() or None for part in line.split(";")] for line in self.lines)
        return [Home(str(street), *rest) for street, *rest in parts]


class RoundForm(PageForm):
    """Which homes, and who goes to all of them."""

    cases = Checkboxes("programme.round", [Required("programme.round_missing")], description="programme.round_hint")
    inspector_id = Dropdown("visit.inspector", [Required("inspection.no_inspector")])
    second_inspector_id = Dropdown("visit.second_inspector", [Optional()])


@blueprint.route("", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    """Write down homes to inspect; afterwards those of the same area stand together, to be given to somebody."""
    form = HomesForm()
    if form.validate_on_submit() and (place := form.chosen_place):
        who, at, key, homes = actor(), now(), sent_key(), form.as_homes
        try:
            opened = run(lambda session: plan(session, who, at, place, homes, key))
        except Refused as refusal:
            form.form_errors.extend(refusal.sentences)
        else:
            flash(t("programme.opened", count=len(opened)), "good")
            return redirect(url_for(".area", place=place), 303)
    wrong = form.errors or form.form_errors or form.municipality.choices
    page = render_template("inspection/programme.html", form=form, hidden=fresh_hidden(None))
    return page, INVALID if wrong and request.method == "POST" else 200


@blueprint.route("/<place>", methods=["GET", "POST"])
def area(place: str) -> ResponseReturnValue:
    """The inspections of a municipality that wait for somebody, and the choice of who goes to several of them."""
    if place not in municipalities():
        abort(404)
    offices = sorted(actor().offices)
    cases = list(reading().scalars(waiting_in(place, offices).limit(MOST_SHOWN)))
    files = files_of(reading(), cases)
    known = by_load(reading(), offices)
    people = [(str(one.id), t("visit.load", name=name_of(one), count=count)) for one, count in known]
    form = RoundForm()
    form.cases.choices = named_choices(
        (str(one.id), f"{files[one.file_id].folio} · {t(f'visit.kind.{one.kind}')}") for one in cases
    )
    form.inspector_id.choices = named_choices([("", ""), *people])
    form.second_inspector_id.choices = named_choices([("", t("assignment.alone")), *people])
    if form.validate_on_submit():
        who, at, second = actor(), now(), form.second_inspector_id.data
        named = {"inspector_id": UUID(form.inspector_id.data), "second_inspector_id": UUID(second) if second else None}
        chosen = [UUID(one) for one in form.cases.data]
        given, why = run(lambda session: assign_together(session, who, at, chosen, named))
        if given:
            flash(t("programme.given", count=given), "good")
        for sentence in why:
            flash(say(sentence), "warn")
        return redirect(url_for(".area", place=place), 303)
    kinds = {one.kind for one in cases}
    shown = {"form": form, "cases": cases, "place": municipalities()[place], "mixed": len(kinds) > 1}
    return render_template("inspection/area.html", **shown), INVALID if form.errors else 200
