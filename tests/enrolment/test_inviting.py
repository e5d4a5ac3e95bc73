"""Codes of an enrolment that a worker starts: until when they are good, who gets them, and a child who asks."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.handed_codes import digest_of
from enrolment.people.invented import invented_person
from enrolment.people.protecting import opened
from enrolment.people.protection_models import ProtectionMatter
from enrolment.relation import inviting
from enrolment.relation.invitation_models import Invitation
from tests.conftest import NOON
from tests.enrolment import invitation_edges as edges
from tests.enrolment import parties
from tests.enrolment.test_succession import at_once
from workflow.database import Database
from workflow.engine import context_of, fire
from workflow.errors import NotReady
from workflow.tables import DeadlineRow, Note

CHILD = invented_person("a child who asks", born=date(2012, 1, 20), sex="M")


def end_of(session: Session, case: Invitation, code: str = "code") -> datetime:
    clocks = select(DeadlineRow).where(DeadlineRow.case_id == case.id, DeadlineRow.code == code)
    ends = session.scalars(clocks).one().due_at
    assert ends is not None
    return ends


def test_a_code_ends_at_its_moment_whether_or_not_the_sweep_has_run(session: Session) -> None:
    case, code = edges.invited(session, edges.starter(session, NOON, 1), NOON)
    digest, ends = digest_of(code), end_of(session, case)
    assert inviting.by_digest(session, digest, ends - timedelta(microseconds=1)) is case
    assert inviting.by_digest(session, digest, ends) is None
    who = parties.household(session, NOON, 1)
    with pytest.raises(NotReady) as refused:
        inviting.take_up(session, code, who.actor, ends)
    assert [reason.code for reason in refused.value.sentences] == ["invitation.code_unknown"]
    assert case.state == "invited"


def test_the_code_of_the_office_ends_with_its_term(session: Session) -> None:
    case, code = edges.asked(session, edges.starter(session, NOON, 1), NOON)
    digest, ends = digest_of(code), end_of(session, case, "household_answer")
    assert inviting.by_digest(session, digest, ends - timedelta(seconds=1)) is case
    assert inviting.by_digest(session, digest, ends) is None


def test_a_new_code_is_good_no_longer_than_the_lost_one(session: Session) -> None:
    her = edges.starter(session, NOON, 1)
    case, lost = edges.invited(session, her, NOON)
    ends = end_of(session, case)
    _fired, code = inviting.renew_code(session, case.id, her.actor, ends - timedelta(days=1))
    assert inviting.by_digest(session, digest_of(lost), NOON) is None
    assert inviting.by_digest(session, digest_of(code), ends - timedelta(seconds=1)) is case
    assert inviting.by_digest(session, digest_of(code), ends) is None


def test_two_households_take_one_code_and_one_gets_it(database: Database) -> None:
    def begin(session: Session) -> tuple[Any, ...]:
        case, code = edges.invited(session, edges.starter(session, NOON, 1), NOON)
        return case.id, code, [parties.household(session, NOON, number).actor for number in (1, 2)]

    case_id, code, actors = database.run(begin)

    def take(actor: Any) -> list[str] | str:
        try:
            return str(database.run(lambda session: inviting.take_up(session, code, actor, NOON).case.state))
        except NotReady as refused:
            return [reason.code for reason in refused.sentences]

    answers = at_once(take, actors)
    assert sorted(answers, key=str) == [["invitation.code_unknown"], "taken_up"]
    with database.read() as session:
        won = actors[answers.index("taken_up")]
        assert session.get_one(Invitation, case_id).employer_id == won.person_id


def test_the_second_click_is_the_first(session: Session) -> None:
    _case, code = edges.invited(session, edges.starter(session, NOON, 1), NOON)
    who = parties.household(session, NOON, 1)
    first = inviting.take_by_digest(session, digest_of(code), who.actor, NOON, key="a click")
    again = inviting.take_by_digest(session, digest_of(code), who.actor, NOON, key="a click")
    assert (again.repeated, again.case.id, again.seq) == (True, first.case.id, first.seq)


def test_a_child_who_asks_is_protected_and_refused_nothing(session: Session) -> None:
    her = edges.starter(session, NOON, "child")
    case = edges.requested(session, her, NOON, curp=CHILD.curp)
    session.refresh(case)
    assert (case.state, case.employer_name, case.curp, case.street) == ("stopped", None, None, None)
    matter = session.scalars(select(ProtectionMatter)).one()
    assert (matter.origin, matter.invitation_id, matter.affiliation_id) == ("request", case.id, None)
    known = opened(session, matter)
    assert (known["worker_curp"], known["born"]) == (CHILD.curp, CHILD.born)
    assert (known["employer_name"], known["said"]) == (edges.SAID["employer_name"], "Tengo mensajes.")
    notes = session.scalars(select(Note).where(Note.case_id == case.id)).all()
    assert all(note.comment is None and note.facts is None for note in notes)
    assert context_of(session, case, parties.official(session, NOON), NOON).roles == frozenset()
    assert context_of(session, case, her.actor, NOON).roles


def test_whoever_turns_fifteen_that_day_may_ask(session: Session) -> None:
    of_age = invented_person("fifteen today", born=date(NOON.year - 15, NOON.month, NOON.day), sex="M")
    case = edges.requested(session, edges.starter(session, NOON, 1), NOON, curp=of_age.curp)
    assert case.state == "requested"
    assert session.scalars(select(ProtectionMatter)).all() == []


def test_a_child_who_asks_another_authority_is_protected_too(session: Session) -> None:
    facts = {name: value for name, value in edges.SAID.items() if name != "tells"} | {"curp": CHILD.curp}
    case = inviting.request_enrolment(session, edges.starter(session, NOON, 1).person_id, facts, NOON).case
    session.refresh(case)
    assert case.state == "stopped"
    assert session.scalars(select(ProtectionMatter)).one().invitation_id == case.id


def test_a_refused_request_can_be_made_again(session: Session) -> None:
    her = edges.starter(session, NOON, 1)
    first = edges.requested(session, her, NOON)
    fire(session, first, "refuse", parties.official(session, NOON), NOON, comment="No se mostró.")
    assert edges.requested(session, her, NOON).state == "requested"
