"""The clocks of inspection: every entry of the catalogue of deadlines, counted by hand, and what holds for all."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.authorities import Authority, load
from inspection.authority_files import OwnDays
from inspection.time_limits import (
    ENTRIES,
    basis,
    choice_is_lawful,
    chosen_by_case,
    clock_hours,
    for_authority,
    for_party,
)
from regime.due_dates import DueDate, Suspension
from regime.law import article
from regime.parameters import parameter
from regime.time_limits import term
from regime.values import Range
from regime.working_days import CannotCount, due
from workflow.context import THE_SYSTEM, Context
from workflow.words import LANGUAGES, say, say_all

FOLDER = Path(__file__).parent / "terms"
UNHURRIED = settings(deadline=None)  # a busy machine is no defect of the law


def cases(name: str) -> list[Any]:
    rows = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["term"]
    return [
        pytest.param(
            row,
            id=f"{row.get('entry', row['limit'])}: {row['title']}",
            marks=[pytest.mark.entries(row["entry"])] if "entry" in row else [],
        )
        for row in rows
    ]


def at(trigger: date | datetime, **more: Any) -> Context:
    """A step on a day (at noon of Mexico City) or at a moment, in a case with the columns given."""
    zone = ZoneInfo(more.pop("timezone", "America/Mexico_City"))
    moment = (
        trigger
        if isinstance(trigger, datetime)
        else datetime(trigger.year, trigger.month, trigger.day, 12, tzinfo=zone)
    )
    suspensions = more.pop("suspensions", ())
    around = SimpleNamespace(zone=zone, rules=more.pop("rules", None))
    return Context(
        case=SimpleNamespace(**more),
        actor=THE_SYSTEM,
        roles=frozenset(),
        at=moment.astimezone(UTC),
        around=around,
        suspensions=lambda: tuple(suspensions),
    )


def rules(row: Mapping[str, Any]) -> Authority | None:
    """The federal rules, of an authority with days of its own; none for a case that names no days."""
    if "own_days" not in row:
        return None
    return with_days(row["own_days"]["from"], row["own_days"]["to"])


def with_days(since: date, until: date) -> Authority:
    return replace(load().federal, own_days=(OwnDays(since, until, "Gaceta Oficial"),))


def counted(row: Mapping[str, Any], reading: str) -> DueDate:
    stopped = row.get("suspended")
    suspensions = [Suspension(stopped["from"], stopped.get("to"), "Acuerdo publicado")] if stopped else []
    context = at(row["trigger"], suspensions=suspensions, rules=rules(row), chosen=row.get("length"))
    if "length" in row:
        found = chosen_by_case(row["limit"], "chosen", reading=reading)(context)  # type: ignore[arg-type]
    else:
        found = (for_party if reading == "party" else for_authority)(row["limit"])(context)
    assert found is not None
    return found


@pytest.mark.parametrize("row", cases("parties"))
def test_a_party_is_told_the_earliest_day(row: dict[str, Any]) -> None:
    agrees(counted(row, "party"), row)


@pytest.mark.parametrize("row", cases("authorities"))
def test_an_authority_is_warned_on_the_earliest_day(row: dict[str, Any]) -> None:
    agrees(counted(row, "authority"), row)


def agrees(found: DueDate, row: Mapping[str, Any]) -> None:
    if row.get("paused"):
        assert (found.due, found.latest, found.passes_at) == (None, None, None)
        return
    assert (found.due, found.latest) == (row["told"], row["latest"])
    beyond_weekends = [day for day in row["left_out"] if day.weekday() < 5]
    assert [entry.day for entry in found.skipped if entry.day.weekday() < 5] == beyond_weekends
    assert found.passes_at == datetime.combine(
        row["latest"] + timedelta(days=1), datetime.min.time(), ZoneInfo("America/Mexico_City")
    ).astimezone(UTC)
    assert DueDate.from_json(json.loads(json.dumps(found.as_json()))) == found
    for language in LANGUAGES:
        told = say_all(language, found.explanation)
        assert all("%(" not in sentence for sentence in told)
        if found.due != found.latest:
            assert len({sentence.code for sentence in found.explanation} & {"deadline.by_calendars"}) == 1


@pytest.mark.parametrize("row", cases("hours"))
def test_hours_run_on_the_clock(row: dict[str, Any]) -> None:
    everything = [Suspension(date(2020, 1, 1), None, "Todo suspendido")]
    closed = with_days(row["trigger"].date(), row["trigger"].date() + timedelta(days=9))
    context = at(row["trigger"], timezone=row["timezone"], suspensions=everything, rules=closed)
    found = clock_hours(row["limit"])(context)
    assert found is not None
    assert found.due == found.latest == row["told"]
    assert found.due.utcoffset() == row["told"].utcoffset()  # type: ignore[union-attr]


def test_every_entry_has_a_length_a_basis_and_a_case() -> None:
    tried = {row.values[0].get("limit") for name in ("parties", "authorities", "hours") for row in cases(name)}
    assert set(ENTRIES) - tried == {"extension_share"}
    for name, entry in ENTRIES.items():
        assert parameter(name).values
        assert all(article(key).cited for key in basis(name))
        assert entry.code in {"", *(f"D{n:02}" for n in range(1, 38))}
    # Fixed dates of the insurance (enrolment declares them) have no length.
    assert {f"D{n:02}" for n in range(1, 38)} - {entry.code for entry in ENTRIES.values()} == {"D25", "D27"}


@pytest.mark.entries("D13")
def test_an_extension_is_half_the_term_at_most() -> None:
    share = parameter("extension_share").on(date(2026, 11, 21)).value
    assert int(term("sanction_answer_time", date(2026, 11, 3)).length * share) == 7


@pytest.mark.entries("D10", "D11", "D12", "D15")
@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("safety_correction_time", 0, 30),
        ("safety_extension_time", 1, 30),
        ("term_without_statute", 1, 10),
        ("closing_arguments_time", 5, 10),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_act_chooses_within_the_law_and_not_beyond(name: str, least: int, most: int, language: str) -> None:
    lawful, clock = choice_is_lawful(name, "chosen"), chosen_by_case(name, "chosen")
    for chosen in (least, most):
        assert lawful(at(date(2026, 11, 3), chosen=chosen)) is None
    for chosen in (least - 1, most + 1, None):
        context = at(date(2026, 11, 3), chosen=chosen)
        refusal = lawful(context)
        assert refusal is not None
        assert str(most) in say(language, refusal)
        with pytest.raises(CannotCount):
            clock(context)
    assert (clock(at(date(2026, 11, 3), chosen=least)) is None) is (least == 0)  # at once and for good: no clock


def test_before_the_reform_of_2022_ninety_days_were_possible() -> None:
    assert choice_is_lawful("safety_correction_time", "chosen")(at(date(2022, 8, 23), chosen=90)) is None
    assert choice_is_lawful("safety_correction_time", "chosen")(at(date(2022, 8, 24), chosen=31)) is not None


def test_a_declaration_that_means_nothing_is_refused_at_once() -> None:
    with pytest.raises(LookupError, match="no time limit of inspection"):
        for_party("observations_time")
    with pytest.raises(ValueError, match="chosen_by_case"):
        for_party("closing_arguments_time")
    with pytest.raises(ValueError, match="not counted in hours"):
        clock_hours("observation_time")


def test_a_term_may_start_from_a_column_and_waits_while_it_is_empty() -> None:
    clock = for_party("revision_time", since="effective_on")
    assert clock(at(date(2026, 1, 1), effective_on=None)) is None
    found = clock(at(date(2026, 1, 1), effective_on=date(2025, 4, 1)))
    assert found is not None
    assert found.due == date(2025, 4, 22)


@pytest.mark.entries("D20", "D22")
@pytest.mark.parametrize(
    ("name", "court_days", "told", "latest"),
    [
        ("nullity_time", 30, date(2026, 3, 17), date(2026, 3, 18)),
        # By LFT 3-6 February (4), 9-13 (9), 16-20 (14), 23; by LFPA the 5th is out: 24.
        ("nullity_time", 15, date(2026, 2, 23), date(2026, 2, 24)),
        ("revision_time", 30, date(2026, 2, 23), date(2026, 2, 24)),
    ],
)
def test_a_state_may_give_other_days_for_a_recourse(name: str, court_days: int, told: date, latest: date) -> None:
    federal = load().federal
    court = replace(federal.rules["court"], days=court_days)
    found = for_party(name)(at(date(2026, 2, 2), rules=replace(federal, rules={**federal.rules, "court": court})))
    assert found is not None
    assert (found.due, found.latest) == (told, latest)


DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
IN_DAYS = [
    name for name in ENTRIES if parameter(name).unit in ("business days", "calendar days", "months", "years")
    and name != "safety_extension_time"
]  # fmt: skip


@UNHURRIED
@given(st.sampled_from(IN_DAYS), DAYS)
def test_nobody_is_told_a_later_day_than_the_last(name: str, trigger: date) -> None:
    found = term(name, trigger, reading="party")
    assert found.due is not None
    assert trigger < found.due <= found.latest  # type: ignore[operator]
    every = [found.due, *found.alternatives.values()]
    if name != "dismissal_claim_time":
        assert (min(every), max(every)) == (found.due, found.latest)  # type: ignore[type-var]


@UNHURRIED
@given(st.sampled_from(IN_DAYS), DAYS, st.integers(-5, 90), st.integers(0, 40))
def test_a_suspension_never_shortens(name: str, trigger: date, begins: int, lasts: int) -> None:
    since = trigger + timedelta(days=begins)
    stopped = Suspension(since, since + timedelta(days=lasts), "Acuerdo")
    free, held = term(name, trigger, reading="party"), term(name, trigger, reading="party", suspensions=[stopped])
    assert free.due <= held.due  # type: ignore[operator]
    assert free.latest <= held.latest  # type: ignore[operator]


def test_two_thousand_terms_counted_again_another_way() -> None:
    """The same days by plain set arithmetic over each reading, from the texts themselves."""
    rest = {*holidays.country_holidays("MX", years=range(2019, 2042)), date(2021, 6, 6), date(2024, 6, 2)}
    fixed = {(1, 1), (2, 5), (3, 21), (5, 1), (5, 5), (9, 1), (9, 16), (11, 20), (12, 25)}
    lfpa = {day for day in every_day() if (day.month, day.day) in fixed} | {
        date(year, 12, 1) for year in (2024, 2030, 2036)
    }
    published = {date(2025, 4, 17), date(2025, 4, 18), date(2025, 5, 5)}
    for since, until in (("2022-07-18", "2022-07-29"), ("2022-12-19", "2022-12-30")):
        published |= days_between(since, until)
    for since, until in (("2024-07-15", "2024-07-31"), ("2024-12-13", "2024-12-31")):
        published |= days_between(since, until)
    readings = [rest, lfpa, rest | published, rest | lfpa | published]
    dice = Random(20261121)  # noqa: S311 - the same dates every time
    for _ in range(2000):
        trigger = date(2020, 1, 1) + timedelta(days=dice.randrange(6000))
        length = dice.randint(1, 40)
        ends = [last_working_day(trigger, length, closed) for closed in readings]
        found = due(trigger, length, "business_days", reading=dice.choice(("party", "authority")))
        assert (found.due, found.latest) == (min(ends), max(ends)), (trigger, length)


def every_day() -> list[date]:
    return [date(2019, 1, 1) + timedelta(days=n) for n in range(8400)]


def days_between(since: str, until: str) -> set[date]:
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}


def last_working_day(trigger: date, length: int, closed: set[date]) -> date:
    working = (day for n in range(1, 400) if (day := trigger + timedelta(days=n)).weekday() < 5 and day not in closed)
    return [next(working) for _ in range(length)][-1]


def test_lengths_that_are_chosen_are_ranges() -> None:
    chosen = {name for name in ENTRIES if isinstance(parameter(name).values[0].content, Range)}
    assert chosen == {
        "safety_correction_time",
        "safety_extension_time",
        "term_without_statute",
        "closing_arguments_time",
    }
