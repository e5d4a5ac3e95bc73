"""Single cells of a bank file, read strictly: what could mean two things is refused with how to write it."""

import re
from datetime import date, datetime
from decimal import Decimal

from regime.sentences import Sentence

MOST_PESOS = Decimal("9999999.99")
MOST_LINE = 80

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_CURRENCY = re.compile(r"^(mxn|mn|\$)\s*|\s*(mxn|m\.?n\.?|pesos)$", re.IGNORECASE)
# Whole pesos, or groups of three by one sign, then up to two decimals after another sign.
_POINT = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+)(?:\.[0-9]{1,2})?")
_COMMA = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+),[0-9]{1,2}")
# One group after one sign: a thousand to some, three decimals to others.
_AMBIGUOUS = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")
_NEGATIVE = re.compile(r"^(-|\u2212|\().*|.*-$")

_DAY_FORMS = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?:[T ][0-9:.]+)?"),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
    re.compile(r"(?P<day>[0-9]{1,2})([/.-])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})(?: [0-9:.]+)?"),
)


class CellRefused(ValueError):
    """A cell that cannot be read; `sentence` names the column, what is wrong and how to write it."""

    def __init__(self, code: str, given: object = "") -> None:
        self.sentence = Sentence(f"payment.cell.{code}", {"given": str(given)[:60]})
        super().__init__(str(self.sentence))


def read_line(cell: object) -> str:
    """A payment line as it is compared: capitals, without spaces and hyphens. Raises `CellRefused`."""
    text = comparable_line(_text(cell))
    if not text:
        raise CellRefused("line_missing")
    if isinstance(cell, float):
        # A spreadsheet that took the line for a number has already lost digits.
        raise CellRefused("line_is_a_number", cell)
    if len(text) > MOST_LINE or not text.isascii() or not text.isalnum():
        raise CellRefused("line_signs", cell)
    return text


def comparable_line(text: str) -> str:
    """A payment line without what people and banks add to it: capitals, no spaces, no hyphens."""
    return re.sub(r"[\s\u00a0\u2010-\u2015-]+", "", text).upper()


def read_amount(cell: object) -> Decimal:
    """Pesos with at most two decimals, more than zero. Raises `CellRefused`, also for what has two meanings."""
    text = str(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else _text(cell)
    bare = _CURRENCY.sub("", _SPACES.sub(" ", text).strip()).strip()
    if not bare:
        raise CellRefused("amount_missing")
    if _NEGATIVE.fullmatch(bare):
        raise CellRefused("amount_negative", text)
    if not isinstance(cell, int | float) and _AMBIGUOUS.fullmatch(bare):
        raise CellRefused("amount_ambiguous", text)
    amount = _decimal(bare)
    if amount is None:
        raise CellRefused("amount_unclear", text)
    if not 0 < amount <= MOST_PESOS:
        raise CellRefused("amount_out_of_range", text)
    return amount


def _decimal(bare: str) -> Decimal | None:
    plain = bare.replace(" ", "")
    if _POINT.fullmatch(bare):
        return Decimal(plain.replace(",", "")).quantize(Decimal("0.01"))
    if _COMMA.fullmatch(bare):
        return Decimal(plain.replace(".", "").replace(",", ".")).quantize(Decimal("0.01"))
    return None


def read_day(cell: object) -> date:
    """A day: 2026-03-31, 20260331 or 31/03/2026 (the day comes first). Raises `CellRefused`."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _SPACES.sub(" ", _text(cell)).strip()
    if not text:
        raise CellRefused("day_missing")
    found = next((match for form in _DAY_FORMS if (match := form.fullmatch(text))), None)
    if found is None:
        raise CellRefused("day_unclear", text)
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise CellRefused("day_impossible", text) from None


def read_reference(cell: object) -> str:
    """The bank's own reference of the movement. Raises `CellRefused` without one: a twin could not be told apart."""
    text = _SPACES.sub(" ", _text(cell)).strip()
    if not text:
        raise CellRefused("reference_missing")
    if len(text) > MOST_LINE:
        raise CellRefused("reference_long", text)
    return text


def read_worker(cell: object) -> str | None:
    """The CURP or NSS the payer named, if any, as it is compared."""
    return re.sub(r"[\s-]+", "", _text(cell)).upper() or None


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
