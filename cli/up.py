"""`afilia up`: pages, worker and scheduler in one process, on this machine, with no other server."""

import os
import signal
import socket
from pathlib import Path
from types import FrameType

import click
import waitress

from cli.seed import print_users, seed_if_empty, small_year
from cli.wiring import database_of, settings_from
from web.app import create_app
from workers.celery_app import make_celery
from workers.embedded import Embedded
from workflow.clockwork import advance
from workflow.database import Database
from workflow.schema import upgrade
from workflow.settings import Settings

WEB_THREADS = 8


@click.command()
@click.option("--demo", is_flag=True, help="Add a year of invented data, ready users and a clock that can be moved.")
@small_year
@click.option("--host", help="Address to listen on; by default this machine only (127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; by default 8080.")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Folder for database and files; by default ./var.")
def up(demo: bool, small: bool, host: str | None, port: int | None, data_dir: Path | None) -> None:
    """Start everything on this machine: pages, periodic work and delivery, in one process.

    The database is created and brought up to date first. Stop with Ctrl-C: work at hand is finished.
    """
    settings = settings_from(demo=demo or None, data_dir=data_dir, **_address(host, port))
    listening = _listen(settings.listen)
    database = database_of(settings)
    upgrade(database)
    if settings.demo:
        seed_if_empty(database, small=small)
    _run(settings, database, listening)


def _address(host: str | None, port: int | None) -> dict[str, str]:
    """The settings that follow from the options; what the environment says stays where no option is given."""
    if host is None and port is None:
        return {}
    known_host, _, known_port = os.environ.get("AFILIA_LISTEN", "127.0.0.1:8080").rpartition(":")
    listen = f"{host or known_host}:{port or known_port}"
    return {"listen": listen} | ({} if "AFILIA_BASE_URL" in os.environ else {"base_url": f"http://{listen}"})


def _listen(address: str) -> socket.socket:
    """The socket of the pages, taken before anything else is done. No other port is ever chosen in silence."""
    host, _, port = address.rpartition(":")
    try:
        return socket.create_server((host, int(port)), backlog=128)
    except OSError as error:
        raise click.ClickException(
            f"Cannot listen on {address}: {os.strerror(error.errno or 0)}. "
            "Choose another port with --port, or stop the program that uses this one."
        ) from None


def _run(settings: Settings, database: Database, listening: socket.socket) -> None:
    move_clock = (lambda target: advance(database, target)) if settings.demo else None
    server = waitress.create_server(
        create_app(settings, database, move_clock),
        sockets=[listening],
        threads=WEB_THREADS,
        ident=None,
        clear_untrusted_proxy_headers=not settings.trusted_proxies,
    )
    work = Embedded(make_celery(settings, database))
    signal.signal(signal.SIGTERM, _interrupt)
    work.start()
    if settings.demo:
        print_users()
    click.echo(f"Afilia is ready: {settings.base_url}  (Ctrl-C stops it)")
    server.run()  # returns on Ctrl-C and on SIGTERM
    click.echo("Stopping: work at hand is finished first.")
    work.stop()
    server.close()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
