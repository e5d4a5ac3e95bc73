"""Several answers of the checklist at once, as a telephone sends them: each kept once, none over a colleague's.

A page says of each item what it showed. What nobody touched is left alone; what is there already is not written again;
what somebody else changed meanwhile is refused by name, and then nothing of the section is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from inspection.visit.inspection_models import Inspection
from inspection.visit.record_models import Answer
from inspection.visit.recording import answer_of
from regime.sentences import Sentence
from workflow.context import Actor
from workflow.engine import fire
from workflow.errors import NotReady
from workflow.stored import digest, dumps
from workflow.tables import Idempotency

SAID = ("result", "workers", "evidence", "remark")


@dataclass(frozen=True, slots=True)
class TypedAnswer:
    """What was typed of one item, and the fingerprint of what the page had shown of it."""

    result: str | None
    workers: int | None
    evidence: str | None
    remark: str | None
    shown: str

    @property
    def fingerprint(self) -> str:
        """What was typed, short, to be compared with what was shown and with what is there."""
        return fingerprint(self)

    def as_data(self, item: int) -> dict[str, Any]:
        """What the step that keeps an answer is given."""
        return {"item": item, **{name: getattr(self, name) for name in SAID}}


class AnswersRefused(Exception):
    """Answers that were not kept: the sentences by item. Nothing of the section was written."""

    def __init__(self, by_item: Mapping[int, tuple[Sentence, ...]]) -> None:
        self.by_item = by_item
        super().__init__(", ".join(str(item) for item in by_item))


def fingerprint(answer: Answer | TypedAnswer | None) -> str:
    """What an answer says, short; of none at all it is that of an empty one."""
    said = [getattr(answer, name) or None for name in SAID] if answer is not None else [None] * len(SAID)
    return digest(dumps(said))[:16]


def save_answers(
    session: Session, inspection_id: UUID, actor: Actor, at: datetime, key: str, typed: Mapping[int, TypedAnswer]
) -> Inspection:
    """Keep what was typed, all of it or nothing. Raises `AnswersRefused`, and like `fire`.

    `key` is that of the form: sent twice, each item is one step.
    """
    case = session.get_one(Inspection, inspection_id, with_for_update=True, populate_existing=True)
    refused: dict[int, tuple[Sentence, ...]] = {}
    for item, said in sorted(typed.items()):
        there = fingerprint(answer_of(session, inspection_id, item))
        if said.fingerprint in (said.shown, there):
            continue
        item_key = f"{key}.{item}"
        if there != said.shown and session.get(Idempotency, item_key) is None:
            refused[item] = (Sentence("inspection.answer_changed", {"item": item}),)
            continue
        try:
            fire(session, case, "answer_item", actor, at, key=item_key, data=said.as_data(item))
        except NotReady as refusal:
            refused[item] = refusal.sentences
    if refused:
        raise AnswersRefused(refused)
    return case
