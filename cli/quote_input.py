"""One line of `afilia quote`: its keys, their types and what may not stand together, read into terms and policies."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NoReturn, cast

from regime.branches_due import DAY_KINDS, SITUATIONS, DayKind, PartialDays, Situation
from regime.geography import zone_notices, zone_of
from regime.parameters import parameter
from regime.pay import Each, Pay
from regime.policies import BY_FIELD, CALENDAR, Policies
from regime.schemes import SCHEMES
from regime.sentences import Param, Sentence
from regime.terms import IN_KIND, MODES, InKind, Mode, Terms
from regime.wages import ZONES, Zone

WAGES: Mapping[str, Each] = {
    "daily_wage": "day",
    "weekly_wage": "week",
    "fortnightly_wage": "fortnight",
    "monthly_wage": "month",
    "per_visit": "visit",
}
KEYS = (
    *("day", "period", "regime", "mode", "days", *WAGES, "visits", "base_wage", "zone", "municipality", "in_kind"),
    *("integration_factor", "years_of_service", "days_per_month", "infonavit", "risk_rate", "rounding"),
    *("partial_days", "situations"),
)
LARGEST = Decimal("10000000")
FINEST = Decimal("1e-10")  # finer than any unit of the law; written out, 1e-999999 would fill the memory

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PERIOD = re.compile(r"\d{4}-\d{2}")
_MUNICIPALITY_DIGITS = 5


class QuoteRefused(ValueError):
    """A line that cannot be answered; `sentence` says what is wrong and how to mend it."""

    def __init__(self, code: str, **params: Param) -> None:
        self.sentence = Sentence(f"quote.{code}", params)
        super().__init__(str(self.sentence))


@dataclass(frozen=True, slots=True)
class Question:
    """What a line asks."""

    terms: Terms
    policies: Policies


def read_question(line: bytes, policies: Policies) -> Question:
    """Read one line of JSON; overrides in it replace single policies.

    Raises `QuoteRefused`, and for values that contradict the law's own terms `TermsRefused`, `PayRefused`,
    `UnknownPlace` or `UnknownValue`.
    """
    asked = _object(line)
    for key in asked:
        if key not in KEYS:
            raise QuoteRefused("unknown_key", key=key, known=", ".join(KEYS))
    day = _day(asked)
    mode = _mode(asked)
    pay, days = _pay_and_days(asked, mode)
    risk_percent = _number(asked, "risk_rate")
    zone, notices = _zone(asked, day)
    terms = Terms(
        day=day,
        pay=pay,
        base_wage=_number(asked, "base_wage"),
        mode=mode,
        days=days,
        zone=zone,
        zone_notices=notices,
        in_kind=cast(InKind, _one_of(asked, "in_kind", IN_KIND) or "none"),
        years_of_service=_whole(asked, "years_of_service", 1),
        regime=_one_of(asked, "regime", tuple(SCHEMES)),
        integration_factor=_number(asked, "integration_factor"),
        month_days=_month_days(asked),
        housing=_yes_or_no(asked, "infonavit"),
        risk_rate=None if risk_percent is None else risk_percent / 100,
        partial_days=_partial_days(asked),
        situations=_situations(asked),
    )
    return Question(terms, _overridden(policies, asked))


def _object(line: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(
            line.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_without_repeats,
        )
    except json.JSONDecodeError as error:
        raise QuoteRefused("not_json", column=error.colno) from None
    except UnicodeDecodeError:
        raise QuoteRefused("not_utf8") from None
    except (ArithmeticError, RecursionError):
        raise QuoteRefused("not_readable") from None
    if not isinstance(asked, dict):
        raise QuoteRefused("not_object")
    return {key: value for key, value in asked.items() if value is not None}


def _refuse_constant(given: str) -> NoReturn:
    raise QuoteRefused("not_finite", given=given)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise QuoteRefused("repeated_key", key=key)
        found[key] = value
    return found


def _day(asked: Mapping[str, Any]) -> date:
    day = _date(asked, "day", _DAY, lambda text: text)
    first = _date(asked, "period", _PERIOD, lambda text: f"{text}-01")
    if day is None and first is None:
        raise QuoteRefused("no_day")
    if day and first and day.replace(day=1) != first:
        raise QuoteRefused("day_outside_period", day=asked["day"], period=asked["period"])
    return day or cast(date, first)


def _date(asked: Mapping[str, Any], key: str, form: re.Pattern[str], whole: Callable[[str], str]) -> date | None:
    given = asked.get(key)
    if given is None:
        return None
    if not isinstance(given, str) or not form.fullmatch(given):
        raise QuoteRefused(f"{key}_form", given=_shown(given))
    try:
        return date.fromisoformat(whole(given))
    except ValueError:
        raise QuoteRefused("no_such_date", key=key, given=given) from None


def _mode(asked: Mapping[str, Any]) -> Mode:
    said = _one_of(asked, "mode", MODES)
    if said is not None:
        return cast(Mode, said)
    return "per_day" if "days" in asked or "per_visit" in asked else "full_month"


def _pay_and_days(asked: Mapping[str, Any], mode: Mode) -> tuple[Pay | None, Decimal | None]:
    """The pay that was named and the days; visits beyond a week's seven are those of the month."""
    days, visits = _number(asked, "days"), _number(asked, "visits")
    named = [key for key in WAGES if key in asked]
    if "base_wage" in asked:
        named_beside = [key for key in named if key != "daily_wage"]
        if named_beside:
            raise QuoteRefused("wage_beside_base_wage", key=named_beside[0])
    elif not named:
        raise QuoteRefused("no_wage", known=", ".join((*WAGES, "base_wage")))
    if len(named) > 1:
        raise QuoteRefused("two_wages", first=named[0], second=named[1])
    if visits is not None and visits <= 0:
        raise QuoteRefused("not_positive", key="visits", given=_shown(visits))
    if not named:
        return None, days
    amount = _positive(asked, named[0])
    each = WAGES[named[0]]
    if each == "visit" and visits is None and days is None:
        raise QuoteRefused("visits_missing")
    if visits is not None and visits > parameter("week_divisor").values[-1].value:
        return (Pay(amount, "day"), days or visits) if mode == "per_day" else (Pay(amount * visits, "month"), days)
    if each == "visit" and visits is None:
        return Pay(amount, "day"), days
    return Pay(amount, each, visits=visits), days


def _partial_days(asked: Mapping[str, Any]) -> tuple[PartialDays, ...]:
    given = asked.get("partial_days", {})
    if not isinstance(given, dict):
        raise QuoteRefused("partial_days_form", given=_shown(given), known=", ".join(DAY_KINDS))
    return tuple(
        PartialDays(cast(DayKind, kind), cast(Decimal, _number(given, kind)))
        for kind in given
        if given[kind] is not None
    )


def _situations(asked: Mapping[str, Any]) -> tuple[Situation, ...]:
    given = asked.get("situations", [])
    if not isinstance(given, list) or not all(isinstance(situation, str) for situation in given):
        raise QuoteRefused("situations_form", given=_shown(given), known=", ".join(SITUATIONS))
    return tuple(given)


def _zone(asked: Mapping[str, Any], day: date) -> tuple[Zone, tuple[Sentence, ...]]:
    said = cast(Zone | None, _one_of(asked, "zone", ZONES))
    key = asked.get("municipality")
    if key is None:
        return said or "general", ()
    if isinstance(key, Decimal) and 0 < key < 10**_MUNICIPALITY_DIGITS and key == key.to_integral_value():
        key = f"{int(key):0{_MUNICIPALITY_DIGITS}}"
    if not isinstance(key, str):
        raise QuoteRefused("municipality_form", given=_shown(key))
    found = zone_of(key, day)
    if said is not None and said != found:
        raise QuoteRefused("zone_contradicts", zone=said, municipality=key, found=found)
    return found, zone_notices(key)


def _month_days(asked: Mapping[str, Any]) -> Decimal | Literal["calendar"] | None:
    return "calendar" if asked.get("days_per_month") == CALENDAR else _number(asked, "days_per_month")


def _overridden(policies: Policies, asked: Mapping[str, Any]) -> Policies:
    rounding = _one_of(asked, "rounding", BY_FIELD["rounding"].options)
    if rounding is not None and rounding != policies.rounding:
        policies = replace(policies, rounding=rounding)
    if asked.get("in_kind", "none") != "none" and policies.in_kind != "added":
        # Who names food or lodging in a quote asks what it adds; the policy decides only where nobody was asked.
        policies = replace(policies, in_kind="added")
    return policies


def _positive(asked: Mapping[str, Any], key: str) -> Decimal:
    number = cast(Decimal, _number(asked, key))
    if number <= 0:
        raise QuoteRefused("not_positive", key=key, given=_shown(number))
    return number


def _number(asked: Mapping[str, Any], key: str) -> Decimal | None:
    given = asked.get(key)
    if given is None:
        return None
    if isinstance(given, str) and _NUMBER.fullmatch(given.strip()):
        given = Decimal(given.strip())
    if not isinstance(given, Decimal):
        raise QuoteRefused("not_a_number", key=key, given=_shown(given))
    if given < 0:
        raise QuoteRefused("negative", key=key, given=_shown(given))
    if given > LARGEST:
        raise QuoteRefused("too_large", key=key, largest=f"{LARGEST:,f}")
    if 0 < given < FINEST:
        raise QuoteRefused("too_fine", key=key, given=_shown(given), finest=f"{FINEST:f}")
    return given


def _whole(asked: Mapping[str, Any], key: str, default: int) -> int:
    number = _number(asked, key)
    if number is None:
        return default
    if number != number.to_integral_value() or number < 1:
        raise QuoteRefused("not_whole", key=key, given=_shown(number))
    return int(number)


def _yes_or_no(asked: Mapping[str, Any], key: str) -> bool | None:
    given = asked.get(key)
    if given is not None and not isinstance(given, bool):
        raise QuoteRefused("not_true_or_false", key=key, given=_shown(given))
    return given


def _one_of(asked: Mapping[str, Any], key: str, options: tuple[str, ...]) -> str | None:
    given = asked.get(key)
    if given is not None and given not in options:
        raise QuoteRefused("not_an_option", key=key, given=_shown(given), options=", ".join(options))
    return given


def _shown(given: object) -> str:
    """What was typed, short enough for a sentence."""
    longest = 40
    text = str(given) if isinstance(given, str | Decimal) else json.dumps(given, default=str)
    return text if len(text) <= longest else f"{text[:longest]}…"
