"""`afilia metrics`: figures for Prometheus, printed once or served on a port of their own."""

from collections.abc import Callable, Iterable
from typing import Any

import click
import waitress
from prometheus_client import CONTENT_TYPE_LATEST

from cli.wiring import database_of, settings_from
from workflow import clock
from workflow.database import Database
from workflow.metrics import exposition


@click.command()
@click.option("--listen", metavar="HOST:PORT", help="Serve the figures at this address until stopped.")
def metrics(listen: str | None) -> None:
    """Print what waits, what is late, what failed and how many cases stand where, in Prometheus' text format.

    The figures name nobody, but they are not for everybody: serve them on an address that only your monitoring reaches.
    """
    database = database_of(settings_from())
    if listen is None:
        click.echo(_figures(database), nl=False)
    else:
        waitress.serve(_application(database), listen=listen, threads=1, ident=None)


def _application(database: Database) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    def answer(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        figures = _figures(database)
        start_response("200 OK", [("Content-Type", CONTENT_TYPE_LATEST)])
        return [figures]

    return answer


def _figures(database: Database) -> bytes:
    with database.read() as session:
        return exposition(session, clock.now(session), clock.real_now())
