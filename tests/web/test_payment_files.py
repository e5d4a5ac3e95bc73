"""Payment files in the browser: brought in once, cut off and continued, every fate seen, downloads without traps."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from enrolment.models import ContributionPeriod
from enrolment.money.payment_models import PaymentFile, PaymentRow
from enrolment.people.invented import invented_person
from tests.conftest import NOON
from tests.enrolment import parties
from tests.web.conftest import Visitor
from web.officials import payment_uploads
from workflow.database import Database
from workflow.people import AccessLog, Login
from workflow.sweep import sweep

HEADER = "Línea de captura,Importe,Fecha de pago,Referencia\n"


@pytest.fixture
def official(visitor: Visitor, login_of: Callable[..., Login]) -> Visitor:
    """A caseworker at work."""
    return visitor.be(login_of("caso", "caseworker"))


@pytest.fixture
def period(sqlite_database: Database) -> ContributionPeriod:
    """A period whose line waits to be paid."""

    def command(session):  # type: ignore[no-untyped-def]
        who = parties.household(session, NOON)
        case = parties.affiliation(session, who, NOON, invented_person("worker"), date(2026, 3, 1))
        return next(found for found in parties.periods(session, case) if found.basis == "prepaid").id

    period_id = sqlite_database.run(command)
    sweep(sqlite_database, NOON, NOON)
    with sqlite_database.read() as session:
        return session.get_one(ContributionPeriod, period_id)


def content(*rows: str) -> str:
    return HEADER + "".join(f"{row}\n" for row in rows)


def upload(official: Visitor, text: str | bytes, name: str = "Banco de prueba.csv"):  # type: ignore[no-untyped-def]
    official.get("/payments")
    data = text.encode() if isinstance(text, str) else text
    return official.post(
        "/payments",
        data={"csrf_token": official.page.hidden["csrf_token"], "bank_file": (io.BytesIO(data), name)},
    )


def test_a_payment_reaches_its_period(official: Visitor, period: ContributionPeriod, sqlite_database: Database) -> None:
    answer = upload(official, content(f"{period.line},{period.amount},2026-03-02,R1", "DEMO-0,10.00,2026-03-02,R2"))
    text = official.get(answer.location).text
    assert "todas las filas están contadas" in text
    assert "Necesita a una persona" in text
    with sqlite_database.read() as session:
        assert session.get_one(ContributionPeriod, period.id).paid_amount == period.amount


def test_the_same_file_twice_says_so_and_changes_nothing(official: Visitor, sqlite_database: Database) -> None:
    text = content("DEMO-0,10.00,2026-03-02,R1")
    first = upload(official, text)
    second = upload(official, text, "otro nombre.csv")
    assert second.location == first.location
    assert "No cambió nada" in official.get(second.location).text
    with sqlite_database.read() as session:
        assert session.scalar(select(func.count()).select_from(PaymentRow)) == 1


def test_a_workbook_is_read_as_well(official: Visitor) -> None:
    book = Workbook()
    book.active.append(HEADER.strip().split(","))
    book.active.append(["DEMO-0", "10.00", "2026-03-02", "R1"])
    stream = io.BytesIO()
    book.save(stream)
    assert upload(official, stream.getvalue(), "Banco de prueba.xlsx").status_code == 303


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (b"%PDF-1.7 nothing", "no es un archivo CSV"),
        (b"", "no tiene filas"),
        (b"a,b\n1,2\n", "Falta la columna"),
    ],
)
def test_what_is_no_bank_file_is_refused_with_a_sentence(
    official: Visitor, sqlite_database: Database, sent: bytes, says: str
) -> None:
    answer = upload(official, sent)
    assert answer.status_code == 422
    assert says in answer.text
    assert 'href="#bank_file"' in answer.text
    folder = sqlite_database.settings.data_dir / payment_uploads.FOLDER
    assert list(folder.iterdir()) == []


def test_no_file_at_all_is_refused(official: Visitor) -> None:
    assert official.send("/payments", {}).status_code == 422


def test_an_import_that_is_cut_off_goes_on_where_it_stopped(
    official: Visitor, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payment_uploads, "STRETCH_SECONDS", 0.0)  # one batch for each request
    text = content(*(f"DEMO-{n},10.00,2026-03-02,R{n}" for n in range(120)))
    answer = upload(official, text)
    page = official.get(answer.location).text
    assert "50 de 120" in page
    presses = 0
    while "Continuar la importación" in page:
        official.post(f"{answer.location}/continue", data={"csrf_token": official.page.hidden["csrf_token"]})
        page, presses = official.get(answer.location).text, presses + 1
    assert presses in (2, 3)
    with sqlite_database.read() as session:
        numbers = list(session.scalars(select(PaymentRow.number).order_by(PaymentRow.number)))
        assert numbers == list(range(2, 122))
        assert session.scalars(select(PaymentFile)).one().finished_at is not None


def test_rows_are_filtered_by_fate_and_paged(official: Visitor) -> None:
    rows = [f"DEMO-{n},10.00,2026-03-02,R{n}" for n in range(60)] + ["DEMO-X,broken,2026-03-02,RX"]
    where = upload(official, content(*rows)).location
    text = official.get(f"{where}?fate=unreadable").text
    assert len(re.findall(r"/payments/rows/", text)) == 1
    assert "broken" in text  # the sentence quotes the cell
    text = official.get(f"{where}?fate=unknown_line").text
    assert len(re.findall(r"/payments/rows/", text)) == 50
    following = re.search(r'rel="next" href="([^"]+)"', text)
    assert following
    assert len(re.findall(r"/payments/rows/", official.get(following[1].replace("&amp;", "&")).text)) == 10


def test_a_row_leaves_the_worklist_when_it_was_dealt_with(official: Visitor, sqlite_database: Database) -> None:
    upload(official, content("DEMO-0,10.00,2026-03-02,R1"))
    link = re.search(r'href="(/cases/payment_exception/[^"]+)"', official.get("/payments/worklist").text)
    assert link
    assert "R1" in official.get(link[1]).text
    carried = {name: official.page.hidden[name] for name in ("csrf_token", "version")} | {"key": "seen"}
    typed = {"mark_seen-comment": "Es de otra institución."}
    assert official.post(f"{link[1]}/mark_seen", data={**carried, **typed}).status_code == 303
    assert link[1] not in official.get("/payments/worklist").text
    with sqlite_database.read() as session:
        assert {log.subject for log in session.scalars(select(AccessLog))} == {"payment_exception"}


def test_the_download_holds_every_row_and_no_formula(official: Visitor) -> None:
    rows = ["=1+1,10.00,2026-03-02,R1", 'DEMO-1,20.00,2026-03-02,"=HYPERLINK(""x"")"']
    where = upload(official, content(*rows)).location
    answer = official.get(f"{where}/rows.csv")
    assert answer.mimetype == "text/csv"
    cells = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert len(cells) == 3
    assert not [cell for row in cells for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("path", ["/payments/rows/{0}", "/payments/{0}", "/payments/{0}/rows.csv"])
def test_what_does_not_exist_is_not_found(official: Visitor, path: str) -> None:
    assert official.get(path.format("018f3c5e-0000-7000-8000-000000000000")).status_code == 404
