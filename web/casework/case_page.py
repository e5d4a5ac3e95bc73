"""Everything a page says about one case to one reader, derived from the declaration of its procedure."""

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from enrolment.household.former_homes import is_of_a_former_household
from enrolment.offices import Office, offices
from enrolment.roles import OFFICIALS
from inspection.roles import OFFICER_CODES
from regime.law import Article, article
from regime.sentences import Sentence
from web.casework import action_forms, case_words
from web.casework.action_forms import ActionForm
from web.casework.case_refusals import receipts_of, refusal_of
from web.casework.deadline_cards import DeadlineCard, deadline_card
from web.casework.timeline import Entry, Fold, Reader, folded, history
from workflow.context import Actor, Role
from workflow.deadlines import open_deadlines
from workflow.decision import Offer, offered
from workflow.definition import WORKFLOWS, Action, Weight, Workflow, workflow_of
from workflow.documents import documents_of
from workflow.engine import context_of
from workflow.tables import Document

WEIGHTS: tuple[Weight, ...] = ("usual", "rare", "grave")
Refusal = tuple[str, ActionForm]  # the action that was not taken, and its form as it was typed


@dataclass(frozen=True, slots=True)
class OfferedAction:
    """An action as a page offers it: a form to send, or a page to go to, or the sentences that stand in its way."""

    code: str
    label: str
    hint: str | None
    unmet: tuple[Sentence, ...]
    articles: tuple[Article, ...]
    form: ActionForm | None
    href: str | None
    was_refused: bool
    weight: Weight


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case for one reader. `key` makes the next step harmless to repeat.

    `actions` come by weight, the grave ones last; those in which there is nothing to do stand apart as `needless`.
    """

    workflow: Workflow
    case: Any
    reader: Reader
    key: str
    state: str
    state_kind: str
    next: str | None
    office: Office | None
    refusal: Mapping[str, Any] | None
    receipts: tuple[Document, ...]
    actions: tuple[OfferedAction, ...]
    needless: tuple[OfferedAction, ...]
    deadlines: tuple[DeadlineCard, ...]

    @property
    def missing(self) -> tuple[Sentence, ...]:
        """What still stands in the way of anything the reader could do, each sentence once."""
        return tuple(dict.fromkeys(sentence for action in self.actions for sentence in action.unmet))

    @property
    def desk(self) -> tuple[str, str] | None:
        """The page from which officials came, with the code of its words; none for the parties of a case."""
        if any(role.code in OFFICER_CODES for role in self.reader.roles):
            return "inspection.show", "inspection.desk"
        if self.workflow.sealed:
            return "protection.show", "protection.heading"
        return ("office.show_queue", "office.back_to_queue") if self.reader.is_official else None

    def action(self, code: str) -> OfferedAction | None:
        """The action of a code that the reader may take, needless or not."""
        return next((action for action in (*self.actions, *self.needless) if action.code == code), None)


def find_case(session: Session, workflow: str, case_id: UUID) -> Any | None:
    """The case of a procedure; None for an unknown procedure or case."""
    known = WORKFLOWS.get(workflow)
    return session.get(known.model, case_id) if known else None


def look_at(session: Session, case: Any, actor: Actor, at: datetime, refused: Refusal | None = None) -> CasePage | None:
    """The case as the actor may see it, or None if they are nothing in it. `refused` keeps a form as it was typed."""
    workflow = workflow_of(type(case))
    context = context_of(session, case, actor, at)
    if not context.roles:
        return None
    offers = sorted(offered(workflow, context), key=lambda offer: WEIGHTS.index(offer.action.weight))
    needless = [offer for offer in offers if offer.is_needless]
    needed = [offer for offer in offers if not offer.is_needless]
    return CasePage(
        workflow=workflow,
        case=case,
        reader=Reader(actor, context.roles),
        key=secrets.token_urlsafe(12),
        state=case_words.state_label(workflow, case.state, context.roles),
        state_kind=case_words.state_kind(workflow, case.state),
        next=case_words.what_next(workflow, case, context.roles),
        office=_office(session, workflow, case),
        refusal=refusal_of(session, workflow, case, context.roles),
        receipts=receipts_of(session, workflow, case, context.roles),
        actions=tuple(_offered(workflow, case, context.roles, needed, refused)),
        needless=tuple(_offered(workflow, case, context.roles, needless, refused)),
        deadlines=tuple(
            deadline_card(workflow, row, case.state, context.roles, at) for row in open_deadlines(session, case.id)
        ),
    )


def _office(session: Session, workflow: Workflow, case: Any) -> Office | None:
    """The office that decides the case, where officials decide such cases and one serves the place."""
    decided = not set(workflow.roles).isdisjoint(OFFICIALS)
    return offices(session).by_code.get(case.office) if decided and case.office else None


def past(session: Session, page: CasePage, after: int = 0) -> list[Entry | Fold]:
    """The history of the case behind a step, the newest first."""
    return folded(history(session, page.workflow, page.case, page.reader, after))


def documents(session: Session, page: CasePage) -> list[Document]:
    """The documents of the case that the reader may fetch, the newest first."""
    roles = page.reader.roles
    found = documents_of(session, page.case.id, roles)
    return [document for document in found if not is_of_a_former_household(session, document, roles)]


def declared_action(workflow: Workflow, code: str, case: Any) -> Action | None:
    """The version of an action that holds for the case, whatever its state now."""
    versions = workflow.versions_of(code)
    return next((action for action in versions if action.holds_for(case.opened_on)), next(iter(versions), None))


def _offered(
    workflow: Workflow,
    case: Any,
    roles: Collection[Role],
    offers: Iterable[Offer],
    refused: Refusal | None,
) -> Iterable[OfferedAction]:
    for offer in offers:
        action = offer.action
        href = action_forms.page_of(workflow, action, case, roles)
        if href is None and not action_forms.has_form(workflow, action):
            continue
        typed = refused[1] if refused and refused[0] == action.code else None
        yield OfferedAction(
            code=action.code,
            label=case_words.action_label(workflow, action.code),
            hint=case_words.action_hint(workflow, action),
            unmet=offer.unmet,
            articles=tuple(article(key) for key in action.basis),
            form=None if href else typed or action_forms.form_of(workflow, action, case=case),
            href=href,
            was_refused=typed is not None,
            weight=action.weight,
        )
