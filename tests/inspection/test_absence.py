"""Who is away: recorded once, covered by itself, over by itself; many cases handed over, and taken back in time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.visit.absence_models import Absence
from inspection.visit.handing_over import changes_of, recent_batches, undo_batch, undone_until
from inspection.visit.inspection_models import Inspection
from tests.inspection.visiting import MONDAY, WHY, Field, hand_over, id_of, officer
from workflow.context import Actor
from workflow.database import Database
from workflow.engine import fire, offers
from workflow.errors import NotReady
from workflow.people import Login
from workflow.sweep import sweep
from workflow.tables import Event

pytestmark = pytest.mark.rows(12)


@pytest.fixture
def field(session: Session) -> Field:
    """A home and everybody who may act."""
    return Field(session)


def said(act: Callable[[], Any]) -> list[str]:
    with pytest.raises(NotReady) as refusal:
        act()
    return [sentence.code for sentence in refusal.value.sentences]


def may_act(field: Field, who: Actor, case: Inspection) -> bool:
    return any(offer.action.code == "interview" for offer in offers(field.session, case, who, field.at))


def colleague(field: Field) -> Actor:
    """One more inspector, with a credential."""
    other = officer(field.session, field.at, "inspector")
    field.credential(other)
    return other


def test_an_absence_is_covered_from_its_first_day_to_its_last_and_then_no_more(database: Database) -> None:
    with database.write() as session:
        field = Field(session)
        case_id, absence_id = field.assigned().id, field.absence(first=1, last=2).id
        assert not may_act(field, field.second, session.get_one(Inspection, case_id))
    for days, covered in ((0, False), (1, True), (2, True), (3, False)):
        now = MONDAY + timedelta(days=days)
        sweep(database, now, now)
        with database.read() as session:
            case = session.get_one(Inspection, case_id)
            assert (case.substitute_id == id_of(field.second)) == covered, days
            steps = set(session.scalars(select(Event.action).where(Event.case_id == case_id)))
            assert ("substitute" in steps) == (days > 0)
    with database.read() as session:
        assert session.get_one(Absence, absence_id).state == "over"


def test_what_begins_today_is_covered_now_and_what_is_assigned_later_too(field: Field) -> None:
    case = field.assigned()
    assert field.absence().state == "under_way"
    assert may_act(field, field.second, case)
    assert may_act(field, field.second, field.assigned())
    assert may_act(field, field.inspector, case)  # who is away is still the inspector of the case


def test_an_absence_is_prolonged_and_ended_for_every_case(field: Field) -> None:
    cases = [field.assigned(), field.measures()]
    absence = field.absence()
    later = field.at.date() + timedelta(days=20)
    field.take(absence, "prolong", field.director, until_day=later)
    assert [case.substitute_until for case in cases] == [later, later]
    field.take(absence, "end", field.director)
    assert [case.substitute_id for case in cases] == [None, None]


def test_an_absence_that_has_not_begun_is_moved_or_called_off(field: Field) -> None:
    day = field.at.date()
    absence = field.absence(first=5, last=6)
    field.take(absence, "move", field.director, from_day=day + timedelta(days=6), until_day=day + timedelta(days=8))
    assert absence.state == "planned"
    assert field.take(absence, "withdraw", field.director).state == "withdrawn"
    moved = field.absence(first=5, last=6)
    assert field.take(moved, "move", field.director, from_day=day, until_day=day).state == "under_way"


def test_a_case_where_the_substitute_may_not_go_stays_uncovered(field: Field) -> None:
    field.session.get_one(Login, id_of(field.second)).person = field.session.get_one(
        Login, id_of(field.employer.actor)
    ).person
    field.session.flush()
    case = field.assigned()
    assert field.absence().state == "under_way"
    assert case.substitute_id is None


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"first": 3, "last": 2}, "inspector_absence.days_turned"),
        ({"first": -5, "last": -1}, "inspector_absence.over"),
        ({"until_day": None}, "inspector_absence.days_missing"),
        ({"substitute_id": "inspector"}, "inspection.substitute_is_the_same"),
        ({"substitute_id": "notifier"}, "inspection.no_inspector"),
    ],
)
def test_an_absence_that_cannot_be_is_refused(field: Field, facts: dict[str, Any], code: str) -> None:
    named = {key: id_of(getattr(field, who)) if key == "substitute_id" else who for key, who in facts.items()}
    assert code in said(lambda: field.absence(**named))


def test_two_absences_never_meet(field: Field) -> None:
    field.absence(first=1, last=4)
    assert said(lambda: field.absence(first=4, last=9)) == ["inspector_absence.overlaps"]
    third = colleague(field)
    covering = {"login_id": id_of(third), "substitute_id": id_of(field.inspector)}
    assert said(lambda: field.absence(first=2, last=3, **covering)) == ["inspector_absence.substitute_is_away"]


# Handing over many.


def test_cases_go_to_several_colleagues_by_their_load(field: Field) -> None:
    cases = [field.assigned() for _ in range(5)]
    third = colleague(field)
    given = hand_over(field, field.inspector, field.second, third)
    assert set(given.moved) == {case.id for case in cases}
    received = [case.inspector_id for case in cases]
    assert sorted(received.count(id_of(who)) for who in (field.second, third)) == [2, 3]
    assert [count for _batch, _at, count in recent_batches(field.session, [field.office])] == [5]


def test_whoever_may_not_go_is_passed_over_for_the_next(field: Field) -> None:
    case = field.assigned()
    nobody = officer(field.session, field.at, "inspector")
    hand_over(field, field.inspector, nobody, field.second)
    assert case.inspector_id == id_of(field.second)


def test_a_second_inspector_and_a_substitute_are_replaced_where_they_stand(field: Field) -> None:
    second = field.assigned()
    field.take(second, "reassign", field.director, second_inspector_id=id_of(field.second))
    stood_in = field.assigned()
    until = field.at.date() + timedelta(days=9)
    field.take(stood_in, "substitute", field.director, substitute_id=id_of(field.second), substitute_until=until)
    third = colleague(field)
    hand_over(field, field.second, third)
    assert (second.inspector_id, second.second_inspector_id) == (id_of(field.inspector), id_of(third))
    assert (stood_in.substitute_id, stood_in.substitute_until) == (id_of(third), until)


def test_a_batch_is_taken_back_in_its_time_and_where_nobody_has_acted(field: Field) -> None:
    cases = [field.ordered("extraordinary") for _ in range(3)]
    batch = hand_over(field, field.inspector, field.second)
    field.take(cases[0], "interview", field.second, name="Rosa", statement="Sí.", consented=True, place="union")
    assert sum(change.fault is not None for change in changes_of(field.session, batch.id)) == 1
    field.wait(hours=23)
    undone = undo_batch(field.session, field.director, field.at, batch.id, WHY)
    assert set(undone.moved) == {case.id for case in cases[1:]}
    assert [[one.code for one in why] for _case, why in undone.refused] == [["inspection.receiver_acted"]]
    assert [case.inspector_id == id_of(field.inspector) for case in cases] == [False, True, True]


def test_a_batch_is_not_taken_back_later(field: Field) -> None:
    field.assigned()
    batch = hand_over(field, field.inspector, field.second)
    assert undone_until(field.at) == field.at + timedelta(hours=24)
    field.wait(hours=24, minutes=1)
    undo = lambda: undo_batch(field.session, field.director, field.at, batch.id, WHY)  # noqa: E731
    assert said(undo) == ["inspection.undo_too_late"]


def test_every_reassignment_of_a_batch_is_an_event_with_its_reason(field: Field) -> None:
    case = field.assigned()
    batch = hand_over(field, field.inspector, field.second)
    undo_batch(field.session, field.director, field.at, batch.id, WHY)
    steps = select(Event.action, Event.actor).where(Event.case_id == case.id, Event.action == "reassign")
    assert field.session.execute(steps).all() == [("reassign", str(id_of(field.director)))] * 2


def test_an_inspection_with_an_expired_credential_is_not_handed_on(field: Field) -> None:
    case = field.assigned()
    other = officer(field.session, field.at, "inspector")
    old = field.credential(other, valid_until=field.at.date())
    field.wait(days=1)
    refused = said(
        lambda: fire(
            field.session, case, "reassign", field.director, field.at, comment=WHY, data={"inspector_id": id_of(other)}
        )
    )
    assert refused == ["inspection.credential_expired"]
    assert old.valid_until < field.at.date()
