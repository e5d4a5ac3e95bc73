"""The history of a case as one reader may see it: who did what and when, in words; steps of the system folded."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.roles import INSTITUTION_CODES
from inspection.roles import OFFICER_CODES
from web.casework import case_words
from workflow.context import SYSTEM, Actor, Role
from workflow.definition import Workflow
from workflow.sealing import words_kept
from workflow.tables import Event, Note


@dataclass(frozen=True, slots=True)
class Entry:
    """One step: what was done, what the person was in the case, when, and the reason if this reader may know it."""

    seq: int
    title: str
    who: str
    at: datetime
    effective_at: datetime
    moved_to: str | None
    comment: str | None
    is_mine: bool
    channel: str | None = None

    @property
    def was_late(self) -> bool:
        """Whether the step counts from an earlier day than the one it was recorded on."""
        return self.effective_at.date() < self.at.date()


@dataclass(frozen=True, slots=True)
class Fold:
    """Steps of the system that moved nothing, shown only to those who ask."""

    entries: tuple[Entry, ...]


def is_official(roles: Collection[Role]) -> bool:
    """Whether the reader stands on the institution's side in the case."""
    return any(role.code in INSTITUTION_CODES | OFFICER_CODES for role in roles)


def history(session: Session, workflow: Workflow, case: Any, reader: "Reader", after: int = 0) -> list[Entry]:
    """The steps of a case behind the one numbered `after`, the newest first."""
    rows = session.execute(
        select(Event, Note.comment)
        .outerjoin(Note, (Note.case_id == Event.case_id) & (Note.seq == Event.seq))
        .where(Event.case_id == case.id, Event.seq > min(after, case.events))
        .order_by(Event.seq.desc())
    )
    shown = [(event, kept) for event, kept in rows if reader.is_official or not _is_internal(workflow, event.action)]
    return [entry_of(workflow, event, words_kept(session, workflow, kept), reader) for event, kept in shown]


def _is_internal(workflow: Workflow, code: str) -> bool:
    """Whether a step is the authority's own, in every version of it."""
    versions = workflow.versions_of(code)
    return bool(versions) and all(version.internal for version in versions)


def folded(entries: Sequence[Entry]) -> list[Entry | Fold]:
    """The steps with each run of the system's own small steps put behind one line."""
    return list(_fold(groupby(entries, key=lambda entry: entry.who == SYSTEM.code and entry.moved_to is None)))


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who looks at a case, and what they are in it."""

    actor: Actor
    roles: frozenset[Role]

    @property
    def login(self) -> str:
        """Their login as events name it."""
        return str(self.actor.login_id)

    @property
    def is_official(self) -> bool:
        """Whether they stand on the institution's side."""
        return is_official(self.roles)


def _fold(runs: Iterable[tuple[bool, Iterator[Entry]]]) -> Iterator[Entry | Fold]:
    for is_small, entries in runs:
        if is_small:
            yield Fold(tuple(entries))
        else:
            yield from entries


def entry_of(workflow: Workflow, event: Event, comment: str | None, reader: Reader) -> Entry:
    """A step as a reader of its case may see it."""
    moved = event.to_state if event.to_state != event.from_state else None
    return Entry(
        event.seq,
        case_words.done(workflow, event.action),
        event.role,
        event.recorded_at,
        event.effective_at,
        moved and case_words.state_label(workflow, moved, reader.roles),
        comment if _may_read(workflow, event, reader) else None,
        event.actor == reader.login,
        event.channel,
    )


def _may_read(workflow: Workflow, event: Event, reader: Reader) -> bool:
    """A reason is for officials, for whoever gave it, and for those whom the action tells.

    What one party says of a step that tells both parties stays between that party and the officials.
    """
    told = {role for action in workflow.versions_of(event.action) for role in action.notices}
    by_party = any(role.code == event.role for role in told)
    return reader.is_official or event.actor == reader.login or (bool(told & reader.roles) and not by_party)
