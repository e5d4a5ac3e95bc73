"""Who may do what in which state: the declarations beside tables written by hand, every state × action × role.

The tables are files, `lifecycles/<procedure>.txt`, of lines `state action roles target`: `-` is before the case begins,
the roles are the letters of `ROLES`, and without a target the state stays. A procedure without a table fails.
"""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
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
from tests.conftest import settings_for
from tests.enrolment.money_lifecycles import MONEY_DATA
from tests.enrolment.one_of_each import case_of_each
from workflow.context import SYSTEM, THE_SYSTEM, Actor, Context, Role
from workflow.database import Database
from workflow.decision import decide, decide_opening
from workflow.definition import Workflow
from workflow.engine import context_of
from workflow.errors import NotAllowed, NotReady, WrongState
from workflow.machines import next_state

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


def table(workflow: Workflow) -> dict[tuple[str, str], tuple[set[Role], str | None]]:
    """The table by hand: who may take an action in a state, and where it leads."""
    rows = {}
    for line in (TABLES / f"{workflow.name}.txt").read_text(encoding="utf-8").splitlines():
        state, action, letters, *target = line.split()
        rows[state, action] = ({ROLES[letter] for letter in letters}, target[0] if target else None)
    return rows


def test_every_table_is_of_a_procedure() -> None:
    assert {path.stem for path in TABLES.iterdir()} == {workflow.name for workflow in LIFECYCLES}


STATES = [
    pytest.param(workflow, state, id=f"{workflow.name}-{state}")
    for workflow in LIFECYCLES
    for state in workflow.state_codes
]


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


def as_seen(context: Context, state: str, action: str, role: Role) -> Context:
    """The context as it would be for one role in one state."""
    case = SimpleNamespace(**{**vars(context.case), "state": state})
    return replace(context, case=case, roles=frozenset({role}), comment="Por este motivo.", data=DATA.get(action, {}))


@pytest.mark.parametrize("workflow", LIFECYCLES, ids=lambda workflow: workflow.name)
def test_the_declaration_says_what_was_written_by_hand(workflow: Workflow) -> None:
    declared = {
        (state, action.code): (set(action.roles), action.target)
        for action in workflow.actions
        for state in (action.source or ("-",))
    }
    assert declared == table(workflow)


@pytest.mark.parametrize(("workflow", "state"), STATES)
def test_every_state_action_and_role(contexts: dict[str, Context], workflow: Workflow, state: str) -> None:
    actions = sorted({action.code for action in workflow.actions if not action.opens})
    asked = [(action, role) for action in actions for role in ROLES.values()]
    answers = {(a, r.code): answer(workflow, a, as_seen(contexts[workflow.name], state, a, r)) for a, r in asked}
    assert answers == {(a, r.code): expected(workflow, state, a, r) for a, r in asked}


def answer(workflow: Workflow, action: str, context: Context) -> str:
    """What the engine says: refused, or the state the action leads to."""
    try:
        decided = decide(workflow, action, context)
    except NotAllowed:
        return "not allowed"
    except WrongState:
        return "wrong state"
    except NotReady:
        decided = next(a for a in workflow.versions_of(action) if context.case.state in a.source)
    return next_state(workflow.name, decided, context.case.state)


def expected(workflow: Workflow, state: str, action: str, role: Role) -> str:
    """What the table by hand says of it."""
    rows = table(workflow)
    somewhere = {allowed for (_state, code), (roles, _target) in rows.items() if code == action for allowed in roles}
    roles, target = rows.get((state, action), (None, None))
    if role not in somewhere:
        return "not allowed"
    if roles is None:
        return "wrong state"
    return (target or state) if role in roles else "not allowed"


@pytest.mark.parametrize("workflow", LIFECYCLES, ids=lambda workflow: workflow.name)
@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.code)
def test_who_may_begin_a_case(contexts: dict[str, Context], workflow: Workflow, role: Role) -> None:
    for opening in workflow.opening:
        context = as_seen(contexts[workflow.name], "", opening.code, role)
        if role in opening.roles:
            try:
                decide_opening(workflow, opening.code, context)
            except NotReady as missing:
                assert [s.code for s in missing.sentences] == ["registration.already_registered"]  # noqa: PT017
        else:
            with pytest.raises(NotAllowed):
                decide_opening(workflow, opening.code, context)


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
