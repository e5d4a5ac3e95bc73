"""`afilia check`: line by line, whether this installation is sound, and how to mend what is not."""

import os
from collections.abc import Callable, Iterator
from datetime import date

import click
import redis
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from cli.wiring import database_of, know_procedures, settings_from
from inspection.authorities import load as load_authorities
from regime.calendars import calendars
from regime.parameters import all_parameters
from workflow import clock, periodic, privileges, protection, schema, sealing
from workflow.database import Database
from workflow.definition import WORKFLOWS
from workflow.settings import Settings
from workflow.tables import Message
from workflow.words import LANGUAGES, catalogue

OK, NOTICE, FAULT = "ok", "notice", "FAULT"
Lines = Iterator[tuple[str, str]]


@click.command()
@click.option("--running", is_flag=True, help="Also ask whether periodic work runs and whether notices are stuck.")
@click.pass_context
def check(context: click.Context, running: bool) -> None:
    """Say line by line whether this installation is sound; exit status 1 if anything is not.

    Configuration, law, procedures, catalogues, database, migrations, the protection of the record, and open cases whose
    state this release no longer knows.
    """
    settings = settings_from()
    click.echo(f"{OK:8}configuration: every setting can be used")
    sound = _all_sound(
        _law, _procedures, _words, lambda: _authorities(settings), lambda: _broker(settings), lambda: _files(settings)
    )
    if sound:
        database = database_of(settings)
        sound = _all_sound(lambda: _database(database), *([lambda: _periodic_work(database)] if running else []))
    context.exit(0 if sound else 1)


def _all_sound(*parts: Callable[[], Lines]) -> bool:
    levels = []
    for part in parts:
        try:
            for level, sentence in part():
                click.echo(f"{level:8}{sentence}")
                levels.append(level)
        except (ValueError, LookupError) as fault:  # data or a declaration that refused itself, with its reason
            click.echo(f"{FAULT:8}{fault}")
            levels.append(FAULT)
    return FAULT not in levels


def _unless(fault: object, sentence: str, remedy: str = "") -> tuple[str, str]:
    return (FAULT, f"{sentence}: {remedy}") if fault else (OK, sentence)


def _law() -> Lines:
    parameters = all_parameters()
    yield OK, f"law: {len(parameters)} parameters with {sum(len(p.values) for p in parameters.values())} values"
    for name, calendar in calendars().items():
        until = calendar.complete_until
        if until < date.today():  # noqa: DTZ011 - to the day is exact enough for a notice
            yield NOTICE, f"calendar {name}: complete until {until} only; later days are counted provisionally"


def _procedures() -> Lines:
    know_procedures()
    yield OK, f"procedures: {', '.join(sorted(WORKFLOWS))}"


def _authorities(settings: Settings) -> Lines:
    known = load_authorities(settings.authorities_file).by_code.values()
    yield OK, f"authorities: {len(known)} that inspect or are told"
    for authority in known:
        if authority.to_confirm:
            yield NOTICE, f"authority {authority.code}: to be confirmed in the law: {', '.join(authority.to_confirm)}"
    if federal := [authority.code for authority in known if authority.notice]:
        yield NOTICE, f"authorities that take rules from the federal one, as their pages say: {', '.join(federal)}"


def _words() -> Lines:
    texts = {language: catalogue(language) for language in LANGUAGES}
    every = {code for codes in texts.values() for code in codes}
    for language, known in texts.items():
        missing = sorted(code for code in every if not known.get(code))
        yield _unless(missing, f"words: {len(known)} texts in {language}", f"missing are {', '.join(missing)}")


def _broker(settings: Settings) -> Lines:
    if not settings.redis_url:
        yield OK, "broker: in this process (AFILIA_REDIS_URL is not set)"
        return
    try:
        redis.Redis.from_url(settings.redis_url, socket_timeout=5).ping()
        yield OK, "broker: Redis answers"
    except redis.RedisError as error:
        yield FAULT, f"broker: Redis does not answer ({error}); is AFILIA_REDIS_URL right?"


def _files(settings: Settings) -> Lines:
    folder = settings.data_dir.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        locked = not os.access(folder, os.W_OK)
    except OSError:
        locked = True
    yield _unless(locked, f"files: folder {folder}", "cannot be written; set AFILIA_DATA_DIR or its permissions")


def _database(database: Database) -> Lines:
    try:
        current = schema.current(database)
    except OperationalError as error:
        yield FAULT, f"database: does not answer ({str(error.orig).strip()}); is AFILIA_DATABASE_URL right?"
        return
    yield OK, f"database: {database.engine.dialect.name} answers"
    newest = schema.newest()
    behind = current != newest
    yield _unless(behind, f"migrations: at {current or 'nothing'}", f"{newest} is needed; run `afilia migrate`")
    if not behind:
        yield from _protection(database)
        yield from _sealed(database)
        yield from _stranded_cases(database)


def _protection(database: Database) -> Lines:
    with database.engine.connect() as connection:
        missing = protection.missing(connection)
        owned = [] if database.is_sqlite else privileges.owned_tables(connection)
    yield _unless(missing, "triggers: events cannot be changed", f"missing {', '.join(missing)}; run `afilia migrate`")
    if not database.is_sqlite:
        remedy = f"it owns {len(owned)} and could drop their triggers; see `afilia migrate --help`"
        yield _unless(owned, "role: the application owns no table", remedy)


def _sealed(database: Database) -> Lines:
    """Sealed records under a key that is not given any more: nobody can read them until it is."""
    with database.read() as session:
        closed = sealing.unopened(session, database.settings)
    if not closed:
        yield OK, "sealed records: the keys given open all of them"
        return
    remedy = "AFILIA_SECRET_KEY is not the one that sealed them; give it as one of AFILIA_FORMER_SECRET_KEYS"
    yield FAULT, f"sealed records: {closed} cannot be opened: {remedy}"


def _stranded_cases(database: Database) -> Lines:
    """Open cases in a state that their procedure no longer has: nobody can act on them until they are moved."""
    with database.read() as session:
        for workflow in WORKFLOWS.values():
            case = workflow.model
            lost = select(case.id, case.state).where(case.state.not_in(workflow.state_codes), case.closed_at.is_(None))
            named = "; ".join(f"{row.id} in {row.state!r}" for row in session.execute(lost))
            yield _unless(named, f"cases of {workflow.name}: open ones in known states", f"except {named}")


def _periodic_work(database: Database) -> Lines:
    with database.read() as session:
        silent = not periodic.is_alive(session, clock.real_now())
        dead = session.scalar(select(func.count()).where(Message.status == "dead"))
    yield _unless(silent, "periodic work: alive", "no sign for two minutes; do worker and beat run?")
    if dead:
        yield NOTICE, f"notices: {dead} could not be delivered and were given up"
