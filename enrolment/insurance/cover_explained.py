"""Why the answer about a month is what it is, and what would close the gap, in sentences for the worker herself.

These sentences speak of all her households. They are hers and the caseworker's, never one household's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from enrolment.insurance.coverage import Answer, MonthCover
from enrolment.insurance.readings import ENDED_COUNTS, paid_ahead_by
from enrolment.money.contributed import Contribution, last_of_month
from enrolment.relation.days import spoken_numbers
from regime.policies import BY_FIELD
from regime.rounding import to_cents
from regime.sentences import Param, Sentence

_POINT_NAMES = {ENDED_COUNTS: "239-D"}
_PARTS = {
    "homes": ("cover.line_", "cover.certified_days", "cover.days_cut", "cover.relation_ended"),
    "advice": ("cover.gap",),
    "not_public": ("cover.depends_on", "cover.decided_by.", "cover.check_at_imss"),
}


def explained(cover: MonthCover, contributions: Sequence[Contribution], as_of: date) -> list[Sentence]:
    """The answer, each household's part, the sum against the floor, and what to do; in the order of reading."""
    part = [c for c in contributions if c.relation_days(cover.month)]
    sentences = [_answer(cover)]
    for contribution in part:
        sentences += _about(contribution, cover.month, as_of)
    if part:
        sentences += _sum_and_floor(cover)
    sentences += _depends(cover)
    sentences += _gap(cover, part)
    return [*sentences, Sentence("cover.by_payments_seen", {"day": as_of})]


@dataclass(frozen=True, slots=True)
class Told:
    """An explanation in the order in which she needs it: the answer, who paid what, what would close a gap, the sum
    and the law behind it, and what is not public."""

    answer: Sentence
    homes: tuple[Sentence, ...]
    advice: tuple[Sentence, ...]
    account: tuple[Sentence, ...]
    not_public: tuple[Sentence, ...]


def told(sentences: Sequence[Sentence]) -> Told:
    """What `explained` says, in its parts; what is neither of a home, nor advice, nor open belongs to the account."""
    answer, *rest = sentences
    parts: dict[str, list[Sentence]] = {"homes": [], "advice": [], "account": [], "not_public": []}
    for sentence in rest:
        parts[_part_of(sentence.code)].append(sentence)
    return Told(answer, **{name: tuple(found) for name, found in parts.items()})


def _part_of(code: str) -> str:
    for part, starts in _PARTS.items():
        if code.startswith(starts):
            return part
    return "account"


def _answer(cover: MonthCover) -> Sentence:
    params: dict[str, Param] = {"count": len(cover.days)}
    if cover.answer is Answer.YES and cover.days >= frozenset({cover.month}):
        return Sentence("cover.answer.yes", params)
    if cover.answer is Answer.YES:
        since = _start_of_last_span(cover.days)
        return Sentence("cover.answer.yes_since", params | {"since": since})
    if cover.answer is Answer.DEPENDS:
        return Sentence("cover.answer.depends", params | {"most": len(cover.possible_days)})
    return Sentence(f"cover.answer.{cover.answer}", params)


def _start_of_last_span(days: frozenset[date]) -> date:
    """The first of the days that follow one another without a gap up to the last."""
    start = max(days)
    while date.fromordinal(start.toordinal() - 1) in days:
        start = date.fromordinal(start.toordinal() - 1)
    return start


def _about(c: Contribution, month: date, as_of: date) -> list[Sentence]:
    sentences = [_payment_line(c, month, as_of)]
    if certified := c.certified_days(month):
        sentences.append(Sentence("cover.certified_days", {"name": c.name, "count": len(certified)}))
    if cut := c.days_cut(month):
        params: dict[str, Param] = {"name": c.name, "count": len(cut), "days": spoken_numbers(cut)}
        sentences.append(Sentence("cover.days_cut", params))
    if c.ended is not None and c.ended < last_of_month(month):
        sentences.append(Sentence("cover.relation_ended", {"name": c.name, "day": c.ended}))
    return sentences


def _payment_line(c: Contribution, month: date, as_of: date) -> Sentence:
    paid_by = paid_ahead_by(month)
    counted, seen = c.counted(paid_by), sum((p.amount for p in c.payments), Decimal(0))
    params: dict[str, Param] = {
        "name": c.name,
        "amount": c.line_amount,
        "paid": counted,
        "days": len(c.insurable_days(month)),
    }
    if c.is_settled(paid_by):
        return Sentence("cover.line_first_month" if c.first_month else "cover.line_ahead", params)
    if c.awaits_payment(as_of) and c.due_on is not None:
        return Sentence("cover.line_awaited", params | {"due": c.due_on})
    if seen > counted:
        return Sentence("cover.line_late", params | {"late": seen - counted, "by": paid_by})
    return Sentence("cover.line_in_part" if counted else "cover.line_unpaid", params)


def _sum_and_floor(cover: MonthCover) -> list[Sentence]:
    params: dict[str, Param] = {"paid": to_cents(cover.paid), "floor": cover.floor}
    reached = not cover.missing
    return [
        Sentence("cover.sum_reaches_floor" if reached else "cover.sum_below_floor", params),
        Sentence("cover.law_of_the_floor"),
    ]


def _depends(cover: MonthCover) -> list[Sentence]:
    if cover.answer is not Answer.DEPENDS:
        return []
    names = ", ".join(_point_name(point) for point in cover.decided_by)
    about = [Sentence(f"cover.decided_by.{point}") for point in cover.decided_by]
    return [Sentence("cover.depends_on", {"points": names}), *about, Sentence("cover.check_at_imss")]


def _point_name(point: str) -> str:
    return _POINT_NAMES[point] if point in _POINT_NAMES else BY_FIELD[point].id


def _gap(cover: MonthCover, part: Sequence[Contribution]) -> list[Sentence]:
    """What is missing to the whole month, and how many more true days at today's wages would pay it (239-C VIII)."""
    if not cover.missing or not cover.paid:
        return []
    missing = Sentence("cover.gap", {"missing": to_cents(cover.missing)})
    more = more_days_needed(cover, part)
    if more is None:
        return [missing, Sentence("cover.gap_not_by_days")]
    return [missing, Sentence("cover.gap_days", {"count": more})]


def more_days_needed(cover: MonthCover, part: Sequence[Contribution]) -> int | None:
    """The fewest further days of work, at the best of her present wages, whose quotas would close the gap.

    None when the month has no such number of days left.
    """
    per_day = [c.quotas / len(days) for c in part if (days := c.insurable_days(cover.month))]
    if not per_day or not max(per_day):
        return None
    more = int((cover.missing / max(per_day)).to_integral_value(ROUND_CEILING))
    reported = frozenset[date]().union(*(c.insurable_days(cover.month) for c in part))
    return more if len(reported) + more <= last_of_month(cover.month).day else None
