"""Bank files against real lines: one fate for every row, nothing dropped, nothing paid twice, whatever stops it."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from enrolment import service
from enrolment.insurance.cover import cover_of
from enrolment.insurance.coverage import Answer
from enrolment.models import Affiliation, ContributionPeriod
from enrolment.money import payments
from enrolment.money.bank_files import open_bank_file
from enrolment.money.exception_models import PaymentException
from enrolment.money.payment_fates import Fate
from enrolment.money.payment_models import IssuedLine, Payment, PaymentFile, PaymentRow
from enrolment.money.payment_rows import rows_of_file, rows_to_settle, safe_cell, write_worklist
from enrolment.money.payments import Imported, import_payments, sums_by_fate
from enrolment.people.invented import invented_person
from regime.surcharges import late_payment
from tests.enrolment.parties import LIVE_IN, Payer, affiliation, household, official, periods
from workflow.chain import verify
from workflow.clockwork import live_through
from workflow.context import THE_SYSTEM
from workflow.database import Database
from workflow.engine import fire
from workflow.words import LANGUAGES, say_all

ENROLLED = datetime(2026, 3, 10, 16, tzinfo=UTC)
WORKER = invented_person("worker of the bank files")
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
HEADER = ("linea", "importe", "fecha", "referencia", "curp")
Row = tuple[str, object, str, str] | tuple[str, object, str, str, str]


@pytest.fixture
def enrolled(database: Database) -> tuple[Payer, Affiliation]:
    """A live-in worker enrolled on 10 March: March is paid afterwards, April ahead."""
    with database.write() as session:
        who = household(session, ENROLLED)
        case = affiliation(session, who, ENROLLED, WORKER, date(2026, 3, 10), terms=LIVE_IN)
        session.expunge_all()
    return who, case


def period(database: Database, case: Affiliation, month: date) -> ContributionPeriod:
    with database.read() as session:
        return next(p for p in periods(session, case) if p.first_month == month)


def line_of(database: Database, case: Affiliation, month: date) -> tuple[str, Decimal]:
    found = period(database, case, month)
    assert found.line is not None
    assert found.amount is not None
    return found.line, found.amount


def bank_csv(folder: Path, *rows: Row, name: str = "pagos.csv") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows([HEADER, *([*row, ""][:5] for row in rows)])
    (folder / name).write_text(text.getvalue(), encoding="utf-8")
    return folder / name


def load(database: Database, path: Path, at: datetime) -> Imported:
    return import_payments(database, open_bank_file(path), at, THE_SYSTEM)


def fates(database: Database, imported: Imported) -> list[str]:
    with database.read() as session:
        return [found.fate.value for found in rows_of_file(session, imported.file_id)]


def codes(database: Database, imported: Imported) -> list[set[str]]:
    with database.read() as session:
        found = rows_of_file(session, imported.file_id)
        for language in LANGUAGES:
            assert all(say_all(language, accounted.why) for accounted in found if accounted.why)
        return [{sentence.code for sentence in accounted.why} for accounted in found]


IN_MARCH = datetime(2026, 3, 25, 18, tzinfo=UTC)


def test_a_payment_settles_its_line_and_insures_the_month(
    database: Database, enrolled: tuple[Payer, Affiliation], tmp_path: Path
) -> None:
    _who, case = enrolled
    line, amount = line_of(database, case, APRIL)
    imported = load(
        database, bank_csv(tmp_path, (line.lower().replace("-", " "), amount, "2026-03-18", "B1")), IN_MARCH
    )
    assert fates(database, imported) == ["matched"]
    assert period(database, case, APRIL).state == "paid"
    with database.read() as session:
        assert case.worker_id is not None
        cover = cover_of(session, case.worker_id, APRIL)
        assert cover is not None
        assert cover.answer is Answer.YES
        assert session.scalars(select(Payment)).one().paid_on == date(2026, 3, 18)
        assert not list(verify(session))


def test_every_fate_in_one_file_and_the_sums_add_up(
    database: Database, enrolled: tuple[Payer, Affiliation], tmp_path: Path
) -> None:
    _who, case = enrolled
    line, amount = line_of(database, case, APRIL)
    other = invented_person("somebody else")
    path = bank_csv(
        tmp_path,
        (line, "100.00", "2026-03-18", "B1"),
        (line, "100.00", "2026-03-18", "B1"),
        (line, "50.00", "2026-03-19", "B2", other.curp),
        ("DEMO-2222-2222-00", "10.00", "2026-03-19", "B3"),
        (line, "mil", "2026-03-19", "B4"),
        (line, "10.00", "2026-03-26", "B5"),
        (line, amount, "2026-03-20", "B6", WORKER.nss),
        (line, "7.00", "2026-03-21", "B7", WORKER.curp),
    )
    imported = load(database, path, IN_MARCH)
    assert fates(database, imported) == [
        *("partial", "duplicate", "wrong_worker", "unknown_line", "unreadable", "unreadable", "over", "over")
    ]
    said = codes(database, imported)
    assert said[3] == {"payment.unknown_line", "payment_line.check_characters"}
    assert said[5] == {"payment.day_to_come"}
    assert said[6] == {"payment.excess"}
    assert said[7] == {"payment.already_paid"}
    assert sum(of.rows for of in imported.fates.values()) == imported.rows == 8
    assert sum(of.amount for of in imported.fates.values()) == Decimal("277.00") + amount
    assert sum(of.credited for of in imported.fates.values()) == amount
    assert period(database, case, APRIL).paid_amount == amount


def test_the_same_file_again_changes_nothing_and_says_so(
    database: Database, enrolled: tuple[Payer, Affiliation], tmp_path: Path
) -> None:
    _who, case = enrolled
    line, _amount = line_of(database, case, APRIL)
    rows: tuple[Row, ...] = ((line, "700.00", "2026-03-18", "B1"), (line, "x", "2026-03-18", "B2"))
    first = load(database, bank_csv(tmp_path, *rows), IN_MARCH)
    again = load(database, bank_csv(tmp_path, *rows, name="otro nombre.csv"), IN_MARCH)
    assert (first.was_complete, first.new_rows) == (False, 2)
    assert (again.was_complete, again.new_rows, again.fates) == (True, 0, first.fates)
    # Another file with the same movement of the bank among others.
    further = load(database, bank_csv(tmp_path, *rows[:1], (line, "5.00", "2026-03-19", "B9"), name="b.csv"), IN_MARCH)
    assert fates(database, further) == ["duplicate", "partial"]
    assert period(database, case, APRIL).paid_amount == Decimal(705)


def test_paid_after_the_month_began_the_line_stays_lapsed(
    database: Database, enrolled: tuple[Payer, Affiliation], tmp_path: Path
) -> None:
    _who, case = enrolled
    line, amount = line_of(database, case, APRIL)
    # Also before the sweep has noticed that the line has lapsed.
    at = datetime(2026, 4, 2, 18, tzinfo=UTC)
    early = load(database, bank_csv(tmp_path, (line, amount, "2026-04-01", "B1")), at)
    live_through(database, ENROLLED, at)
    late = load(database, bank_csv(tmp_path, (line, amount, "2026-04-02", "B2"), name="b.csv"), at)
    assert fates(database, early) == fates(database, late) == ["expired_line"]
    assert codes(database, late) == [{"payment.paid_after_lapse"}]
    assert period(database, case, APRIL).state == "expired"
    with database.read() as session:
        assert case.worker_id is not None
        cover = cover_of(session, case.worker_id, APRIL)
        assert cover is not None
        assert cover.answer is Answer.NO


def test_paid_in_time_and_seen_late_the_month_comes_back(
    database: Database, enrolled: tuple[Payer, Affiliation], tmp_path: Path
) -> None:
    _who, case = enrolled
    line, amount = line_of(database, case, APRIL)
    at = datetime(2026, 4, 3, 18, tzinfo=UTC)
    live_through(database, ENROLLED, at)
    assert period(database, case, APRIL).state == "expired"
    short = load(database, bank_csv(tmp_path, (line, amount - 1, "2026-03-20", "B0"), name="a.csv"), at)
    assert codes(database, short) == [{"payment.seen_late_for_a_person"}]
    imported = load(database, bank_csv(tmp_path, (line, amount + 1, "2026-03-20", "B1")), at)
    assert fates(database, imported) == ["over"]
    assert codes(database, imported) == [{"payment.excess", "payment.seen_late"}]
    assert period(database, case, APRIL).state == "paid"
    with database.read() as session:
        assert case.worker_id is not None
        cover = cover_of(session, case.worker_id, APRIL)
        assert cover is not None
        assert cover.answer is Answer.YES


@pytest.mark.parametrize("with_surcharge", [False, True])
def test_a_late_first_month_is_paid_and_its_surcharges_are_told(
    database: Database, enrolled: tuple[Payer, Affiliation], tmp_path: Path, with_surcharge: bool
) -> None:
    _who, case = enrolled
    at = datetime(2026, 5, 20, 18, tzinfo=UTC)
    live_through(database, ENROLLED, at)
    line, amount = line_of(database, case, MARCH)
    assert period(database, case, MARCH).state == "overdue"
    surcharge = late_payment(amount, date(2026, 4, 17), date(2026, 5, 19)).surcharge
    paid = amount + surcharge if with_surcharge else amount
    imported = load(database, bank_csv(tmp_path, (line, paid, "2026-05-19", "B1")), at)
    assert fates(database, imported) == ["matched" if with_surcharge else "partial"]
    told = "payment.surcharge_settled" if with_surcharge else "payment.surcharge_owed"
    assert {"payment.surcharge", told} <= codes(database, imported)[0]
    settled = period(database, case, MARCH)
    assert (settled.state, settled.surcharge) == ("paid", surcharge)
    assert settled.missing == (0 if with_surcharge else surcharge)
    with database.read() as session:
        assert case.worker_id is not None
        cover = cover_of(session, case.worker_id, MARCH)
        assert cover is not None
        assert cover.answer is Answer.YES
        assert cover.days[0] == date(2026, 3, 10)


def test_after_the_baja_nothing_is_credited(
    database: Database, enrolled: tuple[Payer, Affiliation], tmp_path: Path
) -> None:
    who, case = enrolled
    line, amount = line_of(database, case, APRIL)
    with database.write() as session:
        service.end_relation(session, case.id, who.actor, IN_MARCH, date(2026, 3, 24), "she_left")
    imported = load(database, bank_csv(tmp_path, (line, amount, "2026-03-25", "B1")), IN_MARCH)
    assert fates(database, imported) == ["after_baja"]
    assert period(database, case, APRIL).paid_amount == 0


def test_a_replaced_line_counts_for_its_period(
    database: Database, enrolled: tuple[Payer, Affiliation], tmp_path: Path
) -> None:
    who, case = enrolled
    old, old_amount = line_of(database, case, APRIL)
    with database.write() as session:
        raised = {**LIVE_IN, "pay_amount": Decimal("16000.00")}
        service.change_terms(session, case.id, who.actor, ENROLLED, raised, date(2026, 3, 15))
    new, new_amount = line_of(database, case, APRIL)
    assert new != old
    imported = load(database, bank_csv(tmp_path, (old, old_amount, "2026-03-20", "B1")), IN_MARCH)
    assert fates(database, imported) == ["partial"]
    assert codes(database, imported) == [{"payment.missing", "payment.line_was_replaced"}]
    assert period(database, case, APRIL).paid_amount == old_amount < new_amount


def test_the_worklist_is_paged_settled_and_safe_for_spreadsheets(
    database: Database, enrolled: tuple[Payer, Affiliation], tmp_path: Path
) -> None:
    rows: list[Row] = [("DEMO-2222-2222-00", "10.00", "2026-03-18", f"=HYPERLINK({n})") for n in range(5)]
    imported = load(database, bank_csv(tmp_path, *rows), IN_MARCH)
    with database.read() as session:
        first = rows_to_settle(session, fate=Fate.UNKNOWN_LINE, limit=3)
        rest = rows_to_settle(session, after=first[-1].row.id, limit=3)
        assert [found.row.number for found in (*first, *rest)] == [2, 3, 4, 5, 6]
    with database.write() as session:
        case = session.scalars(select(PaymentException).where(PaymentException.row_id == first[0].row.id)).one()
        seen = {"comment": "Es de otra institución."}
        fire(session, case, "mark_seen", official(session, IN_MARCH), IN_MARCH, **seen)
    with database.read() as session:
        text = io.StringIO()
        assert write_worklist(session, text, "es", imported.file_id) == 4
    cells = list(csv.reader(io.StringIO(text.getvalue())))
    assert cells[1][5] == "'=HYPERLINK(1)"
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in cells for cell in line)


def test_safe_cells_keep_what_is_harmless() -> None:
    assert safe_cell("DEMO-1") == "DEMO-1"
    assert {safe_cell(f"{sign}1") for sign in "=+-@\t\r"} == {f"'{sign}1" for sign in "=+-@\t\r"}


class Cut(Exception):
    """The import stops here."""


def test_cut_off_anywhere_it_goes_on_after_the_last_complete_batch(
    database: Database, enrolled: tuple[Payer, Affiliation], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _who, case = enrolled
    line, _amount = line_of(database, case, APRIL)
    path = bank_csv(tmp_path, *((line, "1.00", "2026-03-18", f"B{n}") for n in range(10)))
    monkeypatch.setattr(payments, "BATCH", 4)
    real, calls = payments._account_for, 0

    def cut_at_the_seventh(*given: object) -> None:
        nonlocal calls
        calls += 1
        real(*given)  # type: ignore[arg-type]
        if calls == 7:
            raise Cut

    monkeypatch.setattr(payments, "_account_for", cut_at_the_seventh)
    with pytest.raises(Cut):
        load(database, path, IN_MARCH)
    assert period(database, case, APRIL).paid_amount == 4
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(PaymentRow)) == 4
        assert session.scalars(select(PaymentFile)).one().finished_at is None
    finished = load(database, path, IN_MARCH)
    assert (finished.new_rows, finished.rows, finished.was_complete) == (6, 10, False)
    assert period(database, case, APRIL).paid_amount == 10
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Payment)) == 10


def test_two_runs_of_one_file_take_turns(
    database: Database, enrolled: tuple[Payer, Affiliation], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _who, case = enrolled
    line, _amount = line_of(database, case, APRIL)
    path = bank_csv(tmp_path, *((line, "1.00", "2026-03-18", f"B{n}") for n in range(6)))
    monkeypatch.setattr(payments, "BATCH", 2)
    bank_file = open_bank_file(path)
    second: list[Imported] = []

    def run_the_other_once(_rows: int) -> None:
        if not second:
            second.append(import_payments(database, bank_file, IN_MARCH, THE_SYSTEM))

    first = import_payments(database, bank_file, IN_MARCH, THE_SYSTEM, run_the_other_once)
    assert (first.new_rows, second[0].new_rows) == (2, 4)
    assert first.fates == second[0].fates
    assert period(database, case, APRIL).paid_amount == 6


def test_lines_of_the_database_are_all_in_their_stored_form(
    database: Database, enrolled: tuple[Payer, Affiliation]
) -> None:
    with database.read() as session:
        for line in session.scalars(select(IssuedLine.line)):
            assert payments.normal(line.replace("-", "")) == line
        assert sums_by_fate(session, enrolled[1].id) == {}
