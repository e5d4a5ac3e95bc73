"""What a declared procedure may get wrong: states nobody reaches, actions nobody may take, papers nobody issues."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from regime.law import article
from workflow.context import SYSTEM

if TYPE_CHECKING:
    from workflow.definition import Action, State, Workflow


def faults(workflow: "Workflow") -> Iterable[str]:
    """What is wrong with a declaration, one sentence for each fault."""
    codes = [state.code for state in workflow.states]
    yield from (f"state {code!r} is declared twice." for code in {c for c in codes if codes.count(c) > 1})
    if not workflow.opening:
        yield "no action opens a case."
    for action in workflow.actions:
        yield from _action_faults(workflow, action, set(codes))
    for state in workflow.states:
        yield from _state_faults(workflow, state)
    yield from (f"state {code!r} cannot be reached." for code in _unreachable(workflow))
    yield from _version_faults(workflow)
    yield from _document_faults(workflow)


def _action_faults(workflow: "Workflow", action: "Action", states: set[str]) -> Iterable[str]:
    name = f"action {action.code!r}"
    if not action.roles:
        yield f"{name} has no role, so nobody may take it."
    if action.opens and action.target is None:
        yield f"{name} opens a case but names no first state."
    for code in {*action.source, action.target} - {None} - states:
        yield f"{name} names the unknown state {code!r}."
    columns = set(workflow.model.__table__.columns.keys())
    for fact in set(action.facts) - columns:
        yield f"{name} may set {fact!r}, which is not a column of {workflow.model.__tablename__}."
    if not action.basis:
        yield f"{name} has no legal basis."
    yield from _basis_faults(name, action.basis)


def _state_faults(workflow: "Workflow", state: "State") -> Iterable[str]:
    exits = [action for action in workflow.actions if state.code in action.source]
    if state.final and any(
        action.target not in (None, state.code) and action.comment != "required" for action in exits
    ):
        yield f"state {state.code!r} is final but an action leads out of it without a reason."
    if not state.final and not any(action.target not in (None, state.code) for action in exits):
        yield f"state {state.code!r} is a dead end: it is not final and nothing leads out of it."
    for deadline in state.deadlines:
        name = f"deadline {deadline.code!r} of state {state.code!r}"
        expiry = [action for action in exits if action.code == deadline.on_expiry]
        if not expiry:
            yield f"{name} expires with {deadline.on_expiry!r}, which cannot happen in that state."
        if any(SYSTEM not in action.roles for action in expiry):
            yield f"{name} expires with {deadline.on_expiry!r}, which is not open to the system."
        if deadline.reminders and not deadline.reminds:
            yield f"{name} has reminders but reminds nobody."
        yield from _basis_faults(name, deadline.basis)


def _basis_faults(name: str, basis: tuple[str, ...]) -> Iterable[str]:
    for key in basis:
        try:
            article(key)
        except LookupError as unknown:
            yield f"{name}: {unknown}"


def _unreachable(workflow: "Workflow") -> set[str]:
    reached = {action.target for action in workflow.opening if action.target}
    while True:
        further = {a.target for a in workflow.actions if a.target and reached & set(a.source)} - reached
        if not further:
            return set(workflow.state_codes) - reached
        reached |= further


def _version_faults(workflow: "Workflow") -> Iterable[str]:
    seen: dict[tuple[str, str], list[Action]] = {}
    for action in workflow.actions:
        for source in action.source or ("",):
            for other in seen.setdefault((action.code, source), []):
                apart = (other.until and action.since and other.until <= action.since) or (
                    action.until and other.since and action.until <= other.since
                )
                if not apart:
                    yield f"action {action.code!r} from {source or 'nothing'!r} is declared twice for the same days."
            seen[action.code, source].append(action)


def _document_faults(workflow: "Workflow") -> Iterable[str]:
    declared = [kind.code for kind in workflow.documents]
    produced = {code for action in workflow.actions for code in action.produces}
    yield from (f"document {code!r} is declared twice." for code in {c for c in declared if declared.count(c) > 1})
    yield from (f"document {code!r} is produced but not declared." for code in sorted(produced - {*declared}))
    yield from (f"document {code!r} is declared but no action produces it." for code in sorted({*declared} - produced))
    yield from (f"document {kind.code!r} has no reader." for kind in workflow.documents if not kind.readers)
    actions = {action.code for action in workflow.actions}
    for kind in workflow.documents:
        for code in sorted({*kind.ended_by} - actions):
            yield f"document {kind.code!r} is ended by the unknown action {code!r}."
