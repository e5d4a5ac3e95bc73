"""What is read of situations: which change the contributions of a relation, and what each of them means for her."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.insurance.situation_models import Situation
from enrolment.models import Affiliation
from regime.branches_due import Situation as LegalSituation
from regime.sentences import Sentence
from workflow.definition import is_tagged

# What needs a word when it is told: by question and answer, the sentence with its article.
_MEANS = {
    ("other_insurance", "another_job"): Sentence("situation.another_job"),
    ("other_insurance", "family"): Sentence("situation.family"),
    ("pension", "old_age"): Sentence("situation.old_age"),
    ("pension", "guaranteed"): Sentence("situation.guaranteed"),
    ("pension", "disability"): Sentence("situation.disability"),
    ("housing_credit", "has"): Sentence("situation.housing_credit"),
}


def situations_of(session: Session, affiliation_id: UUID) -> tuple[LegalSituation, ...]:
    """The situations for which some branches are never due in this relation, whoever told of them (LSS 196)."""
    told = select(Situation.id).where(Situation.affiliation_id == affiliation_id, is_tagged(Situation, "counts"))
    pensioner = session.scalar(told.where(Situation.pension == "old_age").limit(1))
    return ("old_age_pensioner",) if pensioner is not None else ()


def told_by(session: Session, affiliation_id: UUID, role: str) -> Situation | None:
    """What one party told about a relation: the only one that a household may read."""
    mine = select(Situation).where(Situation.affiliation_id == affiliation_id, Situation.told_by == role)
    return session.scalar(mine.where(is_tagged(Situation, "counts")))


def told_of_worker(session: Session, worker_id: UUID) -> Sequence[Situation]:
    """Everything told of a worker, by her or by her households. For her and for officials only."""
    hers = select(Situation).join(Affiliation, Affiliation.id == Situation.affiliation_id)
    return session.scalars(hers.where(Affiliation.worker_id == worker_id, is_tagged(Situation, "counts"))).all()


def meaning(told: Situation | None) -> tuple[Sentence, ...]:
    """What follows from the answers: branches not due, pensions that stop, a credit that is withheld."""
    answers = () if told is None else tuple((name, getattr(told, name)) for name in QUESTIONS)
    return tuple(_MEANS[answer] for answer in answers if answer in _MEANS)


QUESTIONS = ("other_insurance", "pension", "housing_credit")
