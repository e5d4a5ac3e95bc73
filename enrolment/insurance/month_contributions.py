"""What all households of a worker contribute to one month, as it stands in the database."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from enrolment.household.former_homes import PastHomes, past_homes
from enrolment.models import Affiliation, AgreedTerms, ContributionPeriod, Household, Place
from enrolment.money.contributed import Contribution, Paid, days_between, last_of_month
from enrolment.money.payment_models import Payment
from enrolment.relation.affiliation_effects import terms_for
from enrolment.relation.agreement import Relation, insured_days, kind_of, statement_for, terms_of_month, without_excuses
from enrolment.relation.relation_days import relation_of, reported_days
from regime.contributions import contributions
from regime.payment_days import payment_day
from regime.periods import PeriodStatement, month_after
from regime.policies import Policies
from regime.rounding import to_cents
from regime.statement import Statement
from regime.terms import Terms
from workflow.definition import workflow_of
from workflow.people import Person
from workflow.stored import loads

_LONGEST_PERIOD = 12

Found = Row[ContributionPeriod, Affiliation, str, Person]


def contributions_of(
    session: Session, worker_id: UUID, month: date, affiliation_id: UUID | None = None
) -> list[Contribution]:
    """Every line that asks for the month, of all households of the worker or of one affiliation only."""
    found = _periods(session, worker_id, month, affiliation_id)
    paid = _payments(session, [period.id for period, *_ in found])
    homes = past_homes(session, {row[1].id for row in found})
    lines = (_contribution(session, row, month, paid.get(row[0].id, ()), homes) for row in _latest(found))
    return [line for line in lines if line is not None]


def _periods(session: Session, worker_id: UUID, month: date, affiliation_id: UUID | None) -> list[Found]:
    relations, periods = workflow_of(Affiliation), workflow_of(ContributionPeriod)
    real = (*relations.states_tagged("in_force"), *relations.states_tagged("was_in_force"))
    wanted = (
        select(ContributionPeriod, Affiliation, Place.municipality, Person)
        .join(Affiliation, Affiliation.id == ContributionPeriod.affiliation_id)
        .join(Place, Place.id == Affiliation.place_id)
        .join(Household, Household.id == Affiliation.household_id)
        .join(Person, Person.id == Household.person_id)
        .where(Affiliation.worker_id == worker_id, Affiliation.state.in_(real))
        .where(ContributionPeriod.state.not_in(periods.states_tagged("void")))
        .where(ContributionPeriod.first_month.between(month_after(month, 1 - _LONGEST_PERIOD), month))
        .order_by(Affiliation.id, ContributionPeriod.opened_at, ContributionPeriod.id)
        # What another household's payment has changed meanwhile must be seen.
        .execution_options(populate_existing=True)
    )
    if affiliation_id is not None:
        wanted = wanted.where(Affiliation.id == affiliation_id)
    return [row for row in session.execute(wanted) if month_after(row[0].first_month, row[0].months) > month]


def _latest(found: Iterable[Found]) -> list[Found]:
    """One line per affiliation: after a lapse the months left are proposed anew, and the newest line is asked for.

    A line on which money has arrived is never passed over.
    """
    kept: dict[tuple[UUID, UUID | None], Found] = {}
    for row in found:
        period = row[0]
        kept[(period.affiliation_id, period.id if period.paid_amount else None)] = row
    return [
        row
        for (affiliation, paid), row in kept.items()
        if paid is not None or not any(other == affiliation and by is not None for other, by in kept)
    ]


def _payments(session: Session, period_ids: list[UUID]) -> dict[UUID, tuple[Paid, ...]]:
    found: dict[UUID, tuple[Paid, ...]] = {}
    rows = select(Payment.period_id, Payment.amount, Payment.paid_on).where(Payment.period_id.in_(period_ids))
    for period_id, amount, paid_on in session.execute(rows.order_by(Payment.recorded_at, Payment.id)):
        found[period_id] = (*found.get(period_id, ()), Paid(amount, paid_on))
    return found


def _contribution(
    session: Session, row: Found, month: date, paid: tuple[Paid, ...], homes: PastHomes
) -> Contribution | None:
    period, affiliation, *_home = row
    municipality, household_id, payer = _home_in(session, row, homes)
    agreed = terms_for(session, affiliation.id, period.first_month)
    relation = relation_of(session, affiliation, municipality)
    line = _line(session, period, agreed, relation, month)
    if line is None:
        return None
    days, amount, of_month = line
    certified = frozenset(d for d in days_between(month, last_of_month(month)) if kind_of(d, relation) == "certified")
    excused = bool(certified or relation.situations)
    relation = without_excuses(relation)
    quotas = _quotas_of_month(session, of_month, agreed, relation, days) if excused else of_month.social_security
    return Contribution(
        affiliation=str(affiliation.id),
        household=str(household_id),
        name=payer.full_name,
        # The whole line and all its payments stand beside the quotas of this one month: the same share of each is paid.
        line_amount=amount,
        quotas=quotas,
        certified=certified,
        excused=excused,
        payments=paid,
        days=frozenset(days),
        began=relation.enrolled_from,
        ended=affiliation.ended_on,
        first_month=period.basis == "post_paid",
        due_on=period.due_day or payment_day(month, first_month=True).day,
        quotas_under=_rebilled(quotas, agreed, relation, month, days, _policies(session)),
    )


def _quotas_of_month(
    session: Session, issued: Statement, agreed: AgreedTerms, relation: Relation, days: tuple[date, ...]
) -> Decimal:
    """What the month would ask for if nothing were excused: what is excused is not missing (LSS 31 IV, 196)."""
    whole = statement_for(agreed, relation, {issued.day.replace(day=1): days}, _policies(session))
    return max(issued.social_security, whole.months[0].social_security)


def _home_in(session: Session, row: Found, homes: PastHomes) -> tuple[str, UUID, Person]:
    """Where the work of a period was done and whose line it was: today's, or those before a move or a succession."""
    period, affiliation, municipality, payer = row
    household_id, place_id = homes.of(affiliation, period.first_month)
    if household_id != affiliation.household_id:
        payer = session.get_one(Household, household_id).person
    if place_id != affiliation.place_id:
        municipality = session.get_one(Place, place_id).municipality
    return municipality, household_id, payer


def _line(
    session: Session, period: ContributionPeriod, agreed: AgreedTerms, relation: Relation, month: date
) -> tuple[tuple[date, ...], Decimal, Statement] | None:
    """The insured days, the amount of the line and the statement of the month: as issued, else as they would be now.

    Nothing for a month without a day to insure.
    """
    if period.statement is not None and period.days is not None and period.amount is not None:
        days = tuple(month.replace(day=day) for day in loads(period.days)[f"{month:%Y-%m}"])
        months = PeriodStatement.from_json(loads(period.statement)).months
        return days, period.amount, next(stated for stated in months if stated.day.replace(day=1) == month)
    days = insured_days(agreed, relation, month, reported_days(session, period.affiliation_id, month))
    if not days:
        return None
    statement = statement_for(agreed, relation, {month: days}, _policies(session))
    return days, statement.total, statement.months[0]


def _rebilled(
    quotas: Decimal, agreed: AgreedTerms, relation: Relation, month: date, days: tuple[date, ...], configured: Policies
) -> Callable[[Policies], Decimal]:
    """The quotas that the same line would have under other policies, in proportion to what it was issued for."""
    terms = terms_of_month(agreed, relation, month, days)

    @cache
    def under(policies: Policies) -> Decimal:
        # Whether households are added up changes no line.
        asked = _quotas(terms, replace(policies, full_month_test=configured.full_month_test))
        issued = _quotas(terms, replace(configured, projection=policies.projection))
        return quotas if asked == issued else to_cents(quotas * asked / issued)

    return under


@lru_cache(maxsize=8192)
def _quotas(terms: Terms, policies: Policies) -> Decimal:
    return contributions(terms, policies).social_security


def _policies(session: Session) -> Policies:
    policies: Policies = session.info["settings"].policies
    return policies
