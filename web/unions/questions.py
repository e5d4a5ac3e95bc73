"""What an analyst asks of the published figures, as it stands in the address of the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from enrolment.statistics.cells import ALL
from enrolment.statistics.publishing import NATION
from regime.geography import states
from regime.periods import month_after
from web.everyone.figure_words import TRAITS

LONGEST = 60
USUAL = 12


class Unanswerable(ValueError):
    """An address that asks for what does not exist."""


@dataclass(frozen=True, slots=True)
class Question:
    """Of which state, beside which other one, which group, from which month to which. Both ends are counted."""

    state: str
    beside: str
    trait: str
    category: str
    first: date
    last: date

    @classmethod
    def from_address(cls, asked: Mapping[str, str], newest: date) -> "Question":
        """The question of an address; what it leaves open is the country over the last year. Raises `Unanswerable`."""
        trait, _, category = asked.get("group", "").partition(".")
        last = _month(asked.get("to")) or newest
        first = _month(asked.get("from")) or month_after(last, 1 - USUAL)
        first, last = min(first, last), max(first, last)
        state, beside = asked.get("state") or NATION, asked.get("beside") or ""
        known = {NATION, *states()}
        if state not in known or beside not in {"", *known} or trait not in {"", *TRAITS}:
            raise Unanswerable(asked)
        first = max(first, month_after(last, 1 - LONGEST))
        return cls(state, beside, trait or ALL, category if trait else ALL, first, last)

    @property
    def group(self) -> str:
        """The group as it stands in the address; empty for everybody."""
        return "" if self.trait == ALL else f"{self.trait}.{self.category}"

    def as_address(self) -> dict[str, str]:
        """What of the question stands in the address."""
        asked = {"state": self.state, "beside": self.beside, "group": self.group}
        asked |= {"from": f"{self.first:%Y-%m}", "to": f"{self.last:%Y-%m}"}
        return {name: value for name, value in asked.items() if value}


def _month(typed: str | None) -> date | None:
    if not typed:
        return None
    try:
        return datetime.strptime(typed, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError as error:
        raise Unanswerable(typed) from error
