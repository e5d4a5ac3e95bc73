"""The words of a procedure: states, actions, clocks and roles by the codes of its declaration, as one reader sees them.

What a procedure needs in the catalogues: `<workflow>.title`; `<workflow>.state.<code>` and the same with `.<role>` for
each role of `seen_by`; `<workflow>.action.<code>` (the button), with `.hint` (what happens then) and `.done` (for the
history) where the name is not enough; `<workflow>.deadline.<code>`; `<workflow>.document.<kind>`;
`<workflow>.next.<state>`, with `.<role>` where roles wait for different things; `role.<code>`.
"""

from collections.abc import Collection, Iterable
from typing import Any

from enrolment.roles import DELEGATE, HOUSEHOLD
from web.edge.language import language, t
from workflow.context import Role
from workflow.definition import Action, Workflow
from workflow.words import knows

# Steps that are the same in every procedure, those of the engine itself among them.
_KINDS = {"in_force": "good", "agreed": "good", "to_decide": "open", "late": "bad"}
A_YEAR = 365
LONG = 2 * A_YEAR  # from here on nobody counts days
SHARED_STEPS = frozenset({"remind", "reproject", "remap", "transfer"})


def title(workflow: Workflow) -> str:
    """What the procedure is called."""
    return _known(f"{workflow.name}.title") or workflow.name


def state_label(workflow: Workflow, code: str, roles: Collection[Role] = ()) -> str:
    """A state in the words that concern the reader; a state the procedure no longer has keeps its code."""
    state = workflow.by_state.get(code)
    roles = as_spoken_to(roles)
    own = next((role for role in state.seen_by if role in roles), None) if state else None
    return _known(f"{workflow.name}.state.{code}.{own.code}" if own else None, f"{workflow.name}.state.{code}") or code


def as_spoken_to(roles: Collection[Role]) -> Collection[Role]:
    """The roles whose words a reader hears: whoever acts for a household reads what the household reads."""
    return {*roles, HOUSEHOLD} if DELEGATE in roles and HOUSEHOLD not in roles else roles


def state_kind(workflow: Workflow, code: str) -> str:
    """How the badge of a state looks: over, good, bad or still open."""
    state = workflow.by_state.get(code)
    if state is None or state.final:
        return "quiet"
    return next((kind for tag, kind in _KINDS.items() if tag in state.tags), "open")


def action_label(workflow: Workflow, code: str) -> str:
    """What the button of an action says."""
    return _known(_step(workflow, code)) or code


def action_hint(workflow: Workflow, action: Action) -> str | None:
    """What happens when the action is taken, if more than its name needs saying."""
    return _known(f"{_step(workflow, action.code)}.hint")


def done(workflow: Workflow, code: str) -> str:
    """An action that was taken, for the history and for whoever just took it."""
    return _known(f"{_step(workflow, code)}.done") or action_label(workflow, code)


def deadline_label(workflow: Workflow, code: str) -> str:
    """What a clock measures."""
    return _known(f"{workflow.name}.deadline.{code}") or code


def what_next(workflow: Workflow, case: Any, roles: Collection[Role]) -> str | None:
    """What happens next in the case, in the words that concern the reader."""
    base = f"{workflow.name}.next.{case.state}"
    return _known(*(f"{base}.{role.code}" for role in sorted(as_spoken_to(roles))), base)


def document_label(workflow: Workflow, kind: str) -> str:
    """What a document is."""
    return _known(f"{workflow.name}.document.{kind}") or kind


def days_left(days: int) -> str:
    """How long is left, in words; negative days have passed."""
    if days < 0:
        return t("case.left.past_one" if days == -1 else "case.left.past", days=-days)
    if days >= LONG:
        return t("case.left.years", years=days // A_YEAR)
    return t("case.left." + {0: "today", 1: "one"}.get(days, "many"), days=days)


def role_label(code: str) -> str:
    """What somebody is in a case."""
    return _known(f"role.{code}") or code


def listed(words: Iterable[str]) -> str:
    """Words as a list in a sentence: a, b y c."""
    found = list(words)
    return t("case.and", first=", ".join(found[:-1]), last=found[-1]) if len(found) > 1 else "".join(found)


def _step(workflow: Workflow, code: str) -> str:
    return f"{'case' if code in SHARED_STEPS else workflow.name}.action.{code}"


def _known(*codes: str | None) -> str | None:
    return next((t(code) for code in codes if code and knows(code, language())), None)
