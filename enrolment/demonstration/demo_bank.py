"""The bank file of the demonstration: some rows that match, and one of each kind that does not."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.demonstration.demo_people import WORKERS, actor_of
from enrolment.models import ContributionPeriod
from enrolment.money import payments
from enrolment.money.bank_files import open_bank_file
from workflow.context import MEXICO_CITY
from workflow.database import Database
from workflow.definition import is_tagged

HEADER = ("Línea de captura", "Importe", "Fecha de pago", "Referencia", "CURP")

Row = tuple[object, ...]


def import_bank_file(database: Database, at: datetime) -> None:
    """Write the file as a bank would and import it as a caseworker."""
    day = at.astimezone(MEXICO_CITY).date()
    with database.read() as session:
        rows, actor = list(_rows(session, day)), actor_of(session, "caso1")
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"banco-{day:%Y-%m-%d}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([HEADER, *rows])
        payments.import_payments(database, open_bank_file(path), at, actor)


def _rows(session: Session, day: date) -> Iterator[Row]:
    yesterday = day - timedelta(days=1)
    for number, period in enumerate(_tagged(session, "payable")[:2], 1):
        part = Decimal(2) if number == 1 else Decimal(1)  # the first household pays half
        yield period.line, round((period.amount or Decimal(0)) / part, 2), yesterday, f"R{number:04d}", ""
    for number, period in enumerate(_tagged(session, "lapsed")[:2], 100):
        yield period.line, period.amount, yesterday, f"R{number:04d}", ""
    settled = _tagged(session, "settled")[-1]
    yield settled.line, settled.amount, yesterday, "R0200", ""
    yield settled.line, settled.amount, yesterday, "R0200", ""
    yield settled.line, settled.amount, yesterday, "R0201", WORKERS["dudosa"].invented.curp
    yield "DEMO-2222-2222-00", "350.00", yesterday, "R0300", ""
    yield settled.line, "trescientos", yesterday, "R0400", ""
    yield settled.line, "350.00", "31/02/2026", "R0401", ""


def _tagged(session: Session, tag: str) -> list[ContributionPeriod]:
    found = select(ContributionPeriod).where(is_tagged(ContributionPeriod, tag))
    return list(session.scalars(found.order_by(ContributionPeriod.first_month, ContributionPeriod.id)))
