"""Evidence from the file that was sent to the row beside the step: looked at, sealed, kept before the transaction.

A file goes to the store before anything is written (decision 9 of the design): the store sweeps what no row names. The
step that brings files takes them as `files`, a list of what `KeptFile.as_data` answers, so that its event holds
digests alone; its effect `keep_evidence` writes the rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.evidence.evidence_models import Evidence
from regime.sentences import Sentence
from workflow.columns import new_id
from workflow.context import Context
from workflow.definition import Step, workflow_of
from workflow.document_store import FileDamaged, store_of
from workflow.picture_data import without_data
from workflow.received_files import KINDS, MOST_FILES, kind_of
from workflow.sealing import seal_file, unseal_file
from workflow.settings import Settings

FILES = "files"
UNSAID = "paper"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in the store that no row names yet: its digest as it came, the sealed one, what it is and how large."""

    sha256: str
    file_sha256: str
    media_type: str
    size: int

    def as_data(self) -> dict[str, Any]:
        """What the step that brings it is given, and its event keeps."""
        return asdict(self)


def purpose_of(workflow: str) -> str:
    """What the files of a procedure are sealed for: what a complaint holds opens nowhere else."""
    return f"evidence {workflow}"


def keep_file(settings: Settings, workflow: str, content: bytes, name: str) -> KeptFile:
    """Look at a file, seal it and keep it. Raises `FileRefused` with the sentence; nothing is kept then."""
    media_type = kind_of(content, name)
    kept = store_of(settings).put(seal_file(settings, purpose_of(workflow), content))
    return KeptFile(sha256(content).hexdigest(), kept, media_type, len(content))


def files_are_few(context: Context) -> Sentence | None:
    """So many at a time as a form takes."""
    too_many = len(context.data.get(FILES) or ()) > MOST_FILES
    return Sentence("file.too_many", {"most": MOST_FILES}) if too_many else None


def files_are_there(context: Context) -> Sentence | None:
    """At least one file."""
    return None if context.data.get(FILES) else Sentence("file.none")


def keep_evidence(session: Session, step: Step) -> None:
    """Write down which files the step brought, for the item that it speaks of, if it does."""
    files: Iterable[Mapping[str, Any]] = step.context.data.get(FILES) or ()
    role = min(step.action.roles & step.context.roles)
    for file in files:
        session.add(
            Evidence(
                id=new_id(),
                workflow=workflow_of(type(step.case)).name,
                case_id=step.case.id,
                seq=step.case.events,
                kind=step.context.data.get("shows") or kind_by(file["media_type"]),
                item=step.context.data.get("item"),
                by_role=role.code,
                recorded_at=step.context.at,
                **file,
            )
        )
    session.flush()


def kind_by(media_type: str) -> str:
    """What a file is taken for where nobody said: a sound, or a paper."""
    return "sound" if KINDS[media_type][0] == "sound" else UNSAID


def evidence_of(session: Session, case_id: UUID) -> list[Evidence]:
    """The files of a matter, the oldest first."""
    return list(
        session.scalars(select(Evidence).where(Evidence.case_id == case_id).order_by(Evidence.seq, Evidence.id))
    )


def content_of(settings: Settings, evidence: Evidence) -> bytes:
    """The file as it came. Raises `FileLost`, `FileDamaged` or `CannotUnseal`."""
    sealed = store_of(settings).get(evidence.file_sha256)
    content = unseal_file(settings, purpose_of(evidence.workflow), sealed)
    if sha256(content).hexdigest() != evidence.sha256:
        raise FileDamaged(evidence.file_sha256)
    return content


def shown_to_party(settings: Settings, evidence: Evidence) -> bytes | None:
    """The file for a party: a picture without where and when it was taken; None where that cannot be left out."""
    content = content_of(settings, evidence)
    return without_data(evidence.media_type, content) if KINDS[evidence.media_type][0] == "image" else content
