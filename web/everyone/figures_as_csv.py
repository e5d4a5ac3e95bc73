"""A published month as a file that can be reproduced: the rows, and beside them what every column and number means.

The two follow "CSV on the Web" (W3C): whoever opens the rows with a tool that knows it finds the other by its name.
"""

import csv
import io
from typing import Any

from enrolment.statistics.published import PublishedMonth
from enrolment.statistics.publishing import NATION
from regime.geography import states
from workflow.words import LANGUAGES, translate

COLUMNS = ("month", "version", "state", "state_name", "trait", "category", "measure", "value")
NUMBERS = frozenset({"version", "value"})
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def rows_as_csv(month: PublishedMonth) -> str:
    """Every published figure, one in a row, in a fixed order (RFC 4180, UTF-8)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    told = month.publication
    for (state, trait, category, measure), value in sorted(month.figures.items()):
        name = states()[state].name if state in states() else "México" if state == NATION else ""
        writer.writerow((f"{told.month:%Y-%m}", told.version, state, name, trait, category, measure, value))
    return text.getvalue()


def metadata(month: PublishedMonth, address: str) -> dict[str, Any]:
    """What the file answers, by which method, of what day, what was left out, and each column in both languages."""
    told = month.publication
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "es"}],
        "url": address,
        "dc:title": _words("figures.csv.question", month=f"{told.month:%Y-%m}"),
        "dc:description": _words("figures.csv.suppression", least=str(told.least)),
        "dc:license": {"@id": LICENCE},
        "dc:modified": {"@value": told.published_on.isoformat(), "@type": "xsd:date"},
        "rdfs:comment": {
            "filters": {},
            "method": told.method,
            "version": told.version,
            "published_on": told.published_on.isoformat(),
            "data_as_of": told.data_as_of.isoformat(),
            "least": told.least,
            "demonstration": told.is_demonstration,
        },
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": {
            "columns": [_column(name) for name in COLUMNS],
            "primaryKey": ["month", "version", "state", "trait", "category", "measure"],
        },
    }


def _column(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "titles": [name],
        "dc:description": _words(f"figures.csv.column.{name}"),
        "datatype": "integer" if name in NUMBERS else "string",
        "required": name != "state_name",
    }


def _words(code: str, **params: object) -> list[dict[str, str]]:
    return [{"@value": translate(language, code, **params), "@language": language} for language in LANGUAGES]
