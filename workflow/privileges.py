"""Two roles on PostgreSQL: the owner migrates; the application reads and writes rows, and cannot touch a trigger."""

from psycopg import sql
from sqlalchemy import URL, Connection, make_url, text

from workflow.database import Database
from workflow.protection import APPEND_ONLY


def grant_to_application(owner: Database, application_url: str) -> str:
    """Make the application's role if it is missing and give it exactly what it needs; the role's name.

    Raises `ValueError` if the two addresses do not name two roles of one PostgreSQL database.
    """
    url = make_url(application_url)
    if owner.is_sqlite or url.get_backend_name() != "postgresql":
        raise ValueError(
            "An owner's address is only for PostgreSQL: set AFILIA_DATABASE_URL to the application's role there."
        )
    if not url.username or url.username == owner.engine.url.username:
        raise ValueError("The owner and the application must be two different roles of PostgreSQL.")
    with owner.engine.begin() as connection:
        _let_in(connection, url)
        for statement in _grants(url.username):
            _execute(connection, statement)
    return url.username


def owned_tables(connection: Connection) -> list[str]:
    """The tables that the connected role could rob of their triggers: those it owns, all of them for a superuser."""
    query = (
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND (tableowner = current_user "
        "OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)) ORDER BY tablename"
    )
    return list(connection.execute(text(query)).scalars())


def _let_in(connection: Connection, url: URL) -> None:
    known = connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": url.username})
    verb = sql.SQL("ALTER ROLE" if known else "CREATE ROLE")
    password = sql.SQL(" PASSWORD {}").format(sql.Literal(url.password)) if url.password else sql.SQL("")
    _execute(connection, sql.SQL("{} {} LOGIN").format(verb, sql.Identifier(str(url.username))) + password)


def _grants(role: str) -> list[sql.Composed]:
    to = sql.Identifier(role)
    append_only = sql.SQL(", ").join(sql.Identifier(table) for table in APPEND_ONLY)
    return [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(to),
        sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(to),
        sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(append_only, to),
        sql.SQL("REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {}").format(to),
    ]


def _execute(connection: Connection, statement: sql.Composed) -> None:
    connection.exec_driver_sql(statement.as_string().replace("%", "%%"))
