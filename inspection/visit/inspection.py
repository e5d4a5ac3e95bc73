"""An inspection, declared: from the assignment of an inspector to the archive or the request for a sanction.

Its steps stand by what they are about: who goes (`assigning`), the order and the summons (`ordering`), the door
(`door_steps`), what is written down (`recording`), the acta (`acta`), what parties file (`filings`), and everything
after it (`after_steps`). Social security, protection and a judge's authorisation are matters of their own beside it.
"""

from typing import Any

from inspection.files.impartial import impartial
from inspection.roles import DIRECTOR, EMPLOYER
from inspection.service.matters import with_services
from inspection.visit import terms
from inspection.visit.acta import ACTA
from inspection.visit.after_steps import AFTERWARDS
from inspection.visit.assigning import ASSIGNING
from inspection.visit.door_steps import AT_THE_DOOR
from inspection.visit.filings import FILING
from inspection.visit.inspection_models import Inspection
from inspection.visit.look import look, roles_of
from inspection.visit.ordering import ORDERING, kind_is_known
from inspection.visit.papers.every import INSPECTION_PAPERS
from inspection.visit.recording import RECORDING
from workflow.context import SYSTEM, Context
from workflow.definition import Action, Deadline, State, Workflow, anybody

TOLD_UNTIL = {
    "open_observations": terms.observations_end,
    "require_documents": terms.documents_end,
    "serve_instructivo": terms.documents_end,
    "extend_documents": terms.more_documents_end,
    "grant_extension": terms.extension_ends,
}


def tell(context: Context) -> dict[str, Any]:
    """What the notices say: the folio, the hour of a visit, by when something may be filed, the reason given."""
    case, action = context.case, context.action
    until = TOLD_UNTIL.get(action.code) if action else None
    if action is not None and action.code == "record_service":
        until = terms.correction_ends if case.state in _ORDERED else terms.compliance_ends
    ends = until(context) if until else None
    told = {"folio": context.around.folio, "reason": context.comment or "", "until": ends.due if ends else context.day}
    return {
        **told,
        "visit": case.visit_at or "",
        "verification": case.verification_at or "",
        "planned": case.planned_on or "",
    }


def _field(code: str, *tags: str, deadlines: tuple[Deadline, ...] = (), seen: bool = False) -> State:
    """A state in which somebody is assigned, and may be away."""
    found = frozenset({"open", "field", *tags})
    return State(code, tags=found, deadlines=(*deadlines, terms.SUBSTITUTION), seen_by=(EMPLOYER,) if seen else ())


def _followed(code: str, *tags: str, deadlines: tuple[Deadline, ...] = ()) -> State:
    """A state after the acta, in which whoever was assigned is still needed, and may be away."""
    return State(code, tags=frozenset({"open", "acta", *tags}), deadlines=(*deadlines, terms.SUBSTITUTION))


STATES = (
    State("to_assign", tags=frozenset({"open", "to_decide", "unassigned"}), deadlines=(terms.ASSIGNMENT,)),
    _field("assigned", deadlines=(terms.ORDER,)),
    _field("ordered", "order_alone", "planned", deadlines=(terms.SUMMONS_DELIVERY,)),
    _field("rescheduled", "planned", deadlines=(terms.SUMMONS_DELIVERY, terms.RESCHEDULED)),
    _field("summoned", "announced", deadlines=(terms.NOTICE,)),
    _field("under_way", "present"),
    _field("paused", "interrupted", deadlines=(terms.RESUMPTION,)),
    _field("not_constituted", deadlines=(terms.FORWARDING,)),
    _field("entered", "present", "inside"),
    _field("at_the_door", "present", "threshold", deadlines=terms.DOCUMENTS),
    _field("refused", "declined", deadlines=(terms.FORWARDING,)),
    _field("documents_required", "by_documents", deadlines=terms.DOCUMENTS),
    _field("documents_required_after_refusal", "declined", deadlines=terms.PRESUMPTION),
    _followed("acta_closed", deadlines=(terms.FORWARDING,)),
    _followed("under_observation", deadlines=(terms.OBSERVATIONS, terms.FORWARDING)),
    _followed("in_assessment", "to_decide", deadlines=(terms.ASSESSMENT, terms.FORWARDING)),
    _followed(
        "measures_ordered",
        "to_correct",
        "safety",
        deadlines=(terms.SERVICE, terms.CORRECTION, terms.EXTENSION),
    ),
    _followed("compliance_requested", "to_correct", deadlines=(terms.SERVICE, terms.COMPLIANCE)),
    _followed("in_verification", "to_decide", "to_verify"),
    _followed("in_sanction"),
    State("archived", final=True, tags=frozenset({"acta"})),
    State("no_effect", final=True, tags=frozenset({"acta"})),
)
_ORDERED = tuple(state.code for state in STATES if "safety" in state.tags)

OPEN = Action(
    code="open",
    target="to_assign",
    roles=anybody(DIRECTOR, SYSTEM),
    basis=("lft_542", "rgitas_27", "rgitas_28"),
    checks=(kind_is_known,),
    facts=("file_id", "office", "kind", "follows_id"),
    internal=True,
    rows=(11,),
)

INSPECTION = Workflow(
    name="inspection",
    model=Inspection,
    states=STATES,
    actions=with_services((OPEN, *ASSIGNING, *ORDERING, *AT_THE_DOOR, *RECORDING, *ACTA, *FILING, *AFTERWARDS)),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    tell=tell,
    documents=INSPECTION_PAPERS,
)
