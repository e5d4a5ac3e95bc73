"""A procedure declared once, as frozen data that checks itself: states, actions, roles, deadlines, notices, basis."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import CheckConstraint

from regime.sentences import Sentence
from workflow.context import COUNTER, SYSTEM, TELEPHONE, Actor, Computed, Context, Role
from workflow.contradictions import faults

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from regime.working_days import DueDate
    from workflow.paper import Paper
    from workflow.sheet import Sheet


class DefinitionError(ValueError):
    """A procedure that contradicts itself; the text names the workflow and the fault."""


Guard = Callable[[Context], Sentence | None]
# How rare an action is, or how grave: pages offer the usual ones first and the grave ones last.
Weight = Literal["usual", "rare", "grave"]
Effect = Callable[["Session", "Step"], None]


_OF_NOTHING_TO_DO: set[Guard] = set()


def nothing_to_do(guard: Guard) -> Guard:
    """Declare, as a decorator, that the sentence of a guard means there is nothing to do, so that nobody is asked to.

    Any other sentence tells what has to be mended first, and is shown beside the button that waits for it.
    """
    _OF_NOTHING_TO_DO.add(guard)
    return guard


def means_nothing_to_do(guard: Guard) -> bool:
    """Whether the sentence of a guard means that there is nothing to do."""
    return guard in _OF_NOTHING_TO_DO


@dataclass(frozen=True, slots=True)
class Step:
    """A step just taken, as its effects see it: the refreshed case, and what was known when it was decided."""

    case: Any
    action: "Action"
    context: Context
    key: str | None


def _always(_context: Context) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A document that steps issue (see `workflow.documents`): who may fetch it, what is frozen, how it is laid out.

    It speaks the language of the first reader unless `language` fixes one. A template that has been used is kept under
    its version in `earlier` when a new `version` replaces it. A step issues it only `when` that holds. What is
    `checkable` carries a folio and a code by which anybody can ask whether it is genuine (`workflow.checkable`); it
    holds until one of the actions `ended_by` is taken.
    """

    code: str
    readers: tuple[Role, ...]
    facts: Callable[[Context], Mapping[str, Any]]
    template: "Callable[[Paper], Sheet]"
    version: str = "1"
    earlier: "Mapping[str, Callable[[Paper], Sheet]]" = field(default_factory=dict)
    language: Callable[[Context], str] | None = None
    when: Callable[[Context], bool] = _always
    checkable: bool = False
    ended_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock of a state. `due` computes its day (or none); when it has passed, the system fires `on_expiry`.

    `binds` are those whose time it is, where others too can bring the case on; else whoever is reminded or can.
    `reminders` are days before it on which those whom it `reminds` are told; on the last of them it `escalates` too.
    `notice` is the template, where several clocks share one.
    """

    code: str
    due: "Callable[[Context], DueDate | None]"
    on_expiry: str
    basis: tuple[str, ...]
    reminders: tuple[int, ...] = ()
    reminds: tuple[Role, ...] = ()
    binds: tuple[Role, ...] = ()
    escalates: tuple[Role, ...] = ()
    notice: str = ""
    silent: bool = False  # an internal appointment of the system, not a time limit that people are shown
    entry: str = ""  # the entry of a written catalogue of deadlines that it carries out


@dataclass(frozen=True, slots=True)
class State:
    """A state of the procedure. Its label is the text `<workflow>.state.<code>`, for `seen_by` `….<role>`."""

    code: str
    final: bool = False
    tags: frozenset[str] = frozenset()
    deadlines: tuple[Deadline, ...] = ()
    seen_by: tuple[Role, ...] = ()


AT_THE_COUNTER = frozenset({COUNTER})
BY_TELEPHONE = frozenset({COUNTER, TELEPHONE})  # for what shows no number of anybody and moves no money


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something somebody may do. `target=None` keeps the state; an opening action has no `source`.

    `channels` are those through which an office may take it for somebody who does not sign in: at the counter whatever
    the person could do, by telephone nothing unless an action says so. An action that only deciding roles take is a
    decision unless `decides` says otherwise.
    """

    code: str
    source: tuple[str, ...] = ()
    target: str | None = None
    roles: frozenset[Role]
    basis: tuple[str, ...]
    guards: tuple[Guard, ...] = ()  # about the world: they also decide whether a button is offered
    checks: tuple[Guard, ...] = ()  # about what was typed: they are asked only when the action is taken
    facts: tuple[str, ...] = ()  # the columns it may set
    inputs: tuple[str, ...] = ()  # what else may be given with it: no column, but recorded and seen by its effects
    private: tuple[str, ...] = ()  # the same of what says something of a person: kept beside the event, encrypted
    computes: Callable[[Context], Computed] | None = None
    comment: Literal["none", "optional", "required"] = "none"
    produces: tuple[str, ...] = ()
    notices: Mapping[Role, str] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    rearms: tuple[str, ...] = ()
    quiet: bool = False
    internal: bool = False  # an authority's own step: parties do not read in the history that it was taken
    weight: Weight = "usual"
    channels: frozenset[str] = AT_THE_COUNTER
    decides: bool = True
    since: date | None = None
    until: date | None = None
    rows: tuple[int, ...] = ()  # the rows of a written protocol that it carries out, for those who trace it

    @property
    def is_decision(self) -> bool:
        """Whether it answers what others filed, so that nobody takes it who filed in the case for somebody."""
        takers = self.roles - {SYSTEM}
        return self.decides and bool(takers) and all(role.decides for role in takers)

    @property
    def opens(self) -> bool:
        """Whether the action begins a case."""
        return not self.source

    @property
    def trigger(self) -> str:
        """The name of this version of the action for the state machine."""
        return f"{self.code}@{self.since}" if self.since else self.code

    def holds_for(self, opened_on: date) -> bool:
        """Whether a case opened on that day follows this (dated) version of the action."""
        return (self.since is None or self.since <= opened_on) and (self.until is None or opened_on < self.until)


def anybody(*roles: Role) -> frozenset[Role]:
    """The roles that may take an action, as the declaration reads them: `roles=anybody(HOUSEHOLD, CASEWORKER)`."""
    return frozenset(roles)


@dataclass(frozen=True, kw_only=True)
class Workflow:
    """A procedure, declared in one place; buttons, checks, pages, documents and tests derive from it.

    `model` is the table of its cases, `look` reads what decisions need beside the case, `roles_of` answers what an
    actor is in a case (nobody by default), `tell` gives the parameters of its notices, `documents` are those that its
    actions produce; `impartial` takes from somebody the roles in which they must not decide here, being too close to
    those whom the case is about. `follows` are effects of every step, after those of the step itself. Cases of a
    `sealed` procedure, and cases in a state tagged `sealed` of any other, stand in no list, search or figure.
    """

    name: str
    model: type[Any]
    states: tuple[State, ...]
    actions: tuple[Action, ...]
    look: Callable[["Session", Any], Any]
    roles_of: Callable[[Actor, Any, Any], frozenset[Role]]
    tell: Callable[[Context], Mapping[str, Any]] = lambda _context: {}
    documents: tuple[DocumentKind, ...] = ()
    sealed: bool = False
    impartial: Callable[["Session", "Workflow", Actor, Any, frozenset[Role]], frozenset[Role]] | None = None
    follows: tuple[Effect, ...] = ()

    def __post_init__(self) -> None:
        check(self)
        _register(self)

    @cached_property
    def state_codes(self) -> tuple[str, ...]:
        """The codes of all states, in the order of the declaration."""
        return tuple(state.code for state in self.states)

    @cached_property
    def by_state(self) -> Mapping[str, State]:
        """The states by their code."""
        return {state.code: state for state in self.states}

    @cached_property
    def opening(self) -> tuple[Action, ...]:
        """The actions that begin a case."""
        return tuple(action for action in self.actions if action.opens)

    @cached_property
    def _from_state(self) -> Mapping[str, tuple[Action, ...]]:
        return {code: tuple(a for a in self.actions if code in a.source) for code in self.state_codes}

    def actions_from(self, state: str, opened_on: date) -> tuple[Action, ...]:
        """What can happen in a state of a case opened on that day, whoever acts."""
        return tuple(action for action in self._from_state[state] if action.holds_for(opened_on))

    def document(self, code: str) -> DocumentKind:
        """The document of a code; raises `KeyError` for one that the procedure does not declare."""
        return {kind.code: kind for kind in self.documents}[code]

    def versions_of(self, code: str) -> tuple[Action, ...]:
        """All dated versions of an action; none if the procedure does not know it."""
        return tuple(action for action in self.actions if action.code == code)

    def states_tagged(self, tag: str) -> tuple[str, ...]:
        """The codes of the states that carry a tag, for queries that must not list states by name."""
        return tuple(state.code for state in self.states if tag in state.tags)

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """Every role that may act in this procedure."""
        return tuple(sorted({role for action in self.actions for role in action.roles}))

    @cached_property
    def party_codes(self) -> frozenset[str]:
        """The codes of the roles in which somebody acts for themselves or for a party, and decides nothing."""
        return frozenset(role.code for role in self.roles if not role.decides and role != SYSTEM)

    @cached_property
    def hash(self) -> str:
        """A fingerprint of the structure, kept with every event as evidence of the procedure that held."""
        return hashlib.sha256("\n".join(self._structure()).encode()).hexdigest()

    def _structure(self) -> Iterable[str]:
        for state in self.states:
            clocks = ",".join(f"{d.code}>{d.on_expiry}" for d in state.deadlines)
            yield f"state {state.code} final={state.final} tags={sorted(state.tags)} deadlines={clocks}"
        for action in self.actions:
            roles = ",".join(role.code for role in sorted(action.roles))
            guards = ",".join(getattr(guard, "__name__", repr(guard)) for guard in action.guards)
            yield (
                f"action {action.code} {','.join(action.source)}>{action.target} roles={roles} guards={guards} "
                f"basis={','.join(action.basis)} {action.since}..{action.until}"
            )
        for kind in self.documents:
            yield f"document {kind.code} version={kind.version} readers={','.join(r.code for r in kind.readers)}"


WORKFLOWS: dict[str, Workflow] = {}


def workflow_of(model: type[Any]) -> Workflow:
    """The procedure that the cases of a table follow; raises `LookupError` if its `lifecycle` was never imported."""
    for workflow in WORKFLOWS.values():
        if workflow.model is model:
            return workflow
    raise LookupError(f"{model.__name__} follows no workflow; import the lifecycle module that declares it.")


def states_tagged(model: type[Any], *tags: str) -> tuple[str, ...]:
    """The states of a table's cases that carry one of the tags: for modules that the declaration itself builds on."""
    workflow = workflow_of(model)
    return tuple(state.code for state in workflow.states if state.tags & set(tags))


def is_sealed(workflow: Workflow, state: str) -> bool:
    """Whether a case in that state stands in no list, search or figure."""
    return workflow.sealed or "sealed" in workflow.by_state[state].tags


def is_tagged(model: type[Any], *tags: str) -> "ColumnElement[bool]":
    """The same as a criterion of a query: the cases of a table whose state carries one of the tags."""
    criterion: ColumnElement[bool] = model.state.in_(states_tagged(model, *tags))
    return criterion


def has_tag(case: Any, *tags: str) -> bool:
    """The same of one stored case: whether its state carries one of the tags. Templates ask `case is tagged('…')`."""
    return case.state in states_tagged(type(case), *tags)


def _register(workflow: Workflow) -> None:
    if workflow.name in WORKFLOWS:
        raise DefinitionError(f"Workflow {workflow.name!r} is declared twice.")
    # The database restates the procedure: no other state can be written, by whatever hand.
    states = ", ".join(f"'{code}'" for code in workflow.state_codes)
    workflow.model.__table__.append_constraint(CheckConstraint(f"state IN ({states})", name="state"))
    WORKFLOWS[workflow.name] = workflow


def check(workflow: Workflow) -> None:
    """Refuse a procedure that contradicts itself; raises `DefinitionError` naming the first fault."""
    for fault in faults(workflow):
        raise DefinitionError(f"Workflow {workflow.name!r}: {fault}")
