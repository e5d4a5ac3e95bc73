"""The lines of a household's pages: its workers, its payments, and the words of both."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask import url_for

from enrolment.household.homes import address_words
from enrolment.models import Affiliation, ContributionPeriod
from enrolment.money.contribution import CONTRIBUTION_PERIOD
from enrolment.queries import WorkerRow, payments_due, terms_history, worker_name
from enrolment.relation.affiliation import AFFILIATION
from enrolment.relation.remarks import change_announced, change_shown
from enrolment.roles import HOUSEHOLD
from regime.sentences import Sentence
from web.casework import case_words
from web.casework.enrolment_cases import months
from web.edge.language import long_day, money, t
from web.edge.transactions import reading
from web.forms.answers import pay_words, weekday_words
from web.home.month_strips import NextMonth, next_month_of
from web.home.wizard_steps import STEPS
from workflow.definition import has_tag

MINE = (HOUSEHOLD,)


@dataclass(frozen=True, slots=True)
class DuePayment:
    """A payment to make, for whom and for which months; `missing` is what is still to be paid of it."""

    period: ContributionPeriod
    name: str
    months: str

    @property
    def missing(self) -> Decimal:
        """What is still to be paid, with the surcharges of a late one."""
        return self.period.missing


@dataclass(frozen=True, slots=True)
class WorkerCard:
    """One worker on the dashboard: how the relation stands, how its payment stands, where to go on."""

    name: str
    href: str
    is_draft: bool
    step: int
    steps: int
    state: str
    state_kind: str
    is_enrolled: bool
    payment: ContributionPeriod | None
    lapsed: ContributionPeriod | None
    next_month: NextMonth | None


def due_payment(period: ContributionPeriod) -> DuePayment:
    """The line of a payment to make."""
    return DuePayment(period, worker_name(period.affiliation), months(period))


def due_row(payment: DuePayment) -> tuple[str, str, str, str]:
    """A payment to make as the row of a list."""
    words = t("household.later", name=payment.name, months=payment.months, amount=money(payment.missing))
    href = url_for("payment_slip.show", period_id=payment.period.id)
    return words, href, t("household.by", day=payment.period.due_day), period_kind(payment.period)


def next_payment(case: Affiliation) -> list[DuePayment]:
    """What is to be paid first of one relation; nothing while nothing is due."""
    return [due_payment(period) for period in payments_due(reading(), case.household_id, limit=1, only={case.id})]


def worker_card(row: WorkerRow, lapsed: ContributionPeriod | None = None) -> WorkerCard:
    """The card of a worker; `lapsed` is the period of this month, if it was not paid in time."""
    case = row.affiliation
    is_draft, in_force = has_tag(case, "editable"), has_tag(case, "in_force")
    return WorkerCard(
        name=row.name or t("household.unnamed"),
        href=draft_page(case) if is_draft else url_for("household.worker", affiliation_id=case.id),
        is_draft=is_draft,
        step=_answered(case) + 1,
        steps=len(STEPS) + 1,
        state=case_words.state_label(AFFILIATION, case.state, MINE),
        state_kind=case_words.state_kind(AFFILIATION, case.state),
        is_enrolled=in_force,
        payment=row.next_payment,
        lapsed=lapsed,
        next_month=next_month_of(case) if in_force else None,
    )


def draft_page(case: Affiliation) -> str:
    """Where a draft is taken up again: the first page not answered yet, or the check of all."""
    return url_for("wizard.show", affiliation_id=case.id, step=(*STEPS, "check")[_answered(case)])


def _answered(case: Affiliation) -> int:
    """How many pages before the check need no answer any more."""
    return len(STEPS) if has_tag(case, "filed") else min(case.step or 0, len(STEPS))


def past_row(row: WorkerRow) -> tuple[str, str, str, str]:
    """A relation that is over: its name, its page, its state."""
    case = row.affiliation
    state = case_words.state_label(AFFILIATION, case.state, MINE)
    return row.name or t("household.unnamed"), url_for("household.worker", affiliation_id=case.id), state, "quiet"


def period_state(period: ContributionPeriod) -> str:
    """The state of a period in the words for a household."""
    return case_words.state_label(CONTRIBUTION_PERIOD, period.state, MINE)


def period_kind(period: ContributionPeriod) -> str:
    """The look of a period's state."""
    if has_tag(period, "settled", "lapsed"):
        return "good" if has_tag(period, "settled") else "bad"
    return case_words.state_kind(CONTRIBUTION_PERIOD, period.state)


def relation_facts(case: Affiliation, place: Any, today: date) -> list[tuple[str, str]]:
    """What was agreed, in words; what is not known is left out."""
    terms = terms_of_today(case, today)
    insurance = t(f"simulator.mode.{terms.mode}") if terms.mode else None
    rows = [
        ("household.pay", pay_words(terms, today)),
        ("household.days", weekday_words(terms.weekdays)),
        ("address.work", address_words(place or case)),
        ("wizard.began_on", _day(case.began_on)),
        ("household.enrolled_from", _day(case.enrolled_from)),
        ("household.ended_on", _day(case.ended_on)),
        ("wizard.insurance", insurance),
        ("person.curp", case.worker_curp),
        ("person.nss", case.worker_nss or t("household.nss_later")),
    ]
    return [(t(term), value) for term, value in rows if value]


def changes_of(case: Affiliation, today: date) -> list[Sentence]:
    """What was changed late or is announced, as both parties may read it."""
    history = terms_history(reading(), case.id)[1:]  # the terms of the enrolment change nothing
    said = (found for terms in history for found in (change_shown(terms), change_announced(terms, today)))
    return [sentence for sentence in said if sentence]


def terms_of_today(case: Affiliation, today: date) -> Any:
    """The terms that hold today: those of the case, or of its history while a change is only announced."""
    held = [terms for terms in terms_history(reading(), case.id) if terms.change_from <= today]
    return held[-1] if held else case


def _day(day: date | None) -> str | None:
    return long_day(day) if day else None
