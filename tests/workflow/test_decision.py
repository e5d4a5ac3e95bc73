"""Every state, action and role: allowed exactly where the declaration says so, by both implementations of it."""

from dataclasses import replace
from types import SimpleNamespace
from typing import cast
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regime.sentences import Sentence
from tests.conftest import NOON
from tests.workflow.toy import LIBRARIAN, LOAN, READER, Desk
from workflow.context import SYSTEM, Actor, Context, Role
from workflow.decision import decide, offered
from workflow.definition import WORKFLOWS, Action, Guard, Workflow, nothing_to_do
from workflow.errors import NotAllowed, NotReady, WrongState
from workflow.machines import next_state

ROLES = (READER, LIBRARIAN, SYSTEM)
# Written by hand from the house rules of the library, not read from the declaration.
ALLOWED = {
    ("asked", "lend"): {LIBRARIAN},
    ("asked", "correct"): {READER, LIBRARIAN},
    ("lent", "correct"): {READER, LIBRARIAN},
    ("lent", "renew"): {READER},
    ("renewed", "renew"): {READER},
    ("lent", "keep"): {READER},
    ("lent", "fall_overdue"): {SYSTEM},
    ("renewed", "fall_overdue"): {SYSTEM},
    ("overdue", "charge"): {SYSTEM},
    **{(state, "give_back"): {READER, LIBRARIAN} for state in ("asked", "lent", "renewed", "overdue")},
}
EVERY = [
    (state, action.code, role)
    for state in LOAN.state_codes
    for action in LOAN.actions
    for role in ROLES
    if not action.opens
]


def context(state: str, roles: frozenset[Role], *, comment: str | None = "why", title: str = "Momo") -> Context:
    """A decision about a loan in a state, by somebody with these roles."""
    case = SimpleNamespace(id=uuid4(), state=state, opened_on=NOON.date(), title=title, fee=0)
    return Context(case, Actor(uuid4()), roles, NOON, Desk(open=title != "Closed"), comment=comment)


@pytest.mark.parametrize(("state", "action", "role"), EVERY)
def test_every_state_action_and_role(state: str, action: str, role: Role) -> None:
    asked = context(state, frozenset({role}))
    if role in ALLOWED.get((state, action), set()):
        assert decide(LOAN, action, asked).code == action
        assert action in [offer.action.code for offer in offered(LOAN, asked)]
    else:
        with pytest.raises((NotAllowed, WrongState)):
            decide(LOAN, action, asked)
        assert action not in [offer.action.code for offer in offered(LOAN, asked)]


def test_nobody_without_a_role_learns_anything() -> None:
    with pytest.raises(NotAllowed):
        decide(LOAN, "renew", context("returned", frozenset()))
    with pytest.raises(NotAllowed):
        decide(LOAN, "no_such_action", context("asked", frozenset(ROLES)))


def test_all_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(NotReady) as refused:
        decide(LOAN, "give_back", context("lent", frozenset({READER}), comment="  "))
    assert [sentence.code for sentence in refused.value.sentences] == ["refused.comment_required"]
    closed = context("asked", frozenset({LIBRARIAN}), title="Closed")
    assert [offer.is_open for offer in offered(LOAN, closed) if offer.action.code == "lend"] == [False]


def test_an_action_in_which_there_is_nothing_to_do_is_needless() -> None:
    @nothing_to_do
    def is_lent_already(_context: Context) -> Sentence | None:
        return Sentence("loan.is_lent_already")

    def is_closed(_context: Context) -> Sentence | None:
        return Sentence("loan.closed")

    lend = next(action for action in LOAN.actions if action.code == "lend")

    def is_needless(*guards: Guard) -> bool:
        library = SimpleNamespace(actions_from=lambda _state, _day: (replace(lend, guards=guards),))
        [offer] = offered(cast(Workflow, library), context("asked", frozenset({LIBRARIAN})))
        return offer.is_needless

    assert not is_needless()
    assert not is_needless(is_closed)  # it can be done once that is mended
    assert is_needless(is_lent_already)
    assert is_needless(is_closed, is_lent_already)


@given(st.sampled_from(LOAN.state_codes), st.sampled_from([a for a in LOAN.actions if not a.opens]))
def test_the_machine_agrees_with_the_declaration(state: str, action: Action) -> None:
    WORKFLOWS[LOAN.name] = LOAN
    try:
        if state in action.source:
            assert next_state(LOAN.name, action, state) == (action.target or state)
        else:
            with pytest.raises(WrongState):
                next_state(LOAN.name, action, state)
    finally:
        del WORKFLOWS[LOAN.name]
