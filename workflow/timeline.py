"""What happened, read from the events of all cases: each step with its clocks, messages and documents, in order."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.definition import WORKFLOWS
from workflow.notices import render
from workflow.replay_questions import deadline_shown
from workflow.sealing import words_kept
from workflow.stage import Stage
from workflow.stored import loads
from workflow.tables import DeadlineRow, Document, Event, Message, Note
from workflow.words import knows, translate

Entry = dict[str, Any]


class Timeline:
    """Reads a stage's database from where it stopped reading; the same history always reads the same."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._seen: dict[UUID, int] = defaultdict(int)
        self._deadlines: set[UUID] = set()
        self._failures: set[UUID] = set()

    def since_last(self, step: int | None = None) -> list[Entry]:
        """The entries that are new; `step` is the step of the scenario that caused them, if time alone did not."""
        with self.stage.database.read() as session:
            events = [event for event in session.scalars(select(Event)) if event.seq > self._seen[event.case_id]]
            self._name_cases(session, events)
            self.stage.shown_as |= self.stage.aliases(session, self.stage.names)
            # Cases that move at the same moment are told one after the other, an owner before what belongs to it.
            events.sort(key=lambda event: (event.recorded_at, self.stage.names[event.case_id], event.seq))
            armed = self._armed(session, events)
            entries = [self._entry(session, event, armed, step) for event in events]
            entries += self._failed(session)
        for event in events:
            self._seen[event.case_id] = max(self._seen[event.case_id], event.seq)
        return entries

    def _name_cases(self, session: Session, events: list[Event]) -> None:
        """Name the cases that no step opened after those they belong to, which may be as new as they are."""
        names = self.stage.names
        fresh = {event.case_id: event.workflow for event in events if event.case_id not in names}
        waiting = []
        for case_id, workflow in fresh.items():
            case = session.get_one(WORKFLOWS[workflow].model, case_id)
            named = self.stage.handling[workflow].label(session, workflow, case)
            waiting.append((case.opened_at, *named, workflow, case_id))
        while waiting:
            ready = [found for found in waiting if found[1] in names]
            if not ready:
                raise LookupError(f"No step opened a case to which these belong: {waiting}")
            for _opened, owner, label, workflow, case_id in sorted(ready, key=lambda found: (found[0], found[2])):
                self.stage.name_case(f"{names[owner]}/{label}", workflow, case_id)
            waiting = [found for found in waiting if found not in ready]

    def _armed(self, session: Session, events: list[Event]) -> dict[tuple[UUID, int], list[Entry]]:
        """The clocks that each event set going: those of the state it led to, from its legal moment."""
        rows = [row for row in session.scalars(select(DeadlineRow)) if row.id not in self._deadlines and not row.silent]
        self._deadlines |= {row.id for row in rows}
        found: dict[tuple[UUID, int], list[Entry]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: (row.due_day is None, row.due_day, row.code)):
            for event in events:
                if event.case_id == row.case_id and event.effective_at == row.armed_at and _has_clock(event, row.code):
                    label = translate(self.stage.language, f"{row.workflow}.deadline.{row.code}")
                    shown = {"deadline": row.code, "label": label, **deadline_shown(self.stage, row)}
                    found[event.case_id, event.seq].append(shown)
                    break
        return found

    def _entry(
        self, session: Session, event: Event, armed: dict[tuple[UUID, int], list[Entry]], step: int | None
    ) -> Entry:
        stage, note = self.stage, session.get(Note, (event.case_id, event.seq))
        entry = {
            "kind": "event",
            "step": step,
            "at": stage.local(event.recorded_at),
            "effective_at": stage.local(event.effective_at),
            "case": stage.names[event.case_id],
            "procedure": event.workflow,
            "do": event.action,
            "label": self._label(event),
            "by": "system" if event.actor == "system" else stage.names[UUID(event.actor)],
            "role": event.role,
            "channel": event.channel,
            "from": event.from_state,
            "to": event.to_state,
            "state": translate(stage.language, f"{event.workflow}.state.{event.to_state}"),
            "data": self._data(event),
            "comment": words_kept(session, WORKFLOWS[event.workflow], note.comment) if note else None,
            "legal": loads(event.legal),
            "deadlines": armed.get((event.case_id, event.seq), []),
            "messages": self._messages(session, event),
            "documents": self._documents(session, event),
        }
        return {key: value for key, value in entry.items() if value not in (None, [], {})}

    def _label(self, event: Event) -> str:
        code = f"{event.workflow}.action.{event.action}"
        shared = (code, f"case.action.{event.action}")
        known = next((text for text in shared if knows(text)), f"replay.action.{event.action}")
        return translate(self.stage.language, known)

    def _data(self, event: Event) -> dict[str, Any]:
        """What the event recorded, without references to rows that have no name in a scenario and without digests."""
        columns = WORKFLOWS[event.workflow].model.__table__.columns
        recorded = {
            name: self.stage.shown(value)
            for name, value in loads(event.data).items()
            if (name not in columns or not columns[name].info) and not name.endswith("_digest")
        }
        return {name: value for name, value in recorded.items() if value is not None and not _is_id(value)}

    def _messages(self, session: Session, event: Event) -> list[Entry]:
        of_event = select(Message).where(Message.case_id == event.case_id, Message.seq == event.seq)
        found = []
        for message in session.scalars(of_event):
            notice = render(message, session.info["settings"])
            found.append(
                {
                    "to": self.stage.names.get(message.person_id),
                    "template": message.template,
                    "language": message.language,
                    "channel": message.channel,
                    "subject": notice.subject,
                    "text": self.stage.text(notice.body.strip()),
                }
            )
        return sorted(found, key=lambda entry: (str(entry["to"]), entry["template"]))

    def _documents(self, session: Session, event: Event) -> list[Entry]:
        of_event = select(Document).where(Document.case_id == event.case_id, Document.seq == event.seq)
        return [
            {"document": document.kind, "content": self.stage.shown(loads(document.content))}
            for document in session.scalars(of_event.order_by(Document.kind))
        ]

    def _failed(self, session: Session) -> list[Entry]:
        """Clocks whose action failed when their time had come: a fault of the procedure, never passed over."""
        rows = session.scalars(select(DeadlineRow).where(DeadlineRow.last_error.is_not(None)))
        fresh = [row for row in rows if row.id not in self._failures]
        self._failures |= {row.id for row in fresh}
        failures = [
            {
                "kind": "failure",
                "at": self.stage.local(row.due_at) if row.due_at else "",
                "case": self.stage.names[row.case_id],
                "deadline": row.code,
                "do": row.on_expiry,
                "error": self.stage.text(str(row.last_error)),
            }
            for row in fresh
        ]
        return sorted(failures, key=lambda failure: (failure["at"], failure["case"], failure["deadline"]))


def _has_clock(event: Event, code: str) -> bool:
    return any(deadline.code == code for deadline in WORKFLOWS[event.workflow].by_state[event.to_state].deadlines)


def _is_id(value: Any) -> bool:
    """Whether a value is the id of a row that has no name in the scenario, kept as a text."""
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False
