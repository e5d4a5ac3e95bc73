"""The same worker declared by two households at one address: found by the checks, shown to officials and nobody else.

Neither household is kept waiting or told: whoever learns that somebody else at their address has declared her learns
it from that person. An official compares both: one of them ends or is voided, or they are really two employers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from enrolment.household.homes import ADDRESS
from enrolment.models import Affiliation, ContributionPeriod, Place
from enrolment.people.name_letters import bare
from workflow.definition import is_tagged, states_tagged

PAGE = 25


@dataclass(frozen=True, slots=True)
class Declared:
    """One of the two relations: what it has paid for, which stays whatever becomes of the other."""

    affiliation: Affiliation
    paid_months: int
    open_months: int


@dataclass(frozen=True, slots=True)
class SameHome:
    """Two relations of one worker at one address, the earlier one first."""

    first: Declared
    second: Declared


def is_declared_elsewhere(session: Session, case: Any) -> bool:
    """Whether another household has a running relation with the person of this CURP at the address of the case."""
    if not case.worker_curp:
        return False
    home = session.get_one(Place, case.place_id) if case.place_id else case
    if not home.street or not home.postal_code:
        return False
    others = select(Place).join(Affiliation, Affiliation.place_id == Place.id)
    others = others.where(Affiliation.worker_curp == case.worker_curp, Affiliation.household_id != case.household_id)
    found = session.scalars(others.where(is_tagged(Affiliation, "in_force"), Place.postal_code == home.postal_code))
    return any(_is_same(home, other) for other in found)


def _is_same(one: Any, other: Any) -> bool:
    """The same street, however it is written, in the same postal code and municipality."""
    return _street(one) == _street(other) and one.municipality == other.municipality


def _street(place: Any) -> tuple[str, str]:
    return bare(place.street), "".join(sign for sign in place.street if sign.isdigit())


def pairs(session: Session, after: Any = None, limit: int = PAGE) -> list[SameHome]:
    """The relations that stand twice at one address, for officials, a page by key of the later one."""
    rows = session.execute(_candidates(after).limit(limit * 4)).all()
    found = [(one, other) for one, other, here, there in rows if _is_same(here, there)]
    return [SameHome(_declared(session, one), _declared(session, other)) for one, other in found[:limit]]


def _candidates(after: Any) -> "Select[Affiliation, Affiliation, Place, Place]":
    other, here, there = aliased(Affiliation), aliased(Place), aliased(Place)
    both = select(Affiliation, other, here, there).join(other, other.worker_id == Affiliation.worker_id)
    both = both.join(here, here.id == Affiliation.place_id).join(there, there.id == other.place_id)
    both = both.where(
        Affiliation.household_id != other.household_id,
        Affiliation.id < other.id,
        here.postal_code == there.postal_code,
        is_tagged(Affiliation, "in_force"),
        other.state.in_(states_tagged(Affiliation, "in_force")),
        or_(Affiliation.findings.is_not(None), other.findings.is_not(None)),
    )
    if after is not None:
        both = both.where(other.id > after)
    return both.order_by(other.id)


def _declared(session: Session, affiliation: Affiliation) -> Declared:
    months = select(func.coalesce(func.sum(ContributionPeriod.months), 0)).where(
        ContributionPeriod.affiliation_id == affiliation.id
    )
    paid = session.scalar(months.where(ContributionPeriod.paid_amount > Decimal(0))) or 0
    waiting = session.scalar(months.where(is_tagged(ContributionPeriod, "payable"))) or 0
    return Declared(affiliation, paid, waiting)


def address_of(affiliation: Affiliation) -> Sequence[str | None]:
    """Where the work is done, for officials to compare."""
    place = affiliation.place
    return [] if place is None else [getattr(place, name) for name in ADDRESS]
