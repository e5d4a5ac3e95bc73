"""Her month on a page: the strip over all her homes with its list, and readings to look at by addresses that last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import request

from enrolment.insurance.chosen_reading import Option, Point
from enrolment.insurance.her_days import by_home, by_mark
from enrolment.insurance.her_month import HerMonth, her_month
from enrolment.relation.days import spoken_numbers
from web.edge.clock import today
from web.edge.language import say, t
from web.edge.transactions import reading


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template of a month needs: the month, the strip with its key, and the same days in words, by how they
    stand and by home."""

    her: HerMonth
    strip: tuple[tuple[date, str], ...]
    key: tuple[tuple[str, str], ...]
    marks: tuple[tuple[str, str], ...]
    homes: tuple[tuple[str, str], ...]
    points: tuple[dict[str, Any], ...]


def shown_month(worker_id: UUID, month: date) -> Shown:
    """A month of hers under the readings that the address of the page asks for; none asked for is the answer itself."""
    asked = {point: value for point, value in request.args.items() if value}
    her = her_month(reading(), worker_id, month, today(), asked)
    marks = by_mark(her.days)
    return Shown(
        her=her,
        strip=tuple((one.day, one.mark) for one in her.days),
        key=tuple((mark, t(f"mycover.mark.{mark}")) for mark in marks),
        marks=tuple((t(f"mycover.mark.{mark}").capitalize(), spoken_numbers(days)) for mark, days in marks.items()),
        homes=tuple((name, _kinds(kinds)) for name, kinds in by_home(her.days).items()),
        points=tuple(_point(point) for point in her.points),
    )


def _kinds(kinds: Mapping[str, tuple[date, ...]]) -> str:
    """What the days are at one home: trabajo: 6, 7; pausa: 23."""
    said = (t("days.of_kind", kind=t(f"days.kind.{kind}"), days=spoken_numbers(days)) for kind, days in kinds.items())
    return "; ".join(said)


def _point(point: Point) -> dict[str, Any]:
    options = [(option.value, say(option.means), _result(option)) for option in point.options]
    return {"code": point.code, "asks": say(point.asks), "options": options, "chosen": point.chosen or ""}


def _result(option: Option) -> str:
    found = option.cover
    return t(f"mycover.result.{found.answer.value}", count=len(found.days), most=len(found.possible_days))
