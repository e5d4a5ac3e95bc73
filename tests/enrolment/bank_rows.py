"""A household with two workers, and the rows that a bank reports about their lines: what several tests begin with."""

import csv
import io
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from enrolment.models import Affiliation, ContributionPeriod, Household
from enrolment.money.bank_files import open_bank_file
from enrolment.money.exception_models import PaymentException, Refund
from enrolment.money.money_held import MoneyHeld, money_of
from enrolment.money.payments import import_payments
from enrolment.people.invented import InventedPerson, invented_person
from tests.conftest import Begun
from tests.enrolment.parties import LIVE_IN, Payer, affiliation, household, official, periods
from workflow.clockwork import live_through
from workflow.context import THE_SYSTEM, Actor
from workflow.database import Database
from workflow.engine import Fired, fire

BEGAN = datetime(2026, 3, 10, 16, tzinfo=UTC)
IN_MARCH = datetime(2026, 3, 25, 18, tzinfo=UTC)
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
HEADER = ("linea", "importe", "fecha", "referencia", "curp")
ANA, LUZ = invented_person("worker of the first line"), invented_person("worker of the second line")


@dataclass
class Home:
    """One household with two workers; `here` is the moment up to which its time was lived."""

    database: Database
    folder: Path
    payer: Payer
    ana: Affiliation
    luz: Affiliation
    caseworker: Actor
    supervisor: Actor
    here: datetime = BEGAN
    files: int = field(default=0)

    def at(self, moment: datetime) -> datetime:
        """Let time pass until a moment."""
        live_through(self.database, self.here, moment)
        self.here = moment
        return moment

    def period(self, case: Affiliation, month: date) -> ContributionPeriod:
        """The latest period of a relation that begins in a month."""
        with self.database.read() as session:
            return [found for found in periods(session, case) if found.first_month == month][-1]

    def bank(self, *rows: tuple[Any, ...]) -> list[PaymentException]:
        """A bank file of today with these rows (line, amount, day, reference and perhaps whom it names)."""
        self.files += 1
        text = io.StringIO()
        csv.writer(text, delimiter=";", lineterminator="\n").writerows([HEADER, *([*row, ""][:5] for row in rows)])
        path = self.folder / f"banco{self.files}.csv"
        path.write_text(text.getvalue(), encoding="utf-8")
        before = {case.id for case in self.exceptions()}
        import_payments(self.database, open_bank_file(path), self.here, THE_SYSTEM)
        return [case for case in self.exceptions() if case.id not in before]

    def exceptions(self) -> list[PaymentException]:
        """Every payment exception, in the order of its beginning."""
        with self.database.read() as session:
            return list(session.scalars(select(PaymentException).order_by(PaymentException.id)))

    def refunds(self) -> list[Refund]:
        """Every refund, in the order of its beginning."""
        with self.database.read() as session:
            return list(session.scalars(select(Refund).order_by(Refund.id)))

    def fire(self, case: Any, action: str, actor: Actor, comment: str | None = None, **data: Any) -> Any:
        """Take a step in a case, today; the case afterwards."""

        def command(session: Any) -> Fired:
            found = session.get_one(type(case), case.id)
            return fire(session, found, action, actor, self.here, comment=comment, data=data)

        self.database.run(command)
        with self.database.read() as session:
            return session.get_one(type(case), case.id)

    def money(self) -> MoneyHeld:
        """What became of the household's money."""
        with self.database.read() as session:
            mine = select(Household.id).where(Household.person_id == self.payer.person_id)
            return money_of(session, session.scalars(mine).one())


def two_workers(database: Database, folder: Path) -> Home:
    """Ana and Luz live in since 10 March 2026: March is paid afterwards, April ahead, 4,001.71 each."""
    with database.write() as session:
        payer = household(session, BEGAN)
        ana = affiliation(session, payer, BEGAN, ANA, date(2026, 3, 10), terms=LIVE_IN)
        luz = affiliation(session, payer, BEGAN, LUZ, date(2026, 3, 10), terms=LIVE_IN)
        officials = official(session, BEGAN), official(session, BEGAN, "supervisor")
        session.expunge_all()
    return Home(database, folder, payer, ana, luz, *officials)


def two_workers_in_march(database: Database, folder: Path) -> Home:
    """The two workers fifteen days later, when the lines of April are out."""
    found = two_workers(database, folder)
    found.at(IN_MARCH)
    return found


def taken_home(begun: Begun, folder: Path) -> Home:
    """The two workers in March, for one test to go on with."""
    database, found = begun(two_workers_in_march)
    return replace(found, database=database, folder=folder)


def curp_of(worker: InventedPerson) -> str:
    """What a bank's row names somebody by."""
    return worker.curp


AMOUNT = Decimal("4001.71")
