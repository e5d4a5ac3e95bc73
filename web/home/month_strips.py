"""The month of one relation as a strip that says why each day counts, and the question about the next month's days."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import url_for

from enrolment.models import Affiliation
from enrolment.money.contribution import CONTRIBUTION_PERIOD
from enrolment.queries import periods_of
from enrolment.relation.affiliation_effects import terms_for
from enrolment.relation.agreement import weekdays_of
from enrolment.relation.month_days import HOLIDAY, OUTSIDE, REST, MonthOfDays, month_of
from regime.periods import month_after
from regime.sentences import Param, Sentence
from web.edge.clock import today
from web.edge.language import say, t
from web.edge.transactions import reading
from web.forms.drafts import fresh_hidden

PERIODS_LOOKED_AT = 6
QUIET = (REST, OUTSIDE)


@dataclass(frozen=True, slots=True)
class MonthStrip:
    """One month: its days with their kinds, the same in a sentence, and the words of each kind that occurs."""

    month: date
    days: tuple[tuple[date, str], ...]
    text: str
    key: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NextMonth:
    """The days of the next month as the calendar gives them, to be confirmed by one button or changed."""

    month: date
    text: str
    holidays: tuple[date, ...]
    confirm: str
    change: str
    hidden: dict[str, object]


def strip_of(affiliation: Affiliation, month: date) -> MonthStrip:
    """The strip of a month of a relation that is or was in force."""
    return _strip(month_of(reading(), affiliation, month))


def strips_of(affiliation: Affiliation) -> tuple[MonthStrip, ...]:
    """This month and the next; a month in which the relation does not stand is left out."""
    months = (today().replace(day=1), month_after(today(), 1))
    found = (month_of(reading(), affiliation, month) for month in months)
    return tuple(_strip(month) for month in found if any(kind != OUTSIDE for _, kind in month.kinds))


def next_month_of(affiliation: Affiliation) -> NextMonth | None:
    """The question about the next month's days, where they decide what is paid and nobody has answered it yet."""
    month = month_after(today(), 1)
    agreed = terms_for(reading(), affiliation.id, month)
    if agreed.mode != "per_day" or _is_fixed(affiliation, month):
        return None
    days = month_of(reading(), affiliation, month)
    if days.is_confirmed or not days.coming:
        return None
    named = f"{month:%Y-%m}"
    return NextMonth(
        month=month,
        text=_by_weekday(days.coming) if weekdays_of(agreed) else "",
        holidays=days.of_kind(HOLIDAY),
        confirm=url_for("relation.confirm_days", affiliation_id=affiliation.id, month=named),
        change=url_for("relation.days", affiliation_id=affiliation.id, month=named),
        hidden=dict(fresh_hidden(affiliation)),
    )


def _by_weekday(days: tuple[date, ...]) -> str:
    """How many Mondays, how many Thursdays, with their dates: 4 lunes (7, 14, 21, 28)."""
    by_weekday = groupby(sorted(days, key=lambda day: (day.weekday(), day)), key=date.weekday)
    return "; ".join(_of_one(weekday, tuple(found)) for weekday, found in by_weekday)


def _of_one(weekday: int, days: tuple[date, ...]) -> str:
    params: dict[str, Param] = {"count": len(days), "weekday": Sentence(f"weekday.{weekday}"), "days": _numbers(days)}
    return say(Sentence("next_month.weekday" if len(days) > 1 else "next_month.one_day", params))


def _is_fixed(affiliation: Affiliation, month: date) -> bool:
    for period in periods_of(reading(), affiliation.id, limit=PERIODS_LOOKED_AT):
        if period.first_month <= month < month_after(period.first_month, period.months):
            return "fixed" in CONTRIBUTION_PERIOD.by_state[period.state].tags
    return False


def _strip(month: MonthOfDays) -> MonthStrip:
    kinds = [kind for kind in dict.fromkeys(kind for _, kind in month.kinds) if kind not in QUIET]
    said = (t("days.of_kind", kind=t(f"days.kind.{kind}"), days=_numbers(month.of_kind(kind))) for kind in kinds)
    key = tuple((kind, t(f"days.kind.{kind}")) for kind in kinds)
    return MonthStrip(month.month, month.kinds, ". ".join(said) or t("days.none"), key)


def _numbers(days: tuple[date, ...]) -> str:
    return ", ".join(str(day.day) for day in days)
