"""The analyst's page: people month by month, who came and went and why, who stays, one state beside another."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from enrolment.statistics import cohorts, published
from enrolment.statistics.cells import ALL
from enrolment.statistics.disclosure import METHOD, REST
from enrolment.statistics.published import PublishedMonth
from enrolment.statistics.publishing import NATION, least_on
from regime.geography import states
from regime.periods import month_after
from web.edge.clock import today
from web.edge.language import t
from web.edge.transactions import reading
from web.everyone.charts import Line, LineChart, line_chart
from web.everyone.figure_words import category_name, in_order, state_name
from web.unions.questions import Question, Unanswerable

blueprint = Blueprint("unions", __name__, url_prefix="/figures")

MEASURES = ("covered", "without", "came", "entered", "returned", "went", "lapsed", "departed")
# What an analyst may ask about alone: groups that do not depend on where a band begins on some day.
GROUPS = (
    ("sex", ("M", "H")),
    ("age", ("15", "30", "40", "50", "60")),
    ("mode", ("full_month", "per_day")),
    ("homes", ("1", "2", "3")),
)


@dataclass(frozen=True, slots=True)
class Stayed:
    """Of those insured some months before, how many are; the share and its band are of one, not of a hundred."""

    after: int
    label: str
    of: int
    kept: int
    share: Decimal
    band: tuple[Decimal, Decimal]


@blueprint.get("")
def show() -> ResponseReturnValue:
    """The answer to the question in the address, as a chart and as tables."""
    newest = published.publication(reading())
    if newest is None:
        return render_template("unions/none.html")
    question = _asked(newest.month)
    return render_template(
        "unions/show.html",
        question=question,
        newest=newest,
        least=least_on(today()),
        months=_series(question, question.state),
        others=_series(question, question.beside) if question.beside else {},
        chart=_chart(question),
        ends=_ends(question),
        reasons=_reasons(question.last),
        stayed=_stayed(question.last),
        measures=MEASURES,
        months_heads=[(t(f"figures.{measure}"), True) for measure in MEASURES],
        groups=_groups(newest.month),
        places=[(key, state_name(key)) for key in (NATION, *states())],
        state_name=state_name,
        group_name=_group_name(question),
    )


@blueprint.get("/answer.csv")
def answer() -> ResponseReturnValue:
    """The same answer as a file: what was asked, by which method, and one row for each month."""
    newest = published.publication(reading())
    if newest is None:
        abort(404)
    question = _asked(newest.month)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("state", "group", "month", *MEASURES, "method", "least"))
    for place in filter(None, (question.state, question.beside)):
        for month, told in _series(question, place).items():
            values = [told.get(measure, "") for measure in MEASURES]
            writer.writerow((place, question.group or ALL, f"{month:%Y-%m}", *values, METHOD, least_on(month)))
    response = Response(text.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="afilia-{question.last:%Y-%m}.csv"'
    return response


def _asked(newest: date) -> Question:
    try:
        return Question.from_address(request.args, newest)
    except Unanswerable:
        abort(404)


def _series(question: Question, place: str) -> dict[date, dict[str, int]]:
    found = published.series(reading(), question.first, question.last, place, question.trait, question.category)
    return {month: dict(told) for month, told in found.items()}


def _chart(question: Question) -> LineChart | None:
    places = [place for place in (question.state, question.beside) if place]
    lines = [
        Line(state_name(place), {month: told.get("covered") for month, told in _series(question, place).items()})
        for place in places
    ]
    return line_chart(lines)


def _ends(question: Question) -> list[tuple[str, dict[str, tuple[int | None, int | None]]]]:
    """The people of a state by each trait in the first and in the last month of the question."""
    first, last = _month(question.first), _month(question.last)
    found = []
    for trait, _keys in GROUPS:
        tables = [{} if month is None else month.table(trait, "covered", question.state) for month in (first, last)]
        keys = [key for key, _value in in_order(trait, {**tables[0], **tables[1]})]
        if keys:
            rows = {category_name(trait, key, question.last): (tables[0].get(key), tables[1].get(key)) for key in keys}
            found.append((trait, rows))
    return found


def _reasons(month: date) -> list[tuple[str, int]]:
    """Why people left in a month, in the whole country; nothing where that would tell of few."""
    told = _month(month)
    table = {} if told is None else told.table("reason", "departed")
    return [
        (t("figures.rest") if key == REST else t(f"figures.reason.{key}"), value)
        for key, value in in_order("reason", table)
    ]


def _stayed(month: date) -> list[Stayed]:
    """Who was insured some months before the month and is in it, in the whole country."""
    now = _month(month)
    found: list[Stayed] = []
    for after in cohorts.AFTER:
        earlier = _month(month_after(month, -after))
        if now is None or earlier is None:
            continue
        for trait in cohorts.TRAITS:
            then = earlier.table(trait, "covered")
            for key, kept in now.table(trait, cohorts.measure(after)).items():
                if then.get(key, 0) >= kept > 0:
                    label = t("figures.nation") if trait == ALL else category_name(trait, key, month)
                    of = then[key]
                    found.append(Stayed(after, label, of, kept, Decimal(kept) / of, cohorts.band(kept, of)))
    return found


def _month(month: date) -> PublishedMonth | None:
    told = published.publication(reading(), month)
    return None if told is None else published.read(reading(), told)


def _groups(month: date) -> Sequence[tuple[str, list[tuple[str, str]]]]:
    return [(trait, [(f"{trait}.{key}", category_name(trait, key, month)) for key in keys]) for trait, keys in GROUPS]


def _group_name(question: Question) -> str:
    return "" if question.trait == ALL else category_name(question.trait, question.category, question.last)
