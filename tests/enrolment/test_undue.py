"""What a paid month asks for no more: by reason, what stands apart of it, asked for by itself and never offset."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from enrolment import service
from enrolment.insurance.certified_models import CertifiedPeriod
from enrolment.models import Household
from enrolment.money.exception_models import Refund
from enrolment.money.refund_rules import apart_of
from enrolment.money.undue import Undue, undue_of
from enrolment.pending.task_models import Task
from enrolment.relation.marked_days import marked_in
from regime.periods import PeriodStatement
from regime.policies import Policies
from tests.conftest import Begun
from tests.enrolment.bank_rows import AMOUNT, APRIL, Home, taken_home
from workflow.documents import sheet_of
from workflow.engine import open_case
from workflow.errors import NotReady
from workflow.sheet import Text
from workflow.stored import loads
from workflow.tables import Document


@pytest.fixture
def home(begun: Begun, tmp_path: Path) -> Home:
    """Ana's April was paid in March, before anything was known of it: 4,001.71."""
    found = taken_home(begun, tmp_path)
    found.bank((found.period(found.ana, APRIL).line, AMOUNT, "2026-03-20", "B1"))
    return found


def undue(home: Home) -> dict[str, Undue]:
    with home.database.read() as session:
        return {part.reason: part for part in undue_of(session, home.period(home.ana, APRIL), home.here)}


def branches(home: Home, *concepts: str) -> Decimal:
    """What the line of April asked for some branches."""
    (month,) = PeriodStatement.from_json(loads(home.period(home.ana, APRIL).statement or "")).months
    return sum((line.amount for line in month.lines if line.concept in concepts), Decimal(0))


def to_do(home: Home) -> list[str]:
    """The states of the tasks to ask money back, in their order."""
    with home.database.read() as session:
        mine = select(Task.state).where(Task.subject_id == home.ana.id, Task.kind == "money_to_ask_back")
        return list(session.scalars(mine.order_by(Task.id)))


def ask(home: Home, reason: str, amount: Decimal, comment: str | None = None) -> Refund:
    period = home.period(home.ana, APRIL)

    def command(session: Any) -> Any:
        mine = session.scalars(select(Household.id).where(Household.person_id == home.payer.person_id)).one()
        facts = {"household_id": mine, "period_id": period.id, "reason": reason, "asked_amount": amount}
        return open_case(session, Refund, "ask", home.payer.actor, home.here, data=facts, comment=comment).case

    refund: Refund = home.database.run(command)
    return refund


def pause(home: Home, first: date, last: date) -> None:
    home.fire(home.ana, "pause", home.payer.actor, kind="pause", first_day=first, last_day=last)


def end(home: Home, last: date) -> None:
    home.at(datetime(last.year, last.month, last.day, 18, tzinfo=UTC) + timedelta(days=1))
    with home.database.write() as session:
        service.end_relation(session, home.ana.id, home.payer.actor, home.here, last, "she_left")


def test_certified_days_after_the_payment_can_be_asked_back(home: Home) -> None:
    """Ten certified days of thirty: a third of everything that is not retirement or housing (LSS 31 IV, 239-E).

    Retirement and housing stay due on those days, so nothing of them is undue; old age stands apart (LSS 299, R-1).
    """
    home.at(datetime(2026, 4, 22, 18, tzinfo=UTC))
    assert (undue(home), to_do(home)) == ({}, [])
    days = {"first_day": date(2026, 4, 11), "last_day": date(2026, 4, 20)}
    facts = {"affiliation_id": home.ana.id, "kind": "sickness", "folio": "XA123456", **days}
    home.database.run(lambda s: open_case(s, CertifiedPeriod, "record", home.payer.actor, home.here, data=facts).case)
    part = undue(home)["certified"]
    assert abs(part.amount - (AMOUNT - branches(home, "retirement", "housing")) / 3) < Decimal("0.10")
    assert abs(part.retirement - branches(home, "old_age") / 3) < Decimal("0.03")
    assert part.housing == 0
    assert to_do(home) == ["pending"]
    refund = ask(home, "certified", part.amount)
    assert (refund.retirement_part, refund.housing_part) == (part.retirement, Decimal(0))
    assert to_do(home) == ["done"]
    home.fire(refund, "withdraw", home.payer.actor)
    assert to_do(home) == ["done", "pending"]
    assert home.money().kept == home.money().received == AMOUNT


def test_a_pause_in_a_paid_month_asks_by_itself_and_offsets_nothing(home: Home) -> None:
    """Ten unpaid days of thirty: nothing is due on them (LSS 31 I), 1,333.90 or so, of which a third of retirement, old
    age and housing stand apart. Taken back, nothing is left to ask for."""
    pause(home, date(2026, 4, 10), date(2026, 4, 19))
    part = undue(home)["unpaid_days"]
    assert abs(part.amount - AMOUNT / 3) < Decimal("0.10")
    assert abs(part.retirement - branches(home, "retirement", "old_age") / 3) < Decimal("0.03")
    assert abs(part.housing - branches(home, "housing") / 3) < Decimal("0.03")
    assert part.by_the_office + part.retirement + part.housing == part.amount
    assert to_do(home) == ["pending"]
    assert home.period(home.ana, APRIL).paid_amount == AMOUNT
    with home.database.read() as session:
        (marked,) = marked_in(session, home.ana.id)
    home.fire(home.ana, "shorten_days", home.payer.actor, marked_id=marked.id, last_day=None)
    assert (undue(home), to_do(home)) == ({}, ["done"])


def test_reasons_are_asked_for_one_after_the_other(home: Home) -> None:
    """Ten days paused and an end ten days early: what one refund asks for is part of no other, and all is AMOUNT."""
    pause(home, date(2026, 4, 1), date(2026, 4, 10))
    end(home, date(2026, 4, 20))
    found = undue(home)
    assert set(found) == {"after_baja", "unpaid_days"}
    assert all(abs(part.amount - AMOUNT / 3) < Decimal("0.20") for part in found.values())
    assert to_do(home)[-1] == "pending"
    for reason, part in found.items():
        ask(home, reason, part.amount)
    assert to_do(home)[-1] == "done"
    rest = AMOUNT - sum(part.amount for part in found.values())
    with pytest.raises(NotReady, match="amount_too_much"):
        ask(home, "other", rest + 1, "Por error.")
    ask(home, "other", rest, "Por error.")
    refunds = home.refunds()
    assert sum(refund.asked_amount for refund in refunds) == AMOUNT
    assert sum(refund.housing_part for refund in refunds) == branches(home, "housing")
    assert sum(refund.retirement_part for refund in refunds) == branches(home, "retirement", "old_age")


def test_of_a_refund_granted_in_part_only_the_rest_is_asked_for_again(home: Home) -> None:
    """What stands apart was set apart with the first request and is not again with the second."""
    end(home, date(2026, 4, 15))
    part = undue(home)["after_baja"]
    first = ask(home, "after_baja", part.amount)
    home.fire(first, "review", home.caseworker)
    home.fire(first, "grant", home.caseworker, "Falta un comprobante.", granted_amount=Decimal(100))
    rest = part.by_the_office - 100
    with pytest.raises(NotReady, match="amount_too_much"):
        ask(home, "after_baja", rest + Decimal("0.01"))
    second = ask(home, "after_baja", rest)
    assert (second.retirement_part, second.housing_part) == (Decimal(0), Decimal(0))
    home.fire(first, "pay_back", home.caseworker, refunded_on=home.here.date(), bank_reference=None)
    held = home.money()
    assert held.refunded + held.kept == held.received == AMOUNT


def test_one_desk_gives_back_all_under_the_other_policy(home: Home) -> None:
    """R-3 `together`: nothing of the refund is left to Infonavit."""
    object.__setattr__(home.database.settings, "policies", Policies(housing_refund="together"))
    home.fire(home.ana, "void", home.supervisor, "Relación simulada.")
    refund = ask(home, "voided", AMOUNT)
    assert refund.housing_part == 0 < refund.retirement_part


def test_the_receipt_says_what_stands_apart_and_where_to_ask_for_it(home: Home) -> None:
    """Infonavit is asked within five years of the payment of 20 March 2026; it has 40 business days (CFF 22)."""
    home.fire(home.ana, "void", home.supervisor, "Relación simulada.")
    refund = ask(home, "voided", AMOUNT)
    assert refund.housing_part == branches(home, "housing")
    hers, housing = apart_of(refund)
    assert (hers.code, housing.code) == ("refund.hers", "refund.housing")
    assert (housing.params["until"], housing.params["days"]) == (date(2031, 3, 20), 40)
    with home.database.read() as session:
        receipt = session.scalars(select(Document).where(Document.case_id == refund.id)).one()
        assert loads(receipt.content)["more"] == [hers, housing]
        shown = [block.text for block in sheet_of(receipt).blocks if isinstance(block, Text)]
    assert any("Infonavit" in text and "CFF 22" in text for text in shown)
