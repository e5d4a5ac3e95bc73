"""CLABE: eighteen digits, the last of which gives away a slip of the pen."""

from hypothesis import given
from hypothesis import strategies as st

from enrolment.money.clabe import check_clabe, check_digit, masked_clabe

# 03218000011835971 by the weights 3 7 1: 0 21 2 3 56 0 0 0 0 3 7 8 9 35 9 21 7, each without its tens:
# 0+1+2+3+6+0+0+0+0+3+7+8+9+5+9+1+7 = 61, and 9 more make the next full ten.
BY_HAND = "032180000118359719"

PREFIXES = st.text("0123456789", min_size=17, max_size=17)


def test_a_clabe_worked_out_by_hand() -> None:
    assert check_digit(BY_HAND[:-1]) == "9"
    assert check_clabe(BY_HAND) is None


@given(PREFIXES)
def test_one_last_digit_fits_and_nine_do_not(prefix: str) -> None:
    fitting = [digit for digit in "0123456789" if check_clabe(prefix + digit) is None]
    assert fitting == [check_digit(prefix)]


@given(PREFIXES, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(prefix: str, place: int, by: int) -> None:
    whole = prefix + check_digit(prefix)
    wrong = whole[:place] + str((int(whole[place]) + by) % 10) + whole[place + 1 :]
    assert check_clabe(wrong) is not None


def test_what_else_is_wrong_is_said() -> None:
    assert check_clabe("12345").code == "clabe.length"  # type: ignore[union-attr]
    assert check_clabe("0" * 17 + "x").code == "clabe.not_digits"  # type: ignore[union-attr]
    assert masked_clabe("0" * 14 + "1234") == "···1234"
