"""What documents about one relation freeze and how they word it: parties, place, days, pay, insurance."""

from collections.abc import Mapping, Sequence
from typing import Any

from enrolment.relation.weekday_hours import hours_from, hours_of
from regime.pay_echo import hours_by_weekday
from regime.paydays import payday_flag, payday_rule
from workflow.context import Context
from workflow.paper import Paper

WORKER_NAME = ("worker_given_name", "worker_first_surname", "worker_second_surname")
TERMS = ("pay_amount", "pay_each", "weekdays", "hours_per_day", "weekday_hours", "in_kind", "mode", "periodicity")
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
        "payday": payday_flag(case.pay_each, context.day, around.policies) or payday_rule(context.day),
        **{name: getattr(case, name) for name in (*TERMS, *DAYS, *NUMBERS)},
    }


def name_of(case: Any) -> str:
    """The worker's name as this household typed it."""
    return " ".join(part for part in (getattr(case, name) for name in WORKER_NAME) if part)


def pay_words(paper: Paper) -> str:
    """How much and for what."""
    return paper.t(f"paper.pay.{paper.facts['pay_each']}", amount=paper.facts["pay_amount"])


def payday_words(paper: Paper) -> str:
    """How often the law asks for payment (LFT 88); papers frozen before this was said go on without it."""
    payday = paper.facts.get("payday")
    return paper.say(payday) if payday else ""


def hours_words(paper: Paper) -> str:
    """The hours of a day, each with its weekday where they are not alike; nothing where none were said."""
    each_day, by_weekday = paper.facts["hours_per_day"], paper.facts.get("weekday_hours")
    weekdays = tuple(int(digit) for digit in paper.facts["weekdays"] or "")
    of_each = hours_of(weekdays, each_day, by_weekday)
    if len(set(of_each)) == 1:
        return paper.t("paper.hours", hours=paper.number(of_each[0]))
    known = dict(zip(weekdays, of_each, strict=True)) if of_each else hours_from(by_weekday)
    return paper.say(hours_by_weekday(known)) if known else ""


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
