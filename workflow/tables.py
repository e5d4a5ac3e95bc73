"""The engine's tables: what every case has, and the events, deadlines, messages and documents of all cases."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from workflow.columns import Cents, Moment, new_id


class Base(DeclarativeBase):
    """The one metadata of the database; constraints get predictable names so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
        Decimal: Cents,
        datetime: Moment,
        date: Date,
        UUID: Uuid,
        str: String,
        bytes: LargeBinary,
    }


NO_HEAD = "0" * 64
# Marks a column that names a person or holds what they said; steps keep such facts out of events, `erase` empties them.
PERSONAL = {"personal": True}
# Marks a column that names a file of the document store by its SHA-256; files that no such column names are swept.
NAMES_A_FILE = {"names_a_file": True}


class CaseColumns:
    """The columns the engine owns in the table of every workflow. Only `fire` and `open_case` write them.

    `office` is the code of the office that is to decide, where a procedure routes its cases; a case without one is
    everybody's.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    state: Mapped[str] = mapped_column(String(40), index=True)
    version: Mapped[int] = mapped_column(default=1)
    head: Mapped[str] = mapped_column(String(64), default=NO_HEAD)
    events: Mapped[int] = mapped_column(default=0)
    opened_on: Mapped[date]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    office: Mapped[str | None] = mapped_column(String(20))


class Event(Base):
    """One step of one case: append-only, chained by hash. Holds references and digests, never personal values.

    `channel` says how somebody came for whom an office took it; of a step in the own account it is empty.
    """

    __tablename__ = "event"

    case_id: Mapped[UUID]
    seq: Mapped[int]
    workflow: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(60))
    actor: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[str | None] = mapped_column(String(40))
    to_state: Mapped[str] = mapped_column(String(40))
    effective_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    data: Mapped[str] = mapped_column(Text)
    legal: Mapped[str] = mapped_column(Text)
    definition: Mapped[str] = mapped_column(String(64))
    note_digest: Mapped[str | None] = mapped_column(String(64))
    channel: Mapped[str | None] = mapped_column(String(12))
    hash: Mapped[str] = mapped_column(String(64))

    # Clustered by case on SQLite: a step writes one tree less, and a case's history is read from one place.
    __table_args__ = (
        PrimaryKeyConstraint("case_id", "seq"),
        Index("ix_event_recorded_at", "recorded_at"),
        {"sqlite_with_rowid": False},
    )


class Note(Base):
    """What an event says in words or about people: the reason given, personal facts before and after. Can be erased."""

    __tablename__ = "note"

    case_id: Mapped[UUID]
    seq: Mapped[int]
    comment: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    facts: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    salt: Mapped[str | None] = mapped_column(String(64), info=PERSONAL)
    erased_at: Mapped[datetime | None]

    __table_args__ = (PrimaryKeyConstraint("case_id", "seq"),)


class Idempotency(Base):
    """Keys of steps already taken: a repeated key returns the first result, another payload under it is refused."""

    __tablename__ = "idempotency"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    payload: Mapped[str] = mapped_column(String(64))
    workflow: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[UUID]
    seq: Mapped[int]

    __table_args__ = ({"sqlite_with_rowid": False},)


class DeadlineRow(Base):
    """One clock of one case, with everything needed to explain and recompute its due day."""

    __tablename__ = "deadline"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workflow: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(String(60))
    on_expiry: Mapped[str] = mapped_column(String(60))
    status: Mapped[str] = mapped_column(String(12))
    silent: Mapped[bool]
    authority: Mapped[str] = mapped_column(String(40))
    zone: Mapped[str] = mapped_column(String(40))
    armed_at: Mapped[datetime]
    due_day: Mapped[date | None]
    due_at: Mapped[datetime | None]
    computation: Mapped[str] = mapped_column(Text)
    reminders: Mapped[str] = mapped_column(Text)
    remind_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint("status IN ('running', 'paused', 'met', 'expired', 'replaced')", name="status"),
        CheckConstraint("status <> 'running' OR due_at IS NOT NULL", name="running_is_due"),
        Index("ix_deadline_case_id", "case_id", "status"),
        Index(
            "ix_deadline_due",
            "due_at",
            postgresql_where=text("status = 'running'"),
            sqlite_where=text("status = 'running'"),
        ),
        Index(
            "ix_deadline_remind",
            "remind_at",
            postgresql_where=text("status = 'running' AND remind_at IS NOT NULL"),
            sqlite_where=text("status = 'running' AND remind_at IS NOT NULL"),
        ),
    )


class SuspensionRow(Base):
    """A published act by which an authority, or one case, stops counting days; open while `until_day` is empty."""

    __tablename__ = "suspension"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    authority: Mapped[str | None] = mapped_column(String(40))
    case_id: Mapped[UUID | None] = mapped_column(index=True)
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    act: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(40))
    lifted_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(authority IS NULL) <> (case_id IS NULL)", name="one_scope"),
        CheckConstraint("until_day IS NULL OR until_day >= from_day", name="days_in_order"),
    )


class Message(Base):
    """A notice to one person, written in the transaction of the change, delivered later; twice is harmless."""

    __tablename__ = "message"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workflow: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[UUID]
    seq: Mapped[int]
    person_id: Mapped[UUID]
    language: Mapped[str] = mapped_column(String(8))
    channel: Mapped[str] = mapped_column(String(12))
    address: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    template: Mapped[str] = mapped_column(String(80))
    params: Mapped[str] = mapped_column(Text, info=PERSONAL)
    dedupe_key: Mapped[str] = mapped_column(String(200), unique=True)
    status: Mapped[str] = mapped_column(String(12))
    written_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    claim: Mapped[str | None] = mapped_column(String(32))
    delivered_at: Mapped[datetime | None]
    proof: Mapped[str | None] = mapped_column(Text)
    last_error: Mapped[str | None] = mapped_column(Text)
    read_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'delivered', 'dead')", name="status"),
        CheckConstraint("channel IN ('email', 'mailbox')", name="channel"),
        CheckConstraint("status <> 'delivered' OR proof IS NOT NULL", name="delivered_is_proved"),
        Index("ix_message_person_id", "person_id", "written_at"),
        Index(
            "ix_message_waiting",
            "written_at",
            postgresql_where=text("status = 'waiting'"),
            sqlite_where=text("status = 'waiting'"),
        ),
    )


class Document(Base):
    """The frozen content of a document (payment slip, acta) at the moment of the step that issued it, and its file.

    The file is set from the content later and kept under the SHA-256 of its bytes; only the columns about it change.
    `folio` and `code` are the mark of a document that anybody can check (`workflow.checkable`).
    """

    __tablename__ = "document"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workflow: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[UUID]
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(60))
    template_version: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(8), default="es", server_default="es")
    content: Mapped[str] = mapped_column(Text, info=PERSONAL)
    content_sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    folio: Mapped[str | None] = mapped_column(String(20))
    code: Mapped[str | None] = mapped_column(String(40))
    file_sha256: Mapped[str | None] = mapped_column(String(64), index=True, info=NAMES_A_FILE)
    file_size: Mapped[int | None]
    filed_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    next_attempt_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("case_id", "seq", "kind"),
        CheckConstraint("(file_sha256 IS NULL) = (filed_at IS NULL)", name="file_has_a_moment"),
        Index("uq_document_folio", "folio", unique=True),
        Index("uq_document_code", "code", unique=True),
        Index(
            "ix_document_without_file",
            "made_at",
            postgresql_where=text("file_sha256 IS NULL"),
            sqlite_where=text("file_sha256 IS NULL"),
        ),
        Index(
            "ix_document_failing",
            "id",
            postgresql_where=text("last_error IS NOT NULL"),
            sqlite_where=text("last_error IS NOT NULL"),
        ),
    )


class JobRun(Base):
    """Periodic work already done for a period, so that two schedulers do it once."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(String(60))
    period: Mapped[str] = mapped_column(String(40))
    done_at: Mapped[datetime]
    result: Mapped[str] = mapped_column(Text)

    __table_args__ = (PrimaryKeyConstraint("name", "period"),)


class Clock(Base):
    """The movable clock of a demonstration: how far it has been moved forward. One row, never backwards."""

    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    seconds_ahead: Mapped[int]

    __table_args__ = (CheckConstraint("id = 1", name="one_row"), CheckConstraint("seconds_ahead >= 0", name="forward"))
