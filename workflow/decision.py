"""May this be done now, by this person, and if not, why not: the pure half of a step."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType, SimpleNamespace
from typing import Any

from regime.sentences import Sentence
from workflow.context import Context
from workflow.definition import Action, Workflow, means_nothing_to_do
from workflow.errors import NotAllowed, NotReady, WrongState


@dataclass(frozen=True, slots=True)
class Offer:
    """An action that somebody may take in this case: at once, or once the `unmet` sentences are mended."""

    action: Action
    unmet: tuple[Sentence, ...]
    is_needless: bool = False  # what stands in the way is that there is nothing to do

    @property
    def is_open(self) -> bool:
        """Whether the action can be taken as things are."""
        return not self.unmet


def offered(workflow: Workflow, context: Context) -> tuple[Offer, ...]:
    """What the actor of the context may do in the case, each with the sentences that still stand in its way."""
    return tuple(
        _offer(action, context)
        for action in workflow.actions_from(context.case.state, context.case.opened_on)
        if action.roles & context.roles
    )


def _offer(action: Action, context: Context) -> Offer:
    standing = [(guard, sentence) for guard in action.guards if (sentence := guard(context)) is not None]
    needless = any(means_nothing_to_do(guard) for guard, _ in standing)
    return Offer(action, (*_who_may_not(action, context), *(sentence for _, sentence in standing)), needless)


def _who_may_not(action: Action, context: Context) -> tuple[Sentence, ...]:
    """What stands between this person and the action, whatever the case is like.

    What comes in by a channel that the action does not allow is not taken, and whoever filed in the case for somebody
    (at the counter, by telephone, as a helper) does not decide it.
    """
    channel = context.actor.channel
    if channel is not None and channel not in action.channels:
        return (Sentence(f"refused.not_by_{channel}"),)
    return (Sentence("refused.took_part"),) if action.is_decision and context.took_part() else ()


def decide(workflow: Workflow, code: str, context: Context) -> Action:
    """The version of the action that holds for this case, if the actor may take it now.

    Raises `NotAllowed`, `WrongState` or `NotReady` with every sentence at once. Order: role, state, what was typed.
    """
    versions = workflow.versions_of(code)
    if not any(action.roles & context.roles for action in versions):
        raise NotAllowed(code)
    candidates = [a for a in workflow.actions_from(context.case.state, context.case.opened_on) if a.code == code]
    if not candidates:
        raise WrongState(code, context.case.state)
    action = candidates[0]
    if not action.roles & context.roles:
        raise NotAllowed(code)
    ready(action, context)
    return action


def decide_opening(workflow: Workflow, code: str, context: Context) -> Action:
    """The opening action, if the actor may begin such a case; raises like `decide`."""
    action = next((a for a in workflow.opening if a.code == code and a.holds_for(context.case.opened_on)), None)
    if action is None or not action.roles & context.roles:
        raise NotAllowed(code)
    ready(action, context)
    return action


def ready(action: Action, context: Context) -> None:
    """Raise `NotReady` with everything that is missing: the reason, then each unmet guard and check."""
    missing = [*_who_may_not(action, context), *unmet((*action.guards, *action.checks), context)]
    if action.comment == "required" and not (context.comment or "").strip():
        missing.insert(0, Sentence("refused.comment_required"))
    if missing:
        raise NotReady(*missing)


def unmet(guards: tuple[Any, ...], context: Context) -> tuple[Sentence, ...]:
    """The sentences of the guards that do not hold, in their order."""
    return tuple(sentence for guard in guards if (sentence := guard(context)) is not None)


def with_facts(context: Context, facts: Mapping[str, Any]) -> Context:
    """The context with the case as it will be once the facts are written."""
    case = SimpleNamespace(**{**vars(context.case), **facts})
    return replace(context, case=case, data=MappingProxyType({**context.data, **facts}))
