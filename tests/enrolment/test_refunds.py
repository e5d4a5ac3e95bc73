"""Refunds: asked in time, decided by an office, paid in time; to the cent, what was given back plus what is kept."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from enrolment import service
from enrolment.models import Household
from enrolment.money.exception_models import PaymentException, Refund
from enrolment.money.payment_models import Payment, PaymentRow
from enrolment.money.undue import undue_of
from regime.periods import PeriodStatement
from tests.conftest import Begun
from tests.copies import settings_for
from tests.enrolment.bank_rows import AMOUNT, APRIL, IN_MARCH, LUZ, Home, taken_home, two_workers
from tests.enrolment.parties import household
from tests.faults import every_fault
from workflow.chain import verify
from workflow.database import Database
from workflow.engine import fire, open_case
from workflow.errors import NotAllowed, NotReady, Refused
from workflow.stored import loads
from workflow.tables import DeadlineRow, Event, Message

CLABE = "032180000118359719"


@pytest.fixture
def home(begun: Begun, tmp_path: Path) -> Home:
    return taken_home(begun, tmp_path)


def overpaid(home: Home, by: str = "100.00") -> PaymentException:
    (case,) = home.bank((home.period(home.ana, APRIL).line, AMOUNT + Decimal(by), "2026-03-20", "B1"))
    return case


def asked(home: Home, case: PaymentException) -> Refund:
    """The refund that the household asks for the loose money of an exception."""
    home.fire(case, "ask_refund", home.payer.actor)
    return home.refunds()[-1]


def ask_for_line(home: Home, at: datetime | None = None, **data: Any) -> Refund:
    """The refund that the household asks for Ana's April."""
    at = at or home.here
    period = home.period(home.ana, APRIL)
    comment = data.pop("comment", None)

    def command(session: Any) -> Any:
        mine = select(Household.id).where(Household.person_id == home.payer.person_id)
        facts = {"household_id": session.scalars(mine).one(), "period_id": period.id, **data}
        return open_case(session, Refund, "ask", home.payer.actor, at, data=facts, comment=comment).case

    refund: Refund = home.database.run(command)
    return refund


def clock(home: Home, refund: Refund) -> date | None:
    with home.database.read() as session:
        running = select(DeadlineRow.due_day).where(DeadlineRow.case_id == refund.id, DeadlineRow.code == "pay")
        return session.scalar(running.where(DeadlineRow.status == "running"))


def codes(call: Any) -> list[str]:
    with pytest.raises(NotReady) as refusal:
        call()
    return [sentence.code for sentence in refusal.value.sentences]


def test_too_much_is_given_back_by_deposit(home: Home) -> None:
    """Asked on Wednesday 25 March 2026. Business days: March 26, 27, 30, 31 (4); April 1 to 30 without weekends and the
    days that the calendar leaves out; forty of them by deposit, fifty otherwise: counted in docs/scenarios."""
    refund = asked(home, overpaid(home))
    assert (refund.state, refund.asked_amount, refund.reason) == ("asked", Decimal(100), "over")
    fifty = clock(home, refund)
    home.fire(refund, "set_account", home.payer.actor, by_deposit=True, clabe=CLABE)
    forty = clock(home, refund)
    assert fifty is not None
    assert forty is not None
    assert forty < fifty
    home.fire(refund, "review", home.caseworker)
    granted = home.fire(refund, "grant", home.caseworker, granted_amount=Decimal(100))
    assert (granted.state, clock(home, refund)) == ("granted", forty)
    paid = home.fire(refund, "pay_back", home.caseworker, refunded_on=home.here.date(), bank_reference="T1")
    assert (paid.state, paid.refunded_amount) == ("paid", Decimal(100))
    (case,) = home.exceptions()
    assert (case.state, case.loose) == ("refunded", Decimal(0))
    held = home.money()
    assert (held.refunded, held.kept, held.received) == (Decimal(100), AMOUNT, AMOUNT + 100)
    with home.database.read() as session:
        told = session.scalars(select(Message.template).where(Message.case_id == refund.id)).all()
        assert set(told) == {"refund/received", "refund/granted", "refund/paid"}
        events = session.scalars(select(Event.data).where(Event.case_id == refund.id)).all()
        assert not any(CLABE in data for data in events)
        assert list(verify(session)) == []


def test_an_account_is_checked_and_forgotten_without_a_deposit(home: Home) -> None:
    refund, payer = asked(home, overpaid(home)), home.payer.actor
    wrong = {"by_deposit": True, "clabe": CLABE[:-1] + "0"}
    assert codes(lambda: home.fire(refund, "set_account", payer, **wrong)) == ["clabe.check_digit"]
    missing = {"by_deposit": True, "clabe": None}
    assert codes(lambda: home.fire(refund, "set_account", payer, **missing)) == ["refund.clabe_missing"]
    home.fire(refund, "set_account", payer, by_deposit=True, clabe=CLABE)
    assert home.fire(refund, "set_account", payer, by_deposit=False, clabe=CLABE).clabe is None


def test_a_part_is_granted_with_a_reason_and_the_rest_waits(home: Home) -> None:
    refund = asked(home, overpaid(home))
    home.fire(refund, "review", home.caseworker)
    part = {"granted_amount": Decimal(60)}
    assert codes(lambda: home.fire(refund, "grant", home.caseworker, **part)) == ["refund.part_needs_reason"]
    more = {"granted_amount": Decimal(101)}
    assert codes(lambda: home.fire(refund, "grant", home.caseworker, **more)) == ["refund.grant_not_possible"]
    home.fire(refund, "grant", home.caseworker, "40 son de otra persona.", **part)
    home.fire(refund, "pay_back", home.caseworker, refunded_on=home.here.date(), bank_reference=None)
    (case,) = home.exceptions()
    assert (case.state, case.loose) == ("waiting", Decimal(40))
    assert home.money().received == AMOUNT + 100


def test_refused_the_money_waits_and_can_be_asked_for_again(home: Home) -> None:
    refund = asked(home, overpaid(home))
    with pytest.raises(NotAllowed):
        home.fire(refund, "grant", home.payer.actor, granted_amount=Decimal(100))
    home.fire(refund, "review", home.caseworker)
    home.fire(refund, "refuse", home.caseworker, "Falta el comprobante (LSS 299).")
    (case,) = home.exceptions()
    assert (case.state, case.loose) == ("waiting", Decimal(100))
    ask_again = ["refund.ask_again_there"]
    assert codes(lambda: home.fire(refund, "reconsider", home.supervisor, "Fue un error.")) == ask_again
    again = asked(home, case)
    assert home.fire(again, "withdraw", home.payer.actor).state == "withdrawn"
    assert home.exceptions()[0].state == "waiting"


def test_without_the_information_it_is_decided_with_what_there_is(home: Home) -> None:
    """The clock of the payment runs from the day of asking through everything."""
    refund = asked(home, overpaid(home))
    due = clock(home, refund)
    home.fire(refund, "review", home.caseworker)
    home.fire(refund, "request_information", home.caseworker, "¿De qué cuenta se pagó?")
    assert clock(home, refund) == due
    home.at(datetime(2026, 4, 30, 18, tzinfo=UTC))
    with home.database.read() as session:
        assert session.get_one(Refund, refund.id).state == "in_review"
    assert clock(home, refund) == due
    home.fire(refund, "request_information", home.caseworker, "¿De qué cuenta se pagó?")
    assert home.fire(refund, "answer", home.payer.actor, "De la mía.").state == "in_review"


@pytest.mark.parametrize("decided", [True, False])
def test_the_office_is_late(home: Home, decided: bool) -> None:
    refund = asked(home, overpaid(home))
    due = clock(home, refund)
    home.fire(refund, "review", home.caseworker)
    if decided:
        home.fire(refund, "grant", home.caseworker, granted_amount=Decimal(100))
    assert due is not None
    home.at(datetime(due.year, due.month, due.day, 18, tzinfo=UTC) + timedelta(days=1))
    with home.database.read() as session:
        late = session.get_one(Refund, refund.id)
        assert (late.state, late.is_late) == ("overdue" if decided else "in_review", True)
        told = session.scalars(select(Message.template).where(Message.case_id == refund.id)).all()
        assert told.count("refund/late") == 1
    assert clock(home, refund) is None
    if not decided:
        home.fire(refund, "grant", home.caseworker, granted_amount=Decimal(100))
    home.fire(refund, "pay_back", home.caseworker, refunded_on=home.here.date(), bank_reference=None)
    assert home.money().refunded == 100


def paid_april(home: Home) -> None:
    home.bank((home.period(home.ana, APRIL).line, AMOUNT, "2026-03-20", "B1"))


def test_the_days_after_the_end_and_what_stays_hers(home: Home) -> None:
    """April was paid for 30 days; she left on 15 April: half of it, of which retirement and old age stay hers and
    Infonavit gives back the housing part."""
    paid_april(home)
    home.at(datetime(2026, 4, 16, 18, tzinfo=UTC))
    with home.database.write() as session:
        service.end_relation(session, home.ana.id, home.payer.actor, home.here, date(2026, 4, 15), "she_left")
    period = home.period(home.ana, APRIL)
    statement = PeriodStatement.from_json(loads(period.statement or ""))
    with home.database.read() as session:
        (undue,) = undue_of(session, period, home.here)
    apart = sum((x.amount for x in statement.months[0].lines if x.concept in ("retirement", "old_age")), Decimal(0))
    assert undue.reason == "after_baja"
    assert abs(undue.amount - period.paid_amount / 2) < Decimal("0.20")
    assert abs(undue.retirement - apart / 2) < Decimal("0.05")
    facts = {"reason": "after_baja", "asked_amount": undue.amount}
    refund = ask_for_line(home, **facts)
    assert refund.retirement_part == undue.retirement
    assert refund.paid_on == date(2026, 3, 20)
    assert codes(lambda: ask_for_line(home, **facts)) == ["refund.amount_too_much"]
    home.fire(refund, "review", home.caseworker)
    assert refund.housing_part == undue.housing
    assert abs(undue.housing - statement.sum_of("infonavit") / 2) < Decimal("0.05")
    most = {"granted_amount": undue.amount - undue.retirement - undue.housing}
    with pytest.raises(NotReady):
        home.fire(refund, "grant", home.caseworker, granted_amount=undue.amount - undue.retirement)
    home.fire(refund, "grant", home.caseworker, **most)
    home.fire(refund, "pay_back", home.caseworker, refunded_on=home.here.date(), bank_reference=None)
    held = home.money()
    assert held.refunded == most["granted_amount"]
    assert (held.credited, held.received) == (AMOUNT, AMOUNT)


def test_a_void_relation_and_a_supervisor_who_looks_again(home: Home) -> None:
    paid_april(home)
    home.fire(home.ana, "void", home.supervisor, "Relación simulada.")
    refund = ask_for_line(home, reason="voided", asked_amount=AMOUNT)
    assert 0 < refund.retirement_part < AMOUNT
    home.fire(refund, "review", home.caseworker)
    home.fire(refund, "refuse", home.caseworker, "No procede.")
    assert home.fire(refund, "reconsider", home.supervisor, "Fue un error.").state == "in_review"


def test_another_reason_needs_words_and_five_years_are_the_limit(home: Home) -> None:
    paid_april(home)
    facts: dict[str, Any] = {"reason": "other", "asked_amount": Decimal(10)}
    assert codes(lambda: ask_for_line(home, **facts)) == ["refund.reason_in_words"]
    too_much = {**facts, "asked_amount": AMOUNT + 1, "comment": "Pagué dos veces."}
    assert codes(lambda: ask_for_line(home, **too_much)) == ["refund.amount_too_much"]
    last = datetime(2031, 3, 20, 18, tzinfo=UTC)
    assert codes(lambda: ask_for_line(home, last + timedelta(days=1), comment="Por error.", **facts)) == [
        "refund.too_late"
    ]
    assert ask_for_line(home, last, comment="Por error.", **facts).state == "asked"


def test_nobody_asks_for_another_households_money(home: Home) -> None:
    paid_april(home)
    facts = {"reason": "other", "asked_amount": Decimal(10), "comment": "Es mío."}
    with home.database.write() as session:
        home.payer = household(session, IN_MARCH, 9)
    assert codes(lambda: ask_for_line(home, **facts)) == ["refund.amount_too_much"]


def test_a_fault_at_any_moment_of_a_payment_leaves_all_or_nothing(home: Home) -> None:
    refund = asked(home, overpaid(home))
    home.fire(refund, "review", home.caseworker)
    home.fire(refund, "grant", home.caseworker, granted_amount=Decimal(100))

    def pay(_moment: int) -> None:
        data = {"refunded_on": home.here.date(), "bank_reference": "T1"}
        home.database.run(
            lambda s: fire(
                s, s.get_one(Refund, refund.id), "pay_back", home.caseworker, home.here, key="pay", data=data
            )
        )

    for moment in every_fault(home.database, pay, at_least=10):
        (case,) = home.exceptions()
        (now,) = home.refunds()
        assert (now.state, case.state, case.loose) in (
            ("granted", "refunding", Decimal(100)),
            ("paid", "refunded", Decimal(0)),
        ), f"at moment {moment}"
        assert home.money().received == AMOUNT + 100
    assert home.money().refunded == 100


# --- any history ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def start(sqlite_template: Path) -> Iterator[tuple[Path, Home]]:
    """A household with two workers on a file to copy from."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "start.sqlite3"
        copyfile(sqlite_template, path)
        database = Database(settings_for(f"sqlite:///{path}", Path(folder)))
        found = two_workers(database, Path(folder))
        found.at(IN_MARCH)
        with database.engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.engine.dispose()
        yield path, found


CENTS = st.integers(1, 900_000).map(lambda cents: Decimal(cents) / 100)
WHO = st.sampled_from(["ana", "luz", "none"])
ROWS = st.tuples(st.just("row"), WHO, CENTS, st.sampled_from(["", "luz", "again"]))
DOINGS = (
    *("take", "ask", "request", "assign", "assign_part", "ask_refund", "confirm_movement", "mark_seen"),
    *("open_refund", "withdraw", "review", "grant", "refuse", "pay_back", "decline"),
)
STEPS = st.tuples(st.just("step"), st.sampled_from(DOINGS), st.integers(0, 5), CENTS)


@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(history=st.lists(st.one_of(ROWS, STEPS), min_size=3, max_size=14))
def test_given_back_plus_kept_is_what_arrived(start: tuple[Path, Home], history: list[Any]) -> None:
    """Whatever rows a bank sends and whatever anybody decides, every peso of every row has exactly one place."""
    template, played = start
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.sqlite3"
        copyfile(template, path)
        database = Database(settings_for(f"sqlite:///{path}", Path(folder)))
        home = Home(
            database, Path(folder), played.payer, played.ana, played.luz, played.caseworker, played.supervisor, IN_MARCH
        )
        try:
            for number, entry in enumerate(history):
                _play(home, entry, number)
                _every_row_is_accounted_for(home)
        finally:
            database.engine.dispose()


def _play(home: Home, entry: Any, number: int) -> None:
    kind, what, third, fourth = entry
    if kind == "row":
        lines = {"ana": home.ana, "luz": home.luz}
        line = home.period(lines[what], APRIL).line if what in lines else "DEMO-2222-2222-00"
        named = LUZ.curp if fourth == "luz" else ""
        row = (line, f"{third:.2f}", "2026-03-20", f"B{number}", named)
        home.bank(*([row, row] if fourth == "again" else [row]))
        return
    cases: list[Any] = [*home.exceptions(), *home.refunds()]
    if not cases:
        return
    case = cases[third % len(cases)]
    data: dict[str, Any] = {
        "request": {"wanted_period_id": home.period(home.luz, APRIL).id},
        "grant": {"granted_amount": fourth},
        "pay_back": {"refunded_on": home.here.date(), "bank_reference": None},
    }.get(what, {})
    for actor in (home.caseworker, home.payer.actor):
        try:
            home.fire(case, what, actor, "Por este motivo.", **data)
        except (Refused, ValueError):
            continue
        return


def _every_row_is_accounted_for(home: Home) -> None:
    with home.database.read() as session:
        refunded: dict[Any, Decimal] = {}
        for row_id, amount in session.execute(
            select(PaymentException.row_id, Refund.refunded_amount).join(
                PaymentException, PaymentException.id == Refund.exception_id
            )
        ):
            refunded[row_id] = refunded.get(row_id, Decimal(0)) + amount
        waiting = session.execute(select(PaymentException.row_id, PaymentException.loose))
        loose = {row_id: amount for row_id, amount in waiting}  # noqa: C416 - rows are no pairs to mypy
        paid = session.execute(select(Payment.row_id, func.sum(Payment.amount)).group_by(Payment.row_id))
        credited = {row_id: amount for row_id, amount in paid}  # noqa: C416 - rows are no pairs to mypy
        arrived = Decimal(0)
        for row in session.scalars(select(PaymentRow)):
            placed = credited.get(row.id, Decimal(0)) + loose.get(row.id, Decimal(0)) + refunded.get(row.id, Decimal(0))
            is_movement = row.fate != "duplicate" or placed > 0
            assert placed == (row.amount if is_movement else 0), row.fate
            arrived += placed if row.period_id is not None else 0
    held = home.money()
    assert held.refunded + held.kept == held.received == arrived
