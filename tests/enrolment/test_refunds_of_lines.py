"""Money that paid a line and is asked back, whatever is asked and decided: paid plus kept is what was received."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from enrolment import service
from enrolment.models import Household
from enrolment.money.exception_models import Refund
from enrolment.money.refund_rules import grantable
from enrolment.money.undue import REFUND_REASONS, left_of
from regime.rounding import to_cents
from tests.copies import settings_for
from tests.enrolment.bank_rows import AMOUNT, APRIL, Home, two_workers
from workflow.database import Database
from workflow.engine import open_case
from workflow.errors import Refused

IN_MARCH, END_OF_APRIL = datetime(2026, 3, 25, 18, tzinfo=UTC), datetime(2026, 4, 30, 18, tzinfo=UTC)
DECIDES = ("review", "grant", "refuse", "reconsider", "pay_back", "withdraw", "set_account")
# Shares of what may be asked for or granted: a part, all of it, or a little more, which is refused.
SHARES = st.sampled_from([Decimal(share) / 100 for share in (1, 17, 33, 50, 99, 100, 101, 150)])
ASKS = st.tuples(st.just("ask"), st.sampled_from((*REFUND_REASONS, "after_baja", "other")), SHARES)
STEPS = st.tuples(st.just("step"), st.tuples(st.sampled_from(DECIDES), st.integers(0, 5)), SHARES)
Entry = tuple[str, Any, Decimal]
SETTLED = st.tuples(st.just("settle"), st.integers(0, 5), SHARES)


@pytest.fixture(scope="module")
def start(sqlite_template: Path) -> Iterator[tuple[Path, Home]]:
    """A household whose two lines of April are paid, on a file to copy from."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "start.sqlite3"
        copyfile(sqlite_template, path)
        database = Database(settings_for(f"sqlite:///{path}", Path(folder)))
        home = two_workers(database, Path(folder))
        home.at(IN_MARCH)
        lines = [home.period(worker, APRIL).line for worker in (home.ana, home.luz)]
        home.bank(*((line, AMOUNT, "2026-03-20", f"B{number}") for number, line in enumerate(lines)))
        home.at(END_OF_APRIL)
        with database.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.engine.dispose()
        yield path, home


def ended(home: Home, last: date | None) -> None:
    """Ana's relation ended on a day of April, or on none; or was never one."""
    if last is None:
        home.fire(home.ana, "void", home.supervisor, "Relación simulada.")
    elif last < date(2026, 4, 30):
        with home.database.write() as session:
            service.end_relation(session, home.ana.id, home.payer.actor, home.here, last, "she_left")


def play(home: Home, entry: Entry) -> None:
    """One request, one step, or a request that is looked at, granted and paid; what is refused changes nothing."""
    kind, what, share = entry
    if kind == "ask":
        attempt(ask, home, what, share)
    elif kind == "step":
        attempt(step, home, *what, share)
    else:
        for action in ("review", "grant", "pay_back"):
            attempt(step, home, action, what, share)


def attempt(take: Callable[..., None], *arguments: Any) -> None:
    with suppress(Refused, ValueError):
        take(*arguments)


def ask(home: Home, reason: str, share: Decimal) -> None:
    period = home.period(home.ana, APRIL)
    with home.database.read() as session:
        most = {part.reason: part.amount for part in left_of(session, period, home.here)}.get(reason, AMOUNT)
    amount = to_cents(most * share)

    def command(session: Any) -> Any:
        household = session.scalars(select(Household.id).where(Household.person_id == home.payer.person_id)).one()
        facts = {"household_id": household, "period_id": period.id, "reason": reason, "asked_amount": amount}
        return open_case(session, Refund, "ask", home.payer.actor, home.here, data=facts, comment="Lo pagué de más.")

    home.database.run(command)


def step(home: Home, action: str, number: int, share: Decimal) -> None:
    cases = home.refunds()
    if not cases:
        return
    case = cases[number % len(cases)]
    facts: dict[str, dict[str, Any]] = {
        "grant": {"granted_amount": to_cents(grantable(case) * share)},
        "pay_back": {"refunded_on": home.here.date(), "bank_reference": None},
        "set_account": {"by_deposit": False, "clabe": None},
    }
    actor = {"withdraw": home.payer.actor, "set_account": home.payer.actor, "reconsider": home.supervisor}
    home.fire(case, action, actor.get(action, home.caseworker), "Por este motivo.", **facts.get(action, {}))


def every_peso_is_somewhere(home: Home) -> None:
    held = home.money()
    assert held.received == held.refunded + held.kept == 2 * AMOUNT
    assert held.credited == 2 * AMOUNT  # a payment that is given back stays the payment it was
    assert 0 <= held.refunded <= AMOUNT  # never more than what paid the line that is asked about
    refunds = home.refunds()
    for refund in refunds:
        assert refund.retirement_part >= 0
        assert refund.housing_part >= 0
        assert refund.retirement_part + refund.housing_part <= refund.asked_amount
        most = refund.asked_amount - refund.retirement_part - refund.housing_part
        assert refund.refunded_amount in (Decimal(0), refund.granted_amount)
        assert (refund.granted_amount or 0) <= most
    assert held.refunded == sum((refund.refunded_amount for refund in refunds), Decimal(0))
    with home.database.read() as session:
        left = left_of(session, home.period(home.ana, APRIL), home.here)
    event(f"refunds paid: {sum(refund.refunded_amount > 0 for refund in refunds)}")
    for part in left:
        assert 0 < part.amount <= AMOUNT - held.refunded
        assert part.retirement + part.housing <= part.amount


@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    last=st.none() | st.dates(date(2026, 4, 1), date(2026, 4, 30)),
    first=st.tuples(ASKS, SETTLED),
    then=st.lists(st.one_of(ASKS, SETTLED, STEPS), max_size=8),
)
def test_paid_plus_kept_is_received_and_what_stands_apart_stays(
    start: tuple[Path, Home], last: date | None, first: tuple[Entry, Entry], then: list[Entry]
) -> None:
    """Her retirement and the housing part are never given back by this way (LSS 299, LIFNVT 30 X)."""
    template, played = start
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.sqlite3"
        copyfile(template, path)
        database = Database(settings_for(f"sqlite:///{path}", Path(folder)))
        home = Home(
            database, Path(folder), played.payer, played.ana, played.luz, played.caseworker, played.supervisor,
            END_OF_APRIL + timedelta(hours=1),
        )  # fmt: skip
        try:
            ended(home, last)
            every_peso_is_somewhere(home)
            for entry in (*first, *then):
                play(home, entry)
                every_peso_is_somewhere(home)
        finally:
            database.engine.dispose()
