"""The affiliation of a domestic worker by a household, declared: from a draft to the end of the relation."""

from typing import Any

from enrolment.deciding import UNDECIDED, told_of_transfer
from enrolment.filings import told_of_filing
from enrolment.models import Affiliation
from enrolment.papers import contract, end_letter, enrolment_form, worker_sheet
from enrolment.papers.receipt import receipt
from enrolment.papers.refusal import refusal
from enrolment.papers.refusals import told_of_refusal
from enrolment.papers.relation import relation_facts
from enrolment.people.concerned import impartial
from enrolment.relation.affiliation_filing import COMPLETE, DECIDING, FILING
from enrolment.relation.affiliation_in_force import IN_FORCE, NEXT_PERIOD
from enrolment.relation.affiliation_look import look
from enrolment.relation.affiliation_moving import MOVING
from enrolment.relation.affiliation_reversal import what_is_lost
from enrolment.relation.affiliation_rules import Parties
from enrolment.relation.marking import told_of_days
from enrolment.roles import DELEGATE, DELEGATE_ENROLS, DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS, roles_between
from enrolment.statistics.marks import mark_worker_of_relation
from workflow.context import Actor, Context, Role
from workflow.definition import DocumentKind, State, Workflow


def roles_of(actor: Actor, case: Any, around: Parties) -> frozenset[Role]:
    """The own household and who acts for it, the own worker; officials on everybody else's that is not sealed."""
    roles = roles_between(actor, around.household_person, around.worker_person, case.office, around.delegates)
    return roles - set(OFFICIALS) if case.state in AFFILIATION.states_tagged("sealed") else roles


def tell(context: Context) -> dict[str, Any]:
    """What the notices say. The household reads the name it typed, the worker that of the household."""
    case = context.case
    return {
        "worker": case.worker_given_name or "",
        "household": context.around.household_name,
        "reason": context.comment or "",
        "enrolled_from": case.enrolled_from,
        "ended_on": case.ended_on,
        "from_month": context.data.get("from_month"),
        "lost": what_is_lost(context),
        **told_of_transfer(context),
        **told_of_refusal(context),
        **told_of_filing(context, COMPLETE),
        **told_of_days(context),
    }


# Both parties, whoever helps the household, and officials, whose looks are written down.
READERS = (HOUSEHOLD, DOMESTIC_WORKER, DELEGATE, *OFFICIALS)

STATES = (
    *UNDECIDED,
    State(
        "enrolled",
        tags=frozenset({"open", "filed", "in_force", "identified"}),
        deadlines=(NEXT_PERIOD,),
        seen_by=(DOMESTIC_WORKER,),
    ),
    State("ended", final=True, tags=frozenset({"was_in_force", "identified"})),
    State("discarded", final=True),
    # A child was to be enrolled: what is known stands in a sealed matter, and no official reads of it here.
    State("stopped", final=True, tags=frozenset({"sealed"})),
    State("refused", final=True),
    State("withdrawn", final=True),
    State("voided", final=True, tags=frozenset({"identified"})),
)

AFFILIATION = Workflow(
    name="affiliation",
    model=Affiliation,
    states=STATES,
    actions=(*FILING, *DECIDING, *IN_FORCE, *MOVING),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    tell=tell,
    follows=(mark_worker_of_relation,),
    documents=(
        DocumentKind("enrolment_form", READERS, relation_facts, enrolment_form.template),
        DocumentKind("worker_sheet", (DOMESTIC_WORKER, *READERS), relation_facts, worker_sheet.template),
        DocumentKind("contract", READERS, relation_facts, contract.template),
        DocumentKind("end_letter", READERS, relation_facts, end_letter.template),
        receipt("affiliation", HOUSEHOLD, DELEGATE_ENROLS, *OFFICIALS, complete=COMPLETE),
        refusal("affiliation", HOUSEHOLD, DELEGATE_ENROLS, *OFFICIALS),
    ),
)
