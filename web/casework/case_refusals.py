"""The papers about a filing that its page shows: the refusal that stands, and the receipts to print again."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.orm import Session

from enrolment.filings import DOCUMENT as RECEIPT
from enrolment.household.former_homes import is_of_a_former_household
from enrolment.papers.refusals import DOCUMENT as REFUSAL
from regime.law import article
from workflow.context import Role
from workflow.definition import Workflow
from workflow.documents import documents_of
from workflow.stored import loads
from workflow.tables import Document


def refusal_of(session: Session, workflow: Workflow, case: Any, roles: Collection[Role]) -> Mapping[str, Any] | None:
    """What the latest refusal says to somebody who may read it, while the case stands where it led."""
    refusing = [action for action in workflow.actions if REFUSAL in action.produces]
    if case.state not in {action.target for action in refusing}:
        return None
    papers = (paper for paper in documents_of(session, case.id, roles) if paper.kind == REFUSAL)
    latest = next(papers, None)
    if latest is None:
        return None
    frozen = loads(latest.content)
    return {**frozen, "paper": latest.id, "articles": [article(key) for key in frozen["articles"]]}


def receipts_of(session: Session, workflow: Workflow, case: Any, roles: Collection[Role]) -> tuple[Document, ...]:
    """The receipts of a case that somebody may print again, the newest first."""
    if not any(RECEIPT in action.produces for action in workflow.actions):
        return ()
    return tuple(
        paper
        for paper in documents_of(session, case.id, roles)
        if paper.kind == RECEIPT and not is_of_a_former_household(session, paper, roles)
    )
