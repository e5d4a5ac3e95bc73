"""Who may do what with payment exceptions and refunds, by hand, and a real case of each.

H household, C caseworker, U supervisor, S system; without a target the state stays.
"""

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

MONEY: Mapping[str, str] = {
    "payment_exception": """
        - arise S waiting
        waiting take CU taken
        waiting transfer CU
        requested transfer CU
        taken put_back CU waiting
        waiting ask CU asked
        taken ask CU asked
        waiting identify CU taken
        taken identify CU taken
        waiting confirm_movement CU taken
        taken confirm_movement CU taken
        waiting open_refund CU refunding
        taken open_refund CU refunding
        waiting mark_seen CU seen
        taken mark_seen CU seen
        seen reopen CU waiting
        requested assign CU assigned
        requested assign_part CU waiting
        requested decline CU taken
        asked answer H taken
        waiting request H requested
        taken request H requested
        asked request H requested
        requested withdraw_request H waiting
        waiting ask_refund H refunding
        taken ask_refund H refunding
        asked ask_refund H refunding
        requested ask_refund H refunding
        asked remain_silent S taken
        waiting complete S completed
        taken complete S completed
        asked complete S completed
        refunding close_refunded S refunded
        refunding end_refund S waiting
        waiting prescribe S prescribed
        taken prescribe S prescribed
        asked prescribe S prescribed
        requested prescribe S prescribed
        """,
    "refund": """
        - ask SH asked
        asked set_account H
        in_review set_account H
        information_requested set_account H
        granted set_account H
        information_requested answer H in_review
        asked withdraw H withdrawn
        in_review withdraw H withdrawn
        information_requested withdraw H withdrawn
        asked review CU in_review
        asked transfer CU
        in_review transfer CU
        granted transfer CU
        overdue transfer CU
        in_review request_information CU information_requested
        in_review grant CU granted
        in_review refuse CU refused
        refused reconsider U in_review
        granted pay_back CU paid
        overdue pay_back CU paid
        granted fall_late S overdue
        asked fall_late S
        in_review fall_late S
        information_requested fall_late S
        information_requested expire S in_review
        """,
}
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
