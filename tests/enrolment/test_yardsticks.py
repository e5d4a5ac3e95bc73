"""What figures are measured against stands in the data, dated and sourced."""

from datetime import date
from decimal import Decimal

import pytest

from enrolment.statistics.yardsticks import coverage_on, paths_on, reported_until, targets
from regime.values import UnknownValue

TODAY = date(2026, 11, 21)


def test_coverage_is_the_newest_report_against_the_survey_and_its_span() -> None:
    found = coverage_on(TODAY)
    assert (found.insured.value, found.people.value) == (56170, 2290000)
    assert round(found.share, 4) == Decimal("0.0245")
    assert found.least <= found.share <= found.most
    assert coverage_on(date(2019, 7, 1)).people.value == 2336518
    with pytest.raises(UnknownValue):
        coverage_on(date(2018, 1, 1))


def test_targets_and_paths_are_those_of_the_programme() -> None:
    assert [(goal.since.year, goal.value) for goal in targets()] == [(2019, 6300), (2020, 23000), (2021, 46000)]
    uruguay, hoped = paths_on(date(2029, 7, 1))
    assert round(uruguay.most, -3) == 464000  # 6,300 and ten years of two in a hundred of 2.29 million
    assert (hoped.least, hoped.most) == (343500, 458000)


def test_reports_are_told_up_to_a_day_and_carry_their_source() -> None:
    assert [value.value for value in reported_until(date(2019, 12, 31))] == [1138, 11947]
    assert all(value.source.url.startswith("https://") for value in reported_until(TODAY))
