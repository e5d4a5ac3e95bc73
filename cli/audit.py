"""`afilia audit`: proof that the record was not changed."""

import click

from cli.wiring import database_of, settings_from
from workflow import chain, clock, daily_root


@click.group()
def audit() -> None:
    """Verify the chain of events; keep its daily root."""


@audit.command()
@click.pass_context
def verify(context: click.Context) -> None:
    """Walk the chain of every case and name the first broken link of each; exit status 1 if there is one.

    Every daily root in the data folder must still follow from the record, too: a chain replaced as a whole is found out
    by the root written before.
    """
    database = database_of(settings_from())
    with database.read() as session:
        faults = [str(found) for found in chain.verify(session)]
        roots = daily_root.kept(database.settings.data_dir)
        for root in daily_root.contradictions(session, roots):
            faults.append(f"the record up to {root.at.isoformat()} is not the one of that day's root")
        cases = daily_root.root_at(session, clock.now(session)).cases
    for fault in faults:
        click.echo(f"BROKEN  {fault}")
    if not faults:
        click.echo(f"The chains of {cases} cases are whole and agree with {len(roots)} daily roots.")
    context.exit(1 if faults else 0)


@audit.command()
def anchor() -> None:
    """Write the root of all chains to the data folder now, and print it.

    Keep the printed line where the administrators of the database cannot change it. Workers write one every day.
    """
    database = database_of(settings_from())
    with database.read() as session:
        root = daily_root.root_at(session, clock.now(session) - daily_root.IN_FLIGHT)
    file = daily_root.keep(root, database.settings.data_dir)
    click.echo(root)
    click.echo(f"added to {file}", err=True)
