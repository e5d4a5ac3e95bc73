"""A sanction, declared: from what an inspection asks for to a decision that is firm, collected, annulled or lapsed.

Its steps stand by what they are about: how it is conducted (`instructing`), what the employer files (`filings`), the
decision (`deciding`) and what follows from it (`enforcing`). A challenge is a case of its own (`challenge`).
"""

from typing import Any

from inspection.files.impartial import impartial
from inspection.sanction import terms
from inspection.sanction.agreement_papers import AGREEMENTS
from inspection.sanction.enforcing import ENFORCEMENT
from inspection.sanction.filings import FILING
from inspection.sanction.instructing import INSTRUCTION
from inspection.sanction.look import look, roles_of
from inspection.sanction.papers import DECISION_PAPER, PARTY_DECISION_PAPER, SUMMONS_PAPER
from inspection.sanction.sanction_models import Sanction
from inspection.service.matters import with_services
from workflow.context import Context
from workflow.definition import Deadline, State, Workflow


def _earliest(*dues: terms.Due) -> Any:
    """The first day by which something may be done, as a party is told; nothing while a suspension holds it open."""

    def told(context: Context) -> Any:
        days = [ends.due for due in dues if (ends := due(context)) is not None and ends.due is not None]
        return min(days, default="")

    return told


TOLD_UNTIL = {"to_serve": _earliest(terms.answer_ends), "service_failed": _earliest(terms.answer_ends)}
TOLD_UNTIL |= {"closing_arguments": _earliest(terms.arguments_end), "decided": _earliest(terms.revision_ends)}


def tell(context: Context) -> dict[str, Any]:
    """What the notices say: the folio, by when something may be done, the fine, the reason given."""
    case = context.case
    until = TOLD_UNTIL.get(case.state)
    return {
        "folio": context.around.folio,
        "until": until(context) if until else "",
        "recourse": context.around.rules.rules["recourse"].says,
        "court": context.around.rules.rules["court"].says,
        "total": case.total if case.total is not None else "",
        "reason": context.comment or "",
    }


def _open(code: str, *tags: str, deadlines: tuple[Deadline, ...] = ()) -> State:
    return State(code, tags=frozenset({"open", *tags}), deadlines=deadlines)


STATES = (
    State("requested", tags=frozenset({"open", "to_decide"}), deadlines=(terms.PRESCRIPTION,)),
    State("to_serve", tags=frozenset({"open"}), deadlines=(terms.SERVICE, *terms.INSTRUCTION)),
    State("service_failed", tags=frozenset({"open"}), deadlines=(terms.SERVICE, *terms.INSTRUCTION)),
    _open("to_answer", "explained", deadlines=(terms.ANSWER, *terms.INSTRUCTION)),
    _open("heard", deadlines=(terms.ANSWER, *terms.INSTRUCTION)),
    _open("in_default", deadlines=terms.INSTRUCTION),
    _open("closing_arguments", deadlines=(terms.ARGUMENTS_SERVICE, terms.ARGUMENTS, *terms.INSTRUCTION)),
    _open("to_decide", "to_decide", deadlines=(terms.RESOLUTION, terms.RESOLUTION_LAPSE, *terms.INSTRUCTION)),
    _open("decided", deadlines=(terms.SERVICE,)),
    _open("open_to_challenge", "explained", deadlines=(terms.REVISION, terms.NULLITY)),
    _open("challenged"),
    _open("to_comply", "to_decide", deadlines=(terms.COMPLIANCE, terms.PRESCRIPTION)),
    _open("firm", "stands"),
    _open("collection_requested", "stands"),
    State("collection_reported", final=True, tags=frozenset({"stands"})),
    State("acquitted", final=True),
    State("lapsed", final=True),
    State("not_admitted", final=True),
    State("without_effect", final=True),
)

SANCTION = Workflow(
    name="sanction",
    model=Sanction,
    states=STATES,
    actions=with_services((*INSTRUCTION, *FILING, *ENFORCEMENT)),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    tell=tell,
    documents=(SUMMONS_PAPER, DECISION_PAPER, PARTY_DECISION_PAPER, *AGREEMENTS),
)
