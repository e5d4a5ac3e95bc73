"""The months before an enrolment, month by month: contributions by the law of each, surcharges as far as known."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrolment.relation.arrears import Arrears, arrears_of
from regime.policies import Policies
from tests.enrolment.parties import LIVE_IN

MEXICO_CITY = "09015"
TODAY = date(2026, 3, 10)
MON_WED_FRI: dict[str, Any] = {
    "pay_amount": Decimal(500),
    "pay_each": "visit",
    "weekdays": "024",
    "hours_per_day": Decimal(8),
    "weekday_hours": None,
    "in_kind": "none",
    "mode": "per_day",
    "periodicity": 1,
}


def reckoned(
    began_on: date, enrolled_from: date = TODAY, day: date = TODAY, terms: dict[str, Any] = MON_WED_FRI
) -> Arrears | None:
    """The arrears of a relation at 500 a visit, Mondays, Wednesdays and Fridays."""
    return arrears_of(SimpleNamespace(**terms), MEXICO_CITY, began_on, enrolled_from, Policies(), day)


def test_six_years_are_reckoned_from_the_day_the_duty_began() -> None:
    found = reckoned(date(2020, 3, 10))
    assert found is not None
    assert found.owed_from == date(2023, 5, 16)
    assert [found.months[0].month, found.months[-1].month, len(found.months)] == [
        date(2023, 5, 1), date(2026, 3, 1), 35,
    ]  # fmt: skip
    assert found.notices[0].code == "arrears.before_the_duty"


def test_the_first_month_by_hand() -> None:
    """May 2023 from the 16th: 17, 19, 22, 24, 26, 29, 31 = 7 days in her fourth year of service.

    Factor: (365 + 15 + 18 x 0.25) / 365 = 1.0534; base 500 x 1.0534 = 526.70; x 7 = 3,686.90. UMA 103.74 x 7 = 726.18.
    Employer: 148.14 + (526.70 - 3 x 103.74) x 7 = 1,508.36 x 1.10 % = 16.59 + 38.71 + 25.81 + 64.52 + 73.74
    + 4.241 % = 156.36 + 36.87 + 20.04; worker 6.03 + 13.83 + 9.22 + 23.04 + 41.48; no housing before 2024. Sum 674.38.
    Due on Saturday 17 June 2023, so on Monday the 19th. Late months begun by 10 March 2026: 20 June 2023 to 20 December
    2025 are 31 at 1.47 %, January and February 2026 two at 2.07 %: 49.71 % of 674.38 = 335.23.
    """
    found = reckoned(date(2020, 3, 10))
    assert found is not None
    may = found.months[0]
    assert (may.days, may.amount, may.due, may.surcharge) == (
        7, Decimal("674.38"), date(2023, 6, 19), Decimal("335.23"),
    )  # fmt: skip


def test_the_last_month_is_not_late_yet() -> None:
    """March 2026 up to the 9th: 2, 4, 6, 9 = 4 days, seventh year: (365 + 15 + 22 x 0.25) / 365 = 1.0562, base 528.10.

    x 4 = 2,112.40: employer 95.72 + 7.75 + 22.18 + 14.79 + 36.97 + 42.25 + 158.70 + 21.12 + 11.48, worker 2.82 + 7.92
    + 5.28 + 13.20 + 23.76, housing 105.62. Sum 569.56, due by 17 April.
    """
    found = reckoned(date(2020, 3, 10))
    assert found is not None
    march = found.months[-1]
    assert (march.amount, march.surcharge, march.due) == (Decimal("569.56"), Decimal("0.00"), date(2026, 4, 17))


def test_a_relation_reported_in_time_owes_nothing_before() -> None:
    assert reckoned(TODAY) is None


def test_before_the_duty_there_is_nothing_to_reckon() -> None:
    found = reckoned(date(2022, 1, 10), enrolled_from=date(2023, 2, 1), day=date(2023, 2, 1))
    assert found is not None
    assert (found.months, found.total) == ((), Decimal("0.00"))


def test_a_rate_that_is_not_published_is_left_out_and_said() -> None:
    found = reckoned(date(2026, 1, 5), enrolled_from=date(2027, 1, 25), day=date(2027, 1, 25))
    assert found is not None
    assert found.months[0].surcharge is None
    assert "arrears.rate_unknown" in {notice.code for notice in found.notices}


@given(began=st.dates(date(2019, 5, 1), date(2026, 3, 9)), later=st.integers(1, 400))
def test_an_earlier_beginning_never_costs_less(began: date, later: int) -> None:
    earlier, since = reckoned(date.fromordinal(began.toordinal() - later)), reckoned(began)
    assert earlier is not None
    assert since is not None
    assert earlier.total >= since.total - Decimal("0.01") * len(since.months)


@pytest.mark.parametrize("terms", [MON_WED_FRI, {**LIVE_IN, "weekday_hours": None}], ids=["per day", "live in"])
def test_the_sum_is_that_of_its_months(terms: dict[str, Any]) -> None:
    found = reckoned(date(2024, 8, 20), terms=terms)
    assert found is not None
    assert found.total == sum(month.amount + (month.surcharge or 0) for month in found.months)
