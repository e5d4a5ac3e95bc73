"""One person in two records: found by rules, put together and taken apart again, whatever happened in between."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from enrolment.insurance.cover import cover_of
from enrolment.models import Affiliation, Confirmation, Cover, DomesticWorker
from enrolment.people.identity_models import IdentityMove, NumberChoice, PossibleDuplicate
from enrolment.people.invented import InventedPerson, invented_curp, invented_person
from enrolment.people.merging import STAYS, references_to, row_key
from enrolment.service import record_payment
from enrolment.statistics.models import StatisticsMark
from tests.copies import rolled_back
from tests.enrolment.parties import affiliation, household, login_for, official, payer, periods, registration
from workflow.context import Actor
from workflow.database import Database
from workflow.engine import context_of, fire
from workflow.errors import NotReady
from workflow.people import Identifier, Login, Person
from workflow.tables import Base, Message

AT = datetime(2026, 3, 10, 16, tzinfo=UTC)
LATER = datetime(2026, 3, 20, 16, tzinfo=UTC)
BEGAN = date(2026, 3, 9)
SHE = invented_person("a woman in two records")


def nameless(worker: InventedPerson) -> dict[str, Any]:
    """A worker as somebody types her who has none of her numbers."""
    return {"worker_curp": None, "worker_nss": None, "worker_birth_date": worker.born, "worker_email": None}


def pair(session: Session) -> PossibleDuplicate:
    """The one pair there is."""
    return session.scalars(select(PossibleDuplicate)).one()


def together(session: Session, case: PossibleDuplicate, survivor: UUID, by: Actor, at: datetime = LATER) -> None:
    """Put a pair together under one of the two."""
    data = {"survivor_id": survivor, "papers_seen": True}
    fire(session, case, "merge", by, at, data=data, comment="Mostró su acta y su credencial.")


def person_of(session: Session, case: Affiliation) -> UUID:
    return session.get_one(DomesticWorker, case.worker_id).person_id


def snapshot(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that speaks of a person, and every answer about cover, without what only counts steps and clocks."""
    session.flush()
    tables: dict[str, list[tuple[Any, ...]]] = {}
    columns = [*references_to("person"), *references_to("domestic_worker"), Message.__table__.c.person_id]
    for column in (*columns, DomesticWorker.__table__.c.person_id, Person.__table__.c.merged_into):
        rows = session.execute(select(row_key(column.table), column)).all()
        tables[f"{column.table.name}.{column.name}"] = sorted((str(key), str(value)) for key, value in rows)
    held = Identifier.__table__.c
    tables["identifier"] = sorted(
        (str(i), str(p), c, str(u), str(r))
        for i, p, c, u, r in session.execute(select(held.id, held.person_id, held.counts, held.until, held.replaced_by))
    )
    tables["roles"] = sorted((str(i), tuple(r)) for i, r in session.execute(select(Login.id, Login.roles)))
    tables["cover"] = sorted(
        (str(w), str(m), a, d)
        for w, m, a, d in session.execute(select(Cover.worker_id, Cover.month, Cover.answer, Cover.days))
    )
    return tables


def test_the_same_name_and_birth_date_is_a_question_for_officials(session: Session) -> None:
    first = affiliation(session, household(session, AT, 1), AT, SHE, BEGAN)
    second = affiliation(session, household(session, AT, 2), AT, SHE, BEGAN, **nameless(SHE))
    assert first.worker_id != second.worker_id
    assert pair(session).rules == "name_birth"
    people = {person_of(session, first), person_of(session, second)}
    assert {pair(session).person_id, pair(session).other_id} == people
    assert context_of(session, pair(session), official(session, AT), AT).roles


@pytest.mark.parametrize(
    ("typed", "rules"),
    [
        ({"worker_nss": SHE.nss}, "name_birth nss"),
        ({"worker_paper": "passport", "worker_paper_number": "G12345678"}, "name_birth paper"),
        ({"worker_given_name": "Otra", "worker_nss": SHE.nss}, "nss"),
        ({"worker_given_name": "Otra"}, None),
    ],
)
def test_by_what_two_records_are_found(session: Session, typed: dict[str, Any], rules: str | None) -> None:
    paper = {"worker_paper": "passport", "worker_paper_number": "G12345678"}
    affiliation(session, household(session, AT, 1), AT, SHE, BEGAN, **paper)
    affiliation(session, household(session, AT, 2), AT, SHE, BEGAN, **{**nameless(SHE), **typed})
    found = session.scalar(select(PossibleDuplicate.rules))
    assert found == rules


def test_two_curps_that_differ_only_where_the_register_chooses(session: Session) -> None:
    code = SHE.curp[11:13]
    number = next(n for n in range(10) if str(n) != SHE.curp[16])
    other = invented_curp(SHE.first_surname, SHE.second_surname, SHE.given_names, SHE.born, SHE.sex, code, number)
    affiliation(session, household(session, AT, 1), AT, SHE, BEGAN)
    affiliation(session, household(session, AT, 2), AT, SHE, BEGAN, worker_curp=other, worker_nss=None)
    assert pair(session).rules == "curp_root name_birth"


def test_a_shared_address_alone_is_no_question(session: Session) -> None:
    other = invented_person("somebody else at the same address")
    one = affiliation(session, household(session, AT, 1), AT, SHE, BEGAN)
    session.get_one(Person, person_of(session, one)).email = "casa@example.org"
    two = affiliation(session, household(session, AT, 2), AT, other, BEGAN)
    session.get_one(Person, person_of(session, two)).email = "casa@example.org"
    affiliation(session, household(session, AT, 3), AT, other, BEGAN)
    assert session.scalar(select(PossibleDuplicate)) is None


def test_two_people_are_never_asked_about_again(session: Session) -> None:
    affiliation(session, household(session, AT, 1), AT, SHE, BEGAN)
    affiliation(session, household(session, AT, 2), AT, SHE, BEGAN, **nameless(SHE))
    fire(session, pair(session), "keep_apart", official(session, AT), AT, comment="Son primas.")
    affiliation(session, household(session, AT, 3), AT, SHE, BEGAN)
    assert pair(session).state == "different"


def test_after_the_merge_both_homes_count_for_one_answer(session: Session) -> None:
    """Two homes that each pay April: before the merge two answers, after it one over both, of the record that stays."""
    first = affiliation(session, household(session, AT, 1), AT, SHE, BEGAN, weekdays="024")
    second = affiliation(session, household(session, AT, 2), AT, SHE, BEGAN, weekdays="1", **nameless(SHE))
    april = date(2026, 4, 1)
    for case in (first, second):
        for period in periods(session, case):
            if period.first_month == april:
                record_payment(session, period, period.amount, AT.date(), AT)
    stays, goes = first.worker_id, second.worker_id
    alone = cover_of(session, stays, april)
    together(session, pair(session), person_of(session, first), official(session, AT))
    assert second.worker_id == stays
    both = cover_of(session, stays, april)
    assert set(both.days) > set(alone.days)
    assert {day.weekday() for day in set(both.days) - set(alone.days)} == {1}
    assert cover_of(session, goes, april) is None
    asked = session.scalars(select(Confirmation.worker_id)).all()
    assert set(asked) == {stays}


def test_an_account_under_her_curp_becomes_hers_only_by_an_official(session: Session) -> None:
    who = payer(session, AT, 9)
    registration(session, who, AT, given_name=SHE.given_names, first_surname=SHE.first_surname,
                 second_surname=SHE.second_surname, curp=SHE.curp, rfc=SHE.rfc)  # fmt: skip
    case = affiliation(session, household(session, AT, 1), AT, SHE, BEGAN)
    assert person_of(session, case) != who.person_id
    assert "curp" in pair(session).rules.split()
    by = official(session, AT)
    with pytest.raises(NotReady) as refused:
        fire(session, pair(session), "merge", by, AT, data={"survivor_id": who.person_id}, comment="Parece.")
    assert [s.code for s in refused.value.sentences] == ["duplicate.papers_not_seen"]
    together(session, pair(session), who.person_id, by)
    login = session.scalars(select(Login).where(Login.person_id == who.person_id)).one()
    assert login.roles == ["household", "domestic_worker"]
    assert person_of(session, case) == who.person_id
    assert session.get_one(Person, who.person_id).identifier("nss") == SHE.nss


def test_whoever_is_one_of_the_two_or_employs_them_decides_nothing(session: Session) -> None:
    home = household(session, AT, 1)
    affiliation(session, home, AT, SHE, BEGAN)
    second = affiliation(session, household(session, AT, 2), AT, SHE, BEGAN, **nameless(SHE))
    her = session.get_one(Person, person_of(session, second))
    for person in (her, session.get_one(Person, home.person_id)):
        actor = login_for(session, AT, person, "caseworker", "supervisor")
        assert context_of(session, pair(session), actor, AT).roles == frozenset()


def test_what_one_person_cannot_be_stands_in_the_way(session: Session) -> None:
    home = household(session, AT, 1)
    affiliation(session, home, AT, SHE, BEGAN)
    affiliation(session, home, AT, SHE, BEGAN, **nameless(SHE))
    with pytest.raises(NotReady) as refused:
        together(session, pair(session), pair(session).person_id, official(session, AT))
    assert [s.code for s in refused.value.sentences] == ["duplicate.enrolled_twice"]


def test_two_numbers_are_kept_and_one_is_chosen(session: Session) -> None:
    other = invented_person("her other number").nss
    first = affiliation(session, household(session, AT, 1), AT, SHE, BEGAN)
    unnumbered = {**nameless(SHE), "worker_nss": other}
    affiliation(session, household(session, AT, 2), AT, SHE, BEGAN, **unnumbered)
    by, stays = official(session, AT), person_of(session, first)
    together(session, pair(session), stays, by)
    choice = session.scalars(select(NumberChoice)).one()
    person = session.get_one(Person, stays)
    assert person.identifier("nss") == SHE.nss
    good = next(held for held in person.identifiers_of("nss") if held.value == other)
    fire(session, choice, "choose", by, LATER, data={"identifier_id": good.id}, comment="Lo dijo el IMSS.")
    session.refresh(person)
    assert person.identifier("nss") == other
    old = next(held for held in person.identifiers_of("nss") if held.value == SHE.nss)
    assert (old.until, old.replaced_by, old.counts) == (LATER.date(), good.id, False)
    fire(session, pair(session), "undo", by, LATER, comment="Eran dos.")
    assert session.get_one(Person, stays).identifier("nss") == SHE.nss
    assert session.get_one(Identifier, good.id).person_id != stays
    assert session.get_one(Identifier, good.id).counts
    assert session.scalars(select(NumberChoice.state)).one() == "dropped"


def test_a_choice_that_waits_is_dropped_when_the_records_part(session: Session) -> None:
    other = invented_person("her other number").nss
    affiliation(session, household(session, AT, 1), AT, SHE, BEGAN)
    affiliation(session, household(session, AT, 2), AT, SHE, BEGAN, **{**nameless(SHE), "worker_nss": other})
    by = official(session, AT)
    for expected in ("dropped", "dropped"):
        together(session, pair(session), pair(session).person_id, by)
        assert session.scalars(select(NumberChoice.state)).one() == "waiting"
        fire(session, pair(session), "undo", by, LATER, comment="Eran dos.")
        assert session.scalars(select(NumberChoice.state)).one() == expected


def test_a_later_merge_is_undone_first(session: Session) -> None:
    """What a second merge moved on goes back in its order: the first one says what is to be decided before it."""
    cases = [affiliation(session, household(session, AT, 1), AT, SHE, BEGAN)]
    cases += [affiliation(session, household(session, AT, n), AT, SHE, BEGAN, **nameless(SHE)) for n in (2, 3)]
    one, two, three = (person_of(session, case) for case in cases)
    by = official(session, AT)
    pairs = {frozenset((p.person_id, p.other_id)): p for p in session.scalars(select(PossibleDuplicate))}
    first, second = pairs[frozenset((one, two))], pairs[frozenset((one, three))]
    workers = {case.worker_id for case in cases}
    session.execute(delete(StatisticsMark))
    together(session, first, one, by)
    together(session, second, three, by)
    assert set(session.scalars(select(StatisticsMark.worker_id))) == workers  # the months of each are counted again
    assert {case.worker_id for case in cases} == {cases[2].worker_id}
    with pytest.raises(NotReady) as refused:
        fire(session, first, "undo", by, LATER, comment="Eran dos.")
    assert [s.code for s in refused.value.sentences] == ["duplicate.changed_since"]
    for case in (second, first):
        fire(session, case, "undo", by, LATER, comment="Eran dos.")
    assert [person_of(session, case) for case in cases] == [one, two, three]


def test_no_table_is_forgotten() -> None:
    """Whatever refers to a person or a worker moves by its row id, or has its reason to stay."""
    for table in ("person", "domestic_worker"):
        columns = [c for other in Base.metadata.sorted_tables for c in other.columns]
        refers = {c for c in columns if any(key.column.table.name == table for key in c.foreign_keys)}
        for column in refers:
            named = f"{column.table.name}.{column.name}"
            assert named in STAYS or column in references_to(table)
            assert named in STAYS or row_key(column.table) is not column, f"{named} needs a row id to be moved by"


@dataclass(frozen=True)
class Deed:
    """Something that happens to one of two records of the same woman: 0 or 1."""

    what: str
    record: int


DEEDS = st.lists(
    st.builds(Deed, st.sampled_from(("enrol", "pay", "confirm", "login", "paper", "nss")), st.integers(0, 1)),
    max_size=5,
)


class Life:
    """Two records of one woman, and what people do about them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.relations: list[list[Affiliation]] = [[], []]
        self.seed = 0
        self.do(Deed("enrol", 0))
        self.do(Deed("enrol", 1))

    def do(self, deed: Deed) -> None:
        """Take one deed; what cannot be done twice is left."""
        getattr(self, f"_{deed.what}")(deed.record)

    def _enrol(self, record: int) -> None:
        self.seed += 1
        more = {} if record == 0 else {**nameless(SHE), "worker_given_name": SHE.given_names}
        if record == 1 and self.relations[1]:
            return  # without a number every further enrolment would be a third record
        case = affiliation(self.session, household(self.session, AT, self.seed), AT, SHE, BEGAN, **more)
        self.relations[record].append(case)

    def _pay(self, record: int) -> None:
        for period in periods(self.session, self.relations[record][-1]):
            if period.line and not period.paid_amount:
                record_payment(self.session, period, period.amount, AT.date(), AT)
                return

    def _confirm(self, record: int) -> None:
        case = self.relations[record][-1]
        asked = self.session.scalars(select(Confirmation).where(Confirmation.affiliation_id == case.id)).one()
        person = self.session.get_one(Person, person_of(self.session, case))
        if asked.state == "pending":
            fire(self.session, asked, "confirm", login_for(self.session, AT, person, "domestic_worker"), AT)

    def _login(self, record: int) -> None:
        self.seed += 1
        person = self.session.get_one(Person, person_of(self.session, self.relations[record][-1]))
        login_for(self.session, AT + timedelta(seconds=self.seed), person, "domestic_worker")

    def _paper(self, record: int) -> None:
        self.seed += 1
        self._identifier(record, "passport", f"G{self.seed:08d}")

    def _nss(self, record: int) -> None:
        self.seed += 1
        self._identifier(record, "nss", invented_person(f"number {self.seed}").nss)

    def _identifier(self, record: int, kind: str, value: str) -> None:
        person = self.session.get_one(Person, person_of(self.session, self.relations[record][-1]))
        counts = person.identifier(kind) is None
        self.session.add(Identifier(person_id=person.id, kind=kind, value=value, since=AT.date(), counts=counts))
        self.session.flush()
        self.session.expire(person)


@settings(max_examples=25, deadline=None)
@given(before=DEEDS, after=DEEDS, survivor=st.integers(0, 1))
def test_undo_restores_exactly_and_keeps_what_came_later(
    shared_sqlite: Database, before: list[Deed], after: list[Deed], survivor: int
) -> None:
    """Whatever happened before is put back to the letter; what happens after the merge stays where it happened."""
    with rolled_back(shared_sqlite) as session:
        life = Life(session)
        for deed in before:
            life.do(deed)
        case, by = pair(session), official(session, AT, "supervisor")
        people = [person_of(session, relations[-1]) for relations in life.relations]
        earlier = snapshot(session)
        together(session, case, people[survivor], by)
        merged = snapshot(session)
        assert merged["person.merged_into"] != earlier["person.merged_into"]
        assert {person_of(session, c) for relations in life.relations for c in relations} == {people[survivor]}
        for deed in after:
            life.do(Deed(deed.what, 0))  # by now her number leads to the one record there is
        since = {name: {row[0] for row in rows} for name, rows in snapshot(session).items()}
        fire(session, case, "undo", by, LATER, comment="Eran dos personas.")
        restored = snapshot(session)
        for name, rows in earlier.items():
            known = {row[0] for row in rows}
            if name == "cover":
                continue
            assert [row for row in restored[name] if row[0] in known] == rows, name
            assert {row[0] for row in restored[name]} >= since[name], f"{name}: what came later is still there"
        if not after:
            notices = "message.person_id"
            assert {n: r for n, r in restored.items() if n != notices} == {
                n: r for n, r in earlier.items() if n != notices
            }
        assert not session.scalars(select(IdentityMove.id).where(IdentityMove.undone_at.is_(None))).all()
