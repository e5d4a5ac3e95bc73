"""What was understood of the pay, read back in one sentence before anything is computed."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from regime.pay import SUNDAY, Pay, average_days, days_of_month, divisors, fewest_and_most_days
from regime.rounding import plain_text
from regime.sentences import Param, Sentence

ROUGHLY, FINELY, FINE_BELOW = Decimal(50), Decimal(10), Decimal(1000)  # an estimate is said in round pesos
FORTNIGHTS_OF_A_MONTH = 2
EVERY_DAY = tuple(range(SUNDAY + 1))


def echo(pay: Pay, month: date) -> Sentence:
    """Amount, days, hours, how often and how much a month; without weekdays only the amount is known.

    `month` is any day of the month whose days are counted.
    """
    paid = Sentence(f"pay.each.{pay.each}", {"amount": pay.amount})
    if not pay.weekdays:
        return Sentence("pay.echo_amount", {"paid": paid})
    params: dict[str, Param] = {
        "paid": paid,
        "when": _when(pay),
        "times": _times(*fewest_and_most_days(tuple(sorted(pay.weekdays)))),
        "month": month.replace(day=1),
        "days": len(days_of_month(pay.weekdays, month)),
    }
    if pay.each == "month":
        return Sentence("pay.echo_month", params)
    return Sentence("pay.echo", params | {"monthly": _round_pesos(a_month(pay))})


def a_month(pay: Pay) -> Decimal:
    """What she gets in an average month, in pesos; by what was said, without any share of a rest day."""
    week = average_days((0,))
    by_period = {"week": week, "fortnight": Decimal(FORTNIGHTS_OF_A_MONTH), "month": Decimal(1)}
    if pay.each in by_period:
        return pay.amount * by_period[pay.each]
    if pay.each == "day":
        return pay.amount * average_days(EVERY_DAY)
    return pay.daily_wage(Decimal(1)) * divisors().week * week


def weekday_names(weekdays: Sequence[int]) -> Sentence:
    """The days as people list them: Mondays; Mondays and Thursdays; Mondays, Wednesdays and Fridays."""
    return _listed([Sentence(f"weekday.{day}") for day in sorted(weekdays)])


def hours_by_weekday(hours: Mapping[int, Decimal]) -> Sentence:
    """The hours of each of some weekdays as people list them: Mondays 8 h and Thursdays 4 h."""
    pairs = sorted(hours.items())
    return _listed([Sentence("pay.weekday_hours", {"weekday": _named(day), "hours": _text(h)}) for day, h in pairs])


def _when(pay: Pay) -> Sentence:
    """Her days, with the hours of each where those differ and once for all where they do not."""
    if len(set(pay.hours)) > 1:
        return hours_by_weekday(dict(zip(pay.weekdays, pay.hours, strict=True)))
    names = weekday_names(pay.weekdays)
    return Sentence("pay.days_hours", {"weekdays": names, "hours": _text(pay.hours[0])}) if pay.hours else names


def _named(day: int) -> Sentence:
    return Sentence(f"weekday.{day}")


def _listed(items: Sequence[Sentence]) -> Sentence:
    *before, last = items
    if not before:
        return last
    named = Sentence("weekday.last_two", {"first": before.pop(), "last": last})
    while before:
        named = Sentence("weekday.list", {"first": before.pop(), "rest": named})
    return named


def _times(fewest: int, most: int) -> Sentence:
    code = "pay.times_or" if most == fewest + 1 else "pay.times_from_to"
    return Sentence(code, {"fewest": fewest, "most": most})


def _text(hours: Decimal) -> str:
    return plain_text(hours)


def _round_pesos(amount: Decimal) -> str:
    step = FINELY if amount < FINE_BELOW else ROUGHLY
    return f"{int((amount / step).quantize(Decimal(1)) * step):,}"
