"""What was answered in a draft, as words, each with the way back to its question; and what deserves a second look."""

from datetime import date
from typing import Any

from enrolment.household.homes import address_words
from enrolment.models import Affiliation, Place, Registration
from enrolment.people.curp import differences
from enrolment.people.identifiers import check_curp, check_nss, check_rfc
from enrolment.relation.agreement import echo_of
from enrolment.relation.remarks import of_minors
from regime.paydays import payday_flag
from regime.sentences import Sentence
from web.edge.language import long_day, number, say, t
from web.edge.transactions import database
from web.forms.drafts import Journey

Answer = tuple[str, ...]


def registration_answers(case: Registration, journey: Journey) -> list[Answer]:
    """The answers of a registration."""
    rows = [
        ("person.name", _joined(case.given_name, case.first_surname, case.second_surname), "you"),
        ("person.curp", case.curp, "you"),
        ("person.rfc", case.rfc, "you"),
        ("address.home", address_words(case), "home"),
        ("person.email", case.email, "contact"),
        ("person.phone", case.phone, "contact"),
    ]
    return _with_ways_back(rows, journey)


def affiliation_answers(case: Affiliation, place: Place | None, journey: Journey, today: date) -> list[Answer]:
    """The answers about a worker."""
    rows = [
        ("person.name", _joined(case.worker_given_name, case.worker_first_surname, case.worker_second_surname), "who"),
        ("person.curp", case.worker_curp, "numbers"),
        ("person.nss", case.worker_nss, "numbers"),
        *_instead(case),
        ("address.work", address_words(place or case), "place"),
        ("wizard.began_on", long_day(case.began_on) if case.began_on else None, "start"),
        ("work.days_and_hours", _schedule(case), "schedule"),
        ("work.pay", pay_words(case, today), "pay"),
        ("work.besides", t(f"work.in_kind.{case.in_kind}") if case.in_kind else None, "pay"),
        ("wizard.insurance", _insurance(case), "insurance"),
        ("wizard.contact", _joined(case.worker_phone, case.worker_email), "contact"),
    ]
    return _with_ways_back(rows, journey)


def _instead(case: Affiliation) -> list[tuple[str, str | None, str]]:
    """What stands for a CURP that is not at hand: her birth date and a paper."""
    if case.worker_curp or not case.worker_birth_date:
        return []
    paper = f"{t('identity.paper.' + case.worker_paper)} {case.worker_paper_number}" if case.worker_paper else None
    born = ("wizard.born", long_day(case.worker_birth_date), "numbers")
    return [born, ("identity.other_paper", paper, "numbers")] if paper else [born]


def registration_doubts(case: Registration, today: date) -> tuple[Sentence, ...]:
    """What in a registration may be right but deserves a second look."""
    doubts = check_rfc(case.rfc).warnings if case.rfc else ()
    return doubts + _identity_doubts(case.curp, today, case.given_name, case.first_surname, case.second_surname)


def affiliation_doubts(case: Affiliation, today: date) -> tuple[Sentence, ...]:
    """What in the answers about a worker may be right but deserves a second look."""
    names = (case.worker_given_name, case.worker_first_surname, case.worker_second_surname)
    doubts = check_nss(case.worker_nss).warnings if case.worker_nss else ()
    limits = tuple(said for said in of_minors(case, today) if said is not None)
    seldom = payday_flag(case.pay_each, today, database().settings.policies)
    return doubts + _identity_doubts(case.worker_curp, today, *names) + limits + ((seldom,) if seldom else ())


def pay_words(terms: Any, month: date) -> str | None:
    """What was understood of the pay: the amount, the days, how many in a month."""
    if terms.pay_amount is None or not terms.pay_each:
        return None
    return say(echo_of(terms, month))


def weekday_words(weekdays: str | None) -> str:
    """The days of the week, in a list."""
    return ", ".join(t(f"work.weekday.{digit}") for digit in weekdays or "")


def _schedule(case: Affiliation) -> str:
    hours = t("work.hours_each_day", hours=number(case.hours_per_day)) if case.hours_per_day else None
    return ". ".join(part for part in (weekday_words(case.weekdays), hours) if part)


def _insurance(case: Affiliation) -> str | None:
    if not case.mode or not case.periodicity:
        return None
    return f"{t(f'simulator.mode.{case.mode}')}. {t(f'wizard.periodicity.{case.periodicity}')}"


def _identity_doubts(
    curp: str | None, today: date, given: str | None, first: str | None, second: str | None
) -> tuple[Sentence, ...]:
    if not curp or not given or not first:
        return ()
    checked = check_curp(curp, today)
    if checked.problems:
        return checked.warnings
    typed = differences(curp, given_names=given, first_surname=first, second_surname=second or "")
    return (*checked.warnings, *typed)


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def _with_ways_back(rows: list[tuple[str, str | None, str]], journey: Journey) -> list[Answer]:
    return [
        (t(term), value or t("wizard.not_given"), f"{journey.address(step)}?from=check") for term, value, step in rows
    ]
