"""The identifiers of people: RFC and NSS are checked here, the CURP in its own module; all are masked for lists."""

from collections.abc import Iterator
from datetime import date

from stdnum import luhn
from stdnum.mx import rfc as stdnum_rfc

from enrolment.people.curp import check_curp
from enrolment.people.typed_identifiers import Checked, misfits, normalised, wrong_length
from regime.sentences import Sentence

__all__ = ["Checked", "check_curp", "check_nss", "check_rfc", "is_avoided_rfc_word", "mask", "nss_differences"]

RFC_LENGTH = 13
RFC_WITHOUT_SUFFIX = 10
RFC_OF_A_COMPANY = 12
NSS_LENGTH = 11

_RFC_PATTERN = "ÑÑÑÑ999999***"
_GENERIC_RFCS = ("XAXX010101000", "XEXX010101000")
_MONTHS = 12
_SHOWN = 4


def check_rfc(text: str) -> Checked:
    """Check the RFC of a person as typed: length, characters, possible date.

    Warnings: the check digit, which about a quarter of published examples do not meet, an avoided word, and a missing
    suffix (homoclave). The RFC is optional for households.
    """
    value = normalised(text)
    if value in _GENERIC_RFCS:
        return Checked(value, (Sentence("identifier.rfc_generic", {"given": value}),))
    if len(value) == RFC_OF_A_COMPANY:
        return Checked(value, (Sentence("identifier.rfc_of_a_company"),))
    if len(value) not in (RFC_LENGTH, RFC_WITHOUT_SUFFIX):
        return Checked(value, (wrong_length("RFC", value, RFC_LENGTH),))
    problems = tuple(misfits("RFC", value, _RFC_PATTERN)) or tuple(_impossible_date(value))
    return Checked(value, problems, () if problems else tuple(_rfc_doubts(value)))


def check_nss(text: str) -> Checked:
    """Check a social security number as typed: eleven digits of which the last is a Luhn check digit."""
    value = normalised(text)
    if len(value) != NSS_LENGTH:
        return Checked(value, (wrong_length("NSS", value, NSS_LENGTH),))
    problems = tuple(misfits("NSS", value, "9" * NSS_LENGTH))
    if not problems and not value.strip("0"):
        problems = (Sentence("identifier.nss_only_zeros"),)
    if not problems and not luhn.is_valid(value):
        problems = (Sentence("identifier.check_digit", {"name": "NSS", "position": NSS_LENGTH}),)
    return Checked(value, problems)


def nss_differences(nss: str, *, born: date) -> tuple[Sentence, ...]:
    """Whether positions 5 and 6 of a checked NSS are another year of birth. Old numbers have errors: a warning only."""
    if nss[4:6] == born.strftime("%y"):
        return ()
    return (Sentence("identifier.nss_other_birth_year", {"position": "5-6", "in_nss": nss[4:6], "typed": born}),)


def mask(value: str) -> str:
    """An identifier for lists and logs: only its last characters, and none of a short one."""
    shown = value[-_SHOWN:] if len(value) >= 2 * _SHOWN else ""
    return "•" * (len(value) - len(shown)) + shown


def is_avoided_rfc_word(letters: str) -> bool:
    """Whether the tax register replaces these first four letters because of what they spell."""
    # The library knows the words only as part of a whole RFC; the date here is one that it accepts.
    return not stdnum_rfc.is_valid(letters + "900101")


def _impossible_date(value: str) -> Iterator[Sentence]:
    year, month, day = int(value[4:6]), int(value[6:8]), int(value[8:10])
    if not 1 <= month <= _MONTHS:
        yield Sentence("identifier.month", {"name": "RFC", "position": "7-8", "given": value[6:8]})
        return
    try:
        # The century is not written; 2000 has every day that 1900 has.
        date(2000 + year, month, day)
    except ValueError:
        yield Sentence("identifier.day", {"name": "RFC", "position": "9-10", "given": value[8:10], "month": value[6:8]})


def _rfc_doubts(value: str) -> Iterator[Sentence]:
    if is_avoided_rfc_word(value[:4]):
        yield Sentence("identifier.avoided_word", {"name": "RFC", "position": "1-4", "given": value[:4]})
    if len(value) == RFC_WITHOUT_SUFFIX:
        yield Sentence("identifier.rfc_without_suffix")
    elif stdnum_rfc.calc_check_digit(value[:-1]) != value[-1]:
        yield Sentence("identifier.rfc_check_digit", {"position": RFC_LENGTH})
