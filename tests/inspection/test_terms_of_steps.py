"""Terms that are not counted forwards from a step: back from a visit, half of another term, days of the insurance."""

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from inspection.follow_up.insurance_dates import dates_owed
from inspection.visit.terms import more_documents_end, summons_by
from inspection.visit.verifying import more_documents_allowed
from workflow.context import THE_SYSTEM, Context
from workflow.words import LANGUAGES, say_all

FOLDER = Path(__file__).parent / "terms"
MEXICO = ZoneInfo("America/Mexico_City")


def cases(name: str) -> list[Any]:
    rows = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["term"]
    return [
        pytest.param(row, id=f"{row['entry']}: {row['title']}", marks=[pytest.mark.entries(row["entry"])])
        for row in rows
    ]


def of(day: date, **columns: Any) -> Context:
    """An inspection with these columns, looked at on a day."""
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=MEXICO).astimezone(UTC)
    around = SimpleNamespace(zone=MEXICO, rules=None)
    case = SimpleNamespace(**columns)
    return Context(case=case, actor=THE_SYSTEM, roles=frozenset(), at=moment, around=around, suspensions=tuple)


@pytest.mark.parametrize("row", cases("summons"))
def test_the_announcement_is_delivered_a_business_day_before_the_visit(row: dict[str, Any]) -> None:
    found = summons_by(of(row["told"], planned_on=row["planned_on"]))
    assert found is not None
    assert found.due == row["told"]
    assert all("%(" not in sentence for language in LANGUAGES for sentence in say_all(language, found.explanation))


def test_a_visit_without_a_day_has_no_last_day_for_its_announcement() -> None:
    assert summons_by(of(date(2026, 6, 8), planned_on=None)) is None


@pytest.mark.parametrize("row", cases("extensions"))
def test_a_term_is_extended_by_half_of_it_at_most(row: dict[str, Any]) -> None:
    def asked(extra: int) -> Context:
        return of(
            row.get("first_ended", date(2026, 6, 8)),
            documents_days=row["length"],
            documents_extra_days=extra,
            documents_overdue=False,
            first_term_ended_on=None,
        )

    refusal = more_documents_allowed(asked(row["most"] + 1))
    assert refusal is not None
    assert refusal.params == {"most": row["most"]}
    if row["most"] == 0:
        return
    assert more_documents_allowed(asked(row["most"])) is None
    ended = row["first_ended"]
    found = more_documents_end(of(ended, documents_extra_days=row["extra"], first_term_ended_on=ended))
    assert found is not None
    assert (found.due, found.latest) == (row["told"], row["latest"])
    assert [entry.day for entry in found.skipped if entry.day.weekday() < 5] == row["left_out"]


@pytest.mark.parametrize("row", cases("insurance"))
def test_the_days_on_which_a_home_owes_enrolment_notice_and_payment(row: dict[str, Any]) -> None:
    owed = dates_owed(row["began_on"])
    assert owed is not None
    assert getattr(owed, row["ask"]) == row["on"]
    assert owed.pay_kind == "post_paid"


def test_before_any_rule_of_the_insurance_nothing_is_known() -> None:
    assert dates_owed(date(1999, 1, 4)) is None
