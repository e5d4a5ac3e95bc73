"""The steps by which officers open a matter of a file beside its inspections; each matter registers how it is opened.

The file knows none of its matters: a module that declares one says `opens("follow_insurance")` over the function that
opens it with what was typed.
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

from inspection.roles import ASSESSOR, DIRECTOR, INSPECTOR, LEGAL_OFFICER
from workflow.definition import Action, Effect, Step, anybody

_OPENERS: dict[str, Effect] = {}


def opens(action: str) -> Callable[[Effect], Effect]:
    """Register, as a decorator, what opens the matter that a step of the file asks for."""

    def register(opener: Effect) -> Effect:
        _OPENERS[action] = opener
        return opener

    return register


def open_matter(session: Session, step: Step) -> None:
    """Open the matter of the step, as whoever took it. Raises what opening raises; `KeyError` if nobody registered."""
    _OPENERS[step.action.code](session, step)


BESIDE = (
    Action(
        code="follow_insurance",
        source=("open",),
        roles=anybody(INSPECTOR, ASSESSOR, LEGAL_OFFICER, DIRECTOR),
        basis=("lft_337_4", "lss_239a_3"),
        inputs=("worker_person_id", "began_on"),
        private=("worker_name",),
        effects=(open_matter,),
        weight="rare",
        internal=True,
        rows=(64,),
    ),
    Action(
        code="ask_for_entry",
        source=("open",),
        roles=anybody(INSPECTOR, LEGAL_OFFICER, DIRECTOR),
        basis=("cnpp_222", "cpeum_16"),
        inputs=("entry_ground",),
        effects=(open_matter,),
        weight="grave",
        internal=True,
        rows=(29,),
    ),
)
