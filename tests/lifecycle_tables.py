"""Tables of who may do what in which state, written by hand, and what the declarations say and the engine decides.

The tables are files, `lifecycles/<procedure>.txt` beside the tests of a package, of lines `state action roles target`:
`-` is before the case begins, the roles are letters, and without a target the state stays. Lines that begin with `#`
are for the reader. What the engine decides is asked of the pure decision function, about one real case of each
procedure as it would be in every state for every role.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from workflow.context import Context, Role
from workflow.decision import decide, decide_opening
from workflow.definition import Workflow
from workflow.errors import NotAllowed, NotReady, WrongState
from workflow.machines import next_state

Table = Mapping[tuple[str, str], tuple[frozenset[str], str | None]]
WHY = "Por este motivo."


@cache
def _read(path: Path) -> Table:
    rows = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            state, action, letters, *target = line.split()
            assert (state, action) not in rows, f"{path.name}: {state} {action} stands there twice"
            rows[state, action] = (frozenset(letters), target[0] if target else None)
    return rows


@dataclass(frozen=True)
class Tables:
    """The tables of a package: their folder, the roles behind the letters, and what steps are given to decide on."""

    folder: Path
    roles: Mapping[str, Role]
    data: Mapping[str, Mapping[str, Any]]

    def names(self) -> set[str]:
        """The procedures that have a table."""
        return {path.stem for path in self.folder.iterdir()}

    def by_hand(self, workflow: Workflow) -> dict[tuple[str, str], tuple[set[Role], str | None]]:
        """Who may take an action in a state, and where it leads."""
        rows = _read(self.folder / f"{workflow.name}.txt").items()
        return {key: ({self.roles[letter] for letter in letters}, target) for key, (letters, target) in rows}

    def answers(self, workflow: Workflow, context: Context, state: str) -> dict[tuple[str, str], str]:
        """What the engine decides in a state, for every action and role."""
        return {
            (action, role.code): _answer(workflow, action, self._seen(context, state, action, role))
            for action in _actions(workflow)
            for role in self.roles.values()
        }

    def expected(self, workflow: Workflow, state: str) -> dict[tuple[str, str], str]:
        """What the table by hand says of the same."""
        rows = self.by_hand(workflow)
        somewhere: dict[str, set[Role]] = {}
        for (_state, action), (roles, _target) in rows.items():
            somewhere.setdefault(action, set()).update(roles)
        return {
            (action, role.code): _expected(rows.get((state, action)), state, role, somewhere.get(action, set()))
            for action in _actions(workflow)
            for role in self.roles.values()
        }

    def only_who_may_begins(self, workflow: Workflow, context: Context, role: Role) -> list[str]:
        """Ask to begin a case in every way as one role; the codes of what else stands in the way."""
        unmet: list[str] = []
        for opening in workflow.opening:
            seen = self._seen(context, "", opening.code, role)
            if role in opening.roles:
                try:
                    decide_opening(workflow, opening.code, seen)
                except NotReady as missing:
                    unmet += [sentence.code for sentence in missing.sentences]
            else:
                with pytest.raises(NotAllowed):
                    decide_opening(workflow, opening.code, seen)
        return unmet

    def _seen(self, context: Context, state: str, action: str, role: Role) -> Context:
        """The context as it would be for one role in one state."""
        case = SimpleNamespace(**{**vars(context.case), "state": state})
        return replace(context, case=case, roles=frozenset({role}), comment=WHY, data=self.data.get(action, {}))


def declared(workflow: Workflow) -> dict[tuple[str, str], tuple[set[Role], str | None]]:
    """The same table as the declaration has it."""
    return {
        (state, action.code): (set(action.roles), action.target)
        for action in workflow.actions
        for state in (action.source or ("-",))
    }


def states_of(workflows: tuple[Workflow, ...]) -> list[Any]:
    """Every state of every procedure, as parameters of a test."""
    return [
        pytest.param(workflow, state, id=f"{workflow.name}-{state}")
        for workflow in workflows
        for state in workflow.state_codes
    ]


def _actions(workflow: Workflow) -> list[str]:
    return sorted({action.code for action in workflow.actions if not action.opens})


def _answer(workflow: Workflow, action: str, context: Context) -> str:
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


def _expected(row: tuple[set[Role], str | None] | None, state: str, role: Role, somewhere: set[Role]) -> str:
    if role not in somewhere:
        return "not allowed"
    if row is None:
        return "wrong state"
    roles, target = row
    return (target or state) if role in roles else "not allowed"
