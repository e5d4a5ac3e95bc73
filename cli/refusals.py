"""What goes wrong in a known way becomes one sentence on the console."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

LANGUAGE = "en"  # the language of the commands themselves


@contextmanager
def spoken() -> Iterator[None]:
    """Turn refusals, faulty settings and an unreachable database into a `ClickException` with their sentence."""
    try:
        yield
    except Exception as error:
        sentence = None if isinstance(error, click.exceptions.Exit | click.ClickException) else _sentence(error)
        if sentence is None:
            raise
        raise click.ClickException(sentence) from None


def _sentence(error: Exception) -> str | None:
    # Imported only now: a command that succeeds should not wait for what only a failure needs.
    from sqlalchemy.exc import OperationalError  # noqa: PLC0415

    from workflow.errors import Refused  # noqa: PLC0415
    from workflow.settings import SettingsError  # noqa: PLC0415
    from workflow.words import say_all  # noqa: PLC0415

    match error:
        case SettingsError():
            return str(error)
        case Refused():
            return " ".join(say_all(LANGUAGE, error.sentences))
        case OperationalError():
            return f"The database cannot be used: {str(error.orig).strip()}. Is AFILIA_DATABASE_URL right?"
        case _:
            return None
