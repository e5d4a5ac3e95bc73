"""Payments that settle nothing by themselves: whose the money is, who decides, and that every peso has one place."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from enrolment.insurance.cover import cover_of
from enrolment.insurance.coverage import Answer
from enrolment.money.exception_models import PaymentException
from enrolment.money.payment_exceptions import Wanted, waiting_by_fate, worklist
from enrolment.money.payment_fates import Fate
from enrolment.money.payment_models import Payment, PaymentRow
from enrolment.service import end_relation
from tests.conftest import Begun
from tests.enrolment.bank_rows import AMOUNT, ANA, APRIL, BEGAN, IN_MARCH, LUZ, Home, taken_home
from tests.enrolment.parties import affiliation, household, periods, worker_actor
from tests.faults import every_fault
from workflow.chain import verify
from workflow.engine import fire
from workflow.errors import ChangedMeanwhile, NotAllowed, NotReady
from workflow.tables import Message


@pytest.fixture
def home(begun: Begun, tmp_path: Path) -> Home:
    return taken_home(begun, tmp_path)


def line(home: Home, month: date = APRIL, luz: bool = False) -> str:
    found = home.period(home.luz if luz else home.ana, month).line
    assert found is not None
    return found


def overpaid(home: Home, by: str = "100.00") -> PaymentException:
    """Ana's April is paid with so much too much."""
    (case,) = home.bank((line(home), AMOUNT + Decimal(by), "2026-03-20", "B1"))
    return case


def refused(code: str, call: Any) -> None:
    with pytest.raises(NotReady) as refusal:
        call()
    assert code in [sentence.code for sentence in refusal.value.sentences]


def test_each_row_has_one_fate_and_those_for_a_person_a_case(home: Home) -> None:
    ours = line(home)
    cases = home.bank(
        (ours, "1000.00", "2026-03-18", "B1"),
        (ours, "1000.00", "2026-03-18", "B1"),
        (ours, "50.00", "2026-03-19", "B2", LUZ.curp),
        ("DEMO-2222-2222-00", "10.00", "2026-03-19", "B3"),
        (ours, "mil", "2026-03-19", "B4"),
        (ours, "3001.71", "2026-03-20", "B5"),
        (ours, "7.00", "2026-03-21", "B6"),
    )
    found = [(case.fate, case.loose, case.short, case.household_id is None) for case in cases]
    nothing = Decimal(0)
    assert found == [
        ("partial", nothing, Decimal("3001.71"), False),
        ("duplicate", nothing, nothing, False),
        ("wrong_worker", Decimal(50), nothing, False),
        ("unknown_line", Decimal(10), nothing, True),
        ("unreadable", nothing, nothing, False),
        ("over", Decimal(7), nothing, False),
    ]
    # The rest has arrived with the sixth row: nobody needs to look at the first any more.
    assert [case.state for case in home.exceptions()] == ["completed", *["waiting"] * 5]
    held = home.money()
    assert (held.credited, held.loose, held.received) == (AMOUNT, Decimal(57), AMOUNT + 57)


def test_a_part_that_is_made_good_later_closes_by_itself(home: Home) -> None:
    (part,) = home.bank((line(home), "1000.00", "2026-03-18", "B1"))
    assert home.fire(part, "take", home.caseworker).state == "taken"
    assert home.bank((line(home), "3001.71", "2026-03-19", "B2")) == []
    with home.database.read() as session:
        assert session.get_one(PaymentException, part.id).state == "completed"
        assert session.scalar(select(func.count()).where(PaymentRow.settled_at.is_(None))) == 0


def test_what_is_too_much_pays_nothing_else_until_the_household_says_so(home: Home) -> None:
    case = overpaid(home, "4001.71")
    assert home.period(home.luz, APRIL).paid_amount == 0
    refused("exception.money_is_theirs", lambda: home.fire(case, "mark_seen", home.caseworker, "Ya."))
    wanted = home.period(home.luz, APRIL).id
    with pytest.raises(NotAllowed):
        home.fire(case, "request", home.caseworker, wanted_period_id=wanted)
    asked = home.fire(case, "request", home.payer.actor, wanted_period_id=wanted)
    assert (asked.state, asked.wanted_on) == ("requested", date(2026, 3, 25))
    assert home.fire(case, "assign", home.caseworker).state == "assigned"
    paid = home.period(home.luz, APRIL)
    assert (paid.state, paid.paid_on) == ("paid", date(2026, 3, 25))
    assert home.money().received == 2 * AMOUNT
    with home.database.read() as session:
        rows = session.scalars(select(Payment.row_id).where(Payment.period_id == paid.id)).all()
        assert rows == [case.row_id]
        assert session.get_one(PaymentRow, case.row_id).settled_at is not None
        assert list(verify(session)) == []


def test_a_line_takes_what_it_lacks_and_the_rest_waits(home: Home) -> None:
    case = overpaid(home, "5000.00")
    home.fire(case, "request", home.payer.actor, wanted_period_id=home.period(home.luz, APRIL).id)
    refused("exception.leaves_a_rest", lambda: home.fire(case, "assign", home.caseworker))
    rest = home.fire(case, "assign_part", home.caseworker)
    assert (rest.state, rest.loose) == ("waiting", Decimal("998.29"))
    assert home.money().received == AMOUNT + 5000


def test_money_never_goes_to_another_household(home: Home) -> None:
    case = overpaid(home)
    with home.database.write() as session:
        other = household(session, IN_MARCH, 9)
        theirs = affiliation(session, other, IN_MARCH, ANA, date(2026, 3, 12))
        foreign = periods(session, theirs)[-1].id
        stranger = other.actor
    refused("exception.target_not_own", lambda: home.fire(case, "request", home.payer.actor, wanted_period_id=foreign))
    with pytest.raises(NotAllowed):
        home.fire(case, "ask_refund", stranger)


@pytest.mark.parametrize(("asked_on", "revived"), [(30, True), (None, False)])
def test_a_month_that_began_is_not_bought_back_but_a_slow_office_costs_nothing(
    home: Home, asked_on: int | None, revived: bool
) -> None:
    """Asked on 30 March and decided on 6 April, April is insured; asked on 6 April it is not (LSS 239-C VI)."""
    case, wanted = overpaid(home, "4001.71"), home.period(home.luz, APRIL).id
    if asked_on is None:
        home.at(datetime(2026, 4, 6, 18, tzinfo=UTC))
        refused(
            "exception.target_not_payable",
            lambda: home.fire(case, "request", home.payer.actor, wanted_period_id=wanted),
        )
    else:
        home.at(datetime(2026, 3, asked_on, 18, tzinfo=UTC))
        home.fire(case, "request", home.payer.actor, wanted_period_id=wanted)
        home.at(datetime(2026, 4, 6, 18, tzinfo=UTC))
        assert home.period(home.luz, APRIL).state == "expired"
        assert home.fire(case, "assign", home.caseworker).state == "assigned"
    assert (home.period(home.luz, APRIL).state == "paid") == revived
    with home.database.read() as session:
        assert home.luz.worker_id is not None
        cover = cover_of(session, home.luz.worker_id, APRIL)
        assert cover is not None
        assert (cover.answer is not Answer.NO) == revived


def test_a_row_that_named_the_other_worker_counts_from_its_own_day(home: Home) -> None:
    """Paid on Ana's line on 20 March in the name of Luz: what was said on the day of paying holds from that day."""
    (case,) = home.bank((line(home), AMOUNT, "2026-03-20", "B1", LUZ.curp))
    assert (case.fate, case.loose) == ("wrong_worker", AMOUNT)
    home.at(datetime(2026, 4, 6, 18, tzinfo=UTC))
    home.fire(case, "request", home.payer.actor, wanted_period_id=home.period(home.luz, APRIL).id)
    home.fire(case, "assign", home.caseworker, "La fila la nombra a ella.")
    assert home.period(home.luz, APRIL).paid_on == date(2026, 3, 20)
    assert home.period(home.ana, APRIL).state == "expired"


def test_the_same_movement_twice_is_seen_or_confirmed(home: Home) -> None:
    row = (line(home), AMOUNT, "2026-03-20", "B1")
    (case,) = home.bank(row, row)
    assert (case.fate, case.loose) == ("duplicate", Decimal(0))
    refused("exception.no_loose_money", lambda: home.fire(case, "open_refund", home.caseworker, "Lo pide."))
    assert home.fire(case, "mark_seen", home.caseworker, "El banco lo contó dos veces.").state == "seen"
    assert home.fire(case, "reopen", home.supervisor, "El banco confirma dos pagos.").state == "waiting"
    confirmed = home.fire(case, "confirm_movement", home.supervisor, "Constancia 12 del banco.")
    assert (confirmed.state, confirmed.loose) == ("taken", AMOUNT)
    refused("exception.not_a_duplicate", lambda: home.fire(case, "confirm_movement", home.caseworker, "Otra vez."))
    assert home.money().received == 2 * AMOUNT


def test_a_row_nobody_understood_gets_its_payer_and_pays_nothing_by_itself(home: Home) -> None:
    unknown, unreadable = home.bank(("DEMO-2222-2222-00", "350.00", "2026-03-20", "B1"), ("X", "x", "", "B2"))
    typed = {"line": line(home), "amount": Decimal(350), "paid_on": date(2026, 3, 20)}
    refused("exception.payer_unknown", lambda: home.fire(unknown, "ask", home.caseworker, "¿Qué pagó?"))
    wrong = {**typed, "line": "DEMO-0"}
    refused("exception.line_not_found", lambda: home.fire(unknown, "identify", home.caseworker, "Sí.", **wrong))
    found = home.fire(unknown, "identify", home.caseworker, "Trajo su comprobante.", **typed)
    assert (found.state, found.loose) == ("taken", Decimal(350))
    assert home.period(home.ana, APRIL).paid_amount == 0
    late = {**typed, "paid_on": date(2026, 3, 26)}
    refused("exception.payment_incomplete", lambda: home.fire(unreadable, "identify", home.caseworker, "Sí.", **late))
    home.fire(unreadable, "mark_seen", home.caseworker, "Fila vacía al final del archivo.")
    home.fire(unknown, "request", home.payer.actor, wanted_period_id=home.period(home.ana, APRIL).id)
    home.fire(unknown, "assign", home.caseworker)
    assert home.period(home.ana, APRIL).paid_amount == 350


def test_a_question_and_silence(home: Home) -> None:
    """Ten business days from 25 March 2026; in Holy Week (2 and 3 April) the office does not close by law."""
    case = overpaid(home)
    home.fire(case, "ask", home.caseworker, "¿Quiere que se le devuelva?")
    with home.database.read() as session:
        told = session.scalars(select(Message.template).where(Message.case_id == case.id)).all()
        assert set(told) == {"payment_exception/arose", "payment_exception/asked"}
    home.at(datetime(2026, 4, 30, 18, tzinfo=UTC))
    with home.database.read() as session:
        back = session.get_one(PaymentException, case.id)
        assert (back.state, back.loose, back.taken_by) == ("taken", Decimal(100), home.caseworker.login_id)


def test_after_five_years_nobody_can_ask_any_more(home: Home) -> None:
    """Paid on 20 March 2026: until 20 March 2031 (LSS 299), with a warning half a year, a month and a week before."""
    case = overpaid(home)
    end = home.at(datetime(2026, 4, 30, 18, tzinfo=UTC))
    with home.database.write() as session:
        for relation in (home.ana, home.luz):  # sixty months of two relations would prove nothing more
            end_relation(session, relation.id, home.payer.actor, end, end.date(), "agreement")
    home.at(datetime(2031, 3, 20, 18, tzinfo=UTC))
    with home.database.read() as session:
        assert session.get_one(PaymentException, case.id).state == "waiting"
        reminders = select(func.count()).where(Message.case_id == case.id)
        assert session.scalar(reminders.where(Message.template == "payment_exception/reminder_claim")) == 3
    home.at(datetime(2031, 3, 21, 18, tzinfo=UTC))
    with home.database.read() as session:
        assert session.get_one(PaymentException, case.id).state == "prescribed"


def test_two_officials_on_one_exception(home: Home) -> None:
    case = overpaid(home)
    home.fire(case, "take", home.caseworker)

    def late(session: Any) -> None:
        found = session.get_one(PaymentException, case.id)
        fire(session, found, "ask", home.supervisor, home.here, version=case.version, comment="¿Qué hacemos?")

    with pytest.raises(ChangedMeanwhile):
        home.database.run(late)
    with home.database.read() as session:
        now = session.get_one(PaymentException, case.id)
        assert (now.state, now.taken_by) == ("taken", home.caseworker.login_id)


def test_a_fault_at_any_moment_of_an_assignment_leaves_all_or_nothing(home: Home) -> None:
    case = overpaid(home, "4001.71")
    wanted = home.period(home.luz, APRIL)
    home.fire(case, "request", home.payer.actor, wanted_period_id=wanted.id)

    def assign(_moment: int) -> None:
        home.database.run(
            lambda session: fire(
                session,
                session.get_one(PaymentException, case.id),
                "assign",
                home.caseworker,
                home.here,
                key="assign",
            )
        )

    for moment in every_fault(home.database, assign, at_least=20):
        with home.database.read() as session:
            now = session.get_one(PaymentException, case.id)
            paid = session.scalar(select(func.sum(Payment.amount)).where(Payment.period_id == wanted.id)) or 0
            assert (now.state, now.loose, paid) in (
                ("requested", AMOUNT, 0),
                ("assigned", Decimal(0), AMOUNT),
            ), f"at moment {moment}"
        assert home.money().received == 2 * AMOUNT
    assert home.period(home.luz, APRIL).state == "paid"


def test_the_worklist_is_filtered_and_paged_by_key(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enrolment.money.payment_exceptions.PAGE", 4)
    rows = [(f"DEMO-2222-22{n:02d}-00", f"{n + 1}00.00", "2026-03-18", f"U{n}") for n in range(10)]
    cases = home.bank(*rows, (line(home), "mil", "2026-03-18", "X"))
    home.fire(cases[2], "take", home.caseworker)
    me = home.caseworker.login_id

    def everything(**asked: str) -> list[Decimal | None]:
        found, wanted = [], Wanted.from_address(asked)
        with home.database.read() as session:
            while True:
                page, last = worklist(session, wanted, me, home.here)
                found += [row.case.amount for row in page]
                if last is None:
                    return found
                wanted = wanted.behind(last)

    hundreds = [Decimal(100 * n) for n in range(1, 11)]
    assert everything() == [*hundreds, None]
    assert everything(order="largest") == [*reversed(hundreds), None]
    assert everything(least="850") == hundreds[8:]
    assert everything(fate="unreadable") == [None]
    assert everything(taken="mine") == [Decimal(300)]
    assert len(everything(taken="nobody")) == 10
    assert everything(age="7") == []
    home.at(datetime(2026, 4, 2, 18, tzinfo=UTC))
    assert len(everything(age="7")) == 11
    with home.database.read() as session:
        assert waiting_by_fate(session)[Fate.UNKNOWN_LINE] == (10, Decimal(5500))


def test_a_worker_has_no_part_in_what_her_household_paid_too_much(home: Home) -> None:
    case = overpaid(home)
    with home.database.write() as session:
        her = worker_actor(session, home.ana, BEGAN)
    with pytest.raises(NotAllowed):
        home.fire(case, "ask_refund", her)
