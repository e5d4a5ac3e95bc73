"""The chain of a case's events: each hash covers the one before, so that no step can be changed or dropped unseen."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from workflow.definition import WORKFLOWS
from workflow.stored import keyed_digest
from workflow.tables import NO_HEAD, Event, Note

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TEXTS = ("workflow", "action", "actor", "role", "from_state", "to_state", "data", "legal", "definition", "note_digest")

_OTHERS = ("case_id", "seq", "effective_at", "recorded_at", "channel")


def link(previous: str, event: Mapping[str, Any]) -> str:
    """The hash of an event behind the one before it.

    Fields are length-prefixed stored text and moments are whole microseconds since 1970, so that nothing depends on how
    a database or a JSON library would write them again.
    """
    fields = [previous, event["case_id"].hex, str(event["seq"])]
    fields += [event[name] or "" for name in _TEXTS]
    fields += [str(microseconds(event["effective_at"])), str(microseconds(event["recorded_at"]))]
    fields += [event["channel"]] if event["channel"] else []  # events from before there were channels keep their hash
    sha = hashlib.sha256()
    for field in fields:
        text = field.encode()
        sha.update(len(text).to_bytes(4, "big"))
        sha.update(text)
    return sha.hexdigest()


def microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970, exact."""
    delta = moment - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a case's record no longer holds together."""

    workflow: str
    case_id: UUID
    seq: int
    fault: str

    def __str__(self) -> str:
        return f"{self.workflow} {self.case_id} event {self.seq}: {self.fault}"


def verify(session: Session) -> Iterator[Break]:
    """Walk every chain and yield the first break of each case, cases without events and events without a case."""
    heads = {row.id: (name, row.head, row.events) for name, row in _heads(session)}
    events = session.execute(
        select(Event, Note.comment, Note.facts, Note.salt)
        .outerjoin(Note, (Note.case_id == Event.case_id) & (Note.seq == Event.seq))
        .order_by(Event.case_id, Event.seq)
        .execution_options(yield_per=5000)
    )
    for case_id, rows in _by_case(events):
        yield from _verify_case(case_id, rows, heads.pop(case_id, None))
    for case_id, (name, _head, _count) in heads.items():
        yield Break(name, case_id, 0, "the case has no events")


def _heads(session: Session) -> Iterator[tuple[str, Row[Any]]]:
    for workflow in WORKFLOWS.values():
        table = workflow.model.__table__
        for row in session.execute(select(table.c.id, table.c.head, table.c.events)):
            yield workflow.name, row


def _by_case(rows: Iterable[Any]) -> Iterator[tuple[UUID, list[Any]]]:
    case: list[Any] = []
    for row in rows:
        if case and case[0].Event.case_id != row.Event.case_id:
            yield case[0].Event.case_id, case
            case = []
        case.append(row)
    if case:
        yield case[0].Event.case_id, case


def _verify_case(case_id: UUID, rows: list[Any], known: tuple[str, str, int] | None) -> Iterator[Break]:
    previous = NO_HEAD
    for expected, row in enumerate(rows, 1):
        event = row.Event
        fault = _event_fault(previous, expected, row)
        if fault:
            yield Break(event.workflow, case_id, event.seq, fault)
            return
        previous = event.hash
    last = rows[-1].Event
    if known is None:
        yield Break(last.workflow, case_id, last.seq, "the event belongs to no case")
    elif (previous, len(rows)) != known[1:]:
        yield Break(last.workflow, case_id, last.seq, "the case does not end with its last event")


def _event_fault(previous: str, expected: int, row: Row[Any]) -> str | None:
    event = row.Event
    if event.seq != expected:
        return f"event {expected} is missing"
    fields = {name: getattr(event, name) for name in (*_TEXTS, *_OTHERS)}
    if link(previous, fields) != event.hash:
        return "its content does not match its hash"
    if row.salt and event.note_digest != keyed_digest(row.salt, note_text(row.comment, row.facts)):
        return "its note was changed"
    return None


def note_text(comment: str | None, facts: str | None) -> str:
    """The text a note's digest covers."""
    return f"{len(comment or '')}:{comment or ''}{facts or ''}"
