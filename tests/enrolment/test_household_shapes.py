"""Two homes of a household, a move, an end; a registration closed and opened again; two spouses and one worker."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.household.home_moves import differences_of
from enrolment.household.household_models import FormerHome
from enrolment.household.same_home import pairs
from enrolment.models import Affiliation, Household, Place, Registration
from enrolment.people.invented import invented_person
from enrolment.service import record_payment
from regime.sentences import Sentence
from tests.enrolment import parties
from workflow.engine import fire
from workflow.errors import NotReady
from workflow.stored import loads
from workflow.tables import Message

MARCH = datetime(2026, 3, 2, 18, tzinfo=UTC)
WORKER = invented_person("worker of shapes")
WEEKEND = {"street": "Callejón del Sol 3", "neighbourhood": None, "postal_code": "62000", "municipality": "17007"}
BORDER = {"street": "Avenida Norte 8", "neighbourhood": None, "postal_code": "22000", "municipality": "02004"}


def registration_of(session: Session, who: parties.Payer) -> Registration:
    found = select(Registration).where(Registration.person_id == who.person_id).order_by(Registration.id.desc())
    return session.scalars(found.limit(1)).one()


def household_of(session: Session, who: parties.Payer) -> Household:
    return session.scalars(select(Household).where(Household.person_id == who.person_id)).one()


def homes_of(session: Session, who: parties.Payer) -> list[Place]:
    mine = select(Place).where(Place.household_id == household_of(session, who).id, Place.until.is_(None))
    return list(session.scalars(mine.order_by(Place.id)))


def take(session: Session, who: parties.Payer, action: str, at: datetime = MARCH, **data: Any) -> Registration:
    return fire(session, registration_of(session, who), action, who.actor, at, data=data).case  # type: ignore[no-any-return]


def refused(session: Session, who: parties.Payer, action: str, **data: Any) -> list[str]:
    with pytest.raises(NotReady) as refusal:
        take(session, who, action, **data)
    return [sentence.code for sentence in refusal.value.sentences]


def test_the_same_worker_in_two_homes_of_one_household_is_two_relations(session: Session) -> None:
    who = parties.household(session, MARCH, 1)
    take(session, who, "add_home", **WEEKEND)
    first, second = homes_of(session, who)
    here = parties.affiliation(session, who, MARCH, WORKER, MARCH.date(), place_id=first.id)
    there = parties.affiliation(session, who, MARCH, WORKER, MARCH.date(), place_id=second.id)
    assert (here.state, there.state) == ("enrolled", "enrolled")
    assert here.worker_id == there.worker_id
    with pytest.raises(NotReady) as twice:
        parties.affiliation(session, who, MARCH, WORKER, MARCH.date(), place_id=second.id)
    assert "affiliation.duplicate" in [sentence.code for sentence in twice.value.sentences]
    assert refused(session, who, "add_home", **WEEKEND) == ["homes.known_already"]


def test_a_home_ends_after_the_relations_in_it_and_never_the_last(session: Session) -> None:
    who = parties.household(session, MARCH, 1)
    (home,) = homes_of(session, who)
    assert refused(session, who, "end_home", place_id=home.id) == ["homes.last_one"]
    take(session, who, "add_home", **WEEKEND)
    parties.affiliation(session, who, MARCH, WORKER, MARCH.date(), place_id=home.id)
    assert refused(session, who, "end_home", place_id=home.id) == ["homes.somebody_works_there"]
    weekend = homes_of(session, who)[1]
    take(session, who, "end_home", place_id=weekend.id)
    assert [place.id for place in homes_of(session, who)] == [home.id]


def test_a_move_keeps_the_relation_and_changes_the_zone_from_the_next_unpaid_month(session: Session) -> None:
    """From Mexico City to Tijuana on 20 March, the relation insured from 2 March, April paid already.

    March is fixed by nothing yet, but it has begun: a change on the 20th counts from the next month (D-13), April; that
    is paid, so it is May. The full month of somebody paid 14,000 pesos changes with the zone only where the floor or
    the share of the worker depends on it: 14,000 / 30.4 is above both minimum wages, so the amount is the same there.
    """
    who = parties.household(session, MARCH, 1)
    relation = parties.affiliation(session, who, MARCH, WORKER, MARCH.date(), terms=parties.LIVE_IN)
    april = parties.periods(session, relation)[1]
    record_payment(session, april, april.amount, MARCH.date(), MARCH)
    paid = april.statement
    (home,) = homes_of(session, who)
    later = datetime(2026, 3, 20, 18, tzinfo=UTC)
    take(session, who, "move_home", later, place_id=home.id, moved_on=later.date(), **BORDER)
    session.expire_all()
    assert (relation.state, relation.began_on) == ("enrolled", MARCH.date())
    assert relation.place.municipality == "02004"
    (former,) = session.scalars(select(FormerHome)).all()
    assert (former.before_month, former.place_id) == (date(2026, 5, 1), home.id)
    assert parties.periods(session, relation)[1].statement == paid
    assert home.until == later.date()
    told = session.scalars(select(Message.template).where(Message.case_id == relation.id)).all()
    assert "affiliation/place_changed_worker" in told


def test_the_difference_of_a_move_is_known_before(session: Session) -> None:
    """At 420 pesos a visit she has 1.4 minimum wages in Mexico City (315.04 a day), and less than one of the border
    (440.87): there the base is the floor, and the old-age table its first row (3.150 %), so that the line is smaller.
    """
    who = parties.household(session, MARCH, 1)
    terms = {**parties.THREE_DAYS, "pay_amount": Decimal("420.00")}
    relation = parties.affiliation(session, who, MARCH, WORKER, MARCH.date(), terms=terms)
    (difference,) = differences_of(session, relation.place_id, "02004", date(2026, 4, 1), MARCH)
    assert difference.from_month == date(2026, 4, 1)
    assert difference.after < difference.before


def test_unpaid_lines_are_issued_again_for_the_new_zone_and_those_before_keep_theirs(session: Session) -> None:
    who = parties.household(session, MARCH, 1)
    terms = {**parties.THREE_DAYS, "pay_amount": Decimal("420.00")}
    relation = parties.affiliation(session, who, MARCH, WORKER, MARCH.date(), terms=terms)
    (home,) = homes_of(session, who)
    (expected,) = differences_of(session, home.id, "02004", date(2026, 4, 1), MARCH)
    before = parties.periods(session, relation)[1]
    old_line, old_amount = before.line, before.amount
    assert old_amount == expected.before
    take(session, who, "move_home", place_id=home.id, moved_on=date(2026, 4, 1), **BORDER)
    after = parties.periods(session, relation)[1]
    assert (after.id, after.amount) == (before.id, expected.after)
    assert after.line != old_line


def test_drafts_go_along_with_the_home(session: Session) -> None:
    who = parties.household(session, MARCH, 1)
    (home,) = homes_of(session, who)
    kept = parties.draft(session, who, MARCH, WORKER, MARCH.date(), place_id=home.id)
    take(session, who, "move_home", place_id=home.id, moved_on=MARCH.date(), **WEEKEND)
    session.expire_all()
    (moved,) = homes_of(session, who)
    assert kept.place_id == moved.id


def test_closing_waits_for_the_relations_and_can_be_followed_by_another_registration(session: Session) -> None:
    who = parties.household(session, MARCH, 1)
    relation = parties.affiliation(session, who, MARCH, WORKER, MARCH.date())
    assert refused(session, who, "close") == ["registration.affiliations_open"]
    fire(session, relation, "end", who.actor, MARCH, data={"ended_on": MARCH.date(), "end_reason": "agreement"})
    assert take(session, who, "close").state == "closed"
    assert household_of(session, who).closed_on == MARCH.date()
    again = parties.registration(session, who, MARCH)
    assert again.state == "registered"
    assert household_of(session, who).closed_on is None


def test_a_registration_closed_by_mistake_is_opened_again_unless_another_is_under_way(session: Session) -> None:
    who = parties.household(session, MARCH, 1)
    official = parties.official(session, MARCH)
    closed = take(session, who, "close")
    fire(session, closed, "reopen", official, MARCH, comment="Se cerró por error.")
    assert (closed.state, household_of(session, who).closed_on) == ("registered", None)
    closed = take(session, who, "close")
    parties.registration(session, who, MARCH)
    with pytest.raises(NotReady):
        fire(session, closed, "reopen", official, MARCH, comment="Se cerró por error.")


class Spouses:
    """Two spouses at one address who both declare the same worker, neither knowing of the other."""

    def __init__(self, session: Session) -> None:
        one, other = parties.household(session, MARCH, 1), parties.household(session, MARCH, 2)
        self.first = parties.affiliation(session, one, MARCH, WORKER, MARCH.date())
        self.second = parties.affiliation(
            session, other, MARCH, WORKER, MARCH.date(), street="CALLE  invento 12", neighbourhood=None
        )
        self.one, self.other = one, other


def test_both_spouses_are_enrolled_at_once_and_only_officials_see_both(session: Session) -> None:
    both = Spouses(session)
    assert (both.first.state, both.second.state) == ("enrolled", "enrolled")
    assert both.first.findings is None
    found: list[Sentence] = loads(both.second.findings)
    assert [sentence.code for sentence in found] == ["finding.same_home_and_worker"]
    (pair,) = pairs(session)
    assert (pair.first.affiliation.id, pair.second.affiliation.id) == (both.first.id, both.second.id)
    told = session.scalars(select(Message).where(Message.person_id == both.one.person_id)).all()
    assert [m for m in told if both.other.person.first_surname in m.params] == []


@pytest.mark.parametrize("street", ["Calle Invento 14", "Calle Otra 12"])
def test_neighbours_are_no_spouses(session: Session, street: str) -> None:
    one, other = parties.household(session, MARCH, 1), parties.household(session, MARCH, 2)
    parties.affiliation(session, one, MARCH, WORKER, MARCH.date())
    second = parties.affiliation(session, other, MARCH, WORKER, MARCH.date(), street=street)
    assert second.findings is None
    assert pairs(session) == []


def test_two_real_jobs_are_marked_as_looked_at(session: Session) -> None:
    both = Spouses(session)
    official = parties.official(session, MARCH)
    fire(session, both.second, "settle_findings", official, MARCH, comment="Son dos empleos.")
    assert both.second.findings is None
    assert both.second.state == "enrolled"
    assert pairs(session) == []
    with pytest.raises(NotReady):
        fire(session, both.second, "settle_findings", official, MARCH, comment="Otra vez.")


def test_one_relation_stands_and_what_the_other_paid_stays_counted(session: Session) -> None:
    """The second spouse has paid April; her relation ends with April, and April stays paid, nothing more is asked."""
    both = Spouses(session)
    april = parties.periods(session, both.second)[1]
    record_payment(session, april, april.amount, MARCH.date(), MARCH)
    official = parties.official(session, MARCH)
    (pair,) = pairs(session)
    assert (pair.first.paid_months, pair.second.paid_months) == (0, 1)
    ending = {"ended_on": date(2026, 4, 1), "end_reason": "other"}
    fire(session, both.second, "end", official, MARCH, data=ending, comment="Una sola relación declarada dos veces.")
    states = {period.first_month: period.state for period in parties.periods(session, both.second)}
    assert states[date(2026, 4, 1)] == "paid"
    assert both.first.state == "enrolled"


def test_a_worker_who_works_for_both_has_one_finding_for_each_that_came_later(session: Session) -> None:
    both = Spouses(session)
    third = parties.household(session, MARCH, 3)
    late = parties.affiliation(session, third, MARCH, WORKER, MARCH.date())
    assert late.findings is not None
    assert len(pairs(session)) == 3
    assert session.get_one(Affiliation, both.first.id).findings is None
