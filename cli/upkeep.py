"""Commands that keep an installation going: `afilia migrate` and `afilia tick`."""

import click

from cli.wiring import database_of, settings_from
from enrolment.money.row_cases import open_missing_cases
from workers.delivery import deliver_batch, relay_batches
from workflow import clock, filing, privileges, schema
from workflow.settings import load_settings
from workflow.sweep import sweep


@click.command()
@click.option(
    "--owner-url",
    envvar="AFILIA_OWNER_DATABASE_URL",
    help="Address of the same PostgreSQL database for the role that owns the tables (AFILIA_OWNER_DATABASE_URL).",
)
def migrate(owner_url: str | None) -> None:
    """Bring the database to this release; safe to run again and while people work.

    Rows of bank files that waited for somebody before there were cases for them get theirs.

    On PostgreSQL two roles keep the record append-only: the owner migrates, the role in AFILIA_DATABASE_URL only reads
    and writes rows. With an owner's address the other role is made if it is missing and given what it needs.
    """
    settings = settings_from()
    database = database_of(settings if owner_url is None else load_settings(database_url=owner_url))
    schema.upgrade(database)
    with database.read() as session:
        now = clock.now(session)
    opened = open_missing_cases(database, now)
    if owner_url is not None:
        role = privileges.grant_to_application(database, settings.database)
        click.echo(f"Role {role} may read and write rows, and owns nothing.")
    click.echo(f"The database is at revision {schema.current(database)}.")
    if opened:
        click.echo(f"Rows of bank files that waited without a case and have one now: {opened}.")


@click.command()
def tick() -> None:
    """Do all due work once, without Celery: fire expired deadlines, write reminders, deliver notices, set documents.

    For a timer of the operating system where no worker runs, and for the day on which Celery does not.
    """
    database = database_of(settings_from())
    with database.read() as session:
        now = clock.now(session)
    swept = sweep(database, now, clock.real_now())
    relay_batches(database, lambda token: deliver_batch(database, token))
    filed = filing.file_waiting(database, clock.real_now())
    click.echo(
        f"{swept.fired} deadlines fired, {swept.reminded} reminders written, {swept.failed} failures, "
        f"{filed} documents filed."
    )
