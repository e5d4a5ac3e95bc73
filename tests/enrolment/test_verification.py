"""What a stranger learns from a code: a household that checks its own paper learns no more than it typed."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from enrolment.papers import issuing
from enrolment.papers.verification import by_code
from enrolment.people.invented import invented_person
from tests.conftest import NOON
from tests.enrolment import parties

SHE = invented_person("a woman with two homes")
BEGAN = date(2026, 3, 2)


@pytest.mark.parametrize("known_elsewhere", [False, True])
@pytest.mark.parametrize(
    ("typed", "initials"),
    [
        ({"worker_second_surname": None}, f"{SHE.given_names[0]}. {SHE.first_surname[0]}."),
        (
            {"worker_given_name": f"María {SHE.given_names}"},
            f"M. {SHE.first_surname[0]}. {SHE.second_surname[0]}.",
        ),
    ],
)
def test_a_household_reads_the_initials_of_the_name_it_typed(
    session: Session, typed: dict[str, str | None], initials: str, known_elsewhere: bool
) -> None:
    """The register may hold her name from another home, in full or in another way."""
    if known_elsewhere:
        parties.affiliation(session, parties.household(session, NOON, 2), NOON, SHE, BEGAN)
    who = parties.household(session, NOON, 1)
    case = parties.affiliation(session, who, NOON, SHE, BEGAN, **typed)
    assert case.state == "enrolled"
    proof = issuing.prove_relation(session, case, who.actor, NOON, "es").case
    found = by_code(session, proof.code, NOON)
    assert found is not None
    assert found.initials == initials


def test_her_own_proof_has_the_initials_by_which_she_is_known(session: Session) -> None:
    case = parties.affiliation(session, parties.household(session, NOON, 1), NOON, SHE, BEGAN)
    her = parties.worker_actor(session, case, NOON)
    proof = issuing.prove_cover(session, case.worker_id, her, NOON, "es").case
    found = by_code(session, proof.code, NOON)
    assert found is not None
    assert found.initials == f"{SHE.given_names[0]}. {SHE.first_surname[0]}. {SHE.second_surname[0]}."
