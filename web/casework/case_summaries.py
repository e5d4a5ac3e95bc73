"""What a procedure shows about its own case above the generic page: a heading, facts, comparisons, related cases."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from web.casework import case_words
from web.casework.timeline import Reader
from workflow.definition import Workflow


@dataclass(frozen=True, slots=True)
class Section:
    """Facts under a heading: terms and values as words."""

    heading: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing as it was typed beside what is known; for officials, when a check could not agree."""

    term: str
    typed: str
    known: str

    @property
    def agrees(self) -> bool:
        """Whether both say the same."""
        return self.typed == self.known


@dataclass(frozen=True, slots=True)
class Related:
    """Another case that belongs to this one, if the reader is somebody in it."""

    label: str
    href: str
    state: str
    kind: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The case in its own words. `links` are words and address.

    `compared_sides` heads the two columns of what is compared, where they are not what was typed and what is known.
    `personal` says that it shows personal data of somebody, so that reads are logged.
    """

    heading: str
    sections: tuple[Section, ...] = ()
    findings: tuple[str, ...] = ()
    findings_heading: str = ""
    compared: tuple[Compared, ...] = ()
    compared_sides: tuple[str, str] | None = None
    related: tuple[Related, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    personal: bool = False

    @property
    def related_rows(self) -> list[tuple[str, str, str, str]]:
        """The related cases as the rows of a list."""
        return [(case.label, case.href, case.state, case.kind) for case in self.related]


@dataclass(frozen=True, slots=True)
class Description:
    """How a procedure speaks of its cases: `named` for lists, where persons are masked, `summarise` for the page."""

    named: Callable[[Session, Any], str]
    summarise: Callable[[Session, Any, Reader], Summary]


_DESCRIPTIONS: dict[str, Description] = {}


def describe_cases(workflow: str, description: Description) -> None:
    """Register how a procedure speaks of its cases."""
    _DESCRIPTIONS[workflow] = description


def summary_of(session: Session, workflow: Workflow, case: Any, reader: Reader) -> Summary:
    """The summary of a case; a procedure without one of its own is called by its title."""
    known = _DESCRIPTIONS.get(workflow.name)
    return known.summarise(session, case, reader) if known else Summary(case_words.title(workflow))


def masked_name_of(session: Session, workflow: Workflow, case: Any) -> str:
    """What a case is called in lists: enough to recognise it, too little to learn somebody's name."""
    known = _DESCRIPTIONS.get(workflow.name)
    return known.named(session, case) if known else case_words.title(workflow)
