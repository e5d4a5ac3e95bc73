"""A real case of a payment exception and of a refund, and what their steps are given."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from enrolment.models import Affiliation, ContributionPeriod
from enrolment.money.exception_models import PaymentException, Refund
from enrolment.money.payment_models import PaymentFile, PaymentRow
from workflow.columns import new_id
from workflow.context import THE_SYSTEM
from workflow.engine import open_case

MONEY_DATA: Mapping[str, Mapping[str, Any]] = {
    "close_refunded": {"refunded": Decimal(100)},
    "end_refund": {"refunded": Decimal(0)},
}


def money_cases(session: Any, relation: Affiliation, period: ContributionPeriod, at: datetime) -> dict[str, Any]:
    """A hundred pesos too much on a line, and the refund that is asked of them."""
    file = PaymentFile(
        id=new_id(), sha256=relation.id.hex * 2, name="banco.csv", imported_at=at, imported_by="system", rows=1
    )
    session.add(file)
    session.flush()
    row = PaymentRow(id=new_id(), file_id=file.id, number=2, raw="", fate="over", period_id=period.id)
    session.add(row)
    session.flush()
    money = {"amount": Decimal(100), "loose": Decimal(100), "paid_on": date(2026, 3, 9)}
    whose = {"household_id": relation.household_id, "period_id": period.id, "office": relation.office}
    facts = {"row_id": row.id, "fate": "over", **money, **whose}
    exception = open_case(session, PaymentException, "arise", THE_SYSTEM, at, data=facts).case
    claim = {"exception_id": exception.id, "reason": "over", "asked_amount": Decimal(100), "paid_on": date(2026, 3, 9)}
    refund = open_case(session, Refund, "ask", THE_SYSTEM, at, data={**whose, **claim}).case
    return {"payment_exception": exception, "refund": refund}
