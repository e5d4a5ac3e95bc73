"""`afilia statistics`: the figures counted again, compared with what they are made of, and published."""

from datetime import datetime

import click

from cli.wiring import database_of, settings_from
from enrolment.statistics import counting
from workers import figures
from workflow import clock
from workflow.database import Database


@click.group()
def statistics() -> None:
    """Count the figures about who is insured, compare them with a rebuild, publish what is due."""


@statistics.command()
def refresh() -> None:
    """Count the months that were touched and publish those whose day has come, as the workers do every minute."""
    database = _database()
    counted, published = figures.keep_figures(database, _now(database))
    click.echo(f"{counted} months counted, {published} published.")


@statistics.command()
def rebuild() -> None:
    """Throw facts and cells away and count them from the beginning. What was published stays as it was published."""
    database = _database()
    counted, published = figures.rebuild(database, _now(database))
    click.echo(f"{counted} months counted from the beginning, {published} published.")


@statistics.command()
def check() -> None:
    """Compare facts and cells with what a rebuild would give. What differs is marked, and the exit code is 1."""
    database = _database()
    wrong = counting.differences(database, _now(database))
    click.echo(f"{wrong} differences from a rebuild.")
    if wrong:
        raise click.exceptions.Exit(1)


def _database() -> Database:
    return database_of(settings_from())


def _now(database: Database) -> datetime:
    with database.read() as session:
        return clock.now(session)
