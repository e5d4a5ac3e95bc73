"""What names a person goes and nothing else: chains, money and other people stay as they were, on both databases."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import String, Text, cast, func, select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.models import Affiliation, DomesticWorker, Household, Registration
from enrolment.money.payment_models import IssuedLine, Payment, PaymentRow
from enrolment.people.erasing import erase, people_past_retention, plan_for, rows_of
from enrolment.people.invented import invented_person
from enrolment.people.protection_models import ProtectionMatter
from tests.conftest import NOON
from tests.enrolment import parties
from tests.enrolment.money_lifecycles import money_cases
from tests.enrolment.one_of_each import case_of_each
from workflow import chain, daily_root
from workflow.engine import fire
from workflow.people import AccessLog, Login, Person
from workflow.tables import Base, Document, Event, Message, Note

SHE = invented_person("a worker to erase")
AFTER = NOON + timedelta(days=6 * 366)
# What stands in other rows too, because it is no name: words that a search for a name would find by chance.
APPEND_ONLY = {"event", "access_log"}


@pytest.fixture
def over(session: Session) -> tuple[parties.Payer, Affiliation]:
    """A relation that was paid, ended, and whose household closed its registration."""
    who = parties.household(session, NOON, 1)
    case = parties.affiliation(session, who, NOON, SHE, NOON.date(), terms=parties.LIVE_IN)
    april = parties.periods(session, case)[1]
    service.record_payment(session, april, april.amount, NOON.date(), NOON)
    asked = parties.asked_correction(session, case, who.actor, NOON)
    fire(session, asked, "accept", parties.official(session, NOON), NOON)
    service.end_relation(session, case.id, who.actor, NOON, NOON.date(), "agreement")
    close(session, who)
    settle(session)
    return who, case


def close(session: Session, who: parties.Payer) -> None:
    registration = session.scalars(select(Registration).where(Registration.person_id == who.person_id)).one()
    fire(session, registration, "close", who.actor, NOON)


def settle(session: Session) -> None:
    """Labour dues and other matters that a settlement closes are closed by hand: this is about what comes after."""
    for table in ("labour_dues", "task", "payment_exception", "refund", "contribution_period"):
        cases = Base.metadata.tables[table]
        session.execute(cases.update().where(cases.c.closed_at.is_(None)).values(closed_at=NOON))
    session.expire_all()


def person_behind(session: Session, case: Affiliation) -> Person:
    return session.get_one(DomesticWorker, case.worker_id).person


def texts(session: Session) -> dict[str, str]:
    """Every text of the database by table and column."""
    found = {}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String | Text):
                values = session.scalars(select(cast(column, Text)).where(column.is_not(None)))
                found[f"{table.name}.{column.name}"] = "\n".join(values)
    return found


def money(session: Session) -> tuple[Any, ...]:
    lines = session.execute(select(IssuedLine.line, IssuedLine.amount).order_by(IssuedLine.line)).all()
    paid = session.execute(select(Payment.amount, Payment.paid_on).order_by(Payment.id)).all()
    return tuple(lines), tuple(paid), session.scalar(select(func.count()).select_from(Event))


def test_after_the_years_no_column_names_her_and_chains_and_money_are_whole(
    session: Session, over: tuple[parties.Payer, Affiliation]
) -> None:
    who, case = over
    her, before, root = person_behind(session, case), money(session), daily_root.root_at(session, NOON).digest
    parties.worker_actor(session, case, NOON)
    for person_id in (her.id, who.person_id):
        plan = plan_for(session, person_id, AFTER.date())
        assert plan.is_whole, plan
        erase(session, plan, AFTER)
    words = (SHE.curp, SHE.nss, SHE.first_surname, who.person.curp, who.person.first_surname, "Luz del Alba")
    left = {place: word for place, text in texts(session).items() for word in words if word in text}
    assert left == {}
    assert money(session) == before
    assert list(chain.verify(session)) == []
    assert daily_root.root_at(session, NOON).digest == root
    assert session.scalars(select(Login.active).where(Login.person_id == her.id)).all() == [False]
    assert session.get_one(Person, her.id).erased_at == AFTER
    logged = session.scalars(select(AccessLog.subject_id).where(AccessLog.subject == "erasure")).all()
    assert set(logged) == {her.id, who.person_id}


def test_what_the_bank_wrote_into_a_row_that_nothing_knew_goes_too(
    session: Session, over: tuple[parties.Payer, Affiliation]
) -> None:
    """A row without a line of ours may hold a name in its place; only the exception tells whose it is."""
    who, case = over
    exception = money_cases(session, case, parties.periods(session, case)[1], NOON)["payment_exception"]
    row = session.get_one(PaymentRow, exception.row_id)
    row.period_id = None
    row.raw = row.line = row.note = exception.line = f"Pago de {SHE.first_surname}"
    settle(session)
    plan = plan_for(session, who.person_id, AFTER.date())
    assert plan.erases["payment_row"] == 1
    erase(session, plan, AFTER)
    left = {place for place, text in texts(session).items() if SHE.first_surname in text}
    assert not {place for place in left if place.startswith("payment_")}


def test_within_the_years_only_the_way_to_reach_somebody_goes(
    session: Session, over: tuple[parties.Payer, Affiliation]
) -> None:
    who, _case = over
    plan = plan_for(session, who.person_id, NOON.date())
    assert (plan.is_whole, plan.free_from) == (False, date(2031, 4, 1))
    before = {p.__tablename__: session.scalar(select(func.count()).select_from(p)) for p in (Note, Document, Message)}
    erase(session, plan, NOON)
    person = session.get_one(Person, who.person_id)
    assert (person.email, person.phone, person.erased_at) == (None, None, None)
    assert person.first_surname == who.person.first_surname
    assert session.scalars(select(Message.address).where(Message.person_id == who.person_id)).unique().all() == [None]
    assert before == {
        p.__tablename__: session.scalar(select(func.count()).select_from(p)) for p in (Note, Document, Message)
    }


def test_an_open_matter_is_named_and_stops_it_whatever_time_has_passed(session: Session) -> None:
    who = parties.household(session, NOON, 1)
    parties.affiliation(session, who, NOON, SHE, NOON.date())
    plan = plan_for(session, who.person_id, AFTER.date())
    assert not plan.is_whole
    assert {kept.what for kept in plan.keeps if kept.why == "open"} >= {"affiliation", "registration"}
    assert people_past_retention(session, AFTER.date()) == []


def test_who_is_due_is_found_only_after_the_last_month_of_the_years(
    session: Session, over: tuple[parties.Payer, Affiliation]
) -> None:
    who, case = over
    both = {who.person_id, person_behind(session, case).id}
    assert set(people_past_retention(session, date(2031, 3, 31))) == set()
    assert set(people_past_retention(session, date(2031, 4, 1))) == both


def test_another_household_of_hers_keeps_everything(session: Session, over: tuple[parties.Payer, Affiliation]) -> None:
    who, case = over
    other = parties.household(session, NOON, 2, street="Calle Lejana 4")
    theirs = parties.affiliation(session, other, NOON, SHE, NOON.date())
    plan = plan_for(session, who.person_id, AFTER.date())
    erase(session, plan, AFTER)
    assert (theirs.worker_first_surname, theirs.worker_curp) == (SHE.first_surname, SHE.curp)
    assert person_behind(session, case).first_surname == SHE.first_surname
    assert session.get_one(Person, other.person_id).first_surname == other.person.first_surname


def test_a_matter_of_a_child_is_never_erased_with_the_household(session: Session) -> None:
    who = parties.household(session, NOON, 1)
    parties.affiliation(session, who, NOON, invented_person("a child", born=date(2014, 1, 20)), NOON.date())
    close(session, who)
    matter = session.scalars(select(ProtectionMatter)).one()
    sealed = matter.sealed
    plan = plan_for(session, who.person_id, AFTER.date())
    assert [kept.what for kept in plan.keeps if kept.why == "sealed"] == ["protection_matter"]
    erase(session, plan, AFTER)
    assert matter.sealed == sealed


def test_every_procedure_leads_from_its_people_to_its_rows(session: Session) -> None:
    """So that no table is forgotten: the household and the worker of a case of each reach every case."""
    cases = case_of_each(session)
    reached: set[Any] = set()
    for person_id in session.scalars(select(Person.id)):
        reached |= {row for ids in rows_of(session, person_id).values() for row in ids}
    assert {name for name, case in cases.items() if case.id not in reached} == set()


@pytest.mark.parametrize("at", [AFTER])
def test_one_of_each_can_be_emptied(session: Session, at: datetime) -> None:
    """Whatever is in a case of any procedure: no column refuses to be emptied."""
    cases = case_of_each(session)
    household = session.get_one(Household, cases["affiliation"].household_id)
    tables = {case.__table__ for name, case in cases.items() if name != "protection_matter"}
    for table in tables:
        session.execute(table.update().values(closed_at=NOON))
    session.expire_all()
    for person_id in (household.person_id, person_behind(session, cases["affiliation"]).id):
        erase(session, plan_for(session, person_id, at.date()), at)
    assert list(chain.verify(session)) == []


MARKED = ("name", "surname", "curp", "rfc", "nss", "clabe", "email", "phone", "street", "postal_code", "birth_date")


def test_a_column_whose_name_says_that_it_is_personal_is_marked() -> None:
    harmless = {"payment_file.name", "job_run.name", "identity_move.table_name", "identity_move.column_name"}
    bare = {
        f"{table.name}.{column.name}"
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith(("enrolment.", "workflow."))
        for table in (mapper.local_table,)
        for column in table.columns
        if any(column.name == word or column.name.endswith(f"_{word}") for word in MARKED)
        and not column.info.get("personal")
    }
    assert bare - harmless == set()
