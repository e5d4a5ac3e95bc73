"""Which language a page speaks, and the words, amounts and days templates write in it."""

from datetime import date, datetime
from decimal import Decimal
from typing import cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Flask, Response, g, request
from flask_security import current_user

from regime.sentences import Sentence
from workflow import words

COOKIE = "language"
A_YEAR = 365 * 24 * 3600


def language() -> str:
    """The language of this page: asked for in the address, remembered, of the account, of the browser, else Spanish."""
    if "language" not in g:
        g.language = _chosen()
    return cast(str, g.language)


def t(code: str, **params: object) -> str:
    """The words of a code in the language of this page."""
    return words.translate(language(), code, **params)


def say(text: str | Sentence) -> str:
    """A label, hint or error: a sentence, or the bare code of one."""
    return words.say(language(), text if isinstance(text, Sentence) else Sentence(text))


def choice_words(label: str | Sentence) -> str:
    """The words of a choice: a sentence of the catalogues, or a name that is data and stays as it is."""
    return say(label) if isinstance(label, Sentence) else str(label)


def other_language() -> str:
    """The language this page is not in."""
    return next(code for code in words.LANGUAGES if code != language())


def other_language_url() -> str:
    """The address of this same page in the other language."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return f"{request.path}?{urlencode([*kept, ('lang', other_language())])}"


def money(amount: Decimal) -> str:
    """Pesos with cents."""
    return words.money(language(), amount)


def long_day(day: date) -> str:
    """A day in full."""
    return words.long_day(language(), day)


def day(day: date) -> str:
    """A day with its weekday, for things that are due."""
    return words.weekday_and_day(language(), day)


def month(day: date) -> str:
    """The month of a day, by its name."""
    return words.month(language(), day)


def weekday_initials() -> tuple[str, ...]:
    """The initials of the days of a week, from Sunday."""
    return words.weekday_initials(language())


def moment(at: datetime, zone: ZoneInfo = words.MEXICO_CITY) -> str:
    """A moment on the clock of a place, of Mexico City unless said."""
    return words.moment(language(), at, zone)


def number(value: Decimal | int) -> str:
    """A number with the separators of the language."""
    return words.number(language(), value)


def percent(share: Decimal) -> str:
    """A share as a percentage with one decimal."""
    return words.percent(language(), share)


def remember(response: Response, chosen: str) -> Response:
    """Let this browser be shown pages in a language from now on."""
    response.set_cookie(COOKIE, chosen, max_age=A_YEAR, samesite="Lax", secure=request.is_secure, httponly=True)
    return response


def install(app: Flask) -> None:
    """Give templates their words, and remember a language once it was asked for."""
    spoken = (
        language,
        t,
        say,
        choice_words,
        other_language,
        other_language_url,
        money,
        long_day,
        day,
        month,
        weekday_initials,
        moment,
        number,
        percent,
    )
    app.jinja_env.globals.update({function.__name__: function for function in spoken})
    app.jinja_env.filters.update({f.__name__: f for f in (money, long_day, day, month, moment, number)})
    app.after_request(_remember)


def _chosen() -> str:
    for asked in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if asked in words.LANGUAGES:
            return asked
    if current_user and current_user.is_authenticated:
        return words.language_or_default(current_user.language)
    return request.accept_languages.best_match(words.LANGUAGES, words.DEFAULT_LANGUAGE) or words.DEFAULT_LANGUAGE


def _remember(response: Response) -> Response:
    if request.endpoint == "static":
        return response
    asked = request.args.get("lang")
    if asked in words.LANGUAGES:
        remember(response, asked)
    response.headers.setdefault("Content-Language", language())
    response.vary.update(("Cookie", "Accept-Language"))
    return response
