"""Documents: a step freezes facts as JSON in its transaction; later they are set as a PDF and kept under its SHA-256.

To add a document:

1. Write its module, `<package>/papers/<code>.py`: `facts(context)` answers with what is frozen (plain values, money,
   days, `Sentence`s; whatever the template will need, for it sees nothing else) and `template(paper)` with a `Sheet` of
   blocks (`workflow.sheet`), worded by `paper.t("paper.<code>.…")` from a catalogue of the package.
2. Declare it: `documents=(DocumentKind("<code>", readers=(HOUSEHOLD, *OFFICIALS), facts=…, template=…),)` in the
   `Workflow`, and `produces=("<code>",)` on the actions that issue it. Only `readers` may fetch it; it speaks to the
   first. Its name is the text `<workflow>.document.<code>`.

Nothing else: the row, the file, the page and the check of who may fetch it derive from the declaration. A document that
no step produces is issued by a procedure of its own (`enrolment/papers/issuance.py`). One that is `checkable` finds its
folio and the address for its QR code among its facts, under `check` (`workflow.checkable`).

How it lives: `fire` writes the row (this module). `workflow.filing.file_waiting`, called by a worker every second, sets
what has no file yet: file first, then its hash into the row, so that a crash between the two leaves an orphan, which is
swept a day later, never a row without its file. `workflow.filing.bytes_of` is the only way to a file: it checks the
hash, sets a document that nobody has set yet, outside any write transaction, and restores a lost or damaged file if the
same bytes come out again. A failure stays on the row, is tried again after longer and longer pauses, and is shown to
the operator. Titles and file names name nobody. A template that was used is never edited: copy it, raise `version`,
keep the old one in `earlier`.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.checkable import new_mark
from workflow.columns import new_id
from workflow.context import Context, Role
from workflow.definition import WORKFLOWS, Action, DocumentKind, Workflow
from workflow.paper import Paper
from workflow.sheet import Sheet
from workflow.stored import digest, dumps, loads
from workflow.tables import Document
from workflow.words import DEFAULT_LANGUAGE, language_or_default


class ContentChanged(ValueError):
    """The frozen content of a document is no longer what its digest says."""


def documents(workflow: Workflow, action: Action, context: Context, seq: int) -> list[dict[str, Any]]:
    """The rows of the documents that a step issues."""
    kinds = (workflow.document(code) for code in action.produces)
    return [_row(workflow, kind, context, seq) for kind in kinds if kind.when(context)]


def sheet_of(document: Document) -> Sheet:
    """The document laid out by the template of its version. Raises `ContentChanged`, or `KeyError` without template."""
    if digest(document.content) != document.content_sha256:
        raise ContentChanged(str(document.id))
    kind = kind_of(document)
    template = {**kind.earlier, kind.version: kind.template}[document.template_version]
    return template(Paper(loads(document.content), document.language, document.made_at))


def kind_of(document: Document) -> DocumentKind:
    """The declaration of a document."""
    return WORKFLOWS[document.workflow].document(document.kind)


def may_read(document: Document, roles: Collection[Role]) -> bool:
    """Whether somebody who is this in the document's case may fetch it."""
    return bool(set(kind_of(document).readers) & set(roles))


def documents_of(session: Session, case_id: UUID, roles: Collection[Role]) -> list[Document]:
    """The documents of a case that somebody who is this in it may fetch: the newest step first, then as declared."""
    issued = session.scalars(select(Document).where(Document.case_id == case_id))
    as_declared = sorted((document for document in issued if may_read(document, roles)), key=_place_in_declaration)
    return sorted(as_declared, key=lambda document: document.seq, reverse=True)


def _place_in_declaration(document: Document) -> int:
    return WORKFLOWS[document.workflow].documents.index(kind_of(document))


def _row(workflow: Workflow, kind: DocumentKind, context: Context, seq: int) -> dict[str, Any]:
    mark = new_mark() if kind.checkable else None
    shown = {"check": {"folio": mark.folio, "address": mark.address(context.around.base_url)}} if mark else {}
    content = dumps({**kind.facts(context), **shown})
    return {
        "id": new_id(),
        "workflow": workflow.name,
        "case_id": context.case.id,
        "seq": seq,
        "kind": kind.code,
        "template_version": kind.version,
        "language": _language(kind, context),
        "content": content,
        "content_sha256": digest(content),
        "made_at": context.at,
        "attempts": 0,
        "folio": mark.folio if mark else None,
        "code": mark.code if mark else None,
    }


def _language(kind: DocumentKind, context: Context) -> str:
    if kind.language is not None:
        return language_or_default(kind.language(context))
    spoken_to = context.around.people.get(kind.readers[0], ())
    return language_or_default(spoken_to[0].language) if spoken_to else DEFAULT_LANGUAGE
