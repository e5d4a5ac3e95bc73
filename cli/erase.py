"""`afilia erase`: what names a person goes, once nothing has to be kept; shown first, done only when asked for."""

from uuid import UUID

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from cli.wiring import database_of, settings_from
from enrolment.people import erasing
from enrolment.people.erasing import REASONS, Plan, people_past_retention, plan_for
from workflow import clock
from workflow.people import Login, Person


@click.command()
@click.option("--username", help="The person who signs in under this name, who asks to be erased.")
@click.option("--person", type=click.UUID, help="The person of this id, who asks to be erased.")
@click.option("--due", is_flag=True, help="Everybody whose years of retention are over.")
@click.option("--really", is_flag=True, help="Do it; without this it is only said what would be done.")
def erase(username: str | None, person: UUID | None, due: bool, really: bool) -> None:
    """Erase what names a person: names, numbers, addresses, words, documents. Events and money stay and add up.

    While a matter is open or must be kept, only how the person is reached goes. What is kept is said, and why.
    """
    if sum((username is not None, person is not None, due)) != 1:
        raise click.UsageError("Say exactly one of --username, --person and --due.")
    database = database_of(settings_from())

    def command(session: Session) -> list[Plan]:
        at = clock.now(session)
        people = people_past_retention(session, at.date()) if due else [_named(session, username, person)]
        plans = [plan_for(session, person_id, at.date()) for person_id in people]
        for plan in plans if really else ():
            erasing.erase(session, plan, at)
        return plans

    plans = database.run(command)
    for plan in plans:
        _say(plan, really)
    if not plans:
        click.echo("Nobody's years of retention are over.")
    elif not really:
        click.echo("Nothing was changed. Say --really to do it.")


def _named(session: Session, username: str | None, person_id: UUID | None) -> UUID:
    found = person_id
    if username is not None:
        found = session.scalar(select(Login.person_id).where(Login.username == username))
    person = session.get(Person, found) if found else None
    if person is None or person.erased_at is not None:
        raise click.UsageError("There is no such person, or they are erased already.")
    return person.id


def _say(plan: Plan, really: bool) -> None:
    """Ids and numbers only: what is printed stays in terminals and logs."""
    extent = "everything that names them" if plan.is_whole else "how they are reached, and nothing else yet"
    click.echo(f"person {plan.person_id}: {'erased' if really else 'would erase'} {extent}")
    for name, count in sorted(plan.erases.items()):
        click.echo(f"  {'erased' if really else 'erases'}  {name}: {count}")
    for kept in plan.keeps:
        number = f": {kept.count}" if kept.count else ""
        click.echo(f"  keeps   {kept.what}{number} ({REASONS[kept.why]})")
    if not plan.is_whole and plan.free_from is not None:
        click.echo(f"  the years of retention end on {plan.free_from} if nothing happens until then")
