"""`afilia import-payments`: reads a bank file of payments and accounts for every row."""

import sys
from decimal import Decimal
from pathlib import Path

import click
from sqlalchemy.orm import Session

from cli.refusals import LANGUAGE
from cli.wiring import database_of, settings_from
from enrolment.money import payments
from enrolment.money.bank_files import BankFile, BankFileRefused, open_bank_file
from enrolment.money.payment_fates import FOR_A_PERSON, Fate
from enrolment.money.payment_rows import write_worklist
from enrolment.money.payments import FateSum, Imported
from workflow import clock
from workflow.context import THE_SYSTEM
from workflow.database import Database
from workflow.words import LANGUAGES, money, number, say, translate


@click.command("import-payments")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--language", type=click.Choice(LANGUAGES), default=LANGUAGE, show_default=True, help="Language of the texts."
)
@click.option(
    "--worklist", type=click.Path(path_type=Path, dir_okay=False), help="Write the rows that need a person as CSV."
)
@click.pass_context
def import_payments(context: click.Context, file: Path, language: str, worklist: Path | None) -> None:
    """Import a bank file of payments, CSV or XLSX.

    The format is described in docs/bank-files.md.

    Every row gets exactly one fate, shown in a table at the end. The same file can be imported again, or after it was
    cut off: nothing is paid twice. Exit status 1 when rows could not be read; the others are imported all the same.
    """
    try:
        bank_file = open_bank_file(file)
    except BankFileRefused as refused:
        raise click.ClickException(say(language, refused.sentence)) from None
    database = database_of(settings_from())
    imported = _import(database, bank_file)
    if imported.was_complete:
        click.echo(translate(language, "payment.import.known", file=imported.name))
    else:
        click.echo(
            translate(language, "payment.import.done", file=imported.name, rows=number(language, imported.new_rows))
        )
    _print_fates(imported, language)
    if worklist is not None:
        with database.read() as session:
            _write(session, worklist, language, imported)
    context.exit(1 if Fate.UNREADABLE in imported.fates else 0)


def _import(database: Database, bank_file: BankFile) -> Imported:
    with database.read() as session:
        now = clock.now(session)
    with click.progressbar(length=bank_file.row_count, label=bank_file.name, file=sys.stderr) as bar:
        return payments.import_payments(database, bank_file, now, THE_SYSTEM, bar.update)


def _print_fates(imported: Imported, language: str) -> None:
    headings = tuple(translate(language, f"payment.import.{name}") for name in ("fate", "rows", "amount", "credited"))
    total = FateSum(
        imported.rows,
        sum((of.amount for of in imported.fates.values()), Decimal(0)),
        sum((of.credited for of in imported.fates.values()), Decimal(0)),
    )
    lines = [headings]
    for fate, of_fate in imported.fates.items():
        mark = " *" if fate in FOR_A_PERSON else ""
        lines.append(_line(translate(language, f"fate.{fate}") + mark, of_fate, language))
    lines.append(_line(translate(language, "payment.import.all"), total, language))
    widths = [max(len(line[place]) for line in lines) for place in range(len(headings))]
    for name, *numbers in lines:
        cells = (cell.rjust(width) for cell, width in zip(numbers, widths[1:], strict=True))
        click.echo("  ".join((name.ljust(widths[0]), *cells)))
    if any(fate in FOR_A_PERSON for fate in imported.fates):
        click.echo(translate(language, "payment.import.for_a_person"))


def _line(name: str, of_fate: FateSum, language: str) -> tuple[str, ...]:
    return name, number(language, of_fate.rows), money(language, of_fate.amount), money(language, of_fate.credited)


def _write(session: Session, worklist: Path, language: str, imported: Imported) -> None:
    with worklist.open("w", encoding="utf-8-sig", newline="") as stream:
        count = write_worklist(session, stream, language, imported.file_id)
    click.echo(translate(language, "payment.import.worklist", rows=number(language, count), file=worklist.name))
