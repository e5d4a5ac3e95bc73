"""An enrolment without numbers: what it can do, what it waits for, and how numbers are held."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, DomesticWorker
from enrolment.pending.tasks import open_tasks
from enrolment.people.held_identifiers import hold, numbers_in_use, owner_of
from enrolment.people.invented import invented_person
from enrolment.people.protection_models import ProtectionMatter
from tests.enrolment.parties import affiliation, household, login_for, official, periods
from workflow.engine import fire
from workflow.errors import NotReady
from workflow.people import Person
from workflow.stored import loads

AT = datetime(2026, 3, 10, 16, tzinfo=UTC)
BEGAN = date(2026, 3, 9)
SHE = invented_person("a woman without her numbers at hand")
NONE: dict[str, Any] = {"worker_curp": None, "worker_nss": None, "worker_birth_date": SHE.born}


def without_numbers(session: Session, policy: str = "lines_issued", **typed: Any) -> Affiliation:
    """An enrolment with no number of hers, under an answer to I-1."""
    settings = session.info["settings"]
    policies = replace(settings.policies, provisional_identity=policy)
    session.info["settings"] = settings.model_copy(update={"policies": policies})
    return affiliation(session, household(session, AT), AT, SHE, BEGAN, **{**NONE, **typed})


def test_nothing_but_her_name_and_birth_date_is_needed(session: Session) -> None:
    case = without_numbers(session)
    assert (case.state, case.enrolled_from) == ("enrolled", BEGAN)
    assert {task.kind for task in open_tasks(session, case.id)} == {"missing_curp", "missing_nss"}
    with pytest.raises(NotReady) as refused:
        affiliation(session, household(session, AT, 2), AT, SHE, BEGAN, **{**NONE, "worker_birth_date": None})
    assert [s.code for s in refused.value.sentences] == ["affiliation.worker_missing"]


def test_a_line_without_a_number_says_so_and_later_ones_do_not(session: Session) -> None:
    case = without_numbers(session)
    april = periods(session, case)[-1]
    assert "notice.provisional_identity" in {notice["code"] for notice in loads(april.statement)["notices"]}
    fire(session, case, "complete_identity", official(session, AT), AT, data={"worker_nss": SHE.nss})
    fire(session, case, "report_days", household_of(session, case), AT, data={"month": date(2026, 4, 1), "days": [1]})
    again = periods(session, case)[-1]
    assert "notice.provisional_identity" not in {notice["code"] for notice in loads(again.statement)["notices"]}


def household_of(session: Session, case: Affiliation) -> Any:
    """The household of a relation, signed in."""
    return login_for(session, AT, session.get_one(Person, case.household.person_id), "household")


def test_lines_may_wait_for_a_number(session: Session) -> None:
    """The other answer to I-1: enrolled all the same, every period proposed, no line before the first number."""
    case = without_numbers(session, "lines_wait")
    assert case.state == "enrolled"
    assert {period.state for period in periods(session, case)} == {"proposed"}
    april = periods(session, case)[-1]
    with pytest.raises(NotReady) as refused:
        fire(session, april, "issue", household_of(session, case), AT)
    assert refused.value.sentences[0].code == "period.identity_missing"
    fire(session, case, "complete_identity", official(session, AT), AT, data={"worker_curp": SHE.curp})
    march, april = periods(session, case)
    assert (march.state, april.state) == ("proposed", "issued")  # March is paid after it has passed


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"worker_birth_date": date(2027, 1, 1)}, "affiliation.born_later"),
        ({"worker_paper": "passport"}, "affiliation.paper_incomplete"),
        ({"worker_paper": "library_card", "worker_paper_number": "1"}, "affiliation.paper_unknown"),
    ],
)
def test_what_cannot_be(session: Session, typed: dict[str, Any], code: str) -> None:
    with pytest.raises(NotReady) as refused:
        without_numbers(session, **typed)
    assert [s.code for s in refused.value.sentences] == [code]


def test_the_same_household_enrols_her_once_also_without_a_number(session: Session) -> None:
    who = household(session, AT)
    affiliation(session, who, AT, SHE, BEGAN, **NONE)
    with pytest.raises(NotReady) as refused:
        affiliation(session, who, AT, SHE, BEGAN, **NONE)
    assert [s.code for s in refused.value.sentences] == ["affiliation.duplicate"]


def test_a_number_counts_for_one_person_and_the_second_of_one_person_is_kept(session: Session) -> None:
    one, two = (Person(given_name=name, first_surname="Río", created_at=AT) for name in ("Ana", "Eva"))
    session.add_all((one, two))
    session.flush()
    first, second = SHE.nss, invented_person("a second number").nss
    hold(session, one, "nss", first, BEGAN)
    hold(session, two, "nss", first, BEGAN)
    assert (one.identifier("nss"), two.identifier("nss")) == (first, None)
    hold(session, one, "nss", second, BEGAN, replace=False)
    assert [held.value for held in numbers_in_use(one, "nss")] == [first, second]
    hold(session, two, "nss", second, BEGAN)  # what is only kept beside another takes nothing from anybody
    assert owner_of(session, "nss", second) == two.id
    hold(session, one, "nss", invented_person("a third").nss, AT.date())
    ended = one.identifiers_of("nss")[0]
    assert (ended.value, ended.until, ended.counts) == (first, AT.date(), False)
    assert ended.replaced_by is not None


@pytest.mark.parametrize(
    ("birth", "asked", "matters"),
    [
        (date(2012, 1, 20), set(), 1),  # fourteen
        (date(2009, 11, 2), {"minor_certificate"}, 0),  # sixteen
        (date(1991, 4, 4), set(), 0),
    ],
)
def test_a_curp_typed_later_says_how_old_she_is_and_her_cover_goes_on(
    session: Session, birth: date, asked: set[str], matters: int
) -> None:
    case = without_numbers(session)
    before = [(p.state, p.amount) for p in periods(session, case)]
    curp = invented_person("a woman without her numbers at hand", born=birth).curp
    fire(session, case, "complete_identity", household_of(session, case), AT, data={"worker_curp": curp})
    found = session.scalars(select(ProtectionMatter)).all()
    assert [(m.origin, m.state, m.affiliation_id) for m in found] == [("correction", "received", case.id)] * matters
    assert {t.kind for t in open_tasks(session, case.id)} == {"missing_nss"} | asked
    assert (case.state, [(p.state, p.amount) for p in periods(session, case)]) == ("enrolled", before)
    known = session.get_one(DomesticWorker, case.worker_id).person
    assert known.birth_date == birth


def test_a_number_that_is_no_curp_asks_nothing_about_her_age(session: Session) -> None:
    case = without_numbers(session)
    fire(session, case, "complete_identity", official(session, AT), AT, data={"worker_nss": SHE.nss})
    assert {t.kind for t in open_tasks(session, case.id)} == {"missing_curp"}
