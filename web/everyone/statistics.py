"""Figures for everybody, without signing in: the last published month, the months before, and files of each version."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from enrolment.statistics import published
from enrolment.statistics.models import Publication
from enrolment.statistics.published import PublishedMonth
from enrolment.statistics.publishing import least_on
from enrolment.statistics.yardsticks import coverage_on, paths_on, reported_until, targets
from regime.periods import month_after
from regime.values import Value
from web.edge.clock import today
from web.edge.language import language, t
from web.edge.transactions import reading
from web.everyone.charts import Line, LineChart, line_chart, tiles
from web.everyone.figure_words import TRAITS, category_name, in_order, state_name
from web.everyone.figures_as_csv import metadata, rows_as_csv

blueprint = Blueprint("statistics", __name__, url_prefix="/statistics")

SHOWN_MONTHS = 36
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Series:
    """Figures month by month: for the chart, and for the table that says the same."""

    chart: LineChart | None
    rows: list[tuple[date, dict[str, int]]]


@dataclass(frozen=True, slots=True)
class Reports:
    """What IMSS reported, as a chart beside the targets, and each report with its source."""

    chart: LineChart | None
    values: tuple[Value, ...]


@blueprint.get("")
def show() -> ResponseReturnValue:
    """The figures of the last published month, the months before it, and what they are measured against."""
    newest = published.publication(reading(), month=_month(request.args["month"]) if "month" in request.args else None)
    if newest is None and "month" in request.args:
        abort(404)
    response = Response(_page(newest))
    # Nothing here is anybody's own: a page that has not changed is not sent again.
    response.set_etag(
        f"{newest.month}-{newest.version}-{today()}-{language()}" if newest else f"none-{today()}-{language()}"
    )
    return response.make_conditional(request) if not request.cookies else response


def _page(told: Publication | None) -> str:
    day = today()
    month = None if told is None else published.read(reading(), told)
    return render_template(
        "statistics/show.html",
        told=told,
        month=month,
        coverage=coverage_on(day),
        reports=_reports(day),
        goals=targets(),
        paths=paths_on(day),
        tables=[] if month is None else _tables(month),
        tiles=tiles({} if month is None else month.states("covered")),
        series=None if told is None else _series(told.month),
        versions=published.publications(reading()),
        least=least_on(day),
        state_name=state_name,
    )


def _reports(day: date) -> Reports:
    """What IMSS reported, with where the programme began and what it aimed at."""
    reported = reported_until(day)
    line = Line(t("figures.reported"), {value.since: int(value.value) for value in reported})
    lines = [(t(f"figures.goal.{goal.since:%Y}"), int(goal.value)) for goal in targets()]
    return Reports(line_chart([line], lines), reported)


def _series(last: date) -> Series:
    found = published.series(reading(), month_after(last, 1 - SHOWN_MONTHS), last)
    line = Line(t("figures.covered"), {month: told.get("covered") for month, told in found.items()})
    return Series(line_chart([line]), [(month, dict(told)) for month, told in reversed(found.items())])


def _tables(month: PublishedMonth) -> list[tuple[str, list[tuple[str, int]]]]:
    """The country's people by each trait, with the words of the categories."""
    day = month.publication.month
    return [
        (trait, [(category_name(trait, key, day), value) for key, value in in_order(trait, table)])
        for trait in TRAITS
        if (table := month.table(trait, "covered"))
    ]


@blueprint.get("/method")
def method() -> ResponseReturnValue:
    """How it is counted and how small numbers are protected, in plain words."""
    return render_template("statistics/method.html", least=least_on(today()))


@blueprint.get("/<month>/v<int:version>/figures.csv")
def figures(month: str, version: int) -> ResponseReturnValue:
    """One version of a month as a file: its address stands for the same bytes for ever."""
    response = Response(rows_as_csv(_version(month, version)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="afilia-{month}-v{version}.csv"'
    described = url_for(".described", month=month, version=version)
    response.headers["Link"] = f'<{described}>; rel="describedby"; type="application/csvm+json"'
    response.headers["Cache-Control"] = FOREVER
    return response


@blueprint.get("/<month>/v<int:version>/figures.csv-metadata.json")
def described(month: str, version: int) -> ResponseReturnValue:
    """What the file beside it holds."""
    return metadata(_version(month, version), "figures.csv")


def _version(month: str, version: int) -> PublishedMonth:
    told = published.publication(reading(), _month(month), version)
    if told is None:
        abort(404)
    return published.read(reading(), told)


def _month(typed: str) -> date:
    """The first day of a month of an address; anything else is a page that does not exist."""
    try:
        return datetime.strptime(typed, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        abort(404)
