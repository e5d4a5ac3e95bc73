"""Who may do what in which state of enrolment: the declarations beside tables by hand, every state × action × role.

The tables are files, `lifecycles/<procedure>.txt`, read as `tests/lifecycle_tables.py` says.
"""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from enrolment.lifecycle import LIFECYCLES
from enrolment.money.contribution import CONTRIBUTION_PERIOD
from enrolment.relation.affiliation import AFFILIATION
from enrolment.relation.confirmation import CONFIRMATION
from enrolment.roles import (
    ATTENDANT,
    ATTENDED,
    CASEWORKER,
    DELEGATE,
    DELEGATE_ENROLS,
    DELEGATE_PAYS,
    DELEGATE_REPORTS,
    DOMESTIC_WORKER,
    HOUSEHOLD,
    PROTECTION,
    SUCCESSOR,
    SUPERVISOR,
    roles_between,
)
from tests.copies import settings_for
from tests.enrolment.money_lifecycles import MONEY_DATA
from tests.enrolment.one_of_each import case_of_each
from tests.lifecycle_tables import Tables, declared, states_of
from workflow.context import SYSTEM, THE_SYSTEM, Actor, Context, Role
from workflow.database import Database
from workflow.definition import Workflow
from workflow.engine import context_of

NOON = datetime(2026, 3, 10, 18, tzinfo=UTC)
MARCH = (date(2026, 3, 1), date(2026, 3, 31))
TABLES = Path(__file__).parent / "lifecycles"
ROLES: Mapping[str, Role] = {
    "H": HOUSEHOLD,
    "W": DOMESTIC_WORKER,
    "C": CASEWORKER,
    "U": SUPERVISOR,
    "S": SYSTEM,
    "P": PROTECTION,
    "X": SUCCESSOR,
    "A": ATTENDED,
    "T": ATTENDANT,
    "v": DELEGATE,
    "p": DELEGATE_PAYS,
    "r": DELEGATE_REPORTS,
    "e": DELEGATE_ENROLS,
}

DATA: Mapping[str, Mapping[str, Any]] = {
    **MONEY_DATA,
    "report_days": {"month": date(2026, 3, 1), "days": [10]},
    "change_terms": {"change_from": date(2026, 3, 10)},
    "transfer": {"to_office": "JAL"},
}


DRAWN = Tables(TABLES, ROLES, DATA)


def test_every_table_is_of_a_procedure() -> None:
    assert DRAWN.names() == {workflow.name for workflow in LIFECYCLES}


@pytest.fixture(scope="module")
def contexts(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Context]:
    """A real case of every procedure as a decision sees it."""
    folder = tmp_path_factory.mktemp("lifecycles")
    path = folder / "afilia.sqlite3"
    shutil.copyfile(sqlite_template, path)
    database = Database(settings_for(f"sqlite:///{path}", folder))
    with database.write() as session:
        found = {name: context_of(session, case, THE_SYSTEM, NOON) for name, case in case_of_each(session).items()}
    database.engine.dispose()
    return found


@pytest.mark.parametrize("workflow", LIFECYCLES, ids=lambda workflow: workflow.name)
def test_the_declaration_says_what_was_written_by_hand(workflow: Workflow) -> None:
    assert declared(workflow) == DRAWN.by_hand(workflow)


@pytest.mark.parametrize(("workflow", "state"), states_of(LIFECYCLES))
def test_every_state_action_and_role(contexts: dict[str, Context], workflow: Workflow, state: str) -> None:
    assert DRAWN.answers(workflow, contexts[workflow.name], state) == DRAWN.expected(workflow, state)


@pytest.mark.parametrize("workflow", LIFECYCLES, ids=lambda workflow: workflow.name)
@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.code)
def test_who_may_begin_a_case(contexts: dict[str, Context], workflow: Workflow, role: Role) -> None:
    unmet = DRAWN.only_who_may_begins(workflow, contexts[workflow.name], role)
    assert set(unmet) <= {"registration.already_registered"}


def test_a_party_never_decides_as_an_official(contexts: dict[str, Context]) -> None:
    around = contexts["affiliation"].around
    both = Actor(None, around.household_person, frozenset({"caseworker", "household"}))
    assert AFFILIATION.roles_of(both, contexts["affiliation"].case, around) == {HOUSEHOLD}
    worker = replace(both, person_id=contexts["confirmation"].around.worker_person)
    asked = contexts["confirmation"]
    assert CONFIRMATION.roles_of(worker, asked.case, asked.around) == {DOMESTIC_WORKER}


DECIDED = [workflow for workflow in LIFECYCLES if workflow.states_tagged("to_decide")]


@pytest.mark.parametrize("workflow", DECIDED, ids=lambda workflow: workflow.name)
def test_what_officials_decide_is_routed_and_can_be_transferred(
    contexts: dict[str, Context], workflow: Workflow
) -> None:
    found = contexts[workflow.name]
    assert found.case.office == "CMX"
    here, elsewhere = (
        Actor(invented_id(), None, frozenset({"caseworker"}), frozenset({code})) for code in ("CMX", "JAL")
    )
    assert workflow.roles_of(here, found.case, found.around) == {CASEWORKER}
    assert workflow.roles_of(elsewhere, found.case, found.around) == frozenset()
    assert workflow.versions_of("transfer")
    assert found.around.offices["JAL"] == "Jalisco"


def test_a_stranger_is_nothing_and_a_general_role_is_no_household(contexts: dict[str, Context]) -> None:
    for workflow in LIFECYCLES:
        around = contexts[workflow.name].around
        stranger = Actor(None, invented_id(), frozenset({"household", "domestic_worker"}))
        assert workflow.roles_of(stranger, contexts[workflow.name].case, around) == frozenset()


def test_the_household_sees_nothing_of_a_confirmation(contexts: dict[str, Context]) -> None:
    around = contexts["confirmation"].around
    payer = Actor(None, around.household_person, frozenset({"household", "caseworker"}))
    assert CONFIRMATION.roles_of(payer, contexts["confirmation"].case, around) == frozenset()
    assert HOUSEHOLD not in around.people


def test_officials_by_their_general_role() -> None:
    assert roles_between(Actor(None, None, frozenset({"supervisor", "analyst"})), invented_id()) == {SUPERVISOR}


def test_amounts_of_a_period_fit_its_line(contexts: dict[str, Context]) -> None:
    case = contexts["contribution_period"].case
    assert case.amount > case.infonavit > Decimal(0)
    assert CONTRIBUTION_PERIOD.states_tagged("payable") == ("issued", "part_paid", "overdue")


def invented_id() -> Any:
    """The id of a person nobody knows."""
    return uuid4()
