"""`afilia seed`: the demonstration year, and who may sign in to it."""

import click

from cli.wiring import database_of, settings_from
from enrolment.demonstration.demo import is_empty
from enrolment.demonstration.demo_attending import ANSWERS, CALLS
from enrolment.demonstration.demo_people import HOUSEHOLDS, OFFICIALS, PASSWORD, ROLES, WORKERS, Player
from inspection.demonstration import demo
from inspection.demonstration.demo_officers import CITY, ENDINGS, OFFICER_ROLES, OFFICERS
from workers.figures import keep_figures
from workflow import clock, schema
from workflow.database import Database

# Shared with `afilia up`.
small_year = click.option("--small", is_flag=True, help="Tell each story of inspection once only: ready sooner.")


@click.command()
@small_year
def seed(small: bool) -> None:
    """Fill an empty database with a year of invented households, domestic workers, payments and inspections."""
    database = database_of(settings_from(demo=True))
    schema.upgrade(database)
    if not seed_if_empty(database, small=small):
        raise click.ClickException("The database is not empty; demonstration data never goes between real cases.")
    print_users()


def seed_if_empty(database: Database, *, small: bool = False) -> bool:
    """Live the demonstration year unless somebody has a login already; whether it was done."""
    with database.read() as session:
        if not is_empty(session):
            return False
        now = clock.now(session)
    click.echo("Living a year of demonstration data…")
    demo.play(database, now, small=small)
    if not small:  # the workers count them within a minute
        keep_figures(database, now)
    return True


def print_users() -> None:
    """The ready users of a demonstration, one line each."""
    click.echo(f"Ready users, all with the password {PASSWORD}")
    for player, home in HOUSEHOLDS.values():
        click.echo(f"{_line(player)}, {home.described}")
    of_the_city = (player for player in OFFICERS.values() if CITY in player.offices)
    for player in (*WORKERS.values(), *OFFICIALS.values(), *of_the_city):
        click.echo(_line(player))
    elsewhere = ", ".join(ending for ending in ENDINGS.values() if ending)
    click.echo(f"  Officers of the other authorities have the same names with an ending: {elsewhere}")
    said = ", ".join(f"{question.replace('_', ' ')} {answer}" for question, answer in ANSWERS.items())
    click.echo(f"On the telephone, {CALLS} is known by her answers: {said}")


def _line(player: Player) -> str:
    role = ROLES.get(player.role) or OFFICER_ROLES[player.role]
    return f"  {player.username:12} {role:30} {player.full_name}"
