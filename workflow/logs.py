"""How the log is written: a line per happening, for people or machines, never with an identifier of a person."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog
from structlog.typing import Processor

# CURP before RFC: an RFC is how every CURP begins. PostgreSQL quotes the values of a row it refuses as a "DETAIL".
_PERSONAL = (
    (re.compile(r"DETAIL:.*?(?=\n\nThe above|\n\nDuring handling|\n\[SQL|\n\(Background|\Z)", re.DOTALL), "[detail]"),
    (re.compile(r"\b[A-ZÑ][AEIOUX][A-ZÑ]{2}\d{6}[HMX][A-Z]{5}[A-Z\d]\d\b", re.IGNORECASE), "[CURP]"),
    (re.compile(r"\b[A-ZÑ&]{3,4}\d{6}[A-Z\d]{3}\b", re.IGNORECASE), "[RFC]"),
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"(?<![\w-])\d{2}-?\d{2}-?\d{2}-?\d{4}-?\d(?![\w-])"), "[NSS]"),
    (re.compile(r"(?<![\w-])\d{18}(?![\w-])"), "[CLABE]"),
)

# A line for every step of every case and for every second's wake-up would bury the rest.
CHATTY = ("transitions", "alembic", "celery.app.trace", "celery.worker.strategy", "celery.beat")


def masked(text: str) -> str:
    """The text with every CURP, RFC, NSS, CLABE, e-mail address and refused row replaced by its kind."""
    for pattern, kind in _PERSONAL:
        text = pattern.sub(kind, text)
    return text


def configure_logs(log_format: Literal["console", "json"]) -> None:
    """Set up the log of this process, for our own lines and for those of libraries. Called once, by the edge."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _mask,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_foreign(shared), processors=_render(log_format))
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.getLogger("kombu.connection").setLevel(logging.ERROR)  # it warns that memory has no host name


def _foreign(shared: list[Processor]) -> list[Processor]:
    # A library's line arrives as a template and its arguments: joined first, so that the mask sees what is written.
    return [structlog.stdlib.PositionalArgumentsFormatter(), *shared]


def _render(log_format: Literal["console", "json"]) -> list[Processor]:
    as_text: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    return [structlog.stdlib.ProcessorFormatter.remove_processors_meta, as_text]


def _mask(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in line.items():
        if isinstance(value, str):
            line[key] = masked(value)
        elif not isinstance(value, bool | int | float | None):
            line[key] = masked(str(value)) if not key.startswith("_") else value
    return line
