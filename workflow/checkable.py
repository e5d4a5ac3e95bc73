"""The mark by which anybody can ask whether a paper is genuine: a folio to type and an address to scan.

Both are chance and nothing else: no order, no place, no person. What the page behind them says is for each procedure to
decide; `ended_at` tells whether the document was ended since by one of the actions that its kind names.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from string import ascii_letters, digits

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.definition import WORKFLOWS
from workflow.tables import Document, Event

# Signs that nobody confuses when reading them from paper, and no vowels, so that no folio is a word: 27 signs.
SIGNS = "3456789BCDFGHJKLMNPQRSTVWXZ"
GROUPS, GROUP = 3, 4
# No hyphen: at the end of a line nobody, and no reader of the file, could tell it from one that only breaks the word.
CODE_SIGNS = ascii_letters + digits
CODE = 24


@dataclass(frozen=True, slots=True)
class Mark:
    """The folio (57 bits) and the code (142 bits) of one paper: nobody guesses either."""

    folio: str
    code: str

    def address(self, base_url: str) -> str:
        """The page on which the paper is checked."""
        return f"{base_url}/v/{self.code}"


def new_mark() -> Mark:
    """A mark that no other paper has."""
    groups = ("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))
    return Mark("-".join(groups), "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE)))


def tidy_folio(typed: str) -> str:
    """A folio as it is stored, out of what somebody typed."""
    signs = "".join(sign for sign in typed.upper() if sign in SIGNS)
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))


def document_of_folio(session: Session, typed: str) -> Document | None:
    """The document with the folio that somebody typed."""
    return session.scalar(select(Document).where(Document.folio == tidy_folio(typed)))


def document_of_code(session: Session, code: str) -> Document | None:
    """The document behind a scanned code."""
    return session.scalar(select(Document).where(Document.code == code))


def ended_at(session: Session, document: Document) -> datetime | None:
    """When a later step of its case took the document's effect away; nothing while it holds."""
    ending = WORKFLOWS[document.workflow].document(document.kind).ended_by
    if not ending:
        return None
    later = select(Event.effective_at).where(
        Event.case_id == document.case_id, Event.seq > document.seq, Event.action.in_(ending)
    )
    return session.scalar(later.order_by(Event.seq).limit(1))
