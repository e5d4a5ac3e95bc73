"""Several months in one payment, the floor of full cover, due days, lateness, projections and fines."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from regime.contributions import contributions
from regime.coverage_floor import coverage_floor, integrated_minimum
from regime.integration import legal_factor
from regime.pay import Pay
from regime.payment_days import cut_off_day, payment_day
from regime.periods import Periodicity, PeriodStatement, contributions_for
from regime.policies import Policies
from regime.sanctions import fine_late_wage_change, fine_not_enrolled, fine_omitted_contributions
from regime.schemes import UnknownScheme
from regime.surcharges import late_months, late_payment
from regime.terms import Terms, TermsRefused
from regime.values import UnknownValue

PAY = Pay(Decimal("400"), "day")


@pytest.mark.parametrize("periodicity", Periodicity)
def test_a_period_is_the_sum_of_its_months(periodicity: Periodicity) -> None:
    period = contributions_for(Terms(day=date(2025, 2, 1), pay=PAY), periodicity)
    assert len(period.months) == periodicity
    assert period.total == sum(month.total for month in period.months)
    assert [month.day.month for month in period.months] == [
        *range(2, 1 + min(12, 1 + periodicity)),
        *range(1, max(1, periodicity - 10)),
    ]
    assert PeriodStatement.from_json(period.as_json()) == period


def test_months_beyond_the_next_price_change_are_priced_by_policy() -> None:
    terms = Terms(day=date(2025, 11, 1), pay=PAY)
    current = contributions_for(terms, Periodicity.HALF_YEARLY)
    assert [notice.code for notice in current.notices] == ["notice.long_prepayment_current_values"]
    assert current.notices[0].params["since"] == date(2026, 1, 1)
    april = current.months[-1]
    assert (april.days, april.total) == (Decimal(30), current.months[0].total)
    each = contributions_for(terms, Periodicity.HALF_YEARLY, Policies(long_prepayment_prices="values_of_each_month"))
    assert [month.total for month in each.months] == [
        contributions(Terms(day=month.day, pay=PAY)).total for month in each.months
    ]
    assert each.total > current.total


def test_a_period_within_one_set_of_prices_needs_no_notice() -> None:
    assert contributions_for(Terms(day=date(2026, 2, 1), pay=PAY), Periodicity.HALF_YEARLY).notices == ()
    january = contributions_for(Terms(day=date(2026, 1, 1), pay=PAY), Periodicity.BIMONTHLY)
    assert january.notices[0].params["since"] == date(2026, 2, 1)


def test_days_may_differ_by_month() -> None:
    terms = Terms(day=date(2026, 3, 1), pay=PAY, mode="per_day", days=Decimal(1))
    period = contributions_for(
        terms, Periodicity.BIMONTHLY, of_month=lambda first: replace(terms, days=Decimal(first.month))
    )
    assert [month.days for month in period.months] == [Decimal(3), Decimal(4)]


def test_projection_only_when_asked_for() -> None:
    terms = Terms(day=date(2027, 2, 1), pay=PAY)
    with pytest.raises(UnknownValue):
        contributions(terms)
    projected = contributions(terms, Policies(projection="last_known_values"))
    codes = [notice.code for notice in projected.notices]
    assert codes.count("notice.projected") == len(["UMA", "minimum wage"])
    known = contributions(Terms(day=date(2026, 2, 1), pay=PAY), Policies(projection="last_known_values"))
    assert "notice.projected" not in [notice.code for notice in known.notices]
    with pytest.raises(UnknownValue):
        contributions(Terms(day=date(2018, 1, 1), pay=PAY, regime="pilot"), Policies(projection="last_known_values"))


def test_coverage_floor_of_mexico_city() -> None:
    assert integrated_minimum(date(2026, 3, 1)).quantize(Decimal("0.01")) == Decimal("330.57")
    assert integrated_minimum(date(2026, 3, 1), Policies(integration_factor="none")) == Decimal("315.04")
    whole = coverage_floor(date(2026, 4, 1))
    assert (whole.days, whole.base_wage) == (Decimal(30), Decimal("330.57"))
    assert whole.social_security == whole.total - whole.infonavit
    assert whole.paid_by_employer == whole.total - whole.worker
    assert coverage_floor(date(2026, 4, 11), Decimal(20)).social_security < whole.social_security
    assert coverage_floor(date(2026, 4, 1), housing=False).infonavit == 0


@pytest.mark.parametrize(
    ("day", "years", "factor"),
    [
        (date(2026, 1, 1), 1, "1.0493"),
        (date(2026, 1, 1), 2, "1.0507"),
        (date(2026, 1, 1), 3, "1.0521"),
        (date(2026, 1, 1), 4, "1.0534"),
        (date(2026, 1, 1), 5, "1.0548"),
        (date(2026, 1, 1), 6, "1.0562"),
        (date(2026, 1, 1), 10, "1.0562"),
        (date(2026, 1, 1), 11, "1.0575"),
        (date(2026, 1, 1), 20, "1.0589"),
        (date(2026, 1, 1), 25, "1.0603"),
        (date(2026, 1, 1), 26, "1.0616"),
        (date(2022, 1, 1), 1, "1.0452"),
    ],
)
def test_integration_factor_by_seniority(day: date, years: int, factor: str) -> None:
    assert legal_factor(day, years) == Decimal(factor)


def test_seniority_enters_the_base_wage() -> None:
    tenth = Terms(day=date(2026, 3, 1), pay=PAY, years_of_service=10)
    assert contributions(tenth).base_wage == Decimal("422.48")
    assert contributions(tenth, Policies(integration_factor="first_year")).base_wage == Decimal("419.72")


def test_payment_days() -> None:
    first = payment_day(date(2026, 4, 20), first_month=True)
    assert (first.day, first.kind, first.moves) == (date(2026, 5, 17), "post_paid", True)
    later = payment_day(date(2026, 5, 1), first_month=False)
    assert (later.day, later.kind, later.moves) == (date(2026, 4, 30), "prepaid", False)
    pilot = payment_day(date(2019, 5, 1), first_month=True)
    assert (pilot.day, pilot.kind) == (date(2019, 4, 30), "prepaid")
    assert payment_day(date(2025, 12, 5), first_month=True).day == date(2026, 1, 17)
    assert cut_off_day(date(2026, 1, 1), Policies()) == date(2025, 12, 20)
    assert cut_off_day(date(2026, 3, 9), Policies(prepayment_cut_off_day=15)) == date(2026, 2, 15)


def test_late_payment() -> None:
    due = date(2026, 2, 17)
    on_time = late_payment(Decimal("2745.44"), due, due)
    assert (on_time.total, on_time.lines, on_time.notices) == (Decimal("2745.44"), (), ())
    a_day = late_payment(Decimal("2745.44"), due, date(2026, 2, 18))
    assert (a_day.surcharge, a_day.total) == (Decimal("56.83"), Decimal("2802.27"))
    assert a_day.notices[0].code == "notice.updating_factor_floor"
    month_and_day = late_payment(Decimal("2745.44"), due, date(2026, 3, 18))
    assert month_and_day.surcharge == Decimal("113.66")


def test_each_month_of_lateness_has_the_rate_of_its_year() -> None:
    late = late_payment(Decimal("1000"), date(2025, 11, 17), date(2026, 1, 20))
    assert [line.rate.value for line in late.lines] == [Decimal("0.0147"), Decimal("0.0147"), Decimal("0.0207")]
    assert late.surcharge == Decimal("50.10")
    with pytest.raises(UnknownValue):
        late_payment(Decimal("1000"), date(2026, 12, 17), date(2027, 1, 20))


def test_months_of_lateness_end_with_short_months() -> None:
    assert late_months(date(2026, 1, 31), date(2026, 3, 1)) == [date(2026, 2, 1), date(2026, 3, 1)]
    assert late_months(date(2026, 3, 17), date(2026, 3, 17)) == []


def test_fines() -> None:
    day = date(2026, 3, 1)
    assert (fine_not_enrolled(day).least, fine_not_enrolled(day).most) == (Decimal("2346.20"), Decimal("41058.50"))
    assert fine_late_wage_change(day).most == Decimal("14663.75")
    assert fine_omitted_contributions(Decimal("1000"), day) == (Decimal("400.00"), Decimal("1000.00"))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "no_wage"),
        ({"base_wage": Decimal(0)}, "base_wage_not_positive"),
        ({"pay": PAY, "days": Decimal(0)}, "days_not_possible"),
        ({"pay": PAY, "days": Decimal("30.5")}, "days_not_possible"),
        ({"pay": PAY, "mode": "per_day"}, "days_missing"),
        ({"base_wage": Decimal(400), "mode": "per_day"}, "days_missing"),
        ({"pay": PAY, "integration_factor": Decimal("0.9")}, "factor_below_one"),
        ({"pay": PAY, "risk_rate": Decimal(1)}, "risk_rate_not_possible"),
        ({"pay": PAY, "month_days": Decimal(0)}, "month_days_not_possible"),
        ({"pay": PAY, "years_of_service": 0}, "years_not_possible"),
    ],
)
def test_impossible_terms_are_refused(given: dict, code: str) -> None:
    with pytest.raises(TermsRefused) as refused:
        Terms(day=date(2026, 2, 1), **given)
    assert refused.value.sentence.code == f"notice.{code}"


def test_an_unknown_scheme_is_named() -> None:
    with pytest.raises(UnknownScheme, match="voluntary"):
        contributions(Terms(day=date(2026, 2, 1), pay=PAY, regime="voluntary"))
