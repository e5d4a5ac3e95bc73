"""What a household owes a worker beside her wage, from the terms of their relation and what was recorded as paid."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.labour.dues_models import DuesRecord
from enrolment.models import Affiliation, AgreedTerms, Place
from enrolment.money.contributed import days_between
from enrolment.relation.agreement import Agreed, pay_of
from enrolment.relation.marked_days import UNPAID, VACATION, Marked, marked_in
from regime.aguinaldo import aguinaldo, aguinaldo_last_day
from regime.dues import Due, Dues
from regime.geography import zone_of
from regime.policies import Policies
from regime.rounding import to_cents
from regime.service import ONE_DAY, PaidFrom, Service
from regime.severance import Leaving, severance
from regime.terms import InKind
from regime.vacations import Vacation, claimable_vacations, premium_line

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Bonus:
    """The bonus of a calendar year: what is due, by when, what has been recorded as paid."""

    year: int
    owed: Dues
    last_day: date
    paid: Decimal

    @property
    def missing(self) -> Decimal:
        """What is still to be paid."""
        return max(NOTHING, self.owed.total - self.paid)


@dataclass(frozen=True, slots=True)
class VacationLeft:
    """The vacation of a year of service: what was earned, enjoyed, is left; the premium due on it and paid."""

    earned: Vacation
    enjoyed: Decimal
    premium: Due
    premium_paid: Decimal

    @property
    def left(self) -> Decimal:
        """Days that are still to be enjoyed."""
        return max(Decimal(0), self.earned.days - self.enjoyed)

    @property
    def premium_missing(self) -> Decimal:
        """Pesos of premium still to be paid."""
        return max(NOTHING, self.premium.amount - self.premium_paid)

    @property
    def premium_of_enjoyed(self) -> Decimal:
        """Pesos of premium that the days already enjoyed have earned."""
        return to_cents(self.premium.amount * min(self.enjoyed, self.earned.days) / self.earned.days)

    @property
    def premium_owed(self) -> Decimal:
        """What the days already enjoyed still lack of their premium."""
        return max(NOTHING, self.premium_of_enjoyed - self.premium_paid)

    @property
    def premium_ahead(self) -> Decimal:
        """What was paid of the premium for days that are still to be enjoyed."""
        return max(NOTHING, self.premium_paid - self.premium_of_enjoyed)


@dataclass(frozen=True, slots=True)
class Account:
    """One relation as labour law counts it, with what was recorded: everything else follows from it and a day."""

    service: Service
    records: tuple[DuesRecord, ...]
    policies: Policies

    def bonus(self, year: int) -> Bonus:
        """The bonus of a calendar year."""
        owed = aguinaldo(self.service, year, self.policies)
        return Bonus(year, owed, aguinaldo_last_day(year), self._recorded("aguinaldo", year))

    def vacations(self, day: date) -> tuple[VacationLeft, ...]:
        """The vacations that can still be claimed on a day, the oldest first."""
        found = claimable_vacations(self.service, day, self.policies)
        return tuple(self._left(vacation) for vacation in found)

    def vacation(self, year: int, day: date) -> VacationLeft | None:
        """The vacation of one year of service, if it can be claimed on a day."""
        return next((left for left in self.vacations(day) if left.earned.year == year), None)

    def settlement(self, last_day: date, reason: str, unpaid_days: int = 0) -> Dues:
        """What would be owed if the relation ended on a day for a reason: bonus paid and vacation left counted in."""
        ended = replace(self.service, ended_on=last_day)
        left = replace(self, service=ended).vacations(last_day + ONE_DAY)
        leaving = Leaving(
            reason=reason,
            unpaid_days=unpaid_days,
            vacation_days=sum((vacation.left for vacation in left), Decimal(0)),
            aguinaldo_paid=self._recorded("aguinaldo", last_day.year),
            premium_owed=sum((vacation.premium_owed for vacation in left), NOTHING),
            premium_ahead=sum((vacation.premium_ahead for vacation in left), NOTHING),
        )
        return severance(ended, leaving, self.policies)

    def _left(self, vacation: Vacation) -> VacationLeft:
        mine = [record for record in self.records if (record.kind, record.year) == ("vacation", vacation.year)]
        premium = premium_line(self.service, vacation.days, vacation.right_on, self.policies)
        enjoyed = sum((record.days for record in mine), Decimal(0))
        return VacationLeft(vacation, enjoyed, premium, sum((record.amount for record in mine), NOTHING))

    def _recorded(self, kind: str, year: int) -> Decimal:
        mine = (record.amount for record in self.records if (record.kind, record.year) == (kind, year))
        return sum(mine, NOTHING)


def account_of(session: Session, affiliation: Affiliation, policies: Policies) -> Account | None:
    """The account of a relation; None for a draft, whose pay, beginning or place may still be open."""
    if affiliation.enrolled_from is None:
        return None
    return open_account(session, affiliation, policies)


def open_account(session: Session, affiliation: Affiliation, policies: Policies) -> Account:
    """The account of an enrolled relation: what was recorded, and the vacation that was marked in its calendar."""
    service, records = service_of(session, affiliation), records_of(session, affiliation)
    days_recorded = {record.day for record in records if record.kind == "vacation"}
    marked = marked_in(session, affiliation.id, VACATION)
    # Vacation written down in both ways is the same vacation.
    spans = [span for span in marked if not any(day in span for day in days_recorded)]
    return Account(service, (*records, *(_from_mark(affiliation, service, span) for span in spans)), policies)


def _from_mark(affiliation: Affiliation, service: Service, span: Marked) -> DuesRecord:
    """Vacation marked in the calendar as a record: her days of it, for the latest year of service then complete."""
    hers = service.pay_on(span.first).pay.weekdays
    days = sum(1 for day in days_between(span.first, span.last) if not hers or day.weekday() in hers)
    return DuesRecord(
        affiliation_id=affiliation.id,
        kind="vacation",
        year=service.completed_years(span.first),
        day=span.first,
        days=Decimal(days),
        amount=NOTHING,
    )


def service_of(session: Session, affiliation: Affiliation) -> Service:
    """The service behind an affiliation: since it truly began, with the pay agreed from each day on."""
    began = affiliation.began_on
    assert began is not None  # noqa: S101 - who asks has seen to it
    return Service(
        began_on=began,
        pays=tuple(_pays(session, affiliation)),
        zone=zone_of(session.get_one(Place, affiliation.place_id).municipality, began),
        ended_on=affiliation.ended_on,
        absences=tuple((span.first, span.last) for span in marked_in(session, affiliation.id, *UNPAID)),
    )


def records_of(session: Session, affiliation: Affiliation) -> tuple[DuesRecord, ...]:
    """What was recorded as paid or enjoyed, the newest day first."""
    mine = select(DuesRecord).where(DuesRecord.affiliation_id == affiliation.id)
    return tuple(session.scalars(mine.order_by(DuesRecord.day.desc(), DuesRecord.id.desc())))


def _pays(session: Session, affiliation: Affiliation) -> list[PaidFrom]:
    held = select(AgreedTerms).where(AgreedTerms.affiliation_id == affiliation.id)
    # Of two reports for the same day the later one holds: a correction counts.
    terms: Sequence[AgreedTerms] = session.scalars(held.order_by(AgreedTerms.reported_at, AgreedTerms.id)).all()
    return list({agreed.change_from: _paid(agreed, agreed.change_from) for agreed in terms}.values())


def _paid(agreed: Agreed, since: date) -> PaidFrom:
    in_kind: InKind = agreed.in_kind or "none"  # type: ignore[assignment]  # one of the codes the wizard offers
    return PaidFrom(since, pay_of(agreed), in_kind)
