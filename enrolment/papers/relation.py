"""What documents about one relation freeze and how they word it: parties, place, days, pay, insurance."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflow.context import Context
from workflow.paper import Paper

WORKER_NAME = ("worker_given_name", "worker_first_surname", "worker_second_surname")
TERMS = ("pay_amount", "pay_each", "weekdays", "hours_per_day", "in_kind", "mode", "periodicity")
DAYS = ("submitted_on", "began_on", "enrolled_from", "ended_on")
NUMBERS = ("worker_curp", "worker_nss")


def relation_facts(context: Context) -> Mapping[str, Any]:
    """The relation as this household declared it; nothing that another household typed."""
    case, around = context.case, context.around
    return {
        "worker": name_of(case),
        "household": around.household_name,
        "address": around.address,
        "base_url": around.base_url,
        "end_reason": case.end_reason,
        **{name: getattr(case, name) for name in (*TERMS, *DAYS, *NUMBERS)},
    }


def name_of(case: Any) -> str:
    """The worker's name as this household typed it."""
    return " ".join(part for part in (getattr(case, name) for name in WORKER_NAME) if part)


def pay_words(paper: Paper) -> str:
    """How much and for what."""
    return paper.t(f"paper.pay.{paper.facts['pay_each']}", amount=paper.facts["pay_amount"])


def hours_words(paper: Paper) -> str:
    """The hours of a day, if they were said."""
    hours = paper.facts["hours_per_day"]
    return paper.t("paper.hours", hours=paper.number(hours)) if hours is not None else ""


def days_words(paper: Paper) -> str:
    """The days of the week she comes."""
    return paper.weekdays(paper.facts["weekdays"] or "")


def insurance_words(paper: Paper) -> str:
    """Whole month or by days, and how often it is paid."""
    mode, months = paper.facts["mode"], paper.facts["periodicity"]
    return f"{paper.t(f'paper.mode.{mode}')}. {paper.t(f'paper.periodicity.{months}')}"


def known(rows: Sequence[tuple[str, str | None]]) -> tuple[tuple[str, ...], ...]:
    """The rows whose value is known."""
    return tuple((term, value) for term, value in rows if value)
