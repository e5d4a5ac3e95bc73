"""A payment file cut off at any statement: run again, every peso has arrived once and every row has its fate."""

from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from enrolment.models import Affiliation
from enrolment.money.payment_models import Payment, PaymentRow
from tests.enrolment.parties import Payer
from tests.enrolment.test_payments import (  # noqa: F401 - `enrolled` is a fixture
    APRIL,
    IN_MARCH,
    bank_csv,
    enrolled,
    line_of,
    load,
    period,
)
from tests.faults import every_fault
from workflow.chain import verify
from workflow.database import Database


def test_a_fault_at_any_moment_of_an_import_is_made_good_by_the_next(
    database: Database,
    enrolled: tuple[Payer, Affiliation],  # noqa: F811
    tmp_path: Path,
) -> None:
    _who, case = enrolled
    line, _amount = line_of(database, case, APRIL)

    def file(moment: int) -> Path:
        rows = ((line, "1.00", "2026-03-18", f"B{moment}"), ("DEMO-0", "2.00", "2026-03-18", f"U{moment}"))
        return bank_csv(tmp_path, *rows, name=f"pagos{moment}.csv")

    files = 0
    for moment in every_fault(database, lambda m: load(database, file(m), IN_MARCH), at_least=40):
        load(database, file(moment), IN_MARCH)
        files += 1
        assert period(database, case, APRIL).paid_amount == files, f"at moment {moment}"
    files += 1  # the one that got through
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(PaymentRow)) == 2 * files
        assert session.scalar(select(func.sum(Payment.amount))) == files
        assert list(verify(session)) == []
    assert period(database, case, APRIL).paid_on in (None, date(2026, 3, 18))
