"""Figures for everybody and for unions: of what was published alone, and as files that stay what they are."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from enrolment.demonstration import demo_figures
from enrolment.statistics import counting, publishing
from enrolment.statistics.models import Publication, PublishedFigure
from tests.conftest import settings_for
from tests.web.conftest import HASH, Visitor
from web.app import create_app
from web.everyone.charts import Line, line_chart, tiles
from web.unions.questions import LONGEST, Question, Unanswerable
from workflow import clock
from workflow.database import Database
from workflow.logins import open_login
from workflow.people import Login
from workflow.schema import upgrade

NOW = datetime(2026, 11, 21, 18, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)
THREE_MONTHS = 3


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Three months of an invented population, counted and published."""
    folder = tmp_path_factory.mktemp("figures")
    database = Database(settings_for(f"sqlite:///{folder}/afilia.sqlite3", folder))
    upgrade(database)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(demo_figures, "MONTHS", THREE_MONTHS)
        demo_figures.live_on(database, NOW)
    counting.refresh(database, NOW)
    publishing.publish_due(database, NOW)
    database.run(lambda session: clock.move_to(session, NOW))
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def app(published: Database) -> Flask:
    app = create_app(published.settings, published)
    app.test_client_class = Visitor
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that remembers no language."""
    return app.test_client()


@pytest.fixture(scope="module")
def analyst_login(published: Database) -> Login:
    """Somebody of a union."""
    return published.run(lambda session: open_login(session, "analista", HASH, ["union_analyst"], NOW))


@pytest.fixture
def analyst(app: Flask, analyst_login: Login) -> Visitor:
    """The same, signed in."""
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client.be(analyst_login)


def test_the_page_tells_the_last_month_to_whoever_comes(client: FlaskClient, published: Database) -> None:
    page = client.get("/statistics").text
    with published.read() as session:
        wanted = select(PublishedFigure.value).where(
            PublishedFigure.state == "00", PublishedFigure.trait == "all", PublishedFigure.measure == "covered"
        )
        covered = session.scalars(wanted.order_by(PublishedFigure.month.desc())).first()
    assert f'<strong class="big__value">{covered}</strong>' in page
    assert "octubre de 2026" in page
    assert "datos inventados" in page
    assert page.count('<svg class="chart') == 3
    assert "se publica" in page


def test_an_unchanged_page_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/statistics")
    again = client.get("/statistics", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/statistics?lang=en").headers["ETag"] != first.headers["ETag"]


def test_a_month_before_has_its_page_and_others_do_not_exist(client: FlaskClient) -> None:
    assert "agosto de 2026" in client.get("/statistics?month=2026-08").text
    for wrong in ("2020-01", "2026-13", "x", ""):
        assert client.get("/statistics", query_string={"month": wrong}).status_code == 404
    assert client.get("/statistics/2026-10/v9/figures.csv").status_code == 404


def test_the_file_holds_what_was_published_and_its_neighbour_says_what_it_means(
    client: FlaskClient, published: Database
) -> None:
    answer = client.get("/statistics/2026-10/v1/figures.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    with published.read() as session:
        count = len(session.scalars(select(PublishedFigure).where(PublishedFigure.month == OCTOBER)).all())
    assert len(rows) == count > 100
    assert all(int(row["value"]) == 0 or int(row["value"]) >= 10 for row in rows)
    assert "immutable" in answer.headers["Cache-Control"]
    described = client.get("/statistics/2026-10/v1/figures.csv-metadata.json").json
    assert [column["name"] for column in described["tableSchema"]["columns"]] == list(rows[0])
    for column in described["tableSchema"]["columns"]:
        assert {text["@language"] for text in column["dc:description"]} == {"es", "en"}
    assert described["rdfs:comment"]["method"] == "1"
    assert described["rdfs:comment"]["least"] == 10
    assert described["rdfs:comment"]["demonstration"] is True


def test_the_method_is_told_in_plain_words(client: FlaskClient) -> None:
    assert "menos de 10 personas" in client.get("/statistics/method").text


def test_where_nobody_is_counted_the_page_says_so(sqlite_database: Database) -> None:
    client = create_app(sqlite_database.settings, sqlite_database).test_client()
    page = client.get("/statistics").text
    assert "Todavía no hay" in page
    assert "56,170" in page


def test_too_few_people_are_no_figure(sqlite_database: Database) -> None:
    def enter(session) -> None:  # type: ignore[no-untyped-def]
        month = date(2026, 9, 1)
        session.add(
            Publication(
                month=month,
                version=1,
                published_on=NOW.date(),
                data_as_of=NOW,
                method="1",
                least=10,
                digest="0" * 64,
                is_demonstration=False,
            )
        )

    sqlite_database.run(enter)
    page = create_app(sqlite_database.settings, sqlite_database).test_client().get("/statistics").text
    assert "menos de 10 personas con seguro" in page
    assert "inventados" not in page


def test_a_chart_keeps_a_gap_and_draws_no_line_of_one_point() -> None:
    days = [date(2026, month, 1) for month in (1, 2, 3, 4)]
    chart = line_chart([Line("a", dict(zip(days, (1, None, 30, 40), strict=True)))], [("b", 50)])
    assert chart is not None
    assert len(chart.lines[0].parts) == 1
    assert len(chart.lines[0].dots) == 3
    assert [level.value for level in chart.grid] == [0, 20, 40, 60]
    assert line_chart([Line("a", {days[0]: 3})]) is None


def test_every_state_has_its_own_square() -> None:
    drawn = tiles({"09": 90, "15": 20})
    assert len({(tile.column, tile.row) for tile in drawn}) == 32
    assert {tile.shade for tile in drawn} == {0, 1, 3}
    assert re.fullmatch(r"[A-Z]{3}", drawn[0].code)


def test_a_question_is_its_address() -> None:
    asked = {"state": "09", "beside": "15", "group": "sex.M", "from": "2026-01", "to": "2026-06"}
    question = Question.from_address(asked, OCTOBER)
    assert question.as_address() == asked
    assert Question.from_address(question.as_address(), OCTOBER) == question
    open_question = Question.from_address({}, OCTOBER)
    assert (open_question.state, open_question.first, open_question.last) == ("00", date(2025, 11, 1), OCTOBER)
    turned = Question.from_address({"from": "2026-06", "to": "2026-01"}, OCTOBER)
    assert (turned.first, turned.last) == (date(2026, 1, 1), date(2026, 6, 1))
    long = Question.from_address({"from": "1990-01"}, OCTOBER)
    assert (long.last.year - long.first.year) * 12 + long.last.month - long.first.month == LONGEST - 1


@pytest.mark.parametrize("wrong", [{"state": "99"}, {"beside": "x"}, {"group": "curp.1"}, {"from": "2026-13"}])
def test_what_does_not_exist_cannot_be_asked(wrong: dict[str, str]) -> None:
    with pytest.raises(Unanswerable):
        Question.from_address(wrong, OCTOBER)


def test_the_page_answers_with_a_chart_and_tables(analyst: Visitor) -> None:
    page = analyst.get("/figures?state=09&beside=15&from=2026-08&to=2026-10&lang=es").text
    assert page.count("<polyline") == 2
    assert "Mes por mes: Ciudad de México" in page
    assert '<option value="15" selected>' in page
    assert "08/2026" in page


def test_a_group_that_is_too_small_is_said_to_be_so(analyst: Visitor) -> None:
    assert "no se publica ninguna cifra" in analyst.get("/figures?state=06&group=homes.3&lang=es").text


def test_the_file_repeats_the_question(analyst: Visitor) -> None:
    answer = analyst.get("/figures/answer.csv?state=09&beside=15&from=2026-08&to=2026-10")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["state"], row["month"]) for row in rows] == [
        (state, month) for state in ("09", "15") for month in ("2026-08", "2026-09", "2026-10")
    ]
    assert {row["method"] for row in rows} == {"1"}
    assert all(int(row["covered"]) >= 10 for row in rows)


def test_nobody_else_gets_in_and_nonsense_is_not_found(analyst: Visitor, app: Flask) -> None:
    assert analyst.get("/figures?state=99").status_code == 404
    assert app.test_client().get("/figures").status_code == 302
