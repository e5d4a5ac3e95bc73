"""What a contribution is computed from: the month, the pay, the days, the place, and overrides of single decisions."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from regime.branches_due import DAY_KINDS, SITUATIONS, PartialDays, Situation
from regime.parameters import parameter
from regime.pay import Pay
from regime.rounding import plain_text
from regime.sentences import Sentence
from regime.wages import Zone

Mode = Literal["full_month", "per_day"]
InKind = Literal["none", "food", "lodging", "both", "one_meal", "two_meals"]
MODES: tuple[Mode, ...] = get_args(Mode)
IN_KIND: tuple[InKind, ...] = get_args(InKind)


class TermsRefused(ValueError):
    """Terms that contradict one another or cannot be; `sentence` says what is wrong and how to mend it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of one month for one worker and one household. Raises `TermsRefused`.

    `day` is any day of the month. `days` are those insured: needed by days, unless `pay` says how often she comes, and
    in a full month only when it is not whole. `base_wage` is the base wage itself, in pesos per day: no factor and no
    floor are applied, and `pay` beside it only decides who bears the worker's share (LSS 36); without it the base wage
    does. `zone_notices` say how sure the zone of the place is. `priced_on` is the day whose values are used when it is
    not `day` (long prepayments, D-6). The rest override one decision each: `month_days` is a number or "calendar",
    `risk_rate` a share (0.0054355).

    `partial_days` are those among the insured days for which only some branches are due, each kind once; `situations`
    are standing ones of the person, for whom some branches never are (`regime.branches_due`).
    """

    day: date
    pay: Pay | None = None
    base_wage: Decimal | None = None
    mode: Mode = "full_month"
    days: Decimal | None = None
    zone: Zone = "general"
    zone_notices: tuple[Sentence, ...] = ()
    in_kind: InKind = "none"
    years_of_service: int = 1
    regime: str | None = None
    integration_factor: Decimal | None = None
    month_days: Decimal | Literal["calendar"] | None = None
    housing: bool | None = None
    risk_rate: Decimal | None = None
    priced_on: date | None = None
    partial_days: tuple[PartialDays, ...] = ()
    situations: tuple[Situation, ...] = ()

    def __post_init__(self) -> None:
        if self.pay is None and self.base_wage is None:
            raise TermsRefused(Sentence("notice.no_wage"))
        if self.base_wage is not None:
            _refuse(self.base_wage <= 0, "notice.base_wage_not_positive", self.base_wage)
        if self.days is not None:
            longest = longest_month(self.day)
            beyond = not 0 < self.days <= longest
            _refuse(beyond, "notice.days_not_possible", self.days, longest=plain_text(longest))
        if self.integration_factor is not None:
            _refuse(self.integration_factor < 1, "notice.factor_below_one", self.integration_factor)
        if self.risk_rate is not None:
            _refuse(not 0 <= self.risk_rate < 1, "notice.risk_rate_not_possible", self.risk_rate * 100)
        if isinstance(self.month_days, Decimal):
            beyond = not 0 < self.month_days <= longest_month(date(self.day.year, 1, 1))
            _refuse(beyond, "notice.month_days_not_possible", self.month_days)
        _refuse(self.years_of_service < 1, "notice.years_not_possible", Decimal(self.years_of_service))
        if self.mode == "per_day" and self.days is None and (self.pay is None or self.pay.days_a_week is None):
            raise TermsRefused(Sentence("notice.days_missing"))
        if self.partial_days or self.situations:
            _refuse_impossible(self.partial_days, self.situations, self.days or longest_month(self.day))

    @property
    def values_day(self) -> date:
        """The day whose UMA, wages and rates are used."""
        return self.priced_on or self.day


def calendar_days(day: date) -> int:
    """How many days the month of a day has."""
    return monthrange(day.year, day.month)[1]


def longest_month(day: date) -> Decimal:
    """The most days that can be insured in a month: those of the calendar, or of the averages some use (D-2)."""
    return max(Decimal(calendar_days(day)), parameter("longest_month_average").on(day).value)


def _refuse_impossible(partial: tuple[PartialDays, ...], situations: tuple[Situation, ...], insured: Decimal) -> None:
    kinds = [days.kind for days in partial]
    for given, known in ((kinds, DAY_KINDS), (situations, SITUATIONS)):
        unknown = next((name for name in given if name not in known), None)
        if unknown is not None:
            raise TermsRefused(Sentence("notice.no_such_kind", {"given": unknown, "known": ", ".join(known)}))
    total = sum((days.days for days in partial), Decimal(0))
    if len(set(kinds)) != len(kinds) or any(days.days <= 0 for days in partial) or total > insured:
        raise TermsRefused(
            Sentence("notice.partial_days_not_possible", {"given": plain_text(total), "insured": plain_text(insured)})
        )


def _refuse(wrong: bool, code: str, given: Decimal, **more: str) -> None:
    if wrong:
        raise TermsRefused(Sentence(code, {"given": plain_text(given), **more}))
