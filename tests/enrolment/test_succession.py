"""Successions: relations go over with everything they have, nothing about cover changes, and it can be taken back."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.household.former_homes import is_of_a_former_household
from enrolment.household.household_models import FormerHome, Succession
from enrolment.insurance.cover import cover_of
from enrolment.insurance.month_contributions import contributions_of
from enrolment.models import Affiliation, AgreedTerms, Household, Registration
from enrolment.papers import issuing
from enrolment.papers.verification import by_code
from enrolment.people.invented import invented_person
from enrolment.queries import payments_due, terms_history
from enrolment.roles import CASEWORKER, DOMESTIC_WORKER, HOUSEHOLD
from enrolment.service import record_payment
from tests.enrolment import parties
from workflow.clockwork import live_through
from workflow.context import Actor
from workflow.database import Database
from workflow.engine import fire, open_case
from workflow.errors import NotAllowed, NotReady, Refused
from workflow.stored import dumps
from workflow.tables import Document, Message

MARCH = datetime(2026, 3, 2, 18, tzinfo=UTC)
WORKER = invented_person("worker who stays")
BECAUSE = {"comment": "Acta de defunción a la vista."}


def ask(session: Session, heir: parties.Payer, at: datetime, household: Household | None, **typed: Any) -> Succession:
    """A succession as a relative opens it, with little; an official finds the household if one is given."""
    named = {"relations": typed.pop("relations")} if "relations" in typed else {}
    described = {} if household is None else {"employer_name": "Doña Rosa", "worker_name": "Luz"}
    facts = {
        "successor_id": heir.person_id,
        **described,
        "reason": "death",
        "kin": "child",
        "since": at.date() - timedelta(days=3),
        **typed,
    }
    case: Succession = open_case(session, Succession, "open", heir.actor, at, data=facts).case
    if household is not None:
        found = {"household_id": household.id, **named}
        fire(session, case, "identify", parties.official(session, at), at, data=found)
    return case


def household_of(session: Session, who: parties.Payer) -> Household:
    return session.scalars(select(Household).where(Household.person_id == who.person_id)).one()


class World:
    """A household with a worker since 2 March who is paid for March and April, and a relative who is registered."""

    def __init__(self, session: Session, at: datetime = MARCH, *, registered: bool = True, **terms: Any) -> None:
        self.before = parties.household(session, at, 1)
        self.heir = parties.household(session, at, 2) if registered else parties.payer(session, at, 2)
        self.relation = parties.affiliation(session, self.before, at, WORKER, at.date(), **terms)
        self.official = parties.official(session, at)
        self.old = household_of(session, self.before)

    def accepted(self, session: Session, at: datetime = MARCH, **typed: Any) -> Succession:
        case = ask(session, self.heir, at, self.old, **typed)
        return fire(session, case, "accept", self.official, at, **BECAUSE).case  # type: ignore[no-any-return]


def seen(session: Session, relation: Affiliation) -> dict[str, Any]:
    """Everything about a relation and its worker's cover that a succession must leave as it is."""
    session.expire_all()
    months = [date(2026, month, 1) for month in range(3, 7)]
    return {
        "began": (relation.began_on, relation.enrolled_from, relation.next_month, relation.worker_id, relation.state),
        "terms": [(t.from_month, t.pay_amount, t.weekdays, t.mode) for t in terms_history(session, relation.id)],
        "periods": [
            (p.id, p.first_month, p.state, p.amount, p.line, p.paid_amount, p.statement)
            for p in parties.periods(session, relation)
        ],
        "contributions": [
            (c.household, c.line_amount, c.quotas, c.payments, c.days, c.began, c.first_month)
            for month in months
            for c in contributions_of(session, relation.worker_id, month)
            if c.payments
        ],
        "cover": [
            cover and (cover.answer, cover.days, cover.possible_days, cover.decided_by)
            for cover in (cover_of(session, relation.worker_id, month) for month in months)
        ],
    }


def test_relations_go_over_with_history_and_seniority(session: Session) -> None:
    world = World(session)
    paid = parties.periods(session, world.relation)[1]
    record_payment(session, paid, paid.amount, MARCH.date(), MARCH)
    before = seen(session, world.relation)
    case = world.accepted(session)
    assert case.state == "handed_over"
    assert case.liable_until == date(2026, 9, 2)
    assert seen(session, world.relation) == before
    heir = household_of(session, world.heir)
    assert world.relation.household_id == heir.id
    assert world.relation.place.household_id == heir.id
    assert [p.id for p in payments_due(session, heir.id)] == []
    with pytest.raises(NotAllowed):
        fire(session, world.relation, "end", world.before.actor, MARCH, data={})
    assert session.scalars(select(Registration).filter_by(person_id=world.before.person_id)).one().state == "closed"


def test_papers_of_the_household_before_stay_with_it(session: Session) -> None:
    world = World(session)
    issued = session.scalars(select(Document).where(Document.case_id == world.relation.id)).all()
    assert issued
    world.accepted(session, MARCH + timedelta(days=1))
    fresh = Document(workflow="affiliation", case_id=world.relation.id, made_at=MARCH + timedelta(days=2))
    readers = (frozenset({HOUSEHOLD}), frozenset({DOMESTIC_WORKER}), frozenset({CASEWORKER}))
    closed = [{is_of_a_former_household(session, document, roles) for document in issued} for roles in readers]
    assert closed == [{True}, {False}, {False}]
    assert not is_of_a_former_household(session, fresh, frozenset({HOUSEHOLD}))


def test_initials_on_proofs_stay_those_of_the_name_that_was_typed(session: Session) -> None:
    """The register knows her second surname from another home: neither household's proof may tell it."""
    parties.affiliation(session, parties.household(session, MARCH, 3), MARCH, WORKER, MARCH.date())
    world = World(session, worker_second_surname=None)
    earlier = issuing.prove_relation(session, world.relation, world.before.actor, MARCH, "es").case
    world.accepted(session, MARCH + timedelta(days=1))
    later = MARCH + timedelta(days=2)
    of_the_heir = issuing.prove_relation(session, world.relation, world.heir.actor, later, "es").case
    for proof in (earlier, of_the_heir):
        found = by_code(session, proof.code, later)
        assert found is not None
        assert found.initials == f"{WORKER.given_names[0]}. {WORKER.first_surname[0]}."


def test_everybody_is_told_and_the_worker_reads_what_stays(session: Session) -> None:
    world = World(session)
    world.accepted(session)
    told = session.execute(select(Message.template, Message.person_id).where(Message.workflow == "succession")).all()
    names = {template for template, _person in told}
    assert names == {f"succession/{name}" for name in (
        "in_review", "told_household", "told_worker", "accepted", "handed_over", "handed_over_household",
        "handed_over_worker",
    )}  # fmt: skip


def test_the_open_line_goes_on_as_it_is(session: Session) -> None:
    world = World(session)
    april = parties.periods(session, world.relation)[1]
    line = april.line
    world.accepted(session)
    heir = household_of(session, world.heir)
    assert [(p.id, p.line) for p in payments_due(session, heir.id)] == [(april.id, line)]
    record_payment(session, april, april.amount, MARCH.date(), MARCH)
    (mine,) = contributions_of(session, world.relation.worker_id, date(2026, 4, 1))
    assert mine.household == str(heir.id)


def test_whoever_is_not_registered_yet_waits_with_the_line_in_hand(session: Session) -> None:
    world = World(session, registered=False)
    case = world.accepted(session)
    assert case.state == "accepted"
    assert world.relation.household_id == world.old.id
    later = MARCH + timedelta(days=2)
    assert parties.registration(session, world.heir, later).state == "registered"
    session.expire_all()
    assert case.state == "handed_over"
    assert case.handed_on == later.date()
    assert world.relation.household_id == household_of(session, world.heir).id


def test_a_line_in_hand_finds_its_relation_and_nothing_else(session: Session) -> None:
    world = World(session, registered=False)
    other = parties.affiliation(session, world.before, MARCH, invented_person("another one"), MARCH.date())
    line = parties.periods(session, world.relation)[1].line
    case = ask(session, world.heir, MARCH, None, line=f" {line.lower()} ")
    assert case.state == "in_review"
    assert case.household_id == world.old.id
    assert case.relations == dumps([str(world.relation.id)])
    unknown = ask(session, world.heir, MARCH, None, line="DEMO-2222-2222-22")
    assert unknown.state == "received"
    assert other.household_id == world.old.id


def test_an_official_finds_the_household_that_was_only_described(session: Session) -> None:
    world = World(session)
    case = ask(session, world.heir, MARCH, None, employer_name="Doña Rosa", worker_name="Luz")
    assert case.state == "received"
    with pytest.raises(NotReady):
        fire(session, case, "identify", world.official, MARCH, data={"household_id": None})
    fire(session, case, "identify", world.official, MARCH, data={"household_id": world.old.id})
    assert case.state == "in_review"


def test_some_relations_only_and_the_old_household_stays_open(session: Session) -> None:
    world = World(session)
    stays = parties.affiliation(session, world.before, MARCH, invented_person("one who stays"), MARCH.date())
    world.accepted(session, relations=dumps([str(world.relation.id)]), reason="separation", kin="spouse")
    assert stays.household_id == world.old.id
    assert world.relation.household_id != world.old.id
    assert world.old.closed_on is None


def test_the_worker_objects_and_an_official_decides(session: Session) -> None:
    world = World(session)
    case = ask(session, world.heir, MARCH, world.old)
    her = parties.worker_actor(session, world.relation, MARCH)
    fire(session, case, "object", her, MARCH, comment="Él no vive ahí.")
    assert case.state == "objected"
    fire(session, case, "refuse", world.official, MARCH, comment="No se acreditó.")
    assert world.relation.household_id == world.old.id


def test_the_household_that_lives_says_that_it_agrees(session: Session) -> None:
    world = World(session)
    case = ask(session, world.heir, MARCH, world.old, reason="separation", kin="spouse")
    fire(session, case, "agree", world.before.actor, MARCH)
    assert case.state == "in_review"


def test_a_correction_that_nobody_answers_ends_the_request(sqlite_database: Database) -> None:
    def begin(session: Session) -> tuple[Any, Any]:
        world = World(session)
        case = ask(session, world.heir, MARCH, world.old)
        fire(session, case, "request_correction", world.official, MARCH, comment="Falta el acta.")
        return case.id, world.relation.id

    case_id, relation_id = sqlite_database.run(begin)
    live_through(sqlite_database, MARCH, MARCH + timedelta(days=20))
    with sqlite_database.read() as session:
        assert session.get_one(Succession, case_id).state == "withdrawn"
        assert session.get_one(Affiliation, relation_id).state == "enrolled"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"since": date(2026, 3, 3)}, "succession.since_ahead"),
        ({"reason": "whim"}, "succession.reason_missing"),
        ({"employer_name": None}, "succession.employer_missing"),
        ({"relations": dumps([])}, "succession.relations_missing"),
    ],
)
def test_what_cannot_be_is_said(session: Session, typed: dict[str, Any], code: str) -> None:
    world = World(session)
    with pytest.raises(NotReady) as refused:
        ask(session, world.heir, MARCH, world.old, **typed)
    assert [sentence.code for sentence in refused.value.sentences] == [code]


def test_only_a_helper_names_the_household(session: Session) -> None:
    world = World(session)
    with pytest.raises(NotReady) as refused:
        ask(session, world.heir, MARCH, None, household_id=world.old.id)
    assert [s.code for s in refused.value.sentences] == ["succession.not_theirs_to_name"]


def test_nobody_succeeds_themselves_and_no_worker_employs_herself(session: Session) -> None:
    world = World(session)
    with pytest.raises(NotReady) as refused:
        ask(session, world.before, MARCH, world.old)
    assert refused.value.sentences[0].code == "succession.same_household"
    her = parties.worker_actor(session, world.relation, MARCH)
    with pytest.raises(NotReady) as refused:
        ask(session, parties.Payer(WORKER, her.person_id, her), MARCH, world.old)
    assert refused.value.sentences[0].code == "succession.is_the_worker"


def test_a_household_that_employs_her_there_already_has_to_choose_first(session: Session) -> None:
    world = World(session)
    parties.affiliation(session, world.heir, MARCH, WORKER, MARCH.date())
    case = ask(session, world.heir, MARCH, world.old)
    with pytest.raises(NotReady) as refused:
        fire(session, case, "accept", world.official, MARCH, **BECAUSE)
    assert [s.code for s in refused.value.sentences] == ["succession.already_employs"]


def test_two_relatives_may_ask_and_one_is_decided_for(session: Session) -> None:
    world = World(session)
    sister = parties.household(session, MARCH, 3)
    second = ask(session, sister, MARCH, world.old)
    world.accepted(session)
    with pytest.raises(NotReady) as refused:
        fire(session, second, "accept", world.official, MARCH, **BECAUSE)
    assert "succession.nothing_left" in [s.code for s in refused.value.sentences]


def test_it_is_undone_before_the_new_one_pays_and_leaves_nothing_behind(session: Session) -> None:
    world = World(session)
    before = seen(session, world.relation), world.relation.household_id, world.relation.place_id
    case = world.accepted(session)
    fire(session, case, "undo", world.official, MARCH, comment="Vive: fue un error.")
    after = seen(session, world.relation), world.relation.household_id, world.relation.place_id
    assert after == before
    assert session.scalars(select(FormerHome)).all() == []
    assert world.old.closed_on is None
    assert session.scalars(select(Registration).filter_by(person_id=world.before.person_id)).one().state == "registered"


def test_it_is_not_undone_once_the_new_one_has_paid(session: Session) -> None:
    world = World(session)
    case = world.accepted(session)
    april = parties.periods(session, world.relation)[1]
    record_payment(session, april, Decimal("1.00"), MARCH.date(), MARCH + timedelta(hours=1))
    with pytest.raises(NotReady) as refused:
        fire(session, case, "undo", world.official, MARCH + timedelta(hours=2), comment="Error.")
    assert [s.code for s in refused.value.sentences] == ["succession.paid_since"]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    full=st.booleans(),
    share=st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1)]),
    with_other=st.booleans(),
    undone=st.booleans(),
)
def test_nothing_about_cover_or_sums_changes(
    sqlite_database: Database, full: bool, share: Decimal, with_other: bool, undone: bool
) -> None:
    """Whatever was paid before, whether or not the new household has her elsewhere, and whether or not it is undone."""
    with Session(sqlite_database.engine, info={"settings": sqlite_database.settings}) as session:
        world = World(session, terms=parties.LIVE_IN if full else parties.THREE_DAYS)
        if with_other:
            elsewhere = {"street": "Calle Otra 5"}
            parties.affiliation(session, world.heir, MARCH, WORKER, MARCH.date(), **elsewhere)
        april = parties.periods(session, world.relation)[1]
        if share:
            record_payment(session, april, (april.amount * share).quantize(Decimal("0.01")), MARCH.date(), MARCH)
        before = seen(session, world.relation)
        case = world.accepted(session)
        assert seen(session, world.relation) == before
        if undone:
            fire(session, case, "undo", world.official, MARCH, comment="Error.")
            assert seen(session, world.relation) == before
        session.rollback()


def test_two_relatives_at_once_both_ask_and_two_officials_at_once_decide_for_one(database: Database) -> None:
    def begin(session: Session) -> tuple[Any, ...]:
        world = World(session)
        sister = parties.household(session, MARCH, 3)
        return world.old.id, (world.heir, sister), world.relation.id, world.official, parties.official(session, MARCH)

    old_id, heirs, relation_id, *officials = database.run(begin)

    def open_one(heir: parties.Payer) -> Any:
        return database.run(lambda session: ask(session, heir, MARCH, session.get_one(Household, old_id)).id)

    opened = at_once(open_one, heirs)
    assert len(opened) == 2

    def accept(pair: tuple[Any, Actor]) -> Any:
        case_id, official = pair
        try:
            return database.run(
                lambda session: (
                    fire(session, session.get_one(Succession, case_id), "accept", official, MARCH, **BECAUSE).case.state
                )
            )
        except Refused as refused:
            return [sentence.code for sentence in refused.sentences]

    answers = at_once(accept, list(zip(opened, officials, strict=True)))
    assert answers.count("handed_over") == 1
    with database.read() as session:
        won = opened[answers.index("handed_over")]
        heir_id = session.get_one(Succession, won).successor_id
        assert session.get_one(Affiliation, relation_id).household.person_id == heir_id
        assert len(session.scalars(select(FormerHome)).all()) == 1


def at_once(take: Any, arguments: Any) -> list[Any]:
    """The answers of the same command taken by several at the same moment."""
    barrier, answers = Barrier(len(arguments)), [None] * len(arguments)

    def run(number: int) -> None:
        barrier.wait()
        answers[number] = take(arguments[number])

    threads = [Thread(target=run, args=(number,)) for number in range(len(arguments))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_terms_agreed_before_are_the_terms_after(session: Session) -> None:
    world = World(session)
    world.accepted(session)
    (terms,) = session.scalars(select(AgreedTerms).where(AgreedTerms.affiliation_id == world.relation.id))
    assert terms.pay_amount == parties.THREE_DAYS["pay_amount"]
    fire(
        session, world.relation, "change_terms", world.heir.actor, MARCH,
        data={**parties.THREE_DAYS, "pay_amount": Decimal("700.00"), "change_from": date(2026, 3, 2)},
    )  # fmt: skip
    assert world.relation.began_on == date(2026, 3, 2)
