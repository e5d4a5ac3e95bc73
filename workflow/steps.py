"""A step decided upon, as rows: the case's new values, its event in the chain, clocks, messages and documents."""

import secrets
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from workflow.chain import link, note_text
from workflow.context import Actor, Context
from workflow.deadlines import armed
from workflow.definition import Action, Workflow
from workflow.documents import documents
from workflow.messages import notices
from workflow.stored import digest, dumps, keyed_digest
from workflow.tables import DeadlineRow, Document, Event, Idempotency, Message, Note
from workflow.writing import Write

ATTENDANCE = "attendance_id"  # under which an event names the attendance in which it was taken


def payload_digest(
    workflow: Workflow,
    case_id: UUID | None,
    action: str,
    actor: Actor,
    comment: str | None,
    data: Mapping[str, Any] | None,
) -> str:
    """What a request asked for, so that the same idempotency key with another payload is noticed."""
    return digest(dumps([workflow.name, case_id, action, actor.login_id, comment, dict(data or {})]))


def as_write(
    workflow: Workflow,
    action: Action,
    context: Context,
    after: str,
    key: str | None,
    payload: str,
    facts: Collection[str] = (),
    private: Mapping[str, str] | None = None,
) -> Write:
    """Everything the step writes. `context` already holds the facts as they will be; `facts` names those to write.

    Other data are only recorded: what a reminder says of its deadline is no fact of a case with a column of that name.
    `private` are those of the data that the note alone keeps, already encrypted.
    """
    case, seq = context.case, context.case.events + 1
    write = Write(case.id, case.head, context.at)
    note = _note(workflow, context, private or {})
    event = _event(workflow, action, context, after, note)
    columns = workflow.model.__table__.columns
    write.values = {
        **{name: context.data[name] for name in facts if name in context.data and name in columns},
        "state": after,
        "version": case.version if action.quiet else case.version + 1,
        "head": event["hash"],
        "events": seq,
        "closed_at": context.at if workflow.by_state[after].final else None,
    }
    write.insert(Event, event)
    if note:
        write.insert(Note, note)
    if key is not None:
        write.insert(
            Idempotency, {"key": key, "payload": payload, "workflow": workflow.name, "case_id": case.id, "seq": seq}
        )
    _clocks(workflow, action, context, after, write)
    for message in notices(workflow, action, context, seq):
        write.insert(Message, message)
    for document in documents(workflow, action, context, seq):
        write.insert(Document, document)
    return write


def _event(
    workflow: Workflow, action: Action, context: Context, after: str, note: dict[str, Any] | None
) -> dict[str, Any]:
    role = min(action.roles & context.roles, default=None)
    event = {
        "workflow": workflow.name,
        "case_id": context.case.id,
        "seq": context.case.events + 1,
        "action": action.code,
        "actor": str(context.actor.login_id or "system"),
        "role": role.code if role else "system",
        "from_state": context.case.state,
        "to_state": after,
        "effective_at": context.legal_moment,
        "recorded_at": context.at,
        "data": dumps(_recorded(workflow, context)),
        "legal": dumps(list(context.legal)),
        "definition": workflow.hash,
        "note_digest": keyed_digest(note["salt"], note_text(note["comment"], note["facts"])) if note else None,
        "channel": context.actor.channel,
    }
    event["hash"] = link(context.case.head, event)
    return event


def _is_personal(workflow: Workflow, name: str) -> bool:
    columns = workflow.model.__table__.columns
    return name in columns and bool(columns[name].info.get("personal"))


def _recorded(workflow: Workflow, context: Context) -> dict[str, Any]:
    """What the event keeps of the data: references and plain facts; of long texts (statements) the digest."""
    columns = workflow.model.__table__.columns
    kept: dict[str, Any] = {}
    of_the_note = context.action.private if context.action else ()
    for name, value in context.data.items():
        if _is_personal(workflow, name) or name in of_the_note:
            continue
        long_text = name in columns and columns[name].info.get("digest")
        kept[name] = digest(value) if long_text and value is not None else value
    if context.actor.attendance_id is not None:
        kept[ATTENDANCE] = context.actor.attendance_id
    return kept


def _note(workflow: Workflow, context: Context, private: Mapping[str, str]) -> dict[str, Any] | None:
    facts = {**{name: value for name, value in context.data.items() if _is_personal(workflow, name)}, **private}
    if not facts and not context.comment:
        return None
    return {
        "case_id": context.case.id,
        "seq": context.case.events + 1,
        "comment": context.comment,
        "facts": dumps(facts) if facts else None,
        "salt": secrets.token_hex(16),
    }


def _clocks(workflow: Workflow, action: Action, context: Context, after: str, write: Write) -> None:
    state = workflow.by_state[after]
    before = workflow.by_state[context.case.state] if context.case.state else None
    if before is state:
        start, stop = set(action.rearms), dict.fromkeys(action.rearms, "replaced")
    else:
        running = {deadline.code for deadline in before.deadlines} if before else set()
        wanted = {deadline.code for deadline in state.deadlines}
        start = (wanted - running) | (wanted & set(action.rearms))
        stop = dict.fromkeys(running - wanted, "met") | dict.fromkeys(wanted & running & set(action.rearms), "replaced")
    expired = context.expired
    if expired is not None:
        stop[expired] = "expired"
    write.ends = stop
    for row in armed(workflow, state, context, start):
        write.insert(DeadlineRow, row)
