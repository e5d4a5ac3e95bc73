"""The CURP: what in it is certainly wrong, what only deserves a second look, and what it says of the person."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from stdnum.mx import curp as stdnum_curp

from enrolment.people.name_letters import VOWELS, initials
from enrolment.people.typed_identifiers import Checked, misfits, normalised, wrong_length
from regime.geography import State, states
from regime.sentences import Sentence

Sex = Literal["H", "M", "X"]

NAME = "CURP"
LENGTH = 18
BORN_ABROAD = "NE"
OLDEST_AGE = 115

_PATTERN = "AAAA999999AAAAAA*9"
_MONTHS = 12
_CENTURY = 17


def check_curp(text: str, on: date | None = None) -> Checked:
    """Check a CURP as typed: 18 characters, possible date, known state, check digit.

    Warnings: a word that the register avoids, sex X, letters that no name gives, and a position 17 that puts the
    birth into a century that cannot be (needs `on`, the day of the check).
    """
    value = normalised(text)
    if len(value) != LENGTH:
        return Checked(value, (wrong_length(NAME, value, LENGTH),))
    problems = tuple(misfits(NAME, value, _PATTERN)) or tuple(_impossible_parts(value))
    if problems:
        return Checked(value, problems)
    if stdnum_curp.calc_check_digit(value) != value[-1]:
        return Checked(value, (Sentence("identifier.check_digit", {"name": NAME, "position": LENGTH}),))
    return Checked(value, (), tuple(_doubts(value, on)))


def birth_date(curp: str, on: date | None = None) -> date:
    """The birth date in a checked CURP. A digit in position 17 means 19xx, a letter 20xx.

    The other century is taken when that one has no such day, or when by the day `on` the person would not be born
    yet or be older than anybody. Raises ValueError for a text that holds no date.
    """
    stated, other = _stated_and_other(curp)
    if stated is None or (on and not _is_age_of_the_living(stated, on)):
        stated = other if other and (not on or _is_age_of_the_living(other, on)) else stated
    if stated is None:
        raise ValueError(f"no birth date in a CURP that starts with {curp[:4]!r}")
    return stated


def age_on(born: date, day: date) -> int:
    """Full years of age on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def sex_of(curp: str) -> Sex:
    """H, M or X, as the register writes it; raises ValueError for anything else."""
    match curp[10]:
        case "H" | "M" | "X" as sex:
            return sex
    raise ValueError(f"no sex in position 11: {curp[10]!r}")


def state_of_birth(curp: str) -> State | None:
    """The state of birth of a checked CURP; None for people born abroad."""
    return _states_by_code().get(curp[11:13])


def differences(
    curp: str,
    *,
    born: date | None = None,
    first_surname: str = "",
    second_surname: str = "",
    given_names: str = "",
    sex: str = "",
) -> tuple[Sentence, ...]:
    """Where a checked CURP and what was typed beside it disagree. Registers have errors: these are warnings only."""
    found: list[Sentence] = []
    if born and curp[4:10] != born.strftime("%y%m%d"):
        found.append(Sentence("identifier.curp_other_birth_date", {"in_curp": birth_date(curp), "typed": born}))
    elif born and _stated_and_other(curp)[0] != born:
        found.append(_century(curp, born))
    if sex and sex != curp[10]:
        found.append(Sentence("identifier.curp_other_sex", {"in_curp": curp[10], "typed": sex}))
    expected = initials(first_surname, second_surname, given_names)
    typed = (
        (1, first_surname, "first_surname"),
        (3, second_surname, "second_surname"),
        (4, given_names, "given_names"),
    )
    for position, name, field in typed:
        if name and curp[position - 1] not in (expected[position - 1], "X"):
            found.append(Sentence(f"identifier.curp_other_{field}", {"position": position, "typed": name}))
    return tuple(found)


def is_avoided_word(letters: str) -> bool:
    """Whether the register replaces these first four letters because of what they spell."""
    # The library judges them as part of a whole CURP; the rest here is one that it accepts.
    return not stdnum_curp.is_valid(letters + "900101HDFRRR00", validate_check_digits=False)


def _impossible_parts(value: str) -> Iterator[Sentence]:
    month, day = value[6:8], value[8:10]
    if not 1 <= int(month) <= _MONTHS:
        yield Sentence("identifier.month", {"name": NAME, "position": "7-8", "given": month})
    elif _stated_and_other(value) == (None, None):
        yield Sentence("identifier.day", {"name": NAME, "position": "9-10", "given": day, "month": month})
    if value[10] not in "HMX":
        yield Sentence("identifier.sex", {"name": NAME, "position": 11, "given": value[10]})
    if value[11:13] != BORN_ABROAD and value[11:13] not in _states_by_code():
        yield Sentence("identifier.state", {"name": NAME, "position": "12-13", "given": value[11:13]})


def _doubts(value: str, on: date | None) -> Iterator[Sentence]:
    if is_avoided_word(value[:4]):
        yield Sentence("identifier.avoided_word", {"name": NAME, "position": "1-4", "given": value[:4]})
    if value[1] not in VOWELS + "X":
        yield Sentence("identifier.no_vowel", {"name": NAME, "position": 2, "given": value[1]})
    for position in (14, 15, 16):
        if value[position - 1] in VOWELS:
            yield Sentence(
                "identifier.no_consonant", {"name": NAME, "position": position, "given": value[position - 1]}
            )
    if value[10] == "X":
        yield Sentence("identifier.sex_x", {"position": 11})
    stated, _ = _stated_and_other(value)
    if stated is None or (on and not _is_age_of_the_living(stated, on)):
        yield _century(value, birth_date(value, on))


def _century(curp: str, taken: date) -> Sentence:
    params: dict[str, str | int | date] = {"position": _CENTURY, "given": curp[_CENTURY - 1], "taken": taken}
    return Sentence("identifier.century", params)


def _stated_and_other(curp: str) -> tuple[date | None, date | None]:
    """The day by the century of position 17 and by the other one; None where that year has no such day."""
    in_1900s, in_2000s = (_day(century + int(curp[4:6]), curp[6:8], curp[8:10]) for century in (1900, 2000))
    return (in_1900s, in_2000s) if curp[_CENTURY - 1].isdigit() else (in_2000s, in_1900s)


def _day(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def _is_age_of_the_living(born: date, on: date) -> bool:
    return born <= on and on.year - born.year <= OLDEST_AGE


def _states_by_code() -> dict[str, State]:
    return {state.curp_code: state for state in states().values()}
