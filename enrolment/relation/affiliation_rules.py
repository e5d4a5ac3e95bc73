"""What an affiliation needs before it can be sent, and why an official may have to look at it first."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from enrolment.filings import routed_and_filed
from enrolment.insurance.certified_days import Certified
from enrolment.money.contributed import days_between, last_of_month
from enrolment.people.curp import age_on
from enrolment.people.identity import born, identity_doubts
from enrolment.people.name_letters import bare
from enrolment.relation.agreement import PAY_EACH, PERIODICITIES, Relation, gap_to_legal_wage, pay_of, statement_for
from enrolment.relation.marked_days import Marked
from enrolment.roles import Delegates
from regime.coverage_floor import coverage_floor
from regime.parameters import parameter
from regime.pay import PayRefused
from regime.periods import month_after
from regime.policies import Policies
from regime.sentences import Sentence
from regime.terms import IN_KIND, MODES
from regime.values import UnknownValue
from regime.working_days import due
from workflow.context import Computed, Context, Surroundings

HOURS_OF_A_DAY = 24
CENTS = -2


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who has the typed CURP already, seen only by the automatic checks and by officials."""

    person_id: UUID
    name: str
    nss: str | None


@dataclass(frozen=True, slots=True)
class PeriodSpan:
    """The months of a period and whether money or law has fixed them."""

    first_month: date
    last_month: date
    is_fixed: bool


@dataclass(frozen=True, kw_only=True)
class Parties(Surroundings):
    """What an affiliation depends on beside its own columns."""

    policies: Policies
    household_person: UUID
    household_name: str
    household_curp: str | None
    household_is_open: bool
    worker_person: UUID | None
    municipality: str | None
    known: KnownPerson | None
    nss_is_anothers: bool
    is_duplicate: bool
    numbers_known: frozenset[str]
    periods: tuple[PeriodSpan, ...]
    marked: tuple[Marked, ...]
    delegates: Delegates = field(default_factory=dict)
    same_home: bool = False
    certified: tuple[Certified, ...] = ()
    address: str = ""
    office: str | None = None


def household_is_open(context: Context) -> Sentence | None:
    """Only a registered household enrols somebody (LSS 239-C I)."""
    return None if context.around.household_is_open else Sentence("affiliation.household_closed")


def worker_is_somebody_else(context: Context) -> Sentence | None:
    """Nobody employs themselves."""
    same = context.case.worker_curp and context.case.worker_curp == context.around.household_curp
    return Sentence("affiliation.same_person") if same else None


def is_old_enough(context: Context) -> Sentence | None:
    """Nobody under fifteen is enrolled, and nobody is sent away without knowing where to turn (LFT 22 Bis, 331 Bis)."""
    case = context.case
    birth = born(case, context.day)
    if birth is None or not case.began_on:
        return None
    least = int(parameter("minimum_working_age").on(context.day).value)
    age = age_on(birth, max(case.began_on, context.day))
    return Sentence("affiliation.too_young", {"age": least}) if age < least else None


def place_is_given(context: Context) -> Sentence | None:
    """The home where she works: one of the household's, or a full address."""
    case = context.case
    typed = case.street and case.postal_code and case.municipality
    return None if case.place_id or typed else Sentence("affiliation.place_missing")


def beginning_is_given(context: Context) -> Sentence | None:
    """The day on which the relation began, even if that was years ago."""
    return None if context.case.began_on else Sentence("affiliation.began_on_missing")


def beginning_is_near(context: Context) -> Sentence | None:
    """A beginning announced too far ahead is a slip of the pen."""
    latest = latest_announced(context)
    if context.case.began_on is None or context.case.began_on <= latest:
        return None
    return Sentence("affiliation.begins_too_late", {"latest": latest})


def latest_announced(context: Context) -> date:
    """Up to which day a beginning or an end may be announced."""
    return context.day + timedelta(days=int(parameter("announced_ahead").on(context.day).value))


def pay_is_possible(context: Context) -> Sentence | None:
    """How much and for what: pesos and cents above zero, each visit, day, week, fortnight or month."""
    case = context.case
    if case.pay_amount is None or case.pay_each not in PAY_EACH:
        return Sentence("affiliation.pay_missing")
    if case.pay_amount.as_tuple().exponent < CENTS:
        return Sentence("affiliation.pay_below_cents")
    if not (case.weekdays or "") and (case.pay_each == "visit" or case.mode == "per_day"):
        return Sentence("affiliation.weekdays_missing")
    try:
        pay_of(case)
    except PayRefused as refused:
        return refused.sentence
    return None


def hours_are_possible(context: Context) -> Sentence | None:
    """The hours of a working day, if they were given."""
    hours = context.case.hours_per_day
    return None if hours is None or 0 < hours <= HOURS_OF_A_DAY else Sentence("affiliation.hours_not_possible")


def insurance_is_chosen(context: Context) -> Sentence | None:
    """Full month or by days, how often it is paid, and whether she gets food or lodging (LSS 239-C V, 32)."""
    case = context.case
    chosen = case.mode in MODES and case.periodicity in PERIODICITIES and case.in_kind in IN_KIND
    return None if chosen else Sentence("affiliation.insurance_missing")


def long_periods_are_full(context: Context) -> Sentence | None:
    """Who pays several months at once covers in each the integrated minimum of a full month (LSS 239-C VIII)."""
    case, around = context.case, context.around
    if case.periodicity in (None, 1) or around.municipality is None or pay_is_possible(context):
        return None
    if insurance_is_chosen(context) or not case.began_on:
        return None
    reached = case.mode == "full_month" and _reaches_full_month(context)
    return None if reached else Sentence("affiliation.long_period_below_minimum")


def _reaches_full_month(context: Context) -> bool:
    case, around = context.case, context.around
    month = month_after(context.day, 1)
    relation = Relation(around.municipality, case.began_on, case.began_on)
    days = {month: tuple(days_between(month, last_of_month(month)))}
    paid = statement_for(case, relation, days, around.policies).months[0].social_security
    return bool(paid >= floor_of_month(month, around.policies))


def floor_of_month(month: date, policies: Policies) -> Any:
    """The quotas that insure a whole month, by the last known values when those of the month are not published."""
    try:
        return coverage_floor(month, policies=policies).social_security
    except UnknownValue:
        projected = replace(policies, projection="last_known_values")
        return coverage_floor(month, policies=projected).social_security


def is_no_duplicate(context: Context) -> Sentence | None:
    """The same household enrols the same person at the same place once."""
    return Sentence("affiliation.duplicate") if context.around.is_duplicate else None


def worker_is_identified(context: Context) -> Sentence | None:
    """The typed person stands for somebody in the register."""
    return None if context.case.worker_id else Sentence("affiliation.worker_not_identified")


def review_reasons(context: Context) -> tuple[Sentence, ...]:
    """Why an official has to look at an affiliation first: what was typed contradicts itself.

    Nothing that the register knows is a reason: a household that has to wait for some CURP and not for another would
    learn whom others employ. That is for officials to read beside the enrolment (`register_findings`).
    """
    return identity_doubts(context.case)


def register_findings(context: Context) -> tuple[Sentence, ...]:
    """Where the register knows the person of this CURP or NSS otherwise; never shown to a household."""
    case, around = context.case, context.around
    typed = " ".join(filter(None, (case.worker_given_name, case.worker_first_surname, case.worker_second_surname)))
    findings = []
    if around.known is not None:
        if bare(around.known.name) != bare(typed):
            findings.append(Sentence("finding.known_under_another_name"))
        if case.worker_nss and around.known.nss and case.worker_nss != around.known.nss:
            findings.append(Sentence("finding.known_with_another_nss"))
    if around.nss_is_anothers:
        findings.append(Sentence("finding.nss_of_another_person"))
    if around.same_home:
        findings.append(Sentence("finding.same_home_and_worker"))
    return tuple(findings)


def filed(context: Context) -> Computed:
    """The day of filing and the office, neither of which a later correction moves, and what is owed of the wage."""
    return Computed({**routed_and_filed(context).facts, "wage_owed": wage_owed(context)})


def enrolled(context: Context) -> Computed:
    """From when she is enrolled, and which month is the first to be paid in advance.

    From the day the relation began if that was reported in time (LSS 15 I), else from the day it was filed: what lies
    before is explained to the household and never billed by itself.
    """
    case = context.case
    in_time = due(case.began_on, int(parameter("notice_to_imss_time").on(context.day).value), "business_days").due
    filed_on = case.submitted_on or context.day
    # A term of days, never suspended, always ends on a day.
    start = case.began_on if filed_on <= in_time else filed_on  # type: ignore[operator]
    first_prepaid = month_after(max(start, context.day), 1)
    return Computed({"enrolled_from": start, "next_month": first_prepaid})


def filed_and_enrolled(context: Context) -> Computed:
    """The same for a relation that the institute enrols itself, whose day of filing is that of her request."""
    return Computed({**enrolled(context).facts, "wage_owed": wage_owed(context)})


def agreed_again(context: Context) -> Computed:
    """From which month changed terms count: the next one that is not fixed yet (D-13), and what is owed of the wage."""
    change_from: date = context.data["change_from"]
    from_month = first_changeable_month(context, change_from)
    return Computed({"from_month": from_month, "wage_owed": wage_owed(context)})


def first_changeable_month(context: Context, change_from: date) -> date:
    """The next unpaid month after a change; the month of the change itself under policy D-13 `within_the_month`."""
    within = context.around.policies.change_takes_effect == "within_the_month"
    month = change_from.replace(day=1)
    if change_from.day > 1 and not within:
        month = month_after(month, 1)
    for span in sorted(context.around.periods, key=lambda span: span.first_month):
        begun = span.first_month < month <= span.last_month
        if span.first_month <= month <= span.last_month and (span.is_fixed or begun):
            month = month_after(span.last_month, 1)
    return month


def wage_owed(context: Context) -> Any:
    """What her agreed pay falls short of the legal minimum on this day, for each of her days; nothing if lawful."""
    gap = gap_to_legal_wage(context.case, context.around.municipality, context.day, context.around.policies)
    return gap.owed or None
