"""People who do not exist, with identifiers whose check digits are right: for demonstrations and tests only.

The names are plants, minerals and weather, so that nobody meets their own. Identifiers of real people are never
computed: position 17 of a CURP and the number of an NSS are given by the registers.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Literal

from stdnum import luhn
from stdnum.mx import curp as stdnum_curp
from stdnum.mx import rfc as stdnum_rfc

from enrolment.people.curp import is_avoided_word
from enrolment.people.identifiers import is_avoided_rfc_word
from enrolment.people.name_letters import NO_LETTER, bare, initials, inner_consonants
from regime.geography import states

SURNAMES = (
    "Abedul", "Acacia", "Amaranto", "Azucena", "Basalto", "Cedro", "Cobalto", "Escarcha", "Fresno", "Granizo",
    "Helecho", "Jacaranda", "Lirio", "Magnolia", "Nogalera", "Obsidiana", "Peñasco", "Relámpago", "Sauce", "Tezontle",
)  # fmt: skip
WOMENS_NAMES = ("Alborada", "Brisa", "Candela", "María Celeste", "Dalia", "Estrella", "Luz Marina", "Violeta")
MENS_NAMES = ("Alerón", "Boreal", "Cauce", "José Delta", "Faro", "Pino", "Río", "Torrente")

_HOMOCLAVE = "123456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
_HOMOCLAVE_MODULUS = 1000
_LETTER_VALUES = {
    " ": 0, **{str(n): n for n in range(10)}, "&": 10, "Ñ": 40,
    **{letter: 11 + n for n, letter in enumerate("ABCDEFGHI")},
    **{letter: 21 + n for n, letter in enumerate("JKLMNOPQR")},
    **{letter: 32 + n for n, letter in enumerate("STUVWXYZ")},
}  # fmt: skip
_FIRST_YEAR_OF_LETTERS = 2000


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """Somebody made up; `sex` is H or M as in a CURP, `state_key` the INEGI key of the state of birth."""

    given_names: str
    first_surname: str
    second_surname: str
    sex: Literal["H", "M"]
    born: date
    state_key: str
    curp: str
    rfc: str
    nss: str


def invented_person(
    seed: int | str,
    *,
    born: date | None = None,
    sex: Literal["H", "M"] | None = None,
    state_key: str | None = None,
) -> InventedPerson:
    """The same person for the same seed; what is given is taken, the rest drawn: births from 1960 to 1999."""
    draw = Random(seed)  # noqa: S311 nothing secret is drawn
    drawn_sex: Literal["H", "M"] = draw.choice(("H", "M", "M", "M"))
    drawn_day = date(1960, 1, 1) + timedelta(days=draw.randrange(40 * 365))
    drawn_state = draw.choice(sorted(states()))
    sex, born, state_key = sex or drawn_sex, born or drawn_day, state_key or drawn_state
    given_names = draw.choice(WOMENS_NAMES if sex == "M" else MENS_NAMES)
    first_surname, second_surname = draw.sample(SURNAMES, 2)
    return InventedPerson(
        given_names=given_names,
        first_surname=first_surname,
        second_surname=second_surname,
        sex=sex,
        born=born,
        state_key=state_key,
        curp=invented_curp(
            first_surname, second_surname, given_names, born, sex, states()[state_key].curp_code, draw.randrange(10)
        ),
        rfc=invented_rfc(first_surname, second_surname, given_names, born),
        nss=invented_nss(draw.randrange(10**6), born),
    )


def invented_curp(
    first_surname: str, second_surname: str, given_names: str, born: date, sex: str, state_code: str, number: int
) -> str:
    """A CURP by the rules of its letters; `number` (0 to 9) stands for what the register would give as position 17."""
    letters = initials(first_surname, second_surname, given_names)
    if is_avoided_word(letters):
        letters = letters[0] + NO_LETTER + letters[2:]
    century = str(number) if born.year < _FIRST_YEAR_OF_LETTERS else chr(ord("A") + number)
    consonants = inner_consonants(first_surname, second_surname, given_names)
    body = f"{letters}{born:%y%m%d}{sex}{state_code}{consonants}{century}"
    return body + str(stdnum_curp.calc_check_digit(body))


def invented_rfc(first_surname: str, second_surname: str, given_names: str, born: date) -> str:
    """An RFC with the suffix that the name gives and its check digit."""
    letters = initials(first_surname, second_surname, given_names)
    if is_avoided_rfc_word(letters):
        letters = letters[:3] + NO_LETTER
    body = f"{letters}{born:%y%m%d}{_homoclave(f'{first_surname} {second_surname} {given_names}')}"
    return body + str(stdnum_rfc.calc_check_digit(body))


def invented_nss(number: int, born: date) -> str:
    """An NSS of an office that does not exist (00), registered at 18; `number` is its sequence, under a million."""
    body = f"00{(born.year + 18) % 100:02d}{born:%y}{number % 10_000:04d}"
    return body + str(luhn.calc_check_digit(body))


def _homoclave(full_name: str) -> str:
    digits = "0" + "".join(f"{_LETTER_VALUES[letter]:02d}" for letter in bare(full_name))
    pairs = pairwise(digits)
    total = sum(int(one + two) * int(two) for one, two in pairs) % _HOMOCLAVE_MODULUS
    return _HOMOCLAVE[total // len(_HOMOCLAVE)] + _HOMOCLAVE[total % len(_HOMOCLAVE)]
