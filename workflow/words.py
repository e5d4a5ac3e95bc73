"""What people read: codes into sentences of their language, money and days the Mexican way.

Every package keeps its catalogues in `<package>/locale/<language>.po`, and those of a part in
`<package>/locale/<part>.<language>.po`. They are read as text when a process
first needs a language, so that a translator's change needs no build step and no compiled file can go stale.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, get_day_names
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent

from regime.sentences import Sentence

LANGUAGES = ("es", "en")
DEFAULT_LANGUAGE = "es"
MEXICO_CITY = ZoneInfo("America/Mexico_City")

# Babel's plain `es` writes 12.345,60; every amount and date here follows Mexico's own habits.
_LOCALES = {"es": "es_MX", "en": "en_US"}
_PACKAGES = ("regime", "workflow", "enrolment", "inspection", "web")


class UnknownWord(LookupError):
    """A code that no catalogue of the language knows."""


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> dict[str, str]:
    """All texts of one language, by code. Raises `ValueError` for a code that two packages define."""
    texts: dict[str, str] = {}
    for package in _PACKAGES:
        for source in _sources(package, language):
            for code, text in _texts(source, language):
                if code in texts:
                    raise ValueError(f"{package}/locale/{source.name}: {code!r} is already defined elsewhere.")
                texts[code] = text
    return texts


def _sources(package: str, language: str) -> list[Traversable]:
    folder = files(package) / "locale"
    if not folder.is_dir():
        return []
    found = [file for file in folder.iterdir() if f".{file.name}".endswith(f".{language}.po")]
    return sorted(found, key=lambda file: file.name)


def _texts(source: Traversable, language: str) -> Iterator[tuple[str, str]]:
    with source.open("rb") as stream:
        for message in read_po(stream, locale=_LOCALES[language], abort_invalid=True):
            if message.id:
                yield str(message.id), str(message.string)


def language_or_default(language: str | None) -> str:
    """A language we speak: the one asked for if we do, else Spanish."""
    return language if language in LANGUAGES else DEFAULT_LANGUAGE


def knows(code: str, language: str = DEFAULT_LANGUAGE) -> bool:
    """Whether the catalogue of a language has a text for the code."""
    return bool(catalogue(language).get(code))


def translate(language: str, code: str, **params: object) -> str:
    """The text of a code with its parameters filled in; raises `UnknownWord` for a code without text.

    Parameters that are money (`Decimal`), days or sentences are written the way the language writes them.
    """
    text = catalogue(language).get(code)
    if not text:
        raise UnknownWord(f"No text for {code!r} in language {language!r}.")
    return filled(language, text, params) if params else text


def filled(language: str, text: str, params: Mapping[str, object]) -> str:
    """A text with its places filled; a day under a name that ends in `month` stands for its month."""
    return text % {
        name: month(language, value)
        if name.endswith("month") and isinstance(value, date)
        else _written(language, value)
        for name, value in params.items()
    }


def say(language: str, sentence: Sentence) -> str:
    """A sentence (code and parameters) in the person's language."""
    return translate(language, sentence.code, **sentence.params)


def say_all(language: str, sentences: Iterable[Sentence]) -> list[str]:
    """Several sentences, in their order."""
    return [say(language, sentence) for sentence in sentences]


def money(language: str, amount: Decimal) -> str:
    """Pesos with cents: $2,745.44."""
    return format_currency(amount, "MXN", "¤#,##0.00", locale="es_MX" if language == "es" else "en_US").replace(
        "MX$", "$"
    )


def number(language: str, value: Decimal | int) -> str:
    """A plain number with the separators of the language."""
    return format_decimal(value, locale=_LOCALES[language])


def percent(language: str, share: Decimal) -> str:
    """A share as a percentage with one decimal: 2.5 %."""
    return format_percent(share, "#,##0.0 %", locale=_LOCALES[language])


def long_day(language: str, day: date) -> str:
    """A day in full: 17 de diciembre de 2026."""
    pattern = "d 'de' MMMM 'de' y" if language == "es" else "d MMMM y"
    return format_date(day, pattern, locale=_LOCALES[language])


def weekday_and_day(language: str, day: date) -> str:
    """A day with its weekday: jueves 17 de diciembre de 2026."""
    pattern = "EEEE d 'de' MMMM 'de' y" if language == "es" else "EEEE d MMMM y"
    return format_date(day, pattern, locale=_LOCALES[language])


def month(language: str, day: date) -> str:
    """A month by its name: diciembre de 2026."""
    return format_date(day, "MMMM 'de' y" if language == "es" else "MMMM y", locale=_LOCALES[language])


def weekdays(language: str, digits: str) -> str:
    """Days of the week in a list, 0 is Monday: lunes, miércoles y viernes."""
    names = get_day_names("wide", locale=_LOCALES[language])
    return format_list([names[int(digit)] for digit in sorted(digits)], locale=_LOCALES[language]) if digits else ""


def weekday_initials(language: str) -> tuple[str, ...]:
    """The initials of the days of a week as calendars on Mexican walls have them, from Sunday."""
    names = get_day_names("narrow", locale=_LOCALES[language])
    return tuple(names[number].upper() for number in (6, 0, 1, 2, 3, 4, 5))


def moment(language: str, at: datetime, zone: ZoneInfo = MEXICO_CITY) -> str:
    """A moment on the clock of a place: 17 de diciembre de 2026, 09:30."""
    pattern = "d 'de' MMMM 'de' y, HH:mm" if language == "es" else "d MMMM y, HH:mm"
    return format_datetime(at.astimezone(zone), pattern, locale=_LOCALES[language])


def _written(language: str, value: object) -> object:
    match value:
        case Sentence():
            return say(language, value)
        case Decimal():
            return money(language, value)
        case datetime():
            return moment(language, value)
        case date():
            return long_day(language, value)
        case list() | tuple():
            return ", ".join(str(_written(language, item)) for item in value)
        case Mapping():
            raise TypeError("A sentence takes plain parameters, not mappings.")
        case _:
            return value
