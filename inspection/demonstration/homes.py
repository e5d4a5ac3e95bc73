"""Where the stories happen and who speaks in them: streets, families and complainants who do not exist."""

from dataclasses import dataclass
from random import Random
from typing import Any

from enrolment.people.invented import SURNAMES, InventedPerson, invented_person
from inspection.demonstration.demo_officers import CITY, FEDERAL

# Some municipalities of each state, with a postal code of theirs.
_PLACES: dict[str, tuple[tuple[str, str], ...]] = {
    CITY: (("09015", "06700"), ("09014", "03100"), ("09012", "14000"), ("09016", "11000")),
    "st-mexico": (("15106", "50000"), ("15057", "53000"), ("15033", "55000")),
    "st-jalisco": (("14039", "44100"), ("14120", "45100")),
    "st-oaxaca": (("20067", "68000"), ("20318", "71980")),
    "st-chiapas": (("07101", "29000"), ("07078", "29200")),
}
# What is federal happens in the homes of the city: one office reads it there.
_PLACES[FEDERAL] = _PLACES[CITY]
# How the year is spread; the first telling of a story is always the first of these.
_SPREAD = (CITY, "st-mexico", CITY, "st-oaxaca", "st-mexico", "st-jalisco", CITY, "st-mexico", "st-chiapas", CITY)
_LANGUAGES = ("español", "español", "español", "mixteco", "zapoteco", "tsotsil", "náhuatl")


@dataclass(frozen=True, slots=True)
class Place:
    """A home that does not exist: the authority that serves it, where it is, who lives there."""

    office: str
    street: str
    postal_code: str
    municipality: str
    employer: InventedPerson

    @property
    def employer_name(self) -> str:
        """The name of who employs there, as papers write it."""
        return f"{self.employer.given_names} {self.employer.first_surname} {self.employer.second_surname}"

    def as_facts(self) -> dict[str, Any]:
        """The columns of a file that say whose home it is and where."""
        return {
            "employer_name": self.employer_name,
            "street": self.street,
            "postal_code": self.postal_code,
            "municipality": self.municipality,
        }


def office_of(telling: int, number: int) -> str:
    """The authority of one telling of a story; `number` counts all tellings, so that small years are spread as well."""
    if telling:
        return _SPREAD[(telling + number) % len(_SPREAD)]
    return _SPREAD[number // 2 % len(_SPREAD)] if number % 2 else CITY


def place_of(number: int, office: str, draw: Random) -> Place:
    """The home of a telling; no two are in the same street and house."""
    municipality, postal_code = draw.choice(_PLACES[office])
    street = f"Calle {SURNAMES[number % len(SURNAMES)]} {10 + number // len(SURNAMES) * 7}"
    return Place(office, street, postal_code, municipality, invented_person(f"demo home {number}"))


def identity_of(number: int, draw: Random) -> dict[str, Any]:
    """What a complainant leaves about herself; the telephone belongs to nobody."""
    who = invented_person(f"demo complainant {number}", sex="M")
    return {
        # Written as nobody else's name is, so that it is plain where it is found.
        "name": f"{who.given_names} de {who.first_surname} y {who.second_surname}",
        "telephone": f"55 0000 {number:04d}",
        "safe_hours": draw.choice(("después de las nueve de la noche", "los domingos", "por la mañana")),
        "language": draw.choice(_LANGUAGES),
    }
