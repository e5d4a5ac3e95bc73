"""What a template works with: the frozen facts of a document, its language and moment, and words in that language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from regime.sentences import Sentence
from workflow import words
from workflow.context import MEXICO_CITY


@dataclass(frozen=True, slots=True)
class Paper:
    """One document about to be laid out. A template reads nothing else, so that it gives the same sheet years later."""

    facts: Mapping[str, Any]
    language: str
    made_at: datetime

    def t(self, code: str, **params: object) -> str:
        """The words of a code, with money, days and sentences written in the language."""
        return words.translate(self.language, code, **params)

    def say(self, sentence: Sentence) -> str:
        """A sentence in the language."""
        return words.say(self.language, sentence)

    def money(self, amount: Decimal) -> str:
        """Pesos with cents."""
        return words.money(self.language, amount)

    def number(self, value: Decimal | int) -> str:
        """A plain number."""
        return words.number(self.language, value)

    def day(self, day: date) -> str:
        """A day in full."""
        return words.long_day(self.language, day)

    def weekday_and_day(self, day: date) -> str:
        """A day in full with its weekday."""
        return words.weekday_and_day(self.language, day)

    def month(self, month: date) -> str:
        """A month by its name."""
        return words.month(self.language, month)

    def weekdays(self, digits: str) -> str:
        """Days of the week (0 is Monday) in a list: lunes, miércoles y viernes."""
        return words.weekdays(self.language, digits)

    def weekday_letters(self) -> tuple[str, ...]:
        """The first letters of the days of the week, Monday first."""
        return tuple(words.weekdays(self.language, str(digit))[0].upper() for digit in range(7))

    def issued(self) -> str:
        """The day on which the document was issued, by the clock of Mexico City."""
        return self.day(self.made_at.astimezone(MEXICO_CITY).date())
