"""A procedure that contradicts itself is refused at import, by name."""

from dataclasses import replace
from datetime import date

import pytest

from tests.workflow.toy import LIBRARIAN, LOAN, READER, RETURN_BY, in_days
from workflow.context import SYSTEM
from workflow.definition import WORKFLOWS, Action, Deadline, DefinitionError, State, Workflow, check


def changed(**given: object) -> Workflow:
    """The toy procedure with something else in it, unchecked and unregistered."""
    workflow = object.__new__(Workflow)
    fields = {name: getattr(LOAN, name) for name in LOAN.__dataclass_fields__} | given
    for name, value in fields.items():
        object.__setattr__(workflow, name, value)
    return workflow


def with_action(**given: object) -> Workflow:
    """The toy procedure with one action more."""
    action = {"code": "extra", "source": ("asked",), "roles": frozenset({READER}), "basis": ("practice",), **given}
    return changed(actions=(*LOAN.actions, Action(**action)))


def with_state(*states: State) -> Workflow:
    """The toy procedure with states replaced by those of the same code, or added."""
    codes = {state.code for state in states}
    return changed(states=(*(s for s in LOAN.states if s.code not in codes), *states))


FAULTY = {
    "extra.*unknown state 'nowhere'": lambda: with_action(target="nowhere"),
    "extra.*no role": lambda: with_action(roles=frozenset()),
    "extra.*no legal basis": lambda: with_action(basis=()),
    "unknown legal basis 'lss_999'": lambda: with_action(basis=("lss_999",)),
    "extra.*'colour'.*not a column": lambda: with_action(facts=("colour",)),
    "extra.*names no first state": lambda: with_action(source=()),
    "'lost' cannot be reached": lambda: with_state(State("lost", final=True)),
    "'limbo' is a dead end": lambda: changed(
        states=(*LOAN.states, State("limbo")),
        actions=(
            *LOAN.actions,
            Action(code="drop", source=("asked",), target="limbo", roles=frozenset({READER}), basis=("practice",)),
        ),
    ),
    "state 'asked' is declared twice": lambda: changed(states=(*LOAN.states, State("asked"))),
    "'returned' is final but": lambda: with_action(source=("returned",), target="asked"),
    "no action opens a case": lambda: changed(actions=tuple(a for a in LOAN.actions if not a.opens)),
    "'renew'.*declared twice for the same days": lambda: with_action(code="renew", source=("lent",), target="renewed"),
    "expires with 'vanish', which cannot happen": lambda: with_state(
        State("lent", deadlines=(replace(RETURN_BY, on_expiry="vanish"),))
    ),
    "expires with 'keep', which is not open to the system": lambda: with_state(
        State("lent", deadlines=(replace(RETURN_BY, on_expiry="keep"),))
    ),
    "has reminders but reminds nobody": lambda: with_state(State("lent", deadlines=(replace(RETURN_BY, reminds=()),))),
    "deadline 'x'.*unknown legal basis": lambda: with_state(
        State("lent", deadlines=(Deadline("x", in_days(1), "fall_overdue", ("no_such_law",)),))
    ),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_contradiction_is_named(fault: str) -> None:
    with pytest.raises(DefinitionError, match=f"Workflow 'toy_loan': .*{fault}"):
        check(FAULTY[fault]())


def test_the_toy_itself_is_sound() -> None:
    check(LOAN)


def test_dated_versions_of_an_action_may_follow_each_other() -> None:
    turn = date(2027, 1, 1)
    first = Action(
        code="lend_out", source=("asked",), target="lent", roles=frozenset({LIBRARIAN}), basis=("practice",), until=turn
    )
    second = replace(first, until=None, since=turn, target="renewed")
    workflow = changed(actions=(*LOAN.actions, first, second))
    check(workflow)
    assert [a.target for a in workflow.actions_from("asked", date(2026, 12, 31)) if a.code == "lend_out"] == ["lent"]
    assert [a.target for a in workflow.actions_from("asked", turn) if a.code == "lend_out"] == ["renewed"]


def test_a_name_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WORKFLOWS, LOAN.name, LOAN)
    with pytest.raises(DefinitionError, match="declared twice"):
        replace(LOAN)


def test_the_hash_follows_the_structure_and_nothing_else() -> None:
    assert changed().hash == LOAN.hash
    assert with_action(roles=frozenset({SYSTEM})).hash != with_action().hash
