"""Every state × action × role of inspections and credentials, decided without a database, beside the table by hand."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from inspection.visit.credential import CREDENTIAL
from inspection.visit.inspection import INSPECTION
from tests.conftest import settings_for
from tests.inspection.visit_table import BY_HAND, ROLES
from tests.inspection.visiting import MONDAY, WHY, Field
from workflow.context import THE_SYSTEM, Context, Role
from workflow.database import Database
from workflow.decision import decide, decide_opening
from workflow.definition import Workflow
from workflow.engine import context_of
from workflow.errors import NotAllowed, NotReady, WrongState
from workflow.machines import next_state

BOTH = (INSPECTION, CREDENTIAL)
STATES = [pytest.param(w, state, id=f"{w.name}-{state}") for w in BOTH for state in w.state_codes]


def table(workflow: Workflow) -> dict[tuple[str, str], tuple[set[Role], str | None]]:
    """The table by hand."""
    rows = {}
    for line in BY_HAND[workflow.name].strip().split("\n"):
        state, action, letters, *target = line.split()
        rows[state, action] = ({ROLES[letter] for letter in letters}, target[0] if target else None)
    return rows


@pytest.fixture(scope="module")
def contexts(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Context]:
    """A real inspection and a real credential as a decision sees them."""
    folder = tmp_path_factory.mktemp("visits")
    path = folder / "afilia.sqlite3"
    shutil.copyfile(sqlite_template, path)
    database = Database(settings_for(f"sqlite:///{path}", folder))
    with database.write() as session:
        field = Field(session)
        cases = {"inspection": field.ordered(), "inspector_credential": field.credential_of_inspector}
        # What a guard asks of the database is answered beforehand: a decision is about the case alone.
        found = {name: context_of(session, case, THE_SYSTEM, MONDAY) for name, case in cases.items()}
        inspection = found["inspection"]
        nothing = lambda *_: None  # noqa: E731 - an answer without a fault
        asked = {"fault_of": nothing, "credential_fault": nothing, "wish": nothing, "names_her": nothing}
        around = replace(inspection.around, **asked, inspected_before=lambda _since: frozenset())
        found["inspection"] = replace(inspection, around=around)
    database.engine.dispose()
    return found


def as_seen(context: Context, state: str, role: Role) -> Context:
    """The context as it would be for one role in one state."""
    case = SimpleNamespace(**{**vars(context.case), "state": state})
    return replace(context, case=case, roles=frozenset({role}), comment=WHY, data={})


@pytest.mark.parametrize("workflow", BOTH, ids=lambda workflow: workflow.name)
def test_the_declaration_says_what_the_table_says(workflow: Workflow) -> None:
    declared = {
        (state, action.code): (set(action.roles), action.target)
        for action in workflow.actions
        for state in (action.source or ("-",))
    }
    assert declared == table(workflow)


@pytest.mark.parametrize(("workflow", "state"), STATES)
def test_every_state_action_and_role(contexts: Mapping[str, Context], workflow: Workflow, state: str) -> None:
    actions = sorted({action.code for action in workflow.actions if not action.opens})
    asked = [(action, role) for action in actions for role in ROLES.values()]
    answers = {(a, r.code): answer(workflow, a, as_seen(contexts[workflow.name], state, r)) for a, r in asked}
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
    """What the table says of it."""
    rows = table(workflow)
    somewhere = {allowed for (_state, code), (roles, _target) in rows.items() if code == action for allowed in roles}
    roles, target = rows.get((state, action), (None, None))
    if role not in somewhere:
        return "not allowed"
    if roles is None:
        return "wrong state"
    return (target or state) if role in roles else "not allowed"


@pytest.mark.parametrize("workflow", BOTH, ids=lambda workflow: workflow.name)
@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.code)
def test_who_may_begin_a_case(contexts: Mapping[str, Context], workflow: Workflow, role: Role) -> None:
    for opening in workflow.opening:
        context = as_seen(contexts[workflow.name], "", role)
        if role in opening.roles:
            decide_opening(workflow, opening.code, context)
        else:
            with pytest.raises(NotAllowed):
                decide_opening(workflow, opening.code, context)
