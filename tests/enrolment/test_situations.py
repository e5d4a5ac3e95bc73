"""Other insurance, pension and housing credit: the bill of a pensioner, who reads what, and that nothing is asked."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from enrolment.insurance.cover import cover_of
from enrolment.insurance.situation import SITUATION
from enrolment.insurance.situation_models import HOUSING_CREDITS, OTHER_INSURANCE, PENSIONS, Situation
from enrolment.insurance.situations import meaning, situations_of, told_by
from enrolment.models import Affiliation
from enrolment.people.invented import invented_person
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD
from tests.enrolment.parties import LIVE_IN, Payer, affiliation, household, periods, worker_actor
from tests.enrolment.test_certified_periods import pay
from workflow.context import THE_SYSTEM, Actor
from workflow.database import Database
from workflow.engine import context_of, fire, open_case
from workflow.errors import NotAllowed, NotReady
from workflow.words import LANGUAGES, say

BEGAN = datetime(2026, 3, 2, 16, tzinfo=UTC)
APRIL = date(2026, 4, 1)


@pytest.fixture
def enrolled(database: Database) -> tuple[Payer, Affiliation]:
    """A live-in worker enrolled on 2 March."""
    with database.write() as session:
        who = household(session, BEGAN)
        case = affiliation(session, who, BEGAN, invented_person("pensioner"), date(2026, 3, 2), terms=LIVE_IN)
        session.expunge_all()
    return who, case


def tell(database: Database, actor: Actor, case: Affiliation, **answers: str) -> Situation:
    with database.write() as session:
        data = {"affiliation_id": case.id, **answers}
        told: Situation = open_case(session, Situation, "tell", actor, BEGAN, data=data).case
        session.expunge_all()
    return told


def april(database: Database, case: Affiliation) -> Decimal | None:
    with database.read() as session:
        return next(p.amount for p in periods(session, case) if p.first_month == APRIL)


def test_an_old_age_pension_takes_two_branches_off_the_bill_and_nothing_off_the_cover(
    database: Database, enrolled: tuple[Payer, Affiliation]
) -> None:
    who, case = enrolled
    assert april(database, case) == Decimal("4001.71")
    told = tell(database, who.actor, case, pension="old_age")
    # Base 489.6733 x 30 = 14,690.20: disability and life 257.08 + 91.81, pensioners' medical care 154.25 + 55.09.
    assert april(database, case) == Decimal("4001.71") - Decimal("558.23")
    pay(database, case, APRIL, date(2026, 3, 10))
    with database.read() as session:
        cover = cover_of(session, session.get_one(Affiliation, case.id).worker_id, APRIL)
    assert cover is not None
    assert len(cover.days) == 30
    with database.write() as session:
        fire(session, session.get_one(Situation, told.id), "forget", who.actor, BEGAN)
    with database.read() as session:
        assert situations_of(session, case.id) == ()


def test_other_answers_change_no_bill(database: Database, enrolled: tuple[Payer, Affiliation]) -> None:
    who, case = enrolled
    told = tell(database, who.actor, case, pension="guaranteed", other_insurance="family", housing_credit="has")
    assert april(database, case) == Decimal("4001.71")
    assert [s.code for s in meaning(told)] == ["situation.family", "situation.guaranteed", "situation.housing_credit"]


def test_the_household_reads_nothing_of_what_she_answers(
    database: Database, enrolled: tuple[Payer, Affiliation]
) -> None:
    who, case = enrolled
    with database.write() as session:
        her = worker_actor(session, session.get_one(Affiliation, case.id), BEGAN)
    hers = tell(database, her, case, other_insurance="another_job")
    with database.read() as session:
        assert told_by(session, case.id, "household") is None
        stored = session.get_one(Situation, hers.id)
        context = context_of(session, stored, THE_SYSTEM, BEGAN)
        assert SITUATION.roles_of(who.actor, stored, context.around) == frozenset()
        assert SITUATION.roles_of(her, stored, context.around) == {DOMESTIC_WORKER}
    with database.write() as session, pytest.raises(NotAllowed):
        fire(session, session.get_one(Situation, hers.id), "forget", who.actor, BEGAN)
    # What the household was told stands beside it, and she reads both.
    theirs = tell(database, who.actor, case, pension="none")
    with database.read() as session:
        stored = session.get_one(Situation, theirs.id)
        around = context_of(session, stored, THE_SYSTEM, BEGAN).around
        assert SITUATION.roles_of(who.actor, stored, around) == {HOUSEHOLD}
        assert SITUATION.roles_of(her, stored, around) == {DOMESTIC_WORKER}
    with database.write() as session, pytest.raises(NotReady, match="of_somebody_else"):
        fire(session, session.get_one(Situation, theirs.id), "forget", her, BEGAN)


@pytest.mark.parametrize(("answers", "code"), [({}, "nothing_told"), ({"pension": "rich"}, "no_such_answer")])
def test_answers_that_cannot_be(
    database: Database, enrolled: tuple[Payer, Affiliation], answers: dict[str, str], code: str
) -> None:
    who, case = enrolled
    with pytest.raises(NotReady, match=code):
        tell(database, who.actor, case, **answers)


def test_every_answer_has_words() -> None:
    for name, options in (
        ("other_insurance", OTHER_INSURANCE),
        ("pension", PENSIONS),
        ("housing_credit", HOUSING_CREDITS),
    ):
        for option in options:
            told = Situation(**{name: option})
            assert all(say(language, sentence) for language in LANGUAGES for sentence in meaning(told))
