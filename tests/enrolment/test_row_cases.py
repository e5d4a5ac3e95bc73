"""Rows of bank files from before there were cases for them: each gets one, once, with all of its money in place."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from enrolment.money.exception_models import PaymentException
from enrolment.money.payment_models import Payment, PaymentFile, PaymentRow
from enrolment.money.row_cases import open_missing_cases
from enrolment.service import record_payment
from tests.conftest import Begun
from tests.enrolment.bank_rows import AMOUNT, APRIL, IN_MARCH, Home, taken_home
from workflow.chain import verify
from workflow.columns import new_id
from workflow.tables import Event

PAID_ON = date(2026, 3, 20)


@pytest.fixture
def home(begun: Begun, tmp_path: Path) -> Home:
    return taken_home(begun, tmp_path)


def old_rows(home: Home, *rows: tuple[str, str | None, bool, str]) -> list[PaymentRow]:
    """Rows as they were kept before there were cases: fate, amount, whether the line of April is known, credited."""
    ana = home.period(home.ana, APRIL)
    file = PaymentFile(
        id=new_id(), sha256="a" * 64, name="viejo.csv", imported_at=IN_MARCH, imported_by="system", rows=9
    )
    with home.database.write() as session:
        session.add(file)
        session.flush()
        kept = []
        for number, (fate, amount, known, credited) in enumerate(rows, start=1):
            row = PaymentRow(
                id=new_id(),
                file_id=file.id,
                number=number,
                raw="",
                fate=fate,
                line=ana.line if known else "DEMO-2222-2222-00",
                amount=Decimal(amount) if amount else None,
                paid_on=PAID_ON if amount else None,
                period_id=ana.id if known else None,
                settled_at=IN_MARCH if fate == "matched" else None,
            )
            session.add(row)
            session.flush()
            if Decimal(credited):
                period = session.get_one(type(ana), ana.id)
                record_payment(session, period, Decimal(credited), PAID_ON, IN_MARCH, row_id=row.id, key=f"k{number}")
            kept.append(row)
        return kept


def test_every_waiting_row_gets_its_case_once(home: Home) -> None:
    """Of 5,000 the line took 4,001.71 and 998.29 are loose; of an unknown line all is; a repeated row moved nothing."""
    old_rows(
        home,
        ("over", "5000.00", True, "4001.71"),
        ("unknown_line", "700.00", False, "0"),
        ("duplicate", "5000.00", True, "0"),
        ("unreadable", None, False, "0"),
        ("matched", "10.00", False, "0"),
    )
    assert open_missing_cases(home.database, home.here) == 4
    cases = {case.fate: case for case in home.exceptions()}
    loose = {fate: case.loose for fate, case in cases.items()}
    nothing = Decimal(0)
    assert loose == {
        "over": Decimal("998.29"),
        "unknown_line": Decimal(700),
        "duplicate": nothing,
        "unreadable": nothing,
    }
    assert {case.state for case in cases.values()} == {"waiting"}
    assert cases["over"].household_id is not None is not cases["over"].office
    assert cases["unknown_line"].household_id is None
    assert home.money().received == Decimal("5000.00")
    with home.database.read() as session:
        events = session.query(Event).count()
        assert list(verify(session)) == []
    assert open_missing_cases(home.database, home.here) == 0
    with home.database.read() as session:
        assert session.query(Event).count() == events
    assert len(home.exceptions()) == 4


def test_a_part_payment_whose_line_was_paid_meanwhile_is_over_at_once(home: Home) -> None:
    """1,000 of 4,001.71 waits with 3,001.71 still lacking; with the rest paid before, nobody needs to look."""
    (row,) = old_rows(home, ("partial", "1000.00", True, "1000.00"))
    assert open_missing_cases(home.database, home.here) == 1
    (case,) = home.exceptions()
    assert (case.state, case.loose, case.short) == ("waiting", Decimal(0), Decimal("3001.71"))
    home.bank((home.period(home.ana, APRIL).line, AMOUNT - 1000, "2026-03-20", "B2"))
    assert home.exceptions()[0].state == "completed"
    with home.database.read() as session:
        assert session.get_one(PaymentRow, row.id).settled_at is not None


def test_paid_in_full_before_the_cases_came(home: Home) -> None:
    rows = old_rows(home, ("partial", "1000.00", True, "1000.00"), ("matched", "3001.71", True, "3001.71"))
    assert open_missing_cases(home.database, home.here) == 1
    (case,) = home.exceptions()
    assert (case.state, case.row_id) == ("completed", rows[0].id)
    with home.database.read() as session:
        assert len(session.scalars(select(Payment)).all()) == 2
        assert session.scalars(select(PaymentException.loose)).all() == [Decimal(0)]
