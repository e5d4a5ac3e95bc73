"""Documents in scripted cases: a household or a worker asks for one, and a stranger checks a folio."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation
from enrolment.papers import issuing
from enrolment.papers.issuance_models import Issuance
from enrolment.papers.refusals import DOCUMENT as REFUSAL
from enrolment.papers.refusals import folio_of
from enrolment.papers.verification import by_folio
from regime.law import article
from workflow.engine import Fired
from workflow.scenario import Move
from workflow.stage import Doing, Question, Stage
from workflow.stored import loads
from workflow.tables import Document

REFUSED = ("filed_on", "decided_on", "until", "office")
SHOWN = ("initials", "kind", "issued_on", "first", "last", "months", "holds")
Ask = Callable[[Session, Affiliation | None], Fired]


def _prove(stage: Stage, move: Move, data: Mapping[str, Any]) -> UUID:
    """A proof of a `relation`; without one, of the worker's own cover over all her homes."""
    actor, language = stage.actor(move), data.get("language", stage.language)

    def issue(session: Session, relation: Affiliation | None) -> Fired:
        if relation is not None:
            return issuing.prove_relation(session, relation, actor, move.at, language, key=move.key)
        worker = issuing.worker_of(session, actor.person_id) if actor.person_id else None
        if worker is None:
            move.place.refuse("missing_key", key="data.relation")
        return issuing.prove_cover(session, worker.id, actor, move.at, language, key=move.key)

    return _issued(stage, data, issue)


def _receipt(stage: Stage, move: Move, data: Mapping[str, Any]) -> UUID:
    """The wage receipt of a `relation` for the days from `first` to `last`."""
    actor, language = stage.actor(move), data.get("language", stage.language)

    def issue(session: Session, relation: Affiliation | None) -> Fired:
        assert relation is not None  # noqa: S101 - the step cannot do without it
        days = (data["first"], data["last"])
        return issuing.receipt_for(session, relation, days, actor, move.at, language, key=move.key)

    return _issued(stage, data, issue)


def _issued(stage: Stage, data: Mapping[str, Any], issue: Ask) -> UUID:
    def command(session: Session) -> UUID:
        relation = session.get_one(Affiliation, data["relation"]) if "relation" in data else None
        found: UUID = issue(session, relation).case.id
        return found

    return stage.database.run(command)


def _check_folio(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """What a stranger sees who types the folio of a proof."""
    case: Issuance = stage.case_of(session, move, "issuance")
    seen = by_folio(session, case.folio or "", move.at)
    if seen is None:
        return {"found": False}
    return {"found": True, **{name: getattr(seen, name) for name in SHOWN}}


def _refusal(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """What the paper of a refusal says: when it was filed and decided, until when it can be challenged, on what."""
    _workflow, case = stage.case(session, move)
    papers = select(Document.content).where(Document.case_id == case.id, Document.kind == REFUSAL)
    content = session.scalars(papers.order_by(Document.seq.desc()).limit(1)).first()
    if content is None:
        return {"refused": False}
    frozen = loads(content)
    cited = [article(key).cited for key in frozen["articles"]]
    return {"refused": True, **{name: frozen[name] for name in REFUSED}, "basis": cited}


def folio_aliases(session: Session, names: Mapping[UUID, str]) -> Mapping[str, str]:
    """Folios and codes are random: each is shown as that of its document."""
    found = {folio_of(case_id): f"FOLIO[{name}]" for case_id, name in names.items()}
    for case in session.scalars(select(Issuance).where(Issuance.folio.is_not(None))):
        if case.id in names:
            found |= {str(case.folio): f"FOLIO[{names[case.id]}]", str(case.code): f"CODE[{names[case.id]}]"}
    return found


DOINGS: Mapping[str, Doing] = {
    "prove": Doing(_prove, {"relation": "name", "language": "text"}, opens="issuance"),
    "receipt": Doing(
        _receipt,
        {"relation": "name", "first": "day", "last": "day", "language": "text"},
        required=("relation", "first", "last"),
        opens="issuance",
    ),
}
QUESTIONS: Mapping[str, Question] = {
    "check_folio": Question(_check_folio, needs=("case",)),
    "refusal": Question(_refusal, needs=("case",)),
}
