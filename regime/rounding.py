"""The one place where money is rounded: to cents, half a cent upwards."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_CENT = Decimal("0.01")
_TEN_DECIMALS = Decimal("0.0000000001")


def to_cents(amount: Decimal) -> Decimal:
    """Pesos to the cent, half up, as IMSS prints the shares of each branch.

    A quotient that never ends (a fortnight by fifteen) may come back a hair below the half cent that it is.
    """
    return to_ten_decimals(amount).quantize(_CENT, rounding=ROUND_HALF_UP)


def to_ten_decimals(number: Decimal) -> Decimal:
    """A number that may never end (a monthly wage by 30.4) as it is stored, far below anything that moves a cent."""
    return number.quantize(_TEN_DECIMALS, rounding=ROUND_HALF_UP)


@lru_cache(maxsize=4096)
def unrounded_text(amount: Decimal) -> str:
    """An amount before rounding, without idle zeros: at least cents, at most ten decimals."""
    text = f"{to_ten_decimals(amount):f}".rstrip("0")
    cents = f"{to_cents(amount):f}"
    return text if len(text) > len(cents) else cents


def plain_text(number: Decimal) -> str:
    """A count without idle zeros: 30, 30.4."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
