"""The schemes of insurance that have held since 2019: the pilot, its second phase and the mandatory regime."""

from dataclasses import dataclass
from datetime import date

from regime.parameters import parameter
from regime.sentences import Sentence

PILOT = "pilot"
MANDATORY = "mandatory"


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a scheme differs: who must join, how the first month is paid, what the base wage and the month are."""

    code: str
    mandatory: bool
    first_month_post_paid: bool
    integrates_benefits: bool
    month_days_parameter: str | None
    housing: bool


SCHEMES: dict[str, Scheme] = {
    PILOT: Scheme(PILOT, False, False, False, "pilot_month_days", False),
    "pilot_second_phase": Scheme("pilot_second_phase", False, False, False, "pilot_month_days", False),
    MANDATORY: Scheme(MANDATORY, True, True, True, None, True),
}


class UnknownScheme(LookupError):
    """A scheme asked for by a name that does not exist; `sentence` lists those that do."""

    def __init__(self, code: str) -> None:
        self.sentence = Sentence("notice.unknown_scheme", {"scheme": code, "known": ", ".join(SCHEMES)})
        super().__init__(str(self.sentence))


def scheme_on(day: date) -> Scheme:
    """The scheme in force on a day; raises `UnknownValue` before 1 April 2019."""
    return SCHEMES[parameter("scheme").on(day).code]


def scheme(code: str) -> Scheme:
    """The scheme of a code; raises `UnknownScheme`."""
    if code not in SCHEMES:
        raise UnknownScheme(code)
    return SCHEMES[code]
